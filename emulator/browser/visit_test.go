package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// scripted is a world that answers by URL, and remembers what it was asked.
type scripted struct {
	answers map[string]http.Header // "METHOD URL" to headers, "METHOD URL Origin" of requests that send it; ":status" is the status
	entry   string
	asked   []*http.Request
}

func (s *scripted) Entry(u *url.URL, _ string) (string, error) {
	if u.Hostname() == "elsewhere.example.com" {
		return "", errors.New("nobody is there")
	}
	return s.entry, nil
}

func (s *scripted) Ask(_ context.Context, r *http.Request, _ string) (*journal.Exchange, []string, error) {
	s.asked = append(s.asked, r)
	x := &journal.Exchange{Entry: s.entry, Request: journal.Request{
		Method: r.Method, URL: r.URL.String(), Headers: journal.RequestHeaders(r.Host, r.Header),
	}, Response: journal.Response{Status: 200}}
	h := s.answers[r.Method+" "+r.URL.String()].Clone()
	if with, ok := s.answers[r.Method+" "+r.URL.String()+" Origin"]; ok && r.Header.Get("Origin") != "" {
		h = with.Clone()
	}
	if status := h.Get(":status"); status != "" {
		_, _ = fmt.Sscan(status, &x.Response.Status)
	}
	h.Del(":status")
	x.Response.Headers = journal.HeaderList(h)
	return x, nil, nil
}

func (s *scripted) lines(names ...string) []string {
	var out []string
	for _, r := range s.asked {
		line := r.Method + " " + r.URL.String()
		for _, name := range names {
			if v := r.Header.Values(name); len(v) > 0 {
				line += " " + name + "=" + strings.Join(v, "|")
			}
		}
		out = append(out, line)
	}
	return out
}

const (
	app  = "https://app.example.com"
	cdn  = "https://cdn.example.com/a"
	next = "https://other.example.com/b"
)

func answer(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// What goes out, and what each engine makes of it.
func TestGo(t *testing.T) {
	star := answer("Access-Control-Allow-Origin", "*")
	preflight := answer("Access-Control-Allow-Origin", "*", "Access-Control-Allow-Headers", "*", "Access-Control-Allow-Methods", "*")
	tests := []struct {
		name    string
		page    Page
		entry   string
		answers map[string]http.Header
		show    []string // headers to compare
		want    map[string][]string
		blocked map[string]string // engine to error
	}{
		{name: "a simple request", page: Page{URL: cdn}, answers: map[string]http.Header{"GET " + cdn: star}, show: []string{"Origin"},
			want: map[string][]string{"": {"GET " + cdn + " Origin=" + app}}},
		{name: "Priority over HTTP/2", page: Page{URL: cdn}, entry: journal.EntryEdge, answers: map[string]http.Header{"GET " + cdn: star}, show: []string{"Priority"},
			want: map[string][]string{"chromium": {"GET " + cdn + " Priority=u=1, i"}, "firefox": {"GET " + cdn + " Priority=u=4"}, "webkit": {"GET " + cdn}}},
		{name: "Priority over HTTP/1.1", page: Page{URL: cdn, Initiator: "xhr"}, answers: map[string]http.Header{"GET " + cdn: star}, show: []string{"Priority"},
			want: map[string][]string{"": {"GET " + cdn}}},
		{name: "a preflight that passes", page: Page{URL: cdn, Method: "put", Header: answer("X-B", "1", "X-A", "1")},
			answers: map[string]http.Header{"OPTIONS " + cdn: preflight, "PUT " + cdn: star}, show: []string{"Access-Control-Request-Method", "Access-Control-Request-Headers", "X-A"},
			want: map[string][]string{"": {"OPTIONS " + cdn + " Access-Control-Request-Method=PUT Access-Control-Request-Headers=x-a,x-b", "PUT " + cdn + " X-A=1"}}},
		{name: "a preflight that does not", page: Page{URL: cdn, Method: "PUT"}, answers: map[string]http.Header{"OPTIONS " + cdn: answer(":status", "403")},
			want:    map[string][]string{"": {"OPTIONS " + cdn}},
			blocked: map[string]string{"chromium": "PreflightMissingAllowOriginHeader", "firefox": "CORSMissingAllowOrigin", "webkit": "PreflightNotSuccessful"}},
		{name: "credentials need the origin by name", page: Page{URL: cdn, Credentials: fetch.Include, Header: answer("Cookie", "a=b")},
			answers: map[string]http.Header{"GET " + cdn: star}, show: []string{"Cookie"},
			want:    map[string][]string{"": {"GET " + cdn + " Cookie=a=b"}},
			blocked: map[string]string{"chromium": "WildcardOriginNotAllowed", "firefox": "CORSNotSupportingCredentials", "webkit": "WildcardWithCredentials"}},
		{name: "credentials count on the preflight, which carries no cookie", page: Page{URL: cdn, Method: "PUT", Credentials: fetch.Include, Header: answer("Cookie", "a=b")},
			answers: map[string]http.Header{"OPTIONS " + cdn: preflight}, show: []string{"Cookie"},
			want:    map[string][]string{"": {"OPTIONS " + cdn}},
			blocked: map[string]string{"chromium": "PreflightWildcardOriginNotAllowed", "firefox": "CORSNotSupportingCredentials", "webkit": "WildcardWithCredentials"}},
		{name: "no cookie without credentials", page: Page{URL: cdn, Header: answer("Cookie", "a=b")}, answers: map[string]http.Header{"GET " + cdn: star}, show: []string{"Cookie"},
			want: map[string][]string{"": {"GET " + cdn}}},
		{name: "an element without crossorigin", page: Page{URL: cdn, Initiator: "img"}, show: []string{"Origin", "Sec-Fetch-Mode"},
			want: map[string][]string{"": {"GET " + cdn + " Sec-Fetch-Mode=no-cors"}}},
		{name: "an element with it", page: Page{URL: cdn, Initiator: "img", CrossOrigin: "anonymous"}, show: []string{"Origin", "Sec-Fetch-Mode"},
			want:    map[string][]string{"": {"GET " + cdn + " Origin=" + app + " Sec-Fetch-Mode=cors"}},
			blocked: map[string]string{"chromium": "MissingAllowOriginHeader", "firefox": "CORSMissingAllowOrigin", "webkit": "OriginNotAllowed"}},
		{name: "a font, which WebKit does not check", page: Page{URL: cdn, Initiator: "font"}, show: []string{"Origin"},
			want:    map[string][]string{"chromium": {"GET " + cdn + " Origin=" + app}, "firefox": {"GET " + cdn + " Origin=" + app}, "webkit": {"GET " + cdn}},
			blocked: map[string]string{"chromium": "MissingAllowOriginHeader", "firefox": "CORSMissingAllowOrigin"}},
		{name: "a track without crossorigin", page: Page{URL: cdn, Initiator: "track"},
			want:    map[string][]string{"chromium": nil, "firefox": nil, "webkit": {"GET " + cdn}},
			blocked: map[string]string{"chromium": "origin", "firefox": "CheckLoadURI"}},
		{name: "User-Agent, which Chromium drops", page: Page{URL: cdn, Header: answer("User-Agent", "me")}, answers: map[string]http.Header{"OPTIONS " + cdn: preflight, "GET " + cdn: star},
			want: map[string][]string{"chromium": {"GET " + cdn}, "": {"OPTIONS " + cdn, "GET " + cdn}}},
		{name: "a redirect to another origin taints", page: Page{URL: cdn}, answers: map[string]http.Header{
			"GET " + cdn: answer(":status", "302", "Location", next, "Access-Control-Allow-Origin", "*"), "GET " + next: star}, show: []string{"Origin"},
			want: map[string][]string{"": {"GET " + cdn + " Origin=" + app, "GET " + next + " Origin=null"}}},
		{name: "and WebKit tells no more of itself then", page: Page{URL: cdn}, answers: map[string]http.Header{
			"GET " + cdn: answer(":status", "302", "Location", next, "Access-Control-Allow-Origin", "*"), "GET " + next: star}, show: []string{"Sec-Fetch-Mode"},
			want: map[string][]string{"webkit": {"GET " + cdn + " Sec-Fetch-Mode=cors", "GET " + next}, "": {"GET " + cdn + " Sec-Fetch-Mode=cors", "GET " + next + " Sec-Fetch-Mode=cors"}}},
		{name: "but it does of an image", page: Page{URL: cdn, Initiator: "img"}, answers: map[string]http.Header{
			"GET " + cdn: answer(":status", "302", "Location", next), "GET " + next: star}, show: []string{"Sec-Fetch-Mode"},
			want: map[string][]string{"": {"GET " + cdn + " Sec-Fetch-Mode=no-cors", "GET " + next + " Sec-Fetch-Mode=no-cors"}}},
		{name: "a redirect without CORS headers ends it", page: Page{URL: cdn}, answers: map[string]http.Header{
			"GET " + cdn: answer(":status", "301", "Location", next)},
			want:    map[string][]string{"": {"GET " + cdn}},
			blocked: map[string]string{"chromium": "MissingAllowOriginHeader", "firefox": "CORSMissingAllowOrigin", "webkit": "RedirectDenied"}},
		{name: "a redirect drops Authorization, and Firefox and WebKit ask first again", page: Page{URL: cdn, Header: answer("Authorization", "x")},
			answers: map[string]http.Header{"OPTIONS " + cdn: preflight, "OPTIONS " + next: preflight,
				"GET " + cdn: answer(":status", "302", "Location", next, "Access-Control-Allow-Origin", "*"), "GET " + next: star}, show: []string{"Authorization"},
			want: map[string][]string{"chromium": {"OPTIONS " + cdn, "GET " + cdn + " Authorization=x", "GET " + next},
				"": {"OPTIONS " + cdn, "GET " + cdn + " Authorization=x", "OPTIONS " + next, "GET " + next}}},
		{name: "two lines, which HTTP/2 makes one in Firefox", page: Page{URL: cdn, Initiator: "img", CrossOrigin: "anonymous"}, entry: journal.EntryEdge,
			answers: map[string]http.Header{"GET " + cdn: answer("Access-Control-Allow-Origin", "*", "Access-Control-Allow-Origin", "*")}, want: map[string][]string{"": {"GET " + cdn}},
			blocked: map[string]string{"chromium": "MultipleAllowOriginValues", "firefox": "CORSAllowOriginNotMatchingOrigin", "webkit": "MultipleOrigins"}},
		{name: "two lines over HTTP/1.1", page: Page{URL: cdn, Initiator: "img", CrossOrigin: "anonymous"},
			answers: map[string]http.Header{"GET " + cdn: answer("Access-Control-Allow-Origin", "*", "Access-Control-Allow-Origin", "*")}, want: map[string][]string{"": {"GET " + cdn}},
			blocked: map[string]string{"chromium": "MultipleAllowOriginValues", "firefox": "CORSMultipleAllowOriginNotAllowed", "webkit": "MultipleOrigins"}},
		{name: "mixed content", page: Page{URL: "http://cdn.example.com/a"}, want: map[string][]string{"": nil},
			blocked: map[string]string{"chromium": "MixedContent", "firefox": "MixedContent", "webkit": "MixedContent"}},
		{name: "a page on https and this machine, which WebKit counts as mixed content", page: Page{URL: "http://localhost:4566/a", LocalNetwork: Granted},
			answers: map[string]http.Header{"GET http://localhost:4566/a": star},
			want:    map[string][]string{"": {"GET http://localhost:4566/a"}, "webkit": nil}, blocked: map[string]string{"webkit": "MixedContent"}},
		{name: "this machine in place of others", page: Page{URL: "http://localhost:4566/a"}, answers: map[string]http.Header{"GET http://localhost:4566/a": star},
			want: map[string][]string{"": {"GET http://localhost:4566/a"}}},
		{name: "where a viewer is", page: Page{URL: cdn, Header: answer("X-Emulator-Pop", "NRT20")}, answers: map[string]http.Header{"GET " + cdn: star}, show: []string{"X-Emulator-Pop"},
			want: map[string][]string{"": {"GET " + cdn + " X-Emulator-Pop=NRT20"}}},
	}
	for _, tt := range tests {
		for _, e := range Engines() {
			name := strings.ToLower(e.String())
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				p, w := tt.page, &scripted{answers: tt.answers, entry: tt.entry}
				if w.entry == "" {
					w.entry = journal.EntryS3
				}
				p.Origin = app
				if m := p.Mistakes(); len(m) > 0 {
					t.Fatalf("mistakes: %v", m)
				}
				v, err := Go(t.Context(), w, e, &p)
				if err != nil {
					t.Fatal(err)
				}
				want, ok := tt.want[name]
				if !ok {
					want = tt.want[""]
				}
				if diff := cmp.Diff(want, w.lines(tt.show...)); diff != "" {
					t.Errorf("what went out (-want +got):\n%s", diff)
				}
				if v.Verdict.Error != tt.blocked[name] || v.Verdict.Allowed != (tt.blocked[name] == "") {
					t.Errorf("verdict %+v, want error %q", v.Verdict, tt.blocked[name])
				}
			})
		}
	}
}

func TestGoOutOfTheWorld(t *testing.T) {
	w := &scripted{entry: journal.EntryEdge, answers: map[string]http.Header{
		"GET " + cdn: answer(":status", "302", "Location", "https://elsewhere.example.com/", "Access-Control-Allow-Origin", "*"),
	}}
	_, err := Go(t.Context(), w, fetch.Chromium, &Page{URL: cdn, Origin: app})
	if err == nil || !strings.Contains(err.Error(), "leads out of the configuration") {
		t.Errorf("a redirect to nobody: %v", err)
	}
	loop := &scripted{entry: journal.EntryEdge, answers: map[string]http.Header{
		"GET " + cdn: answer(":status", "302", "Location", cdn, "Access-Control-Allow-Origin", "*"),
	}}
	if _, err := Go(t.Context(), loop, fetch.Chromium, &Page{URL: cdn, Origin: app}); err == nil || len(loop.asked) != 21 {
		t.Errorf("a loop: %d requests, %v", len(loop.asked), err)
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		page Page
		want string // fields, in order
	}{
		{Page{}, "url origin"},
		{Page{URL: "/a", Origin: "app.example.com"}, "url origin"},
		{Page{URL: "ftp://a/", Origin: "https://app.example.com/"}, "url origin"},
		{Page{URL: "https://a:b@c/", Origin: "https://APP.example.com:443"}, "url origin"},
		{Page{URL: cdn, Origin: "null"}, ""},
		{Page{URL: cdn, Origin: app, Method: "G T"}, "method"},
		{Page{URL: cdn, Origin: app, Method: "trace"}, "method"},
		{Page{URL: cdn, Origin: app, Credentials: "yes", Initiator: "iframe", CrossOrigin: "on", Via: "cdn"}, "credentials initiator crossorigin via crossorigin"},
		{Page{URL: cdn, Origin: app, Initiator: "img", Credentials: fetch.Include, Method: "PUT"}, "credentials method"},
		{Page{URL: cdn, Origin: app, Initiator: "xhr", Credentials: fetch.Omit}, "credentials"},
		{Page{URL: cdn, Origin: app, Cache: "none"}, "cache"},
		{Page{URL: cdn, Origin: app, Cache: fetch.CacheReload}, ""},
		{Page{URL: cdn, Origin: app, Cache: fetch.CacheReload, Initiator: "img"}, "cache"},
		{Page{URL: cdn, Origin: app, Header: http.Header{"A b": {"1"}, "B": {"x\ny"}, "Origin": {"x"}, "Referer": {"x"}, "Cookie": {"a=b"}, "X-Ok": {"1"}}},
			"headers/A b headers/B headers/Origin headers/Referer"},
		{Page{URL: cdn, Origin: app, Header: http.Header{"X-Http-Method": {"PATCH"}, "X-Http-Method-Override": {"PUT, trace"}}}, "headers/X-Http-Method-Override"},
	}
	for _, tt := range tests {
		var got []string
		for _, m := range tt.page.Mistakes() {
			got = append(got, m.Field)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.page, s, tt.want)
		}
	}
}

// Every initiator and engine gives a request without doubles and with the
// common headers.
func TestOwnHeaders(t *testing.T) {
	for _, name := range Initiators() {
		for _, e := range Engines() {
			for _, h2 := range []bool{true, false} {
				s := setting{engine: e, from: initiatorOf(name), h2: h2, trustworthy: true, crossOrigin: true, mode: "cors"}
				h := s.own(app)
				for _, must := range []string{"User-Agent", "Accept", "Accept-Encoding", "Sec-Fetch-Dest", "Referer"} {
					if len(h.Values(must)) != 1 {
						t.Errorf("%s in %v: %s %v", name, e, must, h.Values(must))
					}
				}
				if e == fetch.WebKit && slices.Contains(sortedNames(h), "Priority") {
					t.Errorf("%s: WebKit sends no Priority", name)
				}
			}
		}
	}
}
