package s3_test

import (
	"net/http"
	"strings"
	"testing"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

const site = "http://media.s3-website.us-east-1.localhost"

func (s *service) setWebsite(t *testing.T, bucket string, site *settings.Website) {
	t.Helper()
	err := s.store.UpdateSettings(t.Context(), bucket, func(s *store.Settings) error {
		s.Website = site
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const publicSite = `{"Version":"2012-10-17","Statement":[
	{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/*"},
	{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/private/*"},
	{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::media"}]}`

// newSite is a bucket with a public website that has one of everything.
func newSite(t *testing.T, document string) *service {
	t.Helper()
	s := newService(t)
	s.makeBucket(t, "media")
	s.setPolicy(t, "media", publicSite)
	s.setCORS(t, "media", `[{"AllowedOrigins":["https://app.example"],"AllowedMethods":["GET","HEAD"]}]`)
	for _, key := range []string{"index.html", "docs/index.html", "a b/index.html", "error.html", "private/index.html", "prefixed-there", "plain"} {
		s.put(t, "media", key, "content of "+key)
	}
	_, err := s.store.PutObject(t.Context(), "media", "moved", store.PutInput{
		Body: strings.NewReader(""), Attributes: store.Attributes{WebsiteRedirectLocation: "/docs/"}})
	if err != nil {
		t.Fatal(err)
	}
	var config settings.Website
	if err := settings.Read([]byte(document), &config); err != nil {
		t.Fatal(err)
	}
	s.setWebsite(t, "media", &config)
	return s
}

const fullSite = `<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument>
	<RoutingRules>
	<RoutingRule><Condition><KeyPrefixEquals>both/</KeyPrefixEquals><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals></Condition><Redirect><ReplaceKeyWith>both.html</ReplaceKeyWith></Redirect></RoutingRule>
	<RoutingRule><Condition><KeyPrefixEquals>prefixed</KeyPrefixEquals></Condition><Redirect><ReplaceKeyWith>redirected.html</ReplaceKeyWith></Redirect></RoutingRule>
	<RoutingRule><Condition><KeyPrefixEquals>old/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>new/</ReplaceKeyPrefixWith></Redirect></RoutingRule>
	<RoutingRule><Condition><KeyPrefixEquals>strip/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith></ReplaceKeyPrefixWith></Redirect></RoutingRule>
	<RoutingRule><Condition><KeyPrefixEquals>host/</KeyPrefixEquals></Condition><Redirect><HostName>other.example</HostName><Protocol>https</Protocol><HttpRedirectCode>307</HttpRedirectCode></Redirect></RoutingRule>
	</RoutingRules></WebsiteConfiguration>`

// TestWebsite: what localstack's TestS3StaticWebsiteHosting recorded, and the
// documentation's own cases. location is the Location header, body a part.
func TestWebsite(t *testing.T) {
	s := newSite(t, fullSite)
	for _, test := range []struct {
		method, path   string
		status         int
		location, body string
		header         string // "Name: value" that stands in the answer
	}{
		{"GET", "/", 200, "", "content of index.html", "Content-Type: text/plain"},
		{"GET", "/?any=query&versionId=1&acl", 200, "", "content of index.html", ""},
		{"HEAD", "/", 200, "", "", "Content-Length: 21"},
		{"GET", "/docs/", 200, "", "content of docs/index.html", ""},
		{"GET", "/docs", 302, "/docs/", "<li>Code: Found</li>", "x-amz-error-code: Found"},
		{"GET", "/a%20b", 302, "/a%20b/", "", ""},
		{"GET", "/plain", 200, "", "content of plain", ""},
		{"GET", "/none", 404, "", "content of error.html", "x-amz-error-code: NoSuchKey"},
		{"GET", "/none/", 404, "", "content of error.html", "x-amz-error-detail-Key: none/index.html"},
		{"HEAD", "/none", 404, "", "", "Content-Length: 21"},
		{"GET", "/private/", 403, "", "content of error.html", "x-amz-error-message: Access Denied"},
		{"GET", "/private", 404, "", "content of error.html", ""}, // its index is nobody's to see
		{"GET", "/moved", 301, "/docs/", "", "Content-Length: 0"},
		{"GET", "/both/none", 301, site + "/both.html", "", ""},
		{"GET", "/prefixed-there", 301, site + "/redirected.html", "", ""},
		{"GET", "/old/a%20b?c=d", 301, site + "/new/a%20b?c=d", "", ""},
		{"GET", "/strip/plain", 301, site + "/plain", "", ""},
		{"GET", "/host/key", 307, "https://other.example/host/key", "", ""},
		{"POST", "/", 405, "", "<li>Method: POST</li>\n<li>ResourceType: OBJECT</li>", ""},
		{"DELETE", "/plain", 405, "", "<li>Code: MethodNotAllowed</li>", ""},
		{"PUT", "/plain", 405, "", "<li>Message: The specified method is not allowed against this resource.</li>", "Content-Type: text/html; charset=utf-8"},
	} {
		t.Run(test.method+test.path, func(t *testing.T) {
			res := s.anonymous(t, test.method, site+test.path, "", origin)
			if res.status != test.status || res.header.Get("Location") != test.location || !strings.Contains(res.body, test.body) {
				t.Errorf("%d %q %s, want %d %q %s", res.status, res.header.Get("Location"), res.body, test.status, test.location, test.body)
			}
			if name, value, ok := strings.Cut(test.header, ": "); ok && res.header.Get(name) != value {
				t.Errorf("%s: %q, want %q", name, res.header.Get(name), value)
			}
			cors := test.method == "GET" || test.method == "HEAD"
			if got := res.header.Get("Access-Control-Allow-Origin"); (got == "https://app.example") != cors || (res.header.Get("Vary") != "") != cors {
				t.Errorf("Access-Control-Allow-Origin %q, Vary %q", got, res.header.Get("Vary"))
			}
			if test.method == "HEAD" && res.body != "" {
				t.Errorf("HEAD with body %q", res.body)
			}
		})
	}
}

// TestWebsitePages compares whole pages with the recorded ones.
func TestWebsitePages(t *testing.T) {
	const index = `<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>`
	const custom = `<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>lost.html</Key></ErrorDocument></WebsiteConfiguration>`
	page := func(title, items, more string) string {
		return "<html>\n<head><title>" + title + "</title></head>\n<body>\n<h1>" + title + "</h1>\n<ul>\n" + items +
			"<li>RequestId: REQUEST</li>\n<li>HostId: HOST</li>\n</ul>\n" + more + "<hr/>\n</body>\n</html>\n"
	}
	missing := "<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n<li>Key: none</li>\n"
	for name, test := range map[string]struct{ config, target, method, want string }{
		"missing": {index, site + "/none", "GET", page("404 Not Found", missing, "")},
		"missing error document": {custom, site + "/none", "GET", page("404 Not Found", missing,
			"<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n<li>Key: lost.html</li>\n</ul>\n")},
		"method": {index, site + "/none", "POST", page("405 Method Not Allowed",
			"<li>Code: MethodNotAllowed</li>\n<li>Message: The specified method is not allowed against this resource.</li>\n<li>Method: POST</li>\n<li>ResourceType: OBJECT</li>\n", "")},
		"bucket": {index, "http://none.s3-website-us-east-1.localhost/", "GET", page("404 Not Found",
			"<li>Code: NoSuchBucket</li>\n<li>Message: The specified bucket does not exist</li>\n<li>BucketName: none</li>\n", "")},
		"region": {index, "http://media.s3-website-eu-west-1.localhost/", "GET", page("400 Bad Request",
			"<li>Code: IncorrectEndpoint</li>\n<li>Message: The specified bucket exists in another region. Please direct requests to the specified endpoint.</li>\n<li>Endpoint: media.s3-website-us-east-1.amazonaws.com</li>\n", "")},
		"markup": {index, site + "/%3Cb%3E", "GET", page("404 Not Found", strings.Replace(missing, "Key: none", "Key: &lt;b&gt;", 1), "")},
	} {
		t.Run(name, func(t *testing.T) {
			res := newSite(t, test.config).anonymous(t, test.method, test.target, "")
			want := strings.NewReplacer("REQUEST", res.header.Get("x-amz-request-id"), "HOST", res.header.Get("x-amz-id-2")).Replace(test.want)
			if res.body != want {
				t.Errorf("%s\nwant\n%s", res.body, want)
			}
		})
	}
	s := newSite(t, index)
	s.setWebsite(t, "media", nil)
	if res := s.anonymous(t, "GET", site+"/", ""); res.status != 404 || !strings.Contains(res.body, "<li>Code: NoSuchWebsiteConfiguration</li>") {
		t.Errorf("%d %s", res.status, res.body)
	}
}

func TestWebsiteRedirectAll(t *testing.T) {
	for config, want := range map[string]string{
		`<HostName>other.example</HostName>`:                               "http://other.example/a%20b?c=d",
		`<HostName>other.example</HostName><Protocol>https</Protocol>`:     "https://other.example/a%20b?c=d",
		`<Protocol>http</Protocol><HostName>other.example:8080</HostName>`: "http://other.example:8080/a%20b?c=d",
	} {
		s := newSite(t, `<WebsiteConfiguration><RedirectAllRequestsTo>`+config+`</RedirectAllRequestsTo></WebsiteConfiguration>`)
		res := s.anonymous(t, "GET", site+"/a%20b?c=d", "", origin)
		if res.status != http.StatusMovedPermanently || res.header.Get("Location") != want || res.body != "" || res.header.Get("Access-Control-Allow-Origin") == "" {
			t.Errorf("%d %v %q", res.status, res.header, res.body)
		}
	}
}

// TestWebsiteIsForThePublic: a signature opens nothing, and whoever may not
// list cannot tell a missing page from a private one.
func TestWebsiteIsForThePublic(t *testing.T) {
	s := newSite(t, `<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>
		<RoutingRules><RoutingRule><Condition><HttpErrorCodeReturnedEquals>403</HttpErrorCodeReturnedEquals></Condition><Redirect><ReplaceKeyWith>login</ReplaceKeyWith><HttpRedirectCode>302</HttpRedirectCode></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>`)
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":["arn:aws:s3:::media/index.html","arn:aws:s3:::media/docs/*"]}]}`)
	for _, path := range []string{"/plain", "/none", "/none/"} {
		res := s.call(t, "GET", site+path, "")
		if res.status != http.StatusFound || res.header.Get("Location") != site+"/login" {
			t.Errorf("%s: %d %v", path, res.status, res.header)
		}
	}
	if res := s.anonymous(t, "GET", site+"/docs", ""); res.status != http.StatusFound || res.header.Get("Location") != "/docs/" {
		t.Errorf("%d %v", res.status, res.header)
	}
	if res := s.anonymous(t, "GET", site+"/", "", "If-None-Match: *"); res.status != http.StatusNotModified {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := s.anonymous(t, "GET", site+"/", "", "Range: bytes=0-6"); res.status != http.StatusPartialContent || res.body != "content" {
		t.Errorf("%d %s", res.status, res.body)
	}
}

func TestWebsitePreflight(t *testing.T) {
	s := newSite(t, fullSite)
	allowed := s.anonymous(t, "OPTIONS", site+"/none", "", origin, "Access-Control-Request-Method: GET")
	if allowed.status != 200 || allowed.body != "" || allowed.header.Get("Access-Control-Allow-Origin") != "https://app.example" {
		t.Errorf("%d %v", allowed.status, allowed.header)
	}
	refused := s.anonymous(t, "OPTIONS", site+"/", "", origin, "Access-Control-Request-Method: PUT")
	if refused.status != 403 || !strings.Contains(refused.body, "<li>Method: PUT</li>\n<li>ResourceType: OBJECT</li>") || refused.header.Get("Vary") != "" {
		t.Errorf("%d %v %s", refused.status, refused.header, refused.body)
	}
	if res := s.anonymous(t, "OPTIONS", site+"/", ""); res.status != 400 || !strings.Contains(res.body, "<li>Code: BadRequest</li>") {
		t.Errorf("%d %s", res.status, res.body)
	}
}

// TestWebsiteElsewhere: at another region's endpoint a preflight fares no better
// than what it asks for, and nothing there carries CORS headers.
func TestWebsiteElsewhere(t *testing.T) {
	s := newSite(t, fullSite)
	const elsewhere = "http://media.s3-website-eu-west-1.localhost/plain"
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		res := s.anonymous(t, method, elsewhere, "", origin, "Access-Control-Request-Method: GET")
		if res.status != 400 || res.header.Get("x-amz-error-code") != "IncorrectEndpoint" {
			t.Errorf("%s: %d %v", method, res.status, res.header)
		}
		if res.header.Get("Access-Control-Allow-Origin") != "" || res.header.Get("Vary") != "" {
			t.Errorf("%s: CORS headers %v", method, res.header)
		}
		if e := s.journal.last(t); e.S3.CORS == nil || !strings.Contains(e.S3.CORS.Why, "is in the region us-east-1") {
			t.Errorf("%s: journal %+v", method, e.S3.CORS)
		}
	}
	if res := s.anonymous(t, "OPTIONS", elsewhere, ""); res.header.Get("x-amz-error-code") != "BadRequest" {
		t.Errorf("without Origin: %d %v", res.status, res.header)
	}
}

// TestWebsiteDeleted: a deleted page of a bucket that keeps versions is a
// missing page.
func TestWebsiteDeleted(t *testing.T) {
	s := newSite(t, fullSite)
	if res := s.call(t, "PUT", "/media?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"); res.status != 200 {
		t.Fatal(res.body)
	}
	s.put(t, "media", "plain", "newer")
	if res := s.call(t, "DELETE", "/media/plain", ""); res.status != 204 {
		t.Fatal(res.body)
	}
	if res := s.anonymous(t, "GET", site+"/plain", ""); res.status != 404 || res.body != "content of error.html" {
		t.Errorf("%d %s", res.status, res.body)
	}
	if part := s.journal.last(t).S3; part.Operation != "WebsiteGetObject" || part.Code != "NoSuchKey" {
		t.Errorf("recorded %+v", part)
	}
}
