package access

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	owner        = "000000000000"
	distribution = "arn:aws:cloudfront::000000000000:distribution/E1"
)

var (
	anonymous  = Caller{Anonymous: true}
	root       = Caller{AccountID: owner}
	stranger   = Caller{AccountID: "123456789012", ARN: "arn:aws:iam::123456789012:user/ann"}
	cloudFront = Caller{Service: "cloudfront.amazonaws.com", SourceARN: distribution, SourceAccount: owner}
	identity   = Caller{OAI: "E1EXAMPLE", CanonicalUser: "79a59d"}
)

// ask is a GetObject of vod/index.m3u8 as changed by edit.
func ask(c Caller, edit ...func(*Request)) *Request {
	r := &Request{Caller: c, Action: "s3:GetObject", Bucket: "media", Key: "vod/index.m3u8", Owner: owner, Header: http.Header{}, Query: url.Values{},
		SourceIP: "203.0.113.7", Now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	for _, e := range edit {
		e(r)
	}
	return r
}

func asking(name, key string) func(*Request) {
	return func(r *Request) { r.Action, r.Key = name, key }
}

func header(name, value string) func(*Request) {
	return func(r *Request) { r.Header.Set(name, value) }
}

func tagged(key, value string) func(*Request) {
	return func(r *Request) {
		r.Object = func() *Object { return &Object{Owner: owner, Tags: [][2]string{{key, value}}} }
	}
}

func when(condition string) string { return doc("Condition", condition) }

func puts(condition string) string { return doc("Action", `"s3:PutObject"`, "Condition", condition) }

var decisions = []struct {
	name string
	doc  string // "" is no policy
	pab  PublicAccessBlock
	req  *Request
	want bool
	why  string // part of it
}{
	{"no policy, anonymous", "", PublicAccessBlock{}, ask(anonymous), false, "the bucket has no policy"},
	{"no policy, owner", "", BlockAll(), ask(root), true, "belongs to the caller's account"},
	{"no policy, CloudFront", "", PublicAccessBlock{}, ask(cloudFront), false, "nobody but its owner"},
	{"public read", doc(), PublicAccessBlock{}, ask(anonymous), true, "statement 1 of the bucket policy allows s3:GetObject to an anonymous caller"},
	{"public read, other action", doc(), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x")), false, "no statement allows s3:PutObject to an anonymous caller"},
	{"public read, other key", doc("Resource", `"arn:aws:s3:::media/img/*"`), PublicAccessBlock{}, ask(anonymous), false, "for other resources than arn:aws:s3:::media/vod/index.m3u8"},
	{"public read, the bucket itself", doc(), PublicAccessBlock{}, ask(anonymous, asking("s3:ListBucket", "")), false, "no statement allows s3:ListBucket"},
	{"public read, restricted", doc(), BlockAll(), ask(anonymous), false, "RestrictPublicBuckets"},
	{"public read, restricted, owner", doc(), BlockAll(), ask(root), true, "belongs to"},
	{"public read, restricted, other account", doc(), BlockAll(), ask(stranger), false, "RestrictPublicBuckets"},
	{"public read, restricted, service", doc(), BlockAll(), ask(cloudFront), true, "allows s3:GetObject to cloudfront.amazonaws.com"},
	{"public read, other switches", doc(), PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true}, ask(anonymous), true, ""},

	{"deny beats allow", `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::media/*"},
		{"Sid":"NoVod","Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/vod/*"}]}`, PublicAccessBlock{}, ask(anonymous), false, `statement "NoVod" of the bucket policy denies`},
	{"deny beats the owner", doc("Effect", `"Deny"`), PublicAccessBlock{}, ask(root), false, "denies s3:GetObject to arn:aws:iam::000000000000:root"},
	{"root mends its policy", doc("Effect", `"Deny"`, "Action", `"s3:*"`, "Resource", `["arn:aws:s3:::media","arn:aws:s3:::media/*"]`), PublicAccessBlock{}, ask(root, asking("s3:DeleteBucketPolicy", "")), true, "belongs to"},
	{"a user does not", doc("Effect", `"Deny"`, "Action", `"s3:*"`, "Resource", `["arn:aws:s3:::media","arn:aws:s3:::media/*"]`), PublicAccessBlock{},
		ask(Caller{AccountID: owner, ARN: "arn:aws:iam::000000000000:user/bob"}, asking("s3:DeleteBucketPolicy", "")), false, "denies"},
	{"deny all but one", doc("Effect", `"Deny"`, "Principal", "", "NotPrincipal", `{"AWS":"000000000000"}`), PublicAccessBlock{}, ask(root), true, ""},
	{"deny all but another", doc("Effect", `"Deny"`, "Principal", "", "NotPrincipal", `{"AWS":"123456789012"}`), PublicAccessBlock{}, ask(root), false, "denies"},
	{"NotAction", doc("Action", "", "NotAction", `"s3:GetObject"`), PublicAccessBlock{}, ask(anonymous), false, "no statement"},
	{"NotAction, other", doc("Action", "", "NotAction", `"s3:GetObject"`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x")), true, ""},
	{"NotResource", doc("Resource", "", "NotResource", `"arn:aws:s3:::media/vod/*"`), PublicAccessBlock{}, ask(anonymous), false, "no statement"},
	{"action without case", doc("Action", `"S3:getOBJECT"`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"key with case", doc("Resource", `"arn:aws:s3:::media/VOD/*"`), PublicAccessBlock{}, ask(anonymous), false, ""},
	{"question mark", doc("Resource", `"arn:aws:s3:::media/vod/inde?.m3u8"`), PublicAccessBlock{}, ask(anonymous), true, ""},

	{"account by id", doc("Principal", `{"AWS":"123456789012"}`), PublicAccessBlock{}, ask(stranger), true, ""},
	{"account by root ARN", doc("Principal", `{"AWS":"arn:aws:iam::123456789012:root"}`), PublicAccessBlock{}, ask(stranger), true, ""},
	{"user by ARN", doc("Principal", `{"AWS":"arn:aws:iam::123456789012:user/ann"}`), PublicAccessBlock{}, ask(stranger), true, ""},
	{"another user", doc("Principal", `{"AWS":"arn:aws:iam::123456789012:user/eve"}`), PublicAccessBlock{}, ask(stranger), false, "arn:aws:iam::123456789012:user/ann"},
	{"an account is not the public", doc("Principal", `{"AWS":"123456789012"}`), PublicAccessBlock{}, ask(anonymous), false, ""},

	{"OAC", string(AllowCloudFront("media", distribution)), BlockAll(), ask(cloudFront), true, `statement "AllowCloudFrontServicePrincipal"`},
	{"OAC, one of two", string(AllowCloudFront("media", "arn:aws:cloudfront::000000000000:distribution/E0", distribution)), BlockAll(), ask(cloudFront), true, ""},
	{"OAC, another distribution", string(AllowCloudFront("media", "arn:aws:cloudfront::000000000000:distribution/E2")), BlockAll(), ask(cloudFront), false,
		`its condition ArnLike AWS:SourceArn [arn:aws:cloudfront::000000000000:distribution/E2] does not hold: the request's value is "` + distribution + `"`},
	{"OAC, viewer directly", string(AllowCloudFront("media", distribution)), BlockAll(), ask(anonymous), false, "no statement allows s3:GetObject to an anonymous caller"},
	{"OAC, writing", string(AllowCloudFront("media", distribution)), BlockAll(), ask(cloudFront, asking("s3:PutObject", "x")), false, ""},
	{"OAC by StringEquals", doc("Principal", `{"Service":"cloudfront.amazonaws.com"}`, "Condition", `{"StringEquals":{"AWS:SourceArn":"`+distribution+`"}}`), BlockAll(), ask(cloudFront), true, ""},
	{"OAI by ARN", doc("Principal", `{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"}`), BlockAll(), ask(identity), true, "the origin access identity E1EXAMPLE"},
	{"OAI by canonical user", doc("Principal", `{"CanonicalUser":"79a59d"}`), BlockAll(), ask(identity), true, ""},
	{"OAI, id alone", doc("Principal", `{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"}`), BlockAll(), ask(Caller{CanonicalUser: "E1EXAMPLE"}), true, ""},
	{"another OAI", doc("Principal", `{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2"}`), BlockAll(), ask(identity), false, ""},

	{"referer", when(`{"StringLike":{"aws:Referer":["https://example.com/*"]}}`), PublicAccessBlock{}, ask(anonymous, header("Referer", "https://example.com/a/b")), true, ""},
	{"referer, none", when(`{"StringLike":{"aws:Referer":["https://example.com/*"]}}`), PublicAccessBlock{}, ask(anonymous), false, "the request's value is missing"},
	{"referer, none, if exists", when(`{"StringLikeIfExists":{"aws:Referer":["https://example.com/*"]}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"referer, other, if exists", when(`{"StringLikeIfExists":{"aws:Referer":["https://example.com/*"]}}`), PublicAccessBlock{}, ask(anonymous, header("Referer", "https://evil.example")), false, ""},
	{"not like, none", when(`{"StringNotLike":{"aws:Referer":"https://evil.example/*"}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"not equals any of two", when(`{"StringNotEquals":{"aws:UserAgent":["a","b"]}}`), PublicAccessBlock{}, ask(anonymous, header("User-Agent", "b")), false, ""},
	{"ignore case", when(`{"StringEqualsIgnoreCase":{"AWS:USERAGENT":"Player"}}`), PublicAccessBlock{}, ask(anonymous, header("User-Agent", "pLAYER")), true, ""},
	{"equals is no pattern", when(`{"StringEquals":{"aws:UserAgent":"P*"}}`), PublicAccessBlock{}, ask(anonymous, header("User-Agent", "Player")), false, ""},
	{"all conditions", when(`{"StringLike":{"aws:UserAgent":"P*"},"Bool":{"aws:SecureTransport":"true"}}`), PublicAccessBlock{}, ask(anonymous, header("User-Agent", "Player")), false, "aws:SecureTransport"},
	{"https", when(`{"Bool":{"aws:SecureTransport":true}}`), PublicAccessBlock{}, ask(anonymous, func(r *Request) { r.Secure = true }), true, ""},
	{"address", when(`{"IpAddress":{"aws:SourceIp":["198.51.100.0/24","203.0.113.7"]}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"other address", when(`{"IpAddress":{"aws:SourceIp":"203.0.113.8/32"}}`), PublicAccessBlock{}, ask(anonymous), false, ""},
	{"mapped address", when(`{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`), PublicAccessBlock{}, ask(anonymous, func(r *Request) { r.SourceIP = "::ffff:203.0.113.7" }), true, ""},
	{"not address", when(`{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`), PublicAccessBlock{}, ask(anonymous), false, ""},
	{"no address", when(`{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}`), PublicAccessBlock{}, ask(anonymous, func(r *Request) { r.SourceIP = "" }), false, ""},
	{"until", when(`{"DateLessThan":{"aws:CurrentTime":"2026-11-23T10:00:01Z"}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"until then", when(`{"DateLessThan":{"aws:CurrentTime":"2026-11-23T10:00:00Z"}}`), PublicAccessBlock{}, ask(anonymous), false, ""},
	{"since, by epoch", when(`{"NumericGreaterThanEquals":{"aws:EpochTime":1763892000}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"null", when(`{"Null":{"aws:Referer":"true"}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"not null", when(`{"Null":{"aws:Referer":"false"}}`), PublicAccessBlock{}, ask(anonymous), false, ""},
	{"for any value, none", when(`{"ForAnyValue:StringNotEquals":{"aws:Referer":"x"}}`), PublicAccessBlock{}, ask(anonymous), false, ""},
	{"for all values, none", when(`{"ForAllValues:StringEquals":{"aws:Referer":"x"}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"principal account", when(`{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}`), PublicAccessBlock{}, ask(stranger), true, ""},
	{"principal ARN", when(`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a*"}}`), PublicAccessBlock{}, ask(stranger), true, ""},
	{"an ARN's star stays in its part", when(`{"ArnLike":{"aws:PrincipalArn":"arn:aws:*:user/ann"}}`), PublicAccessBlock{}, ask(stranger), false, ""},
	{"principal type", when(`{"StringEquals":{"aws:PrincipalType":"User"}}`), PublicAccessBlock{}, ask(stranger), true, ""},
	{"anonymous type", when(`{"StringEquals":{"aws:PrincipalType":"Anonymous"}}`), PublicAccessBlock{}, ask(anonymous), true, ""},
	{"service only", when(`{"Bool":{"aws:PrincipalIsAWSService":"true"}}`), PublicAccessBlock{}, ask(anonymous), false, ""},

	{"prefix", doc("Action", `"s3:ListBucket"`, "Resource", `"arn:aws:s3:::media"`, "Condition", `{"StringLike":{"s3:prefix":"vod/*"},"NumericLessThanEquals":{"s3:max-keys":"10"}}`), PublicAccessBlock{},
		ask(anonymous, asking("s3:ListBucket", ""), func(r *Request) { r.Query = url.Values{"prefix": {"vod/a"}, "max-keys": {"10"}} }), true, ""},
	{"other prefix", doc("Action", `"s3:ListBucket"`, "Resource", `"arn:aws:s3:::media"`, "Condition", `{"StringEquals":{"s3:prefix":""}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:ListBucket", "")), false, "missing"},
	{"empty prefix", doc("Action", `"s3:ListBucket"`, "Resource", `"arn:aws:s3:::media"`, "Condition", `{"StringEquals":{"s3:prefix":""}}`), PublicAccessBlock{},
		ask(anonymous, asking("s3:ListBucket", ""), func(r *Request) { r.Query = url.Values{"prefix": {""}} }), true, ""},
	{"acl", doc("Action", `"s3:PutObject"`, "Condition", `{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}`), PublicAccessBlock{},
		ask(stranger, asking("s3:PutObject", "x"), header("x-amz-acl", "bucket-owner-full-control")), true, ""},
	{"signed in the query", when(`{"StringEquals":{"s3:authType":"REST-QUERY-STRING"},"NumericLessThan":{"s3:signatureAge":"60001"}}`), PublicAccessBlock{},
		ask(stranger, func(r *Request) { r.Query = url.Values{"X-Amz-Signature": {"x"}, "X-Amz-Date": {"20261123T095900Z"}} }), true, ""},
	{"old signature", when(`{"NumericLessThan":{"s3:signatureAge":"60000"}}`), PublicAccessBlock{},
		ask(stranger, header("Authorization", "AWS4-HMAC-SHA256 x"), header("X-Amz-Date", "20261123T095900Z")), false, `"60000"`},
	{"signed by version 2", when(`{"StringEquals":{"s3:authType":"REST-HEADER","s3:signatureversion":"AWS"}}`), PublicAccessBlock{},
		ask(stranger, header("Authorization", "AWS x:y")), true, ""},
	{"unsigned has no version", when(`{"StringEquals":{"s3:signatureversion":"AWS4-HMAC-SHA256"}}`), PublicAccessBlock{}, ask(anonymous), false, "missing"},
	{"an unsupported key", when(`{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}`), PublicAccessBlock{}, ask(anonymous), false, "aws:PrincipalOrgID is not supported here"},
	{"an unsupported key, deny", doc("Effect", `"Deny"`, "Condition", `{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}`), PublicAccessBlock{}, ask(root), false, "not supported here"},
	{"tag", when(`{"StringEquals":{"s3:ExistingObjectTag/Public":"yes"}}`), PublicAccessBlock{}, ask(anonymous, tagged("public", "yes")), true, ""},
	{"other tag", when(`{"StringEquals":{"s3:ExistingObjectTag/public":"yes"}}`), PublicAccessBlock{}, ask(anonymous, tagged("public", "no")), false, `the request's value is "no"`},
	{"tag of no object", when(`{"StringEquals":{"s3:ExistingObjectTag/public":"yes"}}`), PublicAccessBlock{}, ask(anonymous, func(r *Request) { r.Object = func() *Object { return nil } }), false, "missing"},
	{"tag, deny", doc("Effect", `"Deny"`, "Condition", `{"StringNotEquals":{"s3:ExistingObjectTag/public":"yes"}}`), PublicAccessBlock{}, ask(root, tagged("public", "no")), false, "denies"},
	{"tag to bring", puts(`{"StringEquals":{"s3:RequestObjectTag/team":"a b"}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Tagging", "team=a%20b&x=y")), true, ""},
	{"tag in the body", puts(`{"StringEquals":{"s3:RequestObjectTag/team":"b"}}`), PublicAccessBlock{},
		ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Tagging", "team=a"), func(r *Request) { r.Tags = [][2]string{{"team", "b"}} }), true, ""},
	{"tag keys, all known", puts(`{"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["team","x"]}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Tagging", "team=a&x=y")), true, ""},
	{"tag keys, one unknown", puts(`{"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["team"]}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Tagging", "team=a&x=y")), false, `"team", "x"`},
	{"tag keys, any", puts(`{"ForAnyValue:StringEquals":{"s3:RequestObjectTagKeys":["team"]}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Tagging", "team=a&x=y")), true, ""},
	{"tag keys, none of", puts(`{"ForAllValues:StringNotEquals":{"s3:RequestObjectTagKeys":["team"]}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Tagging", "team=a&x=y")), false, ""},
	{"encryption", puts(`{"StringEquals":{"s3:x-amz-server-side-encryption":"aws:kms"}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Server-Side-Encryption", "AES256")), false, `"AES256"`},
	{"storage class", puts(`{"StringEquals":{"s3:x-amz-storage-class":"STANDARD_IA"}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Storage-Class", "STANDARD_IA")), true, ""},
	{"lock mode", puts(`{"StringEquals":{"s3:object-lock-mode":"GOVERNANCE"}}`), PublicAccessBlock{}, ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Object-Lock-Mode", "GOVERNANCE")), true, ""},
	{"lock days", puts(`{"NumericLessThanEquals":{"s3:object-lock-remaining-retention-days":"10"}}`), PublicAccessBlock{},
		ask(anonymous, asking("s3:PutObject", "x"), header("X-Amz-Object-Lock-Retain-Until-Date", "2026-12-03T10:00:01Z")), false, `"11"`},
	{"lock mode in the body", puts(`{"StringEquals":{"s3:object-lock-mode":"GOVERNANCE"}}`), PublicAccessBlock{},
		ask(anonymous, asking("s3:PutObject", "x"), func(r *Request) { r.Body = map[string]string{"s3:object-lock-mode": "COMPLIANCE"} }), false, `"COMPLIANCE"`},
	{"signed form", puts(`{"StringEquals":{"s3:authType":"POST","s3:signatureversion":"AWS4-HMAC-SHA256"},"NumericLessThan":{"s3:signatureAge":"60001"}}`), PublicAccessBlock{},
		ask(stranger, asking("s3:PutObject", "x"), func(r *Request) { r.Form = &Form{Version: "AWS4-HMAC-SHA256", Signed: r.Now.Add(-time.Minute)} }), true, ""},
	{"form of old", puts(`{"StringEquals":{"s3:signatureversion":"AWS"},"Null":{"s3:signatureAge":"true"}}`), PublicAccessBlock{},
		ask(stranger, asking("s3:PutObject", "x"), func(r *Request) { r.Form = &Form{Version: "AWS"} }), true, ""},
	{"account by canonical user", doc("Principal", `{"CanonicalUser":"`+CanonicalID("123456789012")+`"}`), PublicAccessBlock{}, ask(stranger), true, ""},

	{"variable", doc("Resource", `"arn:aws:s3:::media/${aws:username}/*"`), PublicAccessBlock{}, ask(stranger, asking("s3:GetObject", "ann/x")), true, ""},
	{"variable of another", doc("Resource", `"arn:aws:s3:::media/${aws:username}/*"`), PublicAccessBlock{}, ask(stranger, asking("s3:GetObject", "eve/x")), false, ""},
	{"variable without value", doc("Resource", `"arn:aws:s3:::media/${aws:username}/*"`), PublicAccessBlock{}, ask(anonymous, asking("s3:GetObject", "/x")), false, ""},
	{"variable with default", doc("Resource", `"arn:aws:s3:::media/${aws:username, 'guest'}/*"`), PublicAccessBlock{}, ask(anonymous, asking("s3:GetObject", "guest/x")), true, ""},
	{"wildcards in a value are none", doc("Resource", `"arn:aws:s3:::media/${aws:UserAgent}"`), PublicAccessBlock{}, ask(anonymous, header("User-Agent", "*")), false, ""},
	{"a star in a value is a star", doc("Resource", `"arn:aws:s3:::media/${aws:UserAgent}"`), PublicAccessBlock{}, ask(anonymous, header("User-Agent", "*?"), asking("s3:GetObject", "*?")), true, ""},
	{"no variables before 2012", strings.Replace(doc("Resource", `"arn:aws:s3:::media/${aws:username}/*"`), "2012", "2008", 1), PublicAccessBlock{}, ask(stranger, asking("s3:GetObject", "ann/x")), false, ""},
	{"literal star", doc("Resource", `"arn:aws:s3:::media/a${*}b"`), PublicAccessBlock{}, ask(anonymous, asking("s3:GetObject", "axb")), false, ""},
}

func TestDecide(t *testing.T) {
	for _, tt := range decisions {
		t.Run(tt.name, func(t *testing.T) {
			var p *Policy
			if tt.doc != "" {
				var err error
				if p, err = ParsePolicy([]byte(tt.doc), "media"); err != nil {
					t.Fatal(err)
				}
			}
			got := Decide(p, tt.pab, tt.req)
			if got.Allowed != tt.want || !strings.Contains(got.Why, tt.why) || got.Why == "" {
				t.Errorf("%v, %q\nwant %v, …%s…", got.Allowed, got.Why, tt.want, tt.why)
			}
		})
	}
}

func TestCallerFrom(t *testing.T) {
	if _, ok := CallerFrom(context.Background()); ok {
		t.Error("a caller from nowhere")
	}
	if c, ok := CallerFrom(WithCaller(context.Background(), cloudFront)); !ok || c != cloudFront {
		t.Errorf("CallerFrom = %+v, %v", c, ok)
	}
}
