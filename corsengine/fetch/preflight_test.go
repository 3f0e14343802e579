package fetch

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	page = "https://app.example.com"
	file = "https://cdn.example.com/vod/a.m3u8"
)

// The limits and characters of Fetch's safelists, beyond what was measured.
func TestNeedsPreflight(t *testing.T) {
	long := strings.Repeat("a", 128)
	for _, c := range []struct {
		name   string
		req    Request
		need   bool
		unsafe []string
	}{
		{name: "GET", req: Request{Method: "GET"}},
		{name: "no method", req: Request{}},
		{name: "lower-case get", req: Request{Method: "get"}},
		{name: "PUT", req: Request{Method: "put"}, need: true},
		{name: "same origin", req: Request{Method: "PUT", URL: "https://APP.example.com:443/x"}},
		{name: "no Origin", req: Request{Method: "PUT", Origin: "-"}},
		{name: "no-cors", req: Request{Method: "PUT", Mode: "no-cors"}},
		{name: "flag", req: Request{Method: "POST", Preflight: true}, need: true},
		{name: "names are sorted and come once", req: Request{Headers: http.Header{"X-B": {"1", "2"}, "Authorization": {"x"}, "Accept": {"*/*"}}},
			need: true, unsafe: []string{"authorization", "x-b"}},
		{name: "names that were seen", req: Request{Preflight: true, UnsafeNames: []string{"accept"}}, need: true, unsafe: []string{"accept"}},
		{name: "128 bytes", req: Request{Headers: http.Header{"Accept": {long}}}},
		{name: "129 bytes", req: Request{Headers: http.Header{"Accept": {long + "a"}}}, need: true, unsafe: []string{"accept"}},
		{name: "1024 bytes in all", req: Request{Headers: http.Header{"Accept": {long, long, long, long}, "Accept-Language": {long, long, long, long}}}},
		{name: "1025 bytes in all", req: Request{Headers: http.Header{"Accept": {long, long, long, long, "a"}, "Accept-Language": {long, long, long, long}}},
			need: true, unsafe: []string{"accept", "accept-language"}},
		{name: "tab in Accept", req: Request{Headers: http.Header{"Accept": {"a\tb"}}}},
		{name: "DEL in Accept", req: Request{Headers: http.Header{"Accept": {"a\x7f"}}}, need: true, unsafe: []string{"accept"}},
		{name: "language", req: Request{Headers: http.Header{"Content-Language": {"de-DE, *;q=0.5"}}}},
		{name: "language with underscore", req: Request{Headers: http.Header{"Accept-Language": {"de_DE"}}}, need: true, unsafe: []string{"accept-language"}},
		{name: "form", req: Request{Method: "POST", Headers: http.Header{"Content-Type": {" Multipart/Form-Data ; boundary=x"}}}},
		{name: "form with a quoted boundary", req: Request{Method: "POST", Headers: http.Header{"Content-Type": {`multipart/form-data; boundary="x"`}}},
			need: true, unsafe: []string{"content-type"}},
		{name: "JSON", req: Request{Method: "POST", Headers: http.Header{"Content-Type": {"application/json"}}}, need: true, unsafe: []string{"content-type"}},
		{name: "range backwards", req: Request{Headers: http.Header{"Range": {"bytes=9-8"}}}, need: true, unsafe: []string{"range"}},
		{name: "range of one", req: Request{Headers: http.Header{"Range": {"bytes=8-8"}}}},
		{name: "range beyond 64 bits", req: Request{Headers: http.Header{"Range": {"bytes=0-99999999999999999999"}}}, need: true, unsafe: []string{"range"}},
		{name: "range without a dash", req: Request{Headers: http.Header{"Range": {"bytes=8"}}}, need: true, unsafe: []string{"range"}},
		{name: "other unit", req: Request{Headers: http.Header{"Range": {"lines=0-8"}}}, need: true, unsafe: []string{"range"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.req
			switch r.Origin {
			case "":
				r.Origin = page
			case "-":
				r.Origin = ""
			}
			if r.URL == "" {
				r.URL = file
			}
			need, unsafe := NeedsPreflight(&r)
			if need != c.need {
				t.Errorf("preflight: %v", need)
			}
			if diff := cmp.Diff(c.unsafe, unsafe); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRequestFrom(t *testing.T) {
	for _, c := range []struct {
		name   string
		method string
		header http.Header
		want   Request
		cors   bool
	}{{
		name: "a player's segment", method: "GET",
		header: http.Header{"Origin": {page}, "Sec-Fetch-Mode": {"cors"}, "Sec-Fetch-Dest": {"empty"}, "Accept-Encoding": {"gzip"},
			"User-Agent": {"x"}, "Referer": {page + "/"}, "Range": {"bytes=0-99"}, "X-Own": {"1"}, "If-None-Match": {`"e"`}},
		want: Request{Method: "GET", URL: file, Origin: page, Mode: "cors", Initiator: "empty", Headers: http.Header{"Range": {"bytes=0-99"}, "X-Own": {"1"}}},
		cors: true,
	}, {
		name: "an image without crossorigin", method: "GET",
		header: http.Header{"Sec-Fetch-Mode": {"no-cors"}, "Sec-Fetch-Dest": {"image"}, "Sec-Fetch-Storage-Access": {"none"}},
		want:   Request{Method: "GET", URL: file, Mode: "no-cors", Initiator: "image", Credentials: Include, Headers: http.Header{}},
	}, {
		name: "cookies", method: "GET",
		header: http.Header{"Origin": {page}, "Cookie": {"a=b"}},
		want:   Request{Method: "GET", URL: file, Origin: page, Credentials: Include, Headers: http.Header{}},
		cors:   true,
	}, {
		name: "a preflight", method: "OPTIONS",
		header: http.Header{"Origin": {page}, "Access-Control-Request-Method": {"PUT"}, "Access-Control-Request-Headers": {"x-b,content-type", "X-B"}},
		want: Request{Method: "PUT", URL: file, Origin: page, Preflight: true, UnsafeNames: []string{"content-type", "x-b"},
			Headers: http.Header{}},
		cors: true,
	}, {
		name: "curl", method: "GET", header: http.Header{"User-Agent": {"curl"}, "Accept": {"*/*"}},
		want: Request{Method: "GET", URL: file, Headers: http.Header{}},
	}, {
		name: "a form post", method: "POST", header: http.Header{"Origin": {page}, "Sec-Fetch-Mode": {"navigate"}, "Content-Type": {"text/plain"}},
		want: Request{Method: "POST", URL: file, Origin: page, Mode: "navigate", Headers: http.Header{"Content-Type": {"text/plain"}}},
	}} {
		t.Run(c.name, func(t *testing.T) {
			got := RequestFrom(c.method, file, c.header)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if got.CORS() != c.cors {
				t.Errorf("CORS: %v", got.CORS())
			}
		})
	}
}

func TestOrigins(t *testing.T) {
	for raw, want := range map[string]string{
		"https://a.example/x": "https://a.example", "HTTP://A.example:80": "http://a.example", "http://a:8080/": "http://a:8080",
		"https://[::1]:443/": "https://[::1]", "https://a:/": "https://a", "file:///x": "null", "data:,x": "null", "ftp://a": "null", "": "null", "%": "null",
	} {
		if got := OriginOf(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestParsesAsURL(t *testing.T) {
	for value, want := range map[string]bool{
		"http://a": true, "http:a": true, "https://a:80/x": true, "a:1": true, "data:": true, "http://[::1]:3000": true,
		"": false, "a": false, "**": false, "//a": false, "1a:b": false, ":": false, "http://": false, "http:///": false, "https://a:x": false, "http://a^b": false,
	} {
		if got := parsesAsURL(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}

// Where the engines' safelists differ from the standard's (pf-dpr-hdr,
// range-upper, and a User-Agent that Chromium drops; the other values were
// measured in all three).
func TestEngineSafelists(t *testing.T) {
	for _, c := range []struct {
		name, value string
		need        [4]bool // standard, Chromium, Firefox, WebKit
	}{
		{"Dpr", "2", [4]bool{true, false, true, true}},
		{"Save-Data", "ON", [4]bool{true, false, true, true}},
		{"Save-Data", "off", [4]bool{true, true, true, true}},
		{"Dpr", "2.5", [4]bool{true, false, true, true}},
		{"Dpr", "2.", [4]bool{true, true, true, true}},
		{"Dpr", ".5", [4]bool{true, true, true, true}},
		{"Dpr", "", [4]bool{true, true, true, true}},
		{"Device-Memory", "8", [4]bool{true, false, true, true}},
		{"Device-Memory", "x", [4]bool{true, true, true, true}},
		{"Downlink", "1.5", [4]bool{true, false, true, true}},
		{"Downlink", "1,5", [4]bool{true, true, true, true}},
		{"Rtt", "50", [4]bool{true, false, true, true}},
		{"Rtt", "5.5", [4]bool{true, true, true, true}},
		{"Width", "100", [4]bool{true, false, true, true}},
		{"Viewport-Width", "x", [4]bool{true, true, true, true}},
		{"Ect", "slow-2g", [4]bool{true, false, true, true}},
		{"Ect", "4G", [4]bool{true, true, true, true}},
		{"Intervention", "x", [4]bool{true, false, true, true}},
		{"Intervention", strings.Repeat("x", 129), [4]bool{true, true, true, true}},
		{"User-Agent", "x", [4]bool{true, false, true, true}},
		{"Range", "Bytes=0-1", [4]bool{true, true, true, false}},
		{"Range", "bytes=0-1", [4]bool{}},
		{"Range", "bytes=0-9223372036854775806", [4]bool{}},
		{"Range", "bytes=0-9223372036854775807", [4]bool{false, true, false, false}},
		{"Range", "bytes=9223372036854775807-", [4]bool{false, true, false, false}},
		{"Range", "bytes=18446744073709551615-", [4]bool{false, true, false, false}},
		{"Range", "bytes=18446744073709551616-", [4]bool{true, true, true, true}},
		{"Accept", "é", [4]bool{false, false, true, false}},
		{"Content-Type", "text/plain; x=é", [4]bool{false, false, true, false}},
		{"X-Own", "1", [4]bool{true, true, true, true}},
	} {
		r := Request{URL: file, Origin: page, Headers: http.Header{c.name: {c.value}}}
		for i, e := range []Engine{standard, Chromium, Firefox, WebKit} {
			if need, _ := e.NeedsPreflight(&r); need != c.need[i] {
				t.Errorf("%v, %s: %s: %v", e, c.name, c.value, need)
			}
		}
	}
}

func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []string
		want   bool
	}{
		{"sec-fetch-mode", nil, true},
		{"proxy-x", nil, true},
		{"origin", nil, true},
		{"x-http-method-override", []string{"TRACE"}, true},
		{"x-http-method", []string{"PATCH", "get, track"}, true},
		{"x-method-override", []string{" connect\t"}, true},
		{"x-http-method-override", []string{"PATCH"}, false},
		{"x-http-method-override", nil, false},
		{"x-method", []string{"TRACE"}, false},
		{"range", []string{"bytes=0-"}, false},
	} {
		if got := Forbidden(c.name, c.values...); got != c.want {
			t.Errorf("%s: %q: %v", c.name, c.values, got)
		}
	}
}
