package s3_test

import (
	"slices"
	"strings"
	"testing"

	"crossfront/emulator/journal"
)

func TestExchanges(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", rules)
	s.put(t, "media", "k", "content")
	one := 1
	for _, test := range []struct {
		method, target string
		signed         bool
		headers        []string
		want           journal.S3
		url            string
		reasons        int
		bytes          int64
	}{
		{"GET", "/media/k?x=a%2Fb", true, nil,
			journal.S3{Bucket: "media", Key: "k", Operation: "GetObject", Status: 200}, "http://localhost/media/k?x=a%2Fb", 0, 7},
		{"GET", "http://media.s3.localhost/k", true, []string{origin},
			journal.S3{Bucket: "media", Key: "k", Operation: "GetObject", Status: 200, CORS: &journal.CORS{Rule: &one}}, "http://media.s3.localhost/k", 2, 7},
		{"HEAD", "/media/k", false, []string{origin},
			journal.S3{Bucket: "media", Key: "k", Operation: "HeadObject", Status: 403, Code: "AccessDenied", Message: "Access Denied", CORS: &journal.CORS{Rule: &one}}, "", 2, 0},
		{"GET", "/media/k", true, []string{"Origin: https://evil.example"},
			journal.S3{Bucket: "media", Key: "k", Operation: "GetObject", Status: 200, CORS: &journal.CORS{}}, "", 2, 7},
		{"OPTIONS", "/media/k", false, []string{origin, "Access-Control-Request-Method: PUT"},
			journal.S3{Bucket: "media", Key: "k", Operation: "Preflight", Status: 200, CORS: &journal.CORS{Rule: &one}}, "", 2, 0},
		{"OPTIONS", "/none/k", false, []string{origin, "Access-Control-Request-Method: PUT"},
			journal.S3{Bucket: "none", Key: "k", Operation: "Preflight", Status: 403, Code: "AccessForbidden", Message: "CORSResponse: Bucket not found", CORS: &journal.CORS{}}, "", 0, -1},
		{"OPTIONS", "/media/k", false, nil,
			journal.S3{Bucket: "media", Key: "k", Operation: "Preflight", Status: 400, Code: "BadRequest", Message: "Insufficient information. Origin request header needed.", CORS: &journal.CORS{}}, "", 2, -1},
		{"GET", "/", true, []string{origin},
			journal.S3{Operation: "ListBuckets", Status: 200, CORS: &journal.CORS{}}, "", 0, -1},
	} {
		t.Run(test.method+" "+test.target, func(t *testing.T) {
			s.send(t, test.signed, test.method, test.target, "", test.headers...)
			e := s.journal.last(t)
			got := *e.S3
			if got.Bucket != test.want.Bucket || got.Key != test.want.Key || got.Operation != test.want.Operation || got.Status != test.want.Status ||
				got.Code != test.want.Code || got.Message != test.want.Message {
				t.Errorf("%+v, want %+v", got, test.want)
			}
			if (got.CORS == nil) != (test.want.CORS == nil) {
				t.Fatalf("cors %+v", got.CORS)
			}
			if got.CORS != nil {
				if len(got.CORS.Rules) != test.reasons || got.CORS.Why == "" {
					t.Errorf("cors %+v", got.CORS)
				}
				if want := test.want.CORS.Rule; (got.CORS.Rule == nil) != (want == nil) || want != nil && *want != *got.CORS.Rule {
					t.Errorf("rule %v", got.CORS.Rule)
				}
			}
			if e.Entry != journal.EntryS3 || e.Request.Method != test.method || e.Edge != nil || e.Time.IsZero() {
				t.Errorf("%+v", e)
			}
			if test.url != "" && e.Request.URL != test.url {
				t.Errorf("url %s, want %s", e.Request.URL, test.url)
			}
			if test.bytes >= 0 && e.Response.Bytes != test.bytes || test.bytes < 0 && e.Response.Bytes == 0 {
				t.Errorf("%d bytes", e.Response.Bytes)
			}
			if e.Response.Status != test.want.Status || !slices.ContainsFunc(e.Response.Headers, func(h journal.Header) bool { return h[0] == "x-amz-request-id" && h[1] != "" }) {
				t.Errorf("response %+v", e.Response)
			}
			if len(e.Request.Headers) == 0 || e.Request.Headers[0][0] != "Host" || !strings.Contains(test.target+"localhost", e.Request.Headers[0][1]) {
				t.Errorf("headers %v", e.Request.Headers)
			}
		})
	}
}
