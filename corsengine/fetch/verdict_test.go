package fetch

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func answered(status int, pairs ...string) *Response {
	res := &Response{Status: status, Header: http.Header{}}
	for i := 0; i < len(pairs); i += 2 {
		res.Header.Add(pairs[i], pairs[i+1])
	}
	return res
}

// names are the three error names; "" is allowed.
func errorNames(v Verdicts) [3]string {
	return [3]string{v.Chromium.Error, v.Firefox.Error, v.WebKit.Error}
}

// What the engines make of a preflight's status, as measured (November 2026):
// each in its own order of checks.
func TestPreflightStatus(t *testing.T) {
	put := Request{Method: "PUT", URL: file, Origin: page}
	const to = "https://other.example.com/"
	for _, c := range []struct {
		name string
		res  *Response
		want [3]string
	}{
		{"S3's refusal", answered(403), [3]string{"PreflightMissingAllowOriginHeader", "CORSMissingAllowOrigin", "PreflightNotSuccessful"}},
		{"403 with Allow-Origin", answered(403, allowOrigin, "*"), [3]string{"PreflightInvalidStatus", "CORSPreflightDidNotSucceed", "PreflightNotSuccessful"}},
		{"redirect", answered(301, "Location", to), [3]string{"PreflightDisallowedRedirect", "CORSMissingAllowOrigin", "PreflightNotSuccessful"}},
		{"redirect with Allow-Origin", answered(307, "Location", to, allowOrigin, page), [3]string{"PreflightDisallowedRedirect", "CORSExternalRedirectNotAllowed", "PreflightNotSuccessful"}},
		{"redirect to nowhere", answered(301, allowOrigin, page), [3]string{"PreflightInvalidStatus", "CORSPreflightDidNotSucceed", "PreflightNotSuccessful"}},
		{"204", answered(204, allowOrigin, "*", allowMethods, "PUT"), [3]string{}},
		{"206", answered(206, allowOrigin, "*", allowMethods, "GET,,PUT"), [3]string{}},
		{"304", answered(304, allowOrigin, "*", allowMethods, "PUT"), [3]string{"PreflightInvalidStatus", "CORSPreflightDidNotSucceed", "PreflightNotSuccessful"}},
		{"method missing", answered(200, allowOrigin, "*"), [3]string{"MethodDisallowedByPreflightResponse", "CORSMethodNotFound", "MethodNotAllowed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := CheckPreflight(&put, c.res)
			if diff := cmp.Diff(c.want, errorNames(v)); diff != "" {
				t.Error(diff)
			}
			if v.Allowed() != (c.want == [3]string{}) {
				t.Error("allowed", v.Allowed())
			}
		})
	}
}

// TestBroken: no status at all is a failure in every engine, with CORS or
// without, and Allow-Origin is not asked for.
func TestBroken(t *testing.T) {
	want := [3]string{"net::ERR_CONNECTION_RESET", "CORSDidNotSucceed", "ConnectionLost"}
	put := Request{Method: "PUT", URL: file, Origin: page}
	none := &Response{Header: http.Header{allowOrigin: {"*"}}}
	for name, v := range map[string]Verdicts{"Load failed": CheckActual(&put, none), "Error receiving data: Connection reset by peer": CheckPreflight(&put, none)} {
		if v.WebKit.Message != name {
			t.Errorf("WebKit prints %q, want %q", v.WebKit.Message, name)
		}
		if diff := cmp.Diff(want, errorNames(v)); diff != "" || v.Chromium.Allowed || v.Firefox.Allowed || v.WebKit.Allowed {
			t.Errorf("%s: %s%+v", name, diff, v)
		}
		if !strings.HasSuffix(v.Firefox.Message, "(Reason: CORS request did not succeed). Status code: (null).") {
			t.Errorf("%s: Firefox prints %s", name, v.Firefox.Message)
		}
	}
	for _, e := range []Engine{Chromium, Firefox, WebKit} {
		s := NewSession(e, time.Now(), func(*Sent) (*Response, error) { return &Response{Header: http.Header{}}, nil })
		o, err := s.Load(&Load{Request: Request{Method: "GET", URL: file, Origin: page, Initiator: InitiatorImage, Mode: "no-cors"}})
		if err != nil || o.Verdict.Allowed {
			t.Errorf("%s: an image is there that never came: %v %+v", e, err, o)
		}
	}
}

func TestActualStatus(t *testing.T) {
	get := Request{Method: "GET", URL: file, Origin: page}
	fails := [3]string{"MissingAllowOriginHeader", "CORSMissingAllowOrigin", "OriginNotAllowed"}
	for _, c := range []struct {
		name string
		res  *Response
		want [3]string
	}{
		{"404", answered(404), fails},
		{"readable 404", answered(404, allowOrigin, "*"), [3]string{}},
		{"304 that keeps the stored header", answered(304), [3]string{}},
		{"304 that replaces it", answered(304, allowOrigin, "http://b.example"), [3]string{"AllowOriginMismatch", "CORSAllowOriginNotMatchingOrigin", "OriginNotAllowed"}},
		{"redirect", answered(302, "Location", "/b", allowOrigin, "*"), [3]string{}},
		{"redirect refused", answered(302, "Location", "/b"), [3]string{"MissingAllowOriginHeader", "CORSMissingAllowOrigin", "RedirectDenied"}},
		{"redirect with a password", answered(302, "Location", "https://u:p@x.example/", allowOrigin, "*"), [3]string{"RedirectContainsCredentials", "CORSDidNotSucceed", "RedirectHasCredentials"}},
		{"redirect with a password, back to the page", answered(302, "Location", "https://u:p@app.example.com/", allowOrigin, "*"), [3]string{}},
		{"unreadable Location", answered(302, "Location", "http://%zz", allowOrigin, "*"), [3]string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, errorNames(CheckActual(&get, c.res))); diff != "" {
				t.Error(diff)
			}
		})
	}
	resolved := CheckActual(&get, answered(302, "Location", "../b?c")).WebKit.Message
	if want := "Cross-origin redirection to https://cdn.example.com/b?c denied by Cross-Origin Resource Sharing policy: Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 302"; resolved != want {
		t.Error(cmp.Diff(want, resolved))
	}
}

// A request that is no CORS request is nobody's to block.
func TestUnchecked(t *testing.T) {
	for _, r := range []Request{
		{URL: file},
		{URL: file, Origin: page, Mode: "no-cors"},
		{URL: file, Origin: "https://cdn.example.com", Method: "DELETE"},
	} {
		if v := CheckActual(&r, answered(200)); !v.Allowed() {
			t.Errorf("%+v: %+v", r, v)
		}
		if v := CheckPreflight(&r, answered(403)); !v.Allowed() {
			t.Errorf("%+v: %+v", r, v)
		}
	}
}

// corsCheck is Fetch's "CORS check", step by step.
func corsCheck(r *Request, lines, credentials []string) bool {
	origin, there := get(lines)
	switch {
	case !there:
		return false // step 2
	case r.Credentials != Include && origin == "*":
		return true // step 3
	case r.Origin != origin:
		return false // step 4
	case r.Credentials != Include:
		return true // step 5
	}
	value, _ := get(credentials) // step 6
	return value == "true"       // steps 7 and 8
}

func get(lines []string) (string, bool) {
	value := ""
	for i, line := range lines {
		if i > 0 {
			value += ", "
		}
		value += line
	}
	return value, len(lines) > 0
}

// The engines name reasons differently, but they allow what the standard allows.
func TestEnginesAgreeWithStandard(t *testing.T) {
	origins := rapid.SliceOfN(rapid.SampledFrom([]string{"*", page, page + "/", "null", "", "http://b.example", page + ", *", "HTTPS://app.example.com"}), 0, 2)
	credentials := rapid.SliceOfN(rapid.SampledFrom([]string{"true", "True", "", "false"}), 0, 2)
	rapid.Check(t, func(t *rapid.T) {
		r := Request{
			Method: "GET", URL: file,
			Origin:      rapid.SampledFrom([]string{page, "null"}).Draw(t, "origin"),
			Credentials: rapid.SampledFrom([]CredentialsMode{"", Omit, SameOrigin, Include}).Draw(t, "mode"),
			Initiator:   rapid.SampledFrom([]string{"", InitiatorXHR, InitiatorVideo, InitiatorTrack, InitiatorStyle}).Draw(t, "initiator"),
		}
		res := &Response{Status: 200, Header: http.Header{}}
		if lines := origins.Draw(t, "allow-origin"); len(lines) > 0 {
			res.Header[allowOrigin] = lines
		}
		if lines := credentials.Draw(t, "allow-credentials"); len(lines) > 0 {
			res.Header[allowCredentials] = lines
		}
		want := corsCheck(&r, res.Header[allowOrigin], res.Header[allowCredentials])
		v := CheckActual(&r, res)
		for _, e := range engines() {
			got := v.Of(e)
			if got.Allowed != want || (got.Error == "") != want || (got.Message == "") != want {
				t.Fatalf("%v: %+v, the standard says %v", e, got, want)
			}
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, c := range readBrowserCases(f) {
		for i := range c.Steps {
			for name, value := range c.Steps[i].Init.Headers {
				f.Add(c.Steps[i].Init.Method, file, measuringPage, name, value, 200, allowOrigin, "*")
			}
		}
		for _, methods := range c.Responses {
			for method, answers := range methods {
				for _, a := range answers {
					for _, h := range a.H {
						f.Add(method, file, measuringPage, "Range", "bytes=-8", a.S, h[0], h[1])
					}
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, method, url, origin, name, value string, status int, answerName, answerValue string) {
		h := http.Header{"Origin": {origin}}
		h.Add(name, value)
		r := RequestFrom(method, url, h)
		res := answered(status, answerName, answerValue, "Location", answerValue)
		for _, v := range []Verdicts{CheckActual(&r, res), CheckPreflight(&r, res)} {
			for _, e := range engines() {
				if got := v.Of(e); got.Allowed == (got.Error != "") || got.Allowed == (got.Message != "") {
					t.Fatalf("%v: %+v", e, got)
				}
			}
		}
	})
}

// TestSpelled: WebKit prints the headers that it knows in their usual spelling.
func TestSpelled(t *testing.T) {
	for name, want := range map[string]string{"Range": "Range", "X-Bar": "x-bar"} {
		r := &Request{URL: file, Origin: page, Headers: http.Header{name: {"bytes=-8"}}}
		res := &Response{Status: 200, Header: http.Header{allowOrigin: {"*"}}}
		got := CheckPreflight(r, res).WebKit
		if want := "Request header field " + want + " is not allowed by Access-Control-Allow-Headers."; got.Message != want {
			t.Errorf("%q, want %q", got.Message, want)
		}
	}
}
