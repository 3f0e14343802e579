package suite_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
	"crossfront/emulator/suite"
)

const againstSuite = `
config:
  buckets:
    - name: media
      objects: [{from: a}]
      cors: [{AllowedOrigins: ["https://app.example.com"], AllowedMethods: [GET, PUT], AllowedHeaders: ["*"], ExposeHeaders: [ETag]}]
  distributions:
    - {id: E1, origin: s3://media, aliases: [cdn.example.com], behavior: {originRequestPolicy: CORS-S3Origin}}
from: https://app.example.com
expectations:
  - {name: plays, request: "https://cdn.example.com/a", expect: allowed, readable: [ETag], cache: miss}
  - {name: uploads, request: {method: PUT, url: "https://media.s3.us-east-1.amazonaws.com/up"}, expect: allowed}
  - name: later
    steps: [{request: "https://cdn.example.com/a"}, {advance: 1h, request: "https://cdn.example.com/a", cache: hit}]
`

func TestAgainst(t *testing.T) {
	files := fstest.MapFS{"a": {Data: []byte("hello")}, "suite.yaml": {Data: []byte(againstSuite)}}
	tests := []struct {
		name   string
		writes bool
		change func(http.Header, *http.Request) int
		want   []string // in the report
		asked  string   // methods and hosts that arrived
	}{
		{"alike", false, func(http.Header, *http.Request) int { return 200 },
			[]string{"– later  suite.yaml:13: skipped, a server's clock cannot be moved", "✓ suite.yaml: 2 held, 1 skipped"},
			"GET cdn.example.com, OPTIONS media.s3.us-east-1.amazonaws.com"},
		{"with writes", true, func(_ http.Header, r *http.Request) int {
			if r.Method == "PUT" {
				return 403
			}
			return 200
		},
			[]string{"✓ suite.yaml: 2 held, 1 skipped"},
			"GET cdn.example.com, OPTIONS media.s3.us-east-1.amazonaws.com, PUT media.s3.us-east-1.amazonaws.com"},
		{"another origin, from a cache", false, func(h http.Header, r *http.Request) int {
			if r.Method == "GET" {
				h.Set("Access-Control-Allow-Origin", "https://old.example.com")
				h.Set("Age", "77")
				h.Set("X-Cache", "Hit from cloudfront")
			}
			return 200
		}, []string{
			"expected   allowed\ngot        blocked: AllowOriginMismatch in chromium; blocked: CORSAllowOriginNotMatchingOrigin in firefox; ",
			"expected   cache miss\ngot        cache hit\n",
			"expected   GET https://cdn.example.com/a as the configuration answers: Access-Control-Allow-Origin: https://app.example.com\n",
			"got        Access-Control-Allow-Origin: https://old.example.com, from a cache (Age: 77), so it may be older than the configuration\n",
			"✗ suite.yaml: 1 held, 1 failed, 1 skipped",
		}, "GET cdn.example.com, OPTIONS media.s3.us-east-1.amazonaws.com"},
		{"refused preflight", false, func(h http.Header, r *http.Request) int {
			if r.Method == "OPTIONS" {
				clear(h)
				return 403
			}
			return 200
		}, []string{"expected   OPTIONS https://media.s3.us-east-1.amazonaws.com/up as the configuration answers: status 200, Access-Control-Allow-Origin: https://app.example.com"}, ""},
		{"Vary is compared as far as it is CORS", false, func(h http.Header, r *http.Request) int {
			h.Set("Vary", "Accept-Encoding")
			return 200
		}, []string{"Vary: Access-Control-Request-Headers, Access-Control-Request-Method, Origin\ngot        no Vary\n"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, w := prepare(t, files, "suite.yaml")
			var asked []string
			server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/api/state" {
					http.NotFound(rw, r)
					return
				}
				if who := r.Method + " " + r.Host; !strings.Contains(strings.Join(asked, ", "), who) {
					asked = append(asked, who)
				}
				h := rw.Header()
				h.Set("Access-Control-Allow-Origin", "https://app.example.com")
				h.Set("Access-Control-Allow-Credentials", "true")
				h.Set("Access-Control-Allow-Methods", "GET, PUT")
				h.Set("Vary", "accept-encoding, origin,access-control-request-headers, Access-Control-Request-Method")
				h.Set("Access-Control-Expose-Headers", "ETag")
				h.Set("ETag", `"a"`)
				h.Set("X-Cache", "Miss from cloudfront")
				rw.WriteHeader(tt.change(h, r))
			}))
			defer server.Close()
			target, err := suite.NewTarget(t.Context(), server.URL, tt.writes)
			if err != nil {
				t.Fatal(err)
			}
			report := s.RunAgainst(t.Context(), w, target)
			var text bytes.Buffer
			report.Text(&browser.Painter{W: &text})
			for _, want := range tt.want {
				if !strings.Contains(text.String(), want) {
					t.Errorf("no %q in\n%s", want, &text)
				}
			}
			if got := strings.Join(asked, ", "); tt.asked != "" && got != tt.asked {
				t.Errorf("asked %s, want %s", got, tt.asked)
			}
		})
	}
}

// A running emulator is asked at the addresses that its console tells, over
// https as well; with the same configuration it answers alike, and with another
// bucket CORS the difference shows.
func TestAgainstEmulator(t *testing.T) {
	files := fstest.MapFS{"a": {Data: []byte("hello")}, "suite.yaml": {Data: []byte(againstSuite)}}
	for name, tt := range map[string]struct {
		seed string
		want []string
	}{
		"alike": {againstSuite, []string{"✓ suite.yaml: 2 held, 1 skipped"}},
		"without the PUT": {strings.Replace(againstSuite, "GET, PUT", "GET", 1), []string{
			"expected   OPTIONS https://media.s3.us-east-1.amazonaws.com/up as the configuration answers: status 200, ",
			"got        status 403, no Access-Control-Allow-Origin, ",
			"got        Access-Control-Allow-Methods: GET\n",
			"✗ suite.yaml: 0 held, 2 failed, 1 skipped",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s, w := prepare(t, files, "suite.yaml")
			theirs, err := suite.ReadIn(fstest.MapFS{"a": files["a"], "suite.yaml": {Data: []byte(tt.seed)}}, "suite.yaml")
			if err != nil {
				t.Fatal(err)
			}
			target, err := suite.NewTarget(t.Context(), "http://"+serve(t, theirs).Console, false)
			if err != nil {
				t.Fatal(err)
			}
			var text bytes.Buffer
			s.RunAgainst(t.Context(), w, target).Text(&browser.Painter{W: &text})
			for _, want := range tt.want {
				if !strings.Contains(text.String(), want) {
					t.Errorf("no %q in\n%s", want, &text)
				}
			}
		})
	}
}

// serve runs an emulator with the suite's configuration and its object a.
func serve(t *testing.T, s *suite.Suite) emulator.Addresses {
	t.Helper()
	cfg, err := config.Settings(emulator.FreePorts(), func(string) string { return "" }, nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Plant(s.Seed)
	e, err := emulator.New(cfg, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return e.Addresses()
}

func TestNewTargetRefuses(t *testing.T) {
	for _, address := range []string{"", "localhost:3000", "ftp://localhost", "http://", "http://localhost/path", "http://localhost?x", "http://u:p@localhost"} {
		if _, err := suite.NewTarget(t.Context(), address, false); err == nil || !strings.Contains(err.Error(), "expected one like") {
			t.Errorf("%q: %v", address, err)
		}
	}
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	if _, err := suite.NewTarget(t.Context(), server.URL, false); err == nil || !strings.HasPrefix(err.Error(), "nobody answers at "+server.URL) {
		t.Errorf("%v", err)
	}
}
