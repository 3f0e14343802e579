package access

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// doc is a policy of one statement: Allow everyone to read, with fields changed
// or, where the value is empty, left out.
func doc(fields ...string) string {
	order := []string{"Effect", "Principal", "Action", "Resource"}
	value := map[string]string{"Effect": `"Allow"`, "Principal": `"*"`, "Action": `"s3:GetObject"`, "Resource": `"arn:aws:s3:::media/*"`}
	for i := 0; i < len(fields); i += 2 {
		if _, ok := value[fields[i]]; !ok {
			order = append(order, fields[i])
		}
		value[fields[i]] = fields[i+1]
	}
	var parts []string
	for _, name := range order {
		if value[name] != "" {
			parts = append(parts, `"`+name+`":`+value[name])
		}
	}
	return `{"Version":"2012-10-17","Statement":[{` + strings.Join(parts, ",") + `}]}`
}

var refusals = []struct{ name, doc, message string }{
	{"empty", "", "Policies must be valid JSON and the first byte must be '{'"},
	{"no object", "false", "Policies must be valid JSON and the first byte must be '{'"},
	{"space first", ` {}`, "Policies must be valid JSON and the first byte must be '{'"},
	{"broken", "{true}", "This policy contains invalid Json"},
	{"cut", `{"Principal": "*" `, "This policy contains invalid Json"},
	{"two values", `{} {}`, "This policy contains invalid Json"},
	{"no statement", `{}`, "Missing required field Statement"},
	{"empty statement", `{"Statement": []}`, "Could not parse the policy: Statement is empty!"},
	{"statement is text", `{"Statement": "x"}`, "Invalid policy syntax."},
	{"statement is null", `{"Statement": [null]}`, "Invalid policy syntax."},
	{"version", strings.Replace(doc(), "2012-10-17", "2012-10-18", 1), "The policy must contain a valid version string"},
	{"unknown field", `{"Statements": []}`, "Unknown field Statements"},
	{"unknown field in a statement", doc("Actions", `"x"`), "Unknown field Actions"},
	{"field in lower case", doc("effect", `"Allow"`), "Unknown field effect"},
	{"no effect", doc("Effect", ""), "Missing required field Effect"},
	{"effect", doc("Effect", `"allow"`), "Invalid effect: allow"},
	{"no principal", doc("Principal", ""), "Missing required field Principal"},
	{"principal of text", doc("Principal", `"someone"`), "Invalid principal in policy"},
	{"principal list", doc("Principal", `["*"]`), "Invalid principal in policy"},
	{"empty principal", doc("Principal", `{}`), "Invalid principal in policy"},
	{"empty AWS principal", doc("Principal", `{"AWS": []}`), "Invalid principal in policy"},
	{"short account", doc("Principal", `{"AWS": "123"}`), "Invalid principal in policy"},
	{"wildcard in ARN", doc("Principal", `{"AWS": "arn:aws:iam::123456789012:role/*"}`), "Invalid principal in policy"},
	{"unknown kind", doc("Principal", `{"Person": "x"}`), "Invalid principal in policy"},
	{"service wildcard", doc("Principal", `{"Service": "*.amazonaws.com"}`), "Invalid principal in policy"},
	{"service is no service", doc("Principal", `{"Service": "cloudfront"}`), "Invalid principal in policy"},
	{"allow NotPrincipal", doc("Principal", "", "NotPrincipal", `{"AWS": "123456789012"}`), "Allow with NotPrincipal is not allowed."},
	{"both principals", doc("NotPrincipal", `"*"`), "Invalid policy syntax."},
	{"no action", doc("Action", ""), "Missing required field Action"},
	{"unknown action", doc("Action", `"s3:ReadObject"`), "Policy has invalid action"},
	{"no service", doc("Action", `"GetObject"`), "Policy has invalid action"},
	{"another service", doc("Action", `"ec2:RunInstances"`), "Policy has invalid action"},
	{"empty actions", doc("Action", `[]`), "Policy has invalid action"},
	{"pattern of nothing", doc("Action", `"s3:????"`), "Policy has invalid action"},
	{"no resource", doc("Resource", ""), "Missing required field Resource"},
	{"another bucket", doc("Resource", `"arn:aws:s3:::other/*"`), "Policy has invalid resource"},
	{"longer bucket", doc("Resource", `"arn:aws:s3:::media2/*"`), "Policy has invalid resource"},
	{"no ARN", doc("Resource", `"media/*"`), "Policy has invalid resource"},
	{"any bucket", doc("Resource", `"arn:aws:s3:::*"`), "Policy has invalid resource"},
	{"empty resource", doc("Resource", `""`), "Policy has invalid resource"},
	{"object action on a bucket", doc("Resource", `"arn:aws:s3:::media"`), "Action does not apply to any resource(s) in statement"},
	{"bucket action on objects", doc("Action", `"s3:ListBucket"`), "Action does not apply to any resource(s) in statement"},
	{"one action of two", doc("Action", `["s3:GetObject","s3:ListBucket"]`), "Action does not apply to any resource(s) in statement"},
	{"operator", doc("Condition", `{"stringequals": {"aws:Referer": "x"}}`), "Invalid Condition type : stringequals"},
	{"NullIfExists", doc("Condition", `{"NullIfExists": {"aws:Referer": "true"}}`), "Invalid Condition type : NullIfExists"},
	{"NotBool", doc("Condition", `{"BoolNot": {"aws:SecureTransport": "true"}}`), "Invalid Condition type : BoolNot"},
	{"key", doc("Condition", `{"StringEquals": {"s3:colour": "x"}}`), "Policy has an invalid condition key"},
	{"key of no service", doc("Condition", `{"StringEquals": {"Referer": "x"}}`), "Policy has an invalid condition key"},
	{"key of another action", doc("Condition", `{"StringEquals": {"s3:prefix": "x"}}`), "Conditions do not apply to combination of actions and resources in statement"},
	{"address", doc("Condition", `{"NotIpAddress": {"aws:SourceIp": "xxxxx/32"}}`), "Invalid IP address in Conditions"},
	{"condition is text", doc("Condition", `"x"`), "Invalid policy syntax."},
	{"no values", doc("Condition", `{"StringEquals": {"aws:Referer": []}}`), "Invalid policy syntax."},
	{"object as value", doc("Condition", `{"StringEquals": {"aws:Referer": [{}]}}`), "Invalid policy syntax."},
	{"too large", doc("Sid", `"`+strings.Repeat("x", maxPolicy)+`"`), "Normalized policy document exceeds the maximum allowed size of 20480 bytes"},
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParsePolicy([]byte(tt.doc), "media")
			var e *Error
			if !errors.As(err, &e) || e.Code != "MalformedPolicy" || e.Status != 400 || e.Message != tt.message {
				t.Errorf("got %v, want MalformedPolicy: %s", err, tt.message)
			}
		})
	}
}

var accepted = []string{
	doc(),
	doc("Sid", `"Read"`, "Principal", `{"AWS": ["123456789012", "arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:role/a/b"]}`),
	doc("Principal", `{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"}`),
	doc("Principal", `{"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}`),
	doc("Effect", `"Deny"`, "Principal", "", "NotPrincipal", `{"AWS": "123456789012"}`),
	doc("Action", `"s3:*"`),
	doc("Action", `["s3:getobject", "s3:List*"]`, "Resource", `["arn:aws:s3:::media", "arn:aws:s3:::media/*"]`),
	doc("Action", `"*"`, "Resource", `"arn:aws:s3:::media*"`),
	doc("Action", "", "NotAction", `"s3:DeleteObject"`),
	doc("Resource", "", "NotResource", `"arn:aws:s3:::media/private/*"`),
	doc("Condition", `{"ForAnyValue:StringLikeIfExists": {"aws:Referer": ["a*", "b"]}, "Bool": {"aws:SecureTransport": false}, "NumericLessThan": {"s3:signatureAge": 600000}}`),
	doc("Condition", `{"Null": {"s3:x-amz-content-sha256": "true"}, "StringEquals": {"aws:madeUpByAws": "x"}}`),
	`{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*"}, "Id": "x"}`,
	string(AllowCloudFront("media", "arn:aws:cloudfront::000000000000:distribution/E1")),
	string(AllowCloudFront("media", "arn:aws:cloudfront::000000000000:distribution/E1", "arn:aws:cloudfront::000000000000:distribution/E2")),
	string(AllowPublicRead("media")),
}

func TestParseAccepts(t *testing.T) {
	for _, d := range accepted {
		in := []byte(d)
		p, err := ParsePolicy(in, "media")
		if err != nil {
			t.Errorf("%s: %v", d, err)
			continue
		}
		clear(in)
		if !bytes.Equal(p.JSON(), []byte(d)) {
			t.Errorf("reads back %s, want %s", p.JSON(), d)
		}
	}
	if AllowCloudFront("media") != nil {
		t.Error("a policy for no distribution")
	}
}

func TestIsPublic(t *testing.T) {
	tests := []struct {
		name, doc string
		want      bool
	}{
		{"everyone", doc(), true},
		{"AWS everyone", doc("Principal", `{"AWS": "*"}`), true},
		{"an account", doc("Principal", `{"AWS": "123456789012"}`), false},
		{"a service", doc("Principal", `{"Service": "cloudfront.amazonaws.com"}`), false},
		{"deny", doc("Effect", `"Deny"`), false},
		{"referer", doc("Condition", `{"StringLike": {"aws:Referer": "https://example.com/x"}}`), true},
		{"address", doc("Condition", `{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`), false},
		{"half of the internet", doc("Condition", `{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}}`), true},
		{"broad IPv6", doc("Condition", `{"IpAddress": {"aws:SourceIp": "2001::/16"}}`), true},
		{"not an address", doc("Condition", `{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`), true},
		{"source ARN", doc("Condition", `{"ArnLike": {"AWS:SourceArn": "arn:aws:cloudfront::000000000000:distribution/E1"}}`), false},
		{"source ARN with wildcard", doc("Condition", `{"ArnLike": {"AWS:SourceArn": "arn:aws:cloudfront::000000000000:distribution/*"}}`), true},
		{"source account", doc("Condition", `{"StringEquals": {"aws:SourceAccount": "000000000000"}}`), false},
		{"source account if any", doc("Condition", `{"StringEqualsIfExists": {"aws:SourceAccount": "000000000000"}}`), true},
		{"variable", doc("Condition", `{"StringEquals": {"aws:PrincipalArn": "${aws:username}"}}`), true},
		{"nobody's user id", doc("Condition", `{"StringEquals": {"aws:userid": "anonymous"}}`), true},
		{"https", doc("Condition", `{"Bool": {"aws:SecureTransport": "true"}}`), true},
		{"for all values", doc("Condition", `{"ForAllValues:StringEquals": {"aws:SourceVpce": "vpce-1"}}`), true},
	}
	for _, tt := range tests {
		p, err := ParsePolicy([]byte(tt.doc), "media")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if got := p.IsPublic(); got != tt.want {
			t.Errorf("%s: IsPublic = %v, want %v", tt.name, got, tt.want)
		}
	}
}
