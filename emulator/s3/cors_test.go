package s3_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const rules = `[{"AllowedOrigins":["https://other.example"],"AllowedMethods":["GET"]},
	{"AllowedOrigins":["https://app.example"],"AllowedMethods":["GET","HEAD","PUT","POST","DELETE"],"AllowedHeaders":["*"],"ExposeHeaders":["ETag"],"MaxAgeSeconds":600}]`

const origin = "Origin: https://app.example"

// TestEveryAnswerCarriesCORS: whatever goes wrong, a page that the bucket's
// rules admit can read the answer.
func TestEveryAnswerCarriesCORS(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", rules)
	s.put(t, "media", "k", "content")
	for _, test := range []struct {
		method, target string
		headers        []string
		status         int
		code           string
	}{
		{"GET", "/media/k", nil, 403, "AccessDenied"},
		{"GET", "/media/k", []string{"Authorization: AWS4-HMAC-SHA256 nonsense"}, 400, ""},
		{"GET", "/media/k?X-Amz-Algorithm=AWS4-HMAC-SHA256", nil, 400, "AuthorizationQueryParametersError"},
		{"GET", "/media/k?tagging", nil, 403, "AccessDenied"},
		{"GET", "/media?lifecycle", nil, 403, "AccessDenied"},
		{"PUT", "/media?versioning", nil, 403, "AccessDenied"},
		{"DELETE", "/media?encryption", nil, 403, "AccessDenied"},
		{"PUT", "/media/k?acl", nil, 403, "AccessDenied"},
		{"GET", "/media/k?torrent", nil, 501, "NotImplemented"},
		{"POST", "/media/k?restore", nil, 501, "NotImplemented"},
		{"POST", "/media", []string{"Content-Type: multipart/form-data; boundary=x"}, 400, "MalformedPOSTRequest"},
		{"POST", "/media", nil, 412, "PreconditionFailed"},
		{"POST", "/media/k", nil, 405, "MethodNotAllowed"},
		{"GET", "/media/" + strings.Repeat("k", 1025), nil, 400, "KeyTooLongError"},
		{"GET", "/media/k?versionId=1", nil, 400, "InvalidArgument"},
	} {
		res := s.anonymous(t, test.method, test.target, "", append(test.headers, origin)...)
		if test.code == "" {
			test.code = res.errorDocument(t)["Code"]
		}
		res.refused(t, test.status, test.code)
		if got := res.header.Get("Access-Control-Allow-Origin"); got != "https://app.example" || res.header.Get("Vary") == "" {
			t.Errorf("%s %s: Access-Control-Allow-Origin %q", test.method, test.target, got)
		}
		if other := s.anonymous(t, test.method, test.target, "", append(test.headers, "Origin: https://evil.example")...); other.status != test.status || other.header.Get("Vary") != "" || other.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s %s: a foreign origin gets %d %v", test.method, test.target, other.status, other.header)
		}
	}
	patch := s.anonymous(t, "PATCH", "/media/k", "", origin, "Access-Control-Request-Method: GET")
	if patch.refused(t, 405, "MethodNotAllowed"); patch.header.Get("Access-Control-Allow-Origin") == "" {
		t.Error("PATCH: the rule for the announced method was not asked")
	}
	website := s.anonymous(t, "GET", "http://media.s3-website.us-east-1.localhost/", "", origin)
	if website.status != 404 || website.header.Get("Access-Control-Allow-Origin") == "" {
		t.Error("website: no CORS headers")
	}
}

func TestNoCORSWithoutBucket(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", rules)
	for _, test := range [][2]string{{"GET", "/"}, {"PUT", "/fresh"}, {"PUT", "/media"}, {"GET", "/none/k"}, {"DELETE", "/"}} {
		res := s.call(t, test[0], test[1], "", origin)
		if res.header.Get("Access-Control-Allow-Origin") != "" || res.header.Get("Vary") != "" {
			t.Errorf("%s %s: %v", test[0], test[1], res.header)
		}
	}
}

// TestSettingsAnswerUnderOldRules: what a request changes does not change its
// own answer.
func TestSettingsAnswerUnderOldRules(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", rules)
	if res := s.call(t, "DELETE", "/media?cors", "", origin); res.status != 204 || res.header.Get("Access-Control-Allow-Origin") == "" {
		t.Errorf("%d %v", res.status, res.header)
	}
	if res := s.call(t, "GET", "/media", "", origin); res.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("rules that are gone still work")
	}
	s.setCORS(t, "media", rules)
	if res := s.call(t, "DELETE", "/media", "", origin); res.status != 204 && res.header.Get("Access-Control-Allow-Origin") == "" {
		t.Errorf("%d %v", res.status, res.header)
	}
}

// TestPreflightWire looks at whole answers.
func TestPreflightWire(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", rules)
	for _, test := range []struct {
		name, target string
		headers      []string
		status       int
		names        []string // of the answer's headers, beside those on all answers
		body         string   // but for the ids
	}{
		{"allowed", "/media/k", []string{origin, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: X-B, x-a"}, 200,
			[]string{"Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Content-Length", "Vary"}, ""},
		{"refused", "/media", []string{"Origin: https://evil.example", "Access-Control-Request-Method: PUT"}, 403, []string{"Content-Type"},
			"<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource&#39;s CORS spec.</Message><Method>PUT</Method><ResourceType>BUCKET</ResourceType>"},
		{"no bucket", "/none/k", []string{origin, "Access-Control-Request-Method: PUT"}, 403, []string{"Content-Type"},
			"<Code>AccessForbidden</Code><Message>CORSResponse: Bucket not found</Message><Method>PUT</Method><ResourceType>BUCKET</ResourceType>"},
		{"no origin", "/media/k", []string{"Authorization: nonsense"}, 400, []string{"Content-Type"},
			"<Code>BadRequest</Code><Message>Insufficient information. Origin request header needed.</Message>"},
		{"service", "/", []string{origin, "Access-Control-Request-Method: GET"}, 403, []string{"Content-Type"},
			"<Code>AccessForbidden</Code><Message>CORSResponse: Bucket not found</Message><Method>GET</Method><ResourceType>BUCKET</ResourceType>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			res := s.anonymous(t, "OPTIONS", test.target, "", test.headers...)
			var names []string
			for name := range res.header {
				names = append(names, name)
			}
			want := append([]string{"Date", "Server", "X-Amz-Id-2", "X-Amz-Request-Id"}, test.names...)
			slices.Sort(names)
			slices.Sort(want)
			if res.status != test.status || !slices.Equal(names, want) {
				t.Errorf("%d %q, want %d %q", res.status, names, test.status, want)
			}
			document := ""
			if test.body != "" {
				document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>" + test.body + "<RequestId>" + res.header.Get("x-amz-request-id") + "</RequestId><HostId>" + res.header.Get("x-amz-id-2") + "</HostId></Error>"
			}
			if got := strings.ReplaceAll(res.body, "&#39;", "'"); got != strings.ReplaceAll(document, "&#39;", "'") {
				t.Errorf("body %s, want %s", res.body, document)
			}
		})
	}
	res := s.raw(t, "OPTIONS", "OPTIONS /media/k HTTP/1.1\r\nHost: localhost\r\n\r\n")
	if !res.Close || len(res.TransferEncoding) == 0 {
		t.Errorf("the 400 neither closes nor is chunked: %v %v", res.Close, res.TransferEncoding)
	}
	ok := s.raw(t, "OPTIONS", "OPTIONS /media/k HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\nAccess-Control-Request-Method: GET\r\n\r\n")
	if ok.Close || ok.ContentLength != 0 || len(ok.TransferEncoding) != 0 {
		t.Errorf("allowed: close %v, length %d", ok.Close, ok.ContentLength)
	}
}

// TestOptionsStar: it asks about the server, where there are no rules.
func TestOptionsStar(t *testing.T) {
	s := newService(t)
	if res := s.raw(t, "OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\n\r\n"); res.StatusCode != 403 {
		t.Errorf("%d", res.StatusCode)
	}
	if res := s.raw(t, "OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"); res.StatusCode != 400 {
		t.Errorf("%d", res.StatusCode)
	}
}

// TestHeadersOnTheWire: names are written as S3 writes them.
func TestHeadersOnTheWire(t *testing.T) {
	s := public(t)
	s.put(t, "media", "k", "x")
	conn, err := s.dial(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /media/k HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"x-amz-id-2", "x-amz-request-id", "Date", "Last-Modified", "ETag", "x-amz-server-side-encryption", "Accept-Ranges", "Content-Type", "Server", "Content-Length"} {
		if n := strings.Count(string(answer), "\r\n"+name+": "); n != 1 {
			t.Errorf("%s is there %d times", name, n)
		}
	}
	if head := s.call(t, "HEAD", "/media/none", ""); head.status != http.StatusNotFound || head.body != "" || head.header.Get("Content-Type") != "application/xml" {
		t.Errorf("HEAD: %d %q %v", head.status, head.body, head.header)
	}
}
