package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A walk plays loads against answers by method, and tells each request in a
// line: method, and headers that tell why it is as it is.
type walk struct {
	session *Session
	answers map[string]*Response
	asked   []string
}

func newWalk(e Engine, answers map[string]*Response) *walk {
	w := &walk{answers: answers}
	w.session = NewSession(e, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), func(s *Sent) (*Response, error) {
		line := s.Method
		for _, name := range [...]string{"Origin", "Range", "If-None-Match", "If-Modified-Since", "Cache-Control"} {
			if v := s.Header[name]; v != nil {
				line += " " + name + "=" + strings.Join(v, "|")
			}
		}
		w.asked = append(w.asked, line)
		for _, key := range []string{line, s.Method} {
			if res := w.answers[key]; res != nil {
				return res, nil
			}
		}
		return answered(404), nil
	})
	return w
}

func (w *walk) load(t *testing.T, l Load) *Outcome {
	t.Helper()
	if l.URL == "" {
		l.URL = file
	}
	l.Origin = page
	o, err := w.session.Load(&l)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func image() Load {
	return Load{Request: Request{Initiator: InitiatorImage, Mode: "no-cors", Credentials: Include}}
}

// How long a preflight is remembered: what Max-Age says, up to each engine's
// cap, which was read in its source.
func TestMaxAge(t *testing.T) {
	const day, week = "86400", "604800"
	for _, c := range []struct {
		lines []string
		want  [3]time.Duration // Chromium, Firefox, WebKit
	}{
		{nil, [3]time.Duration{5e9, 5e9, 5e9}},
		{[]string{""}, [3]time.Duration{5e9, 0, 5e9}},
		{[]string{"0"}, [3]time.Duration{}},
		{[]string{"60"}, [3]time.Duration{60e9, 60e9, 60e9}},
		{[]string{" 60 "}, [3]time.Duration{60e9, 60e9, 60e9}},
		{[]string{"-1"}, [3]time.Duration{}},
		{[]string{"1.5"}, [3]time.Duration{5e9, 0, 5e9}},
		{[]string{"soon"}, [3]time.Duration{5e9, 0, 5e9}},
		{[]string{"600", "600"}, [3]time.Duration{5e9, 0, 5e9}},
		{[]string{day}, [3]time.Duration{2 * time.Hour, 24 * time.Hour, 10 * time.Minute}},
		{[]string{week}, [3]time.Duration{2 * time.Hour, 24 * time.Hour, 10 * time.Minute}},
		{[]string{"99999999999999999999"}, [3]time.Duration{2 * time.Hour, 24 * time.Hour, 10 * time.Minute}},
	} {
		if got := [3]time.Duration{Chromium.maxAge(c.lines), Firefox.maxAge(c.lines), WebKit.maxAge(c.lines)}; got != c.want {
			t.Errorf("%q: %v, want %v", c.lines, got, c.want)
		}
	}
}

// The default of five seconds, to the second; and credentials, which a permit
// without them never gives.
func TestPreflightCache(t *testing.T) {
	put := Load{Request: Request{Method: "PUT"}}
	with := Load{Request: Request{Method: "PUT", Credentials: Include}}
	ok := answered(200, allowOrigin, page, allowMethods, "PUT", allowCredentials, "true")
	for _, e := range engines() {
		w := newWalk(e, map[string]*Response{"OPTIONS": ok, "PUT": ok})
		for _, step := range []struct {
			wait time.Duration
			load Load
			asks bool
		}{{0, put, true}, {4999 * time.Millisecond, put, false}, {time.Millisecond, put, true}, {0, with, true}, {time.Second, with, false}, {5 * time.Second, with, true}} {
			w.session.Advance(step.wait)
			before := len(w.asked)
			w.load(t, step.load)
			if asked := strings.HasPrefix(w.asked[before], "OPTIONS"); asked != step.asks {
				t.Errorf("%v after %v: asked first: %v", e, step.wait, asked)
			}
		}
	}
}

// What is kept, for how long, and who gets it; beyond what was measured, as RFC
// 9111 has it.
func TestAnswers(t *testing.T) {
	const old = "Mon, 02 Nov 2026 00:00:00 GMT" // three weeks before
	open := func(pairs ...string) *Response { return answered(200, append(pairs, allowOrigin, "*")...) }
	get := Load{}
	reload, noCache, noStore := Load{Cache: CacheReload}, Load{Cache: CacheNoCache}, Load{Cache: CacheNoStore}
	other := Load{Top: "https://other.example.org"}
	ranged := Load{Request: Request{Headers: http.Header{"Range": {"bytes=0-9"}}}}
	part := answered(206, allowOrigin, "*", "Etag", `"p"`, "Content-Range", "bytes 0-9/100")
	for _, c := range []struct {
		name   string
		answer *Response
		loads  []Load
		wait   time.Duration // before the last
		want   []string      // what goes out, Origin aside
	}{
		{"fresh", open("Cache-Control", "max-age=60"), []Load{get, get}, 59 * time.Second, []string{"GET"}},
		{"stale, nothing to ask by", open("Cache-Control", "max-age=60"), []Load{get, get}, 60 * time.Second, []string{"GET", "GET"}},
		{"stale", open("Cache-Control", "max-age=60", "Etag", `"a"`), []Load{get, get}, time.Minute, []string{"GET", `GET If-None-Match="a"`}},
		{"old on arrival", open("Cache-Control", "max-age=60", "Age", "50"), []Load{get, get}, 10 * time.Second, []string{"GET", "GET"}},
		{"Expires", open("Expires", "Mon, 23 Nov 2026 00:01:00 GMT"), []Load{get, get}, 59 * time.Second, []string{"GET"}},
		{"Expires: 0", open("Expires", "0"), []Load{get, get}, 0, []string{"GET", "GET"}},
		{"max-age before Expires", open("Cache-Control", "max-age=0", "Expires", "Mon, 23 Nov 2026 01:00:00 GMT"), []Load{get, get}, 0, []string{"GET", "GET"}},
		{"s-maxage is not for browsers", open("Cache-Control", "s-maxage=60"), []Load{get, get}, 0, []string{"GET", "GET"}},
		{"no-cache", open("Cache-Control", "max-age=60, no-cache"), []Load{get, get}, 0, []string{"GET", "GET"}},
		{"no-store", open("Cache-Control", "no-store, max-age=60", "Etag", `"a"`), []Load{get, get}, 0, []string{"GET", "GET"}},
		{"heuristic", open("Last-Modified", old), []Load{get, get}, 50 * time.Hour, []string{"GET"}},
		{"heuristic, over", open("Last-Modified", old), []Load{get, get}, 51 * time.Hour, []string{"GET", "GET If-Modified-Since=" + old}},
		{"reload", open("Cache-Control", "max-age=60"), []Load{get, reload, get}, 0, []string{"GET", "GET Cache-Control=no-cache"}},
		{"cache: no-cache", open("Cache-Control", "max-age=60", "Etag", `"a"`), []Load{get, noCache}, 0, []string{"GET", `GET If-None-Match="a" Cache-Control=max-age=0`}},
		{"cache: no-store", open("Cache-Control", "max-age=60"), []Load{noStore, get}, 0, []string{"GET Cache-Control=no-cache", "GET"}},
		{"Vary: *", open("Cache-Control", "max-age=60", "Vary", "*"), []Load{get, get}, 0, []string{"GET", "GET"}},
		{"another site's page", open("Cache-Control", "max-age=60"), []Load{get, other}, 0, []string{"GET", "GET"}},
		{"a write forgets", open("Cache-Control", "max-age=60"), []Load{get, {Request: Request{Method: "POST"}}, get}, 0, []string{"GET", "POST", "GET"}},
		{"a look past the cache leaves it alone", open("Cache-Control", "max-age=60"), []Load{get, noStore, get}, 0, []string{"GET", "GET Cache-Control=no-cache"}},
		{"a permanent redirect's like", answered(410, allowOrigin, "*"), []Load{get, get}, time.Hour, []string{"GET"}},
		{"a range is not kept without a tag", answered(206, allowOrigin, "*", "Cache-Control", "max-age=60"), []Load{ranged, get}, 0, []string{"GET Range=bytes=0-9", "GET"}},
		{"what is whole is not used for a range", open("Cache-Control", "max-age=60"), []Load{get, ranged}, 0, []string{"GET", "GET Range=bytes=0-9"}},
	} {
		for _, e := range engines() {
			w := newWalk(e, map[string]*Response{"GET": c.answer, "POST": open()})
			for i, l := range c.loads {
				if i == len(c.loads)-1 {
					w.session.Advance(c.wait)
				}
				w.load(t, l)
			}
			var got []string
			for _, line := range w.asked {
				got = append(got, strings.Replace(line, " Origin="+page, "", 1))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%v, %s: %s", e, c.name, diff)
			}
		}
	}
	w := newWalk(Chromium, map[string]*Response{"GET Origin=" + page + " Range=bytes=0-9": part, "GET Origin=" + page + " Range=bytes=10-": part, "GET": open()})
	w.load(t, ranged)
	w.load(t, get)
	if want := []string{"GET Origin=" + page + " Range=bytes=0-9", "GET Origin=" + page + " Range=bytes=10-", "GET Origin=" + page}; !cmp.Equal(want, w.asked) {
		t.Error(cmp.Diff(want, w.asked))
	}
}

// A redirect that was refused blocks again out of the cache, except in Firefox,
// which keeps refused answers of other kinds instead (measured November 2026).
func TestBlockedRedirectIsKept(t *testing.T) {
	for _, e := range engines() {
		w := newWalk(e, map[string]*Response{"GET": answered(301, "Location", "/b", "Cache-Control", "max-age=60")})
		w.load(t, Load{})
		w.answers["GET"] = answered(200, allowOrigin, "*")
		if o := w.load(t, Load{}); o.Verdict.Allowed != (e == Firefox) || (o.Cached == nil) != (e == Firefox) {
			t.Errorf("%v: %+v", e, o)
		}
	}
}

// What an image without crossorigin leaves behind, and what cures it.
func TestPoisoned(t *testing.T) {
	both := func(pairs ...string) map[string]*Response {
		return map[string]*Response{
			"GET":                answered(200, append(pairs, "Cache-Control", "max-age=60", "Etag", `"a"`)...),
			"GET Origin=" + page: answered(200, append(pairs, "Cache-Control", "max-age=60", "Etag", `"a"`, allowOrigin, page)...),
		}
	}
	for _, c := range []struct {
		name     string
		answers  map[string]*Response
		load     Load
		poisoned bool // in Chromium and WebKit
	}{
		{"a fetch", both(), Load{}, true},
		{"Vary", both("Vary", "Origin"), Load{}, false},
		{"reload", both(), Load{Cache: CacheReload}, false},
		{"another URL", both(), Load{Request: Request{URL: file + "?cors"}}, false},
	} {
		for _, e := range engines() {
			w := newWalk(e, c.answers)
			w.answers["GET Origin="+page+` If-None-Match="a"`] = answered(304, allowOrigin, page)
			w.answers["GET Origin="+page+" Cache-Control=no-cache"] = w.answers["GET Origin="+page]
			w.load(t, image())
			w.session.Advance(7 * time.Second)
			o := w.load(t, c.load)
			if want := c.poisoned && e != Firefox; o.Poisoned() != want || o.Verdict.Allowed == want {
				t.Errorf("%v, %s: %+v %q", e, c.name, o.Verdict, w.asked)
			} else if want && o.Cached.Age != 7 {
				t.Errorf("%v: stored %d seconds ago", e, o.Cached.Age)
			}
		}
	}
}

func TestSites(t *testing.T) {
	for origin, want := range map[string]string{
		"http://app.localhost:9400": "http://app.localhost", "http://cdn.app.localhost:1": "http://app.localhost", "http://localhost:3000": "http://localhost",
		"https://a.b.example.com": "https://example.com", "https://a.example.co.uk": "https://example.co.uk", "https://example.co.uk": "https://example.co.uk",
		"https://d1.cloudfront.net": "https://d1.cloudfront.net", "https://media.s3.eu-west-1.amazonaws.com": "https://media.s3.eu-west-1.amazonaws.com",
		"https://media.s3.amazonaws.com": "https://media.s3.amazonaws.com", "http://127.0.0.1:80": "http://127.0.0.1", "http://[::1]:80": "http://[::1]:80", "null": "null", "": "",
	} {
		if got := siteOf(origin); got != want {
			t.Errorf("%q: %q, want %q", origin, got, want)
		}
	}
}

func TestCORP(t *testing.T) {
	for _, c := range []struct {
		origin, policy string
		want           [3]string
	}{
		{page, "same-origin", [3]string{"corp-not-same-origin", "CORP", "CORP"}},
		{page, "same-site", [3]string{}},
		{page, "cross-origin", [3]string{}},
		{page, "SAME-ORIGIN", [3]string{}},
		{"https://app.example.org", "same-site", [3]string{"corp-not-same-site", "CORP", "CORP"}},
		{"https://cdn.example.com", "same-origin", [3]string{}},
	} {
		r := image().Request
		r.URL, r.Origin = file, c.origin
		res := answered(200, "Cross-Origin-Resource-Policy", c.policy)
		if got := errorNames(each(func(e Engine) Verdict { return e.judge(&r, res) })); got != c.want {
			t.Errorf("%s for %s: %v", c.policy, c.origin, got)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	w := newWalk(Chromium, map[string]*Response{"GET": answered(302, "Location", file, allowOrigin, "*")})
	if _, err := w.session.Load(&Load{Request: Request{URL: file, Origin: page}}); err == nil || len(w.asked) != maxRedirects+1 {
		t.Errorf("a loop: %d requests, %v", len(w.asked), err)
	}
}

// Whatever servers answer, a session goes on: a load ends, allowed or with a
// message, after a bounded number of requests.
func FuzzSession(f *testing.F) {
	for _, c := range readBrowserCases(f) {
		for _, methods := range c.Responses {
			for method, answers := range methods {
				for _, a := range answers {
					for _, h := range a.H {
						f.Add(method, a.S, h[0], h[1], "Cache-Control", "max-age=60", uint8(1), uint16(1))
					}
				}
			}
		}
	}
	f.Add("GET", 206, "Content-Range", "bytes 0-18446744073709551615/*", "Etag", `"a"`, uint8(2), uint16(9))
	f.Add("PUT", 200, maxAgeName, "-99999999999999999999", "Vary", "*, accept,,", uint8(3), uint16(9))
	f.Fuzz(func(t *testing.T, method string, status int, name, value, name2, value2 string, engine uint8, wait uint16) {
		e := Engine(engine%3 + 1)
		asked := 0
		s := NewSession(e, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), func(*Sent) (*Response, error) {
			asked++
			return ResponseOf(status, [][2]string{{allowOrigin, "*"}, {allowMethods, "*"}, {name, value}, {name2, value2}}), nil
		})
		for _, l := range []Load{image(), {}, {Request: Request{Headers: http.Header{"Range": {"bytes=0-1"}}}}, {Cache: CacheNoCache}, {}} {
			l.URL, l.Origin, asked = file, page, 0
			if l.Initiator == "" {
				l.Method = method
			}
			o, err := s.Load(&l)
			if err == nil && o.Verdict.Allowed != (o.Verdict.Error == "") {
				t.Fatalf("%v: %+v", e, o.Verdict)
			}
			if asked > 3*(maxRedirects+1) {
				t.Fatal(fmt.Sprint(asked, " requests"))
			}
			s.Advance(time.Duration(wait) * time.Second)
		}
	})
}

// What engines keep and forget each in its own way, as random sequences in real
// browsers showed (browsers/sequences_test.go).
func TestEnginesKeep(t *testing.T) {
	const old = "Mon, 02 Nov 2026 00:00:00 GMT"
	get, nocors := Load{}, Load{Request: Request{Mode: "no-cors"}}
	put, remove := Load{Request: Request{Method: "PUT"}}, Load{Request: Request{Method: "DELETE"}}
	far := func(l Load) Load { l.URL = "https://cdn.example.org/a"; return l }
	answer := func(status int, pairs ...string) *Response {
		return answered(status, append(pairs, allowOrigin, page)...)
	}
	for _, c := range []struct {
		name  string
		get   *Response
		loads []Load
		last  map[string]string // what goes out for the last load, Origin aside; "" engines that are not named
	}{
		{"404 with max-age", answer(404, "Cache-Control", "max-age=60"), []Load{get, get}, map[string]string{"firefox": "GET", "": ""}},
		{"403 with max-age", answer(403, "Cache-Control", "max-age=60"), []Load{get, get}, map[string]string{"firefox": "GET", "": ""}},
		{"404 with a tag", answer(404, "Etag", `"a"`), []Load{get, get}, map[string]string{"webkit": `GET If-None-Match="a"`, "": "GET"}},
		{"403 with a tag", answer(403, "Etag", `"a"`), []Load{get, get}, map[string]string{"": "GET"}},
		{"404 with a date", answer(404, "Last-Modified", old), []Load{get, get}, map[string]string{"webkit": "", "": "GET"}},
		{"410", answer(410), []Load{get, get}, map[string]string{"": ""}},
		{"must-revalidate", answer(200, "Cache-Control", "must-revalidate", "Last-Modified", old), []Load{get, get}, map[string]string{"chromium": "GET If-Modified-Since=" + old, "": ""}},
		{"PUT", answer(200, "Cache-Control", "max-age=60"), []Load{get, put, get}, map[string]string{"chromium": "", "": "GET"}},
		{"DELETE", answer(200, "Cache-Control", "max-age=60"), []Load{get, remove, get}, map[string]string{"": "GET"}},
		{"PUT across sites", answer(200, "Cache-Control", "max-age=60"), []Load{far(get), far(put), far(get)}, map[string]string{"webkit": "GET", "": ""}},
		{"Vary that does not match", answer(200, "Cache-Control", "max-age=60", "Vary", "Origin", "Etag", `"a"`), []Load{nocors, get}, map[string]string{"webkit": "GET", "": `GET If-None-Match="a"`}},
		{"Vary and a date only", answer(200, "Cache-Control", "max-age=60", "Vary", "Origin", "Last-Modified", old), []Load{nocors, get}, map[string]string{"": "GET"}},
	} {
		for name, e := range engines() {
			w := newWalk(e, map[string]*Response{"GET": c.get, "PUT": answer(200), "DELETE": answer(200),
				"OPTIONS": answer(200, allowMethods, "PUT, DELETE")})
			for i, l := range c.loads {
				if i == len(c.loads)-1 {
					w.asked = nil
				}
				w.load(t, l)
			}
			want, ok := c.last[name]
			if !ok {
				want = c.last[""]
			}
			if got := strings.Replace(strings.Join(w.asked, ", "), " Origin="+page, "", 1); got != want {
				t.Errorf("%v, %s: %q, want %q", e, c.name, got, want)
			}
		}
	}
}

// A 304 makes an answer the newer request's own: Vary compares with that from
// then on.
func TestRevalidatedIsSelectedAnew(t *testing.T) {
	w := newWalk(Chromium, map[string]*Response{
		"GET": answered(200, "Vary", "Origin", "Etag", `"a"`, "Cache-Control", "max-age=60"),
		"GET Origin=" + page + ` If-None-Match="a"`: answered(304, allowOrigin, page, "Vary", "Origin"),
	})
	for range 2 {
		w.load(t, Load{Request: Request{Mode: "no-cors"}})
	}
	w.load(t, Load{})
	if o := w.load(t, Load{}); !o.Verdict.Allowed || len(w.asked) != 2 {
		t.Errorf("%+v, %q", o.Verdict, w.asked)
	}
}

// What a refused preflight leaves: WebKit remembers what it did allow, Chromium
// forgets what it had remembered.
func TestRefusedPreflight(t *testing.T) {
	for name, want := range map[string]string{
		"chromium": "OPTIONS PUT OPTIONS OPTIONS PUT", "firefox": "OPTIONS PUT OPTIONS OPTIONS PUT", "webkit": "OPTIONS PUT OPTIONS PUT",
	} {
		w := newWalk(engines()[name], map[string]*Response{
			"OPTIONS": answered(200, allowOrigin, page, allowMethods, "PUT", maxAgeName, "60"), "PUT": answered(200, allowOrigin, page)})
		for _, m := range []string{"PUT", "DELETE", "PUT"} {
			w.load(t, Load{Request: Request{Method: m}})
		}
		if got := strings.ReplaceAll(strings.Join(w.asked, " "), " Origin="+page, ""); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
