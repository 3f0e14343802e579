package api

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
)

// least is the smallest valid body of CreateDistribution.
const least = `<?xml version="1.0" encoding="UTF-8"?>
<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
  <CallerReference>one</CallerReference>
  <Comment></Comment>
  <Enabled>true</Enabled>
  <Origins><Quantity>1</Quantity><Items><Origin>
    <Id>s3</Id><DomainName>media.s3.us-east-1.amazonaws.com</DomainName>
    <S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig>
  </Origin></Items></Origins>
  <DefaultCacheBehavior>
    <TargetOriginId>s3</TargetOriginId>
    <ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy>
    <CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId>
  </DefaultCacheBehavior>
</DistributionConfig>`

func TestErrorDocument(t *testing.T) {
	s := newServer(t, nil)
	res, body := s.do(t, "GET", "/distribution/E0", "")
	want := `<?xml version="1.0"?>
<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>NoSuchDistribution</Code><Message>The specified distribution does not exist.</Message></Error><RequestId>request-1</RequestId></ErrorResponse>`
	if diff := cmp.Diff(want, body); diff != "" || res.StatusCode != 404 {
		t.Errorf("status %d\n%s", res.StatusCode, diff)
	}
	headers := http.Header{
		"Content-Type":     {"text/xml"},
		"Content-Length":   {fmt.Sprint(len(want))},
		"Date":             {"Mon, 23 Nov 2026 12:30:15 GMT"},
		"X-Amzn-Requestid": {"request-1"},
	}
	if diff := cmp.Diff(headers, res.Header); diff != "" {
		t.Errorf("headers:\n%s", diff)
	}
}

func TestRefusedRequests(t *testing.T) {
	replaced := func(old, new string) string {
		if !strings.Contains(least, old) {
			t.Fatalf("the body has no %s", old)
		}
		return strings.Replace(least, old, new, 1)
	}
	tests := []struct {
		name, method, path, body string
		status                   int
		code                     string
	}{
		{"no body", "POST", "/distribution", "", 400, "MissingBody"},
		{"blank body", "POST", "/distribution", " \n", 400, "MissingBody"},
		{"no XML", "POST", "/distribution", "{}", 400, "MalformedXML"},
		{"cut off", "POST", "/distribution", least[:len(least)-10], 400, "MalformedXML"},
		{"two roots", "POST", "/distribution", "<DistributionConfig/><DistributionConfig/>", 400, "MalformedXML"},
		{"text behind", "POST", "/distribution", least + "x", 400, "MalformedXML"},
		{"document type", "POST", "/distribution", `<!DOCTYPE a [<!ENTITY b "c">]><DistributionConfig/>`, 400, "MalformedXML"},
		{"unknown entity", "POST", "/distribution", replaced("<Comment>", "<Comment>&b;"), 400, "MalformedXML"},
		{"other encoding", "POST", "/distribution", replaced("UTF-8", "UTF-16"), 400, "MalformedXML"},
		{"not UTF-8", "POST", "/distribution", replaced("<Comment>", "<Comment>\xff"), 400, "MalformedXML"},
		{"declaration run on", "POST", "/distribution", replaced(" encoding", "encoding"), 400, "MalformedXML"},
		{"too deep", "POST", "/distribution", strings.Repeat("<a>", 40) + strings.Repeat("</a>", 40), 400, "MalformedXML"},
		{"other root", "POST", "/distribution", "<Distribution/>", 400, "MalformedInput"},
		{"other namespace", "POST", "/distribution", replaced("2020-05-31", "2009-12-01"), 400, "MalformedInput"},
		{"unknown element", "POST", "/distribution", replaced("<Comment>", "<Coment>x</Coment><Comment>"), 400, "MalformedInput"},
		{"element in another's place", "POST", "/distribution", replaced("<TargetOriginId>", "<PathPattern>/x</PathPattern><TargetOriginId>"), 400, "MalformedInput"},
		{"element twice", "POST", "/distribution", replaced("<Comment>", "<Comment>x</Comment><Comment>"), 400, "MalformedInput"},
		{"attribute", "POST", "/distribution", replaced("<Comment>", `<Comment a="b">`), 400, "MalformedInput"},
		{"no boolean", "POST", "/distribution", replaced("true", "yes"), 400, "MalformedInput"},
		{"no number", "POST", "/distribution", replaced("<Quantity>1", "<Quantity>one"), 400, "MalformedInput"},
		{"number too large", "POST", "/distribution", replaced("<Quantity>1", "<Quantity>99999999999999999999"), 400, "MalformedInput"},
		{"text among elements", "POST", "/distribution", replaced("<Comment>", "x<Comment>"), 400, "MalformedInput"},
		{"elements in a value", "POST", "/distribution", replaced("<Comment>", "<Comment><b/>"), 400, "MalformedInput"},
		{"wrong item", "POST", "/distribution", replaced("<Comment>", "<Aliases><Quantity>1</Quantity><Items><Alias>a.example.com</Alias></Items></Aliases><Comment>"), 400, "MalformedInput"},
		{"empty items", "POST", "/distribution", replaced("<Comment>", "<OriginGroups><Quantity>0</Quantity><Items></Items></OriginGroups><Comment>"), 400, "MalformedInput"},
		{"body of the other creation", "POST", "/distribution?WithTags", least, 400, "MalformedInput"},
		{"too large", "POST", "/distribution", strings.Repeat(" ", maxBody+1), 413, "EntitySizeLimitExceeded"},
		{"bad query", "GET", "/distribution?Marker=%zz", "", 400, "InvalidArgument"},
		{"bad MaxItems", "GET", "/distribution?MaxItems=many", "", 400, "InvalidArgument"},
		{"negative MaxItems", "GET", "/cache-policy?MaxItems=-1", "", 400, "InvalidArgument"},
		{"bad Type", "GET", "/cache-policy?Type=mine", "", 400, "InvalidArgument"},
		{"no Operation", "POST", "/tagging?Resource=a", "<Tags/>", 400, "InvalidArgument"},
		{"no function", "GET", "/function/f?Stage=LIVE", "", 404, "NoSuchFunctionExists"},
		{"code that is no base64", "POST", "/function", "<CreateFunctionRequest><Name>f</Name><FunctionConfig><Comment>c</Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig><FunctionCode>???</FunctionCode></CreateFunctionRequest>", 400, "MalformedInput"},
		{"a function without code", "POST", "/function", "<CreateFunctionRequest><Name>f</Name><FunctionConfig><Comment>c</Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig></CreateFunctionRequest>", 400, "InvalidArgument"},
		{"functions of no stage", "GET", "/function?Stage=PROD", "", 400, "InvalidArgument"},
		{"no key value store", "POST", "/key-value-store", "", 400, "MissingBody"},
		{"a key value store from elsewhere", "POST", "/key-value-store", "<CreateKeyValueStoreRequest><Name>s</Name><ImportSource><SourceType>FTP</SourceType><SourceARN>arn:aws:s3:::b/k</SourceARN></ImportSource></CreateKeyValueStoreRequest>", 400, "InvalidArgument"},
		{"a key value store from a bucket", "POST", "/key-value-store", "<CreateKeyValueStoreRequest><Name>s</Name><ImportSource><SourceType>S3</SourceType><SourceARN>arn:aws:s3:::b</SourceARN></ImportSource></CreateKeyValueStoreRequest>", 400, "InvalidArgument"},
		{"a key value store from S3 that is not there", "POST", "/key-value-store", "<CreateKeyValueStoreRequest><Name>s</Name><ImportSource><SourceType>S3</SourceType><SourceARN>arn:aws:s3:::b/k</SourceARN></ImportSource></CreateKeyValueStoreRequest>", 501, "NotImplemented"},
		{"monitoring", "POST", "/distributions/E0/monitoring-subscription", "", 501, "NotImplemented"},
		{"streaming", "GET", "/streaming-distribution", "", 501, "NotImplemented"},
		{"a copy that is no staging distribution", "POST", "/distribution/E0/copy", "<CopyDistributionRequest/>", 400, "InvalidArgument"},
		{"a method that is none", "PATCH", "/distribution/E0", "", 501, "NotImplemented"},
		{"a doubled slash", "GET", "//distribution", "", 501, "NotImplemented"},
		{"nothing", "GET", "", "", 501, "NotImplemented"},
	}
	s := newServer(t, nil)
	shape := regexp.MustCompile(`(?s)^<\?xml version="1.0"\?>\n<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>(Sender|Receiver)</Type><Code>(\w+)</Code><Message>[^<]+</Message></Error><RequestId>request-\d+</RequestId></ErrorResponse>$`)
	for _, tt := range tests {
		res, body := s.do(t, tt.method, tt.path, tt.body)
		got := shape.FindStringSubmatch(body)
		if res.StatusCode != tt.status || got == nil || got[2] != tt.code {
			t.Errorf("%s: %d %s, want %d %s", tt.name, res.StatusCode, body, tt.status, tt.code)
		}
	}
	if all, err := s.registry.ListDistributions(); err != nil || len(all) != 0 {
		t.Errorf("a refused body made a distribution: %v, %v", all, err)
	}
	names := replaced("<Comment>", "<Aliases><Quantity>0</Quantity><Items></Items></Aliases><Comment>")
	if res, body := s.do(t, "POST", "/distribution", strings.Replace(names, ">one<", ">two<", 1)); res.StatusCode != 201 {
		t.Errorf("an empty list of names: %d %s", res.StatusCode, body)
	}
	if res, body := s.do(t, "POST", "/distribution", least); res.StatusCode != 201 {
		t.Errorf("the body that the cases are made from: %d %s", res.StatusCode, body)
	}
}

// Settings that the emulator cannot honour are refused, not dropped.
func TestUnsupportedSettings(t *testing.T) {
	s := newServer(t, nil)
	body := strings.Replace(least, "<Comment>", "<ViewerMtlsConfig><Mode>required</Mode></ViewerMtlsConfig><Comment>", 1)
	res, text := s.do(t, "POST", "/distribution", body)
	if res.StatusCode != 400 || !strings.Contains(text, "<Code>UnsupportedOperation</Code>") || !strings.Contains(text, "ViewerMtlsConfig") {
		t.Errorf("%d\n%s", res.StatusCode, text)
	}
}

func TestAuthentication(t *testing.T) {
	var refuse error
	var read string
	s := newServer(t, func(r *http.Request) error {
		body := make([]byte, 5)
		n, _ := r.Body.Read(body)
		read = string(body[:n])
		return refuse
	})
	tests := []struct {
		name   string
		err    error
		status int
		code   string
	}{
		{"anonymous", &policy.Error{Code: "MissingAuthenticationToken", Message: "Request is missing Authentication Token", Status: 403}, 403, "MissingAuthenticationToken"},
		{"several", policy.Errors{{Code: "SignatureDoesNotMatch", Message: "x", Status: 403}, {Code: "AccessDenied", Message: "y", Status: 403}}, 403, "SignatureDoesNotMatch"},
		{"other error", errors.New("x"), 403, "AccessDenied"},
	}
	for _, tt := range tests {
		refuse = tt.err
		res, body := s.do(t, "POST", "/distribution", least)
		if res.StatusCode != tt.status || !strings.Contains(body, "<Code>"+tt.code+"</Code>") {
			t.Errorf("%s: %d %s", tt.name, res.StatusCode, body)
		}
	}
	refuse = nil
	if res, body := s.do(t, "POST", "/distribution", least); res.StatusCode != 201 || read != least[:5] {
		t.Errorf("let in: %d %s; the check read %q", res.StatusCode, body, read)
	}
}
