package browser

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// byOrigin answers with CORS headers to whoever sends Origin, as S3 does.
func byOrigin(pairs ...string) *scripted {
	return &scripted{entry: journal.EntryS3, answers: map[string]http.Header{
		"GET " + cdn:             answer(append(pairs, "Cache-Control", "max-age=60")...),
		"GET " + cdn + " Origin": answer(append(pairs, "Cache-Control", "max-age=60", "Access-Control-Allow-Origin", app, "Vary", "Origin")...),
		"OPTIONS " + cdn + " Origin": answer("Access-Control-Allow-Origin", app, "Access-Control-Allow-Methods", "PUT",
			"Access-Control-Max-Age", "900"),
		"PUT " + cdn + " Origin": answer("Access-Control-Allow-Origin", app),
	}}
}

// A browser keeps what it got, and what preflights allowed: what goes out, and
// what the page gets.
func TestBrowser(t *testing.T) {
	img, get := Page{URL: cdn, Initiator: "img"}, Page{URL: cdn}
	put := Page{URL: cdn, Method: http.MethodPut}
	reload := Page{URL: cdn, Cache: fetch.CacheReload}
	type step struct {
		wait time.Duration
		page Page
	}
	for _, c := range []struct {
		name    string
		world   *scripted
		steps   []step
		asked   map[string]int // requests in all
		blocked string         // engines that block the last step
	}{
		{"an image spoils what follows", byOrigin(), []step{{0, img}, {time.Second, get}}, map[string]int{"firefox": 2, "": 1}, "chromium webkit"},
		{"until it is stale", byOrigin(), []step{{0, img}, {61 * time.Second, get}}, map[string]int{"": 2}, ""},
		{"or the page looks past it", byOrigin(), []step{{0, img}, {time.Second, reload}}, map[string]int{"": 2}, ""},
		{"Vary on both answers", byOrigin("Vary", "Origin"), []step{{0, img}, {time.Second, get}}, map[string]int{"": 2}, ""},
		{"twice the same", byOrigin(), []step{{0, get}, {time.Second, get}}, map[string]int{"": 1}, ""},
		{"one preflight for two", byOrigin(), []step{{0, put}, {599 * time.Second, put}}, map[string]int{"": 3}, ""},
		{"and as long as the engine likes", byOrigin(), []step{{0, put}, {601 * time.Second, put}}, map[string]int{"webkit": 4, "": 3}, ""},
	} {
		for _, e := range Engines() {
			name := Name(e)
			w := *c.world
			w.asked = nil
			b := NewBrowser(&w, e)
			var last *Visit
			for _, s := range c.steps {
				b.Advance(s.wait)
				p := s.page
				p.Origin = app
				v, err := b.Go(t.Context(), &p)
				if err != nil {
					t.Fatal(err)
				}
				last = v
			}
			want, ok := c.asked[name]
			if !ok {
				want = c.asked[""]
			}
			if len(w.asked) != want {
				t.Errorf("%s in %s: asked %q", c.name, name, w.lines("Origin"))
			}
			if blocked := strings.Contains(c.blocked, name); blocked == last.Verdict.Allowed {
				t.Errorf("%s in %s: %+v", c.name, name, last.Verdict)
			} else if blocked {
				if len(last.Advice) != 1 || last.Advice[0].Cause != causeKept || last.Answer() != nil || len(last.Legs) != 0 {
					t.Errorf("%s in %s: %+v", c.name, name, last)
				}
				if diff := cmp.Diff(&Kept{By: "an earlier request by img without crossorigin", Age: 1, Status: 200}, last.Kept, cmp.AllowUnexported(Kept{})); diff != "" {
					t.Error(diff)
				}
			}
		}
	}
}

// What is refused on other grounds than CORS headers has advice of its own.
func TestRefusals(t *testing.T) {
	w := &scripted{entry: journal.EntryS3, answers: map[string]http.Header{"GET " + cdn: answer("Cross-Origin-Resource-Policy", "same-origin")}}
	for _, e := range Engines() {
		v, err := Go(t.Context(), w, e, &Page{URL: cdn, Origin: app, Initiator: "img"})
		if err != nil || v.Verdict.Allowed || len(v.Advice) != 1 || v.Advice[0].Cause != causeCORP || v.Advice[0].Layer != "bucket" {
			t.Errorf("%v: %+v, %v", e, v, err)
		}
		v, err = Go(t.Context(), w, e, &Page{URL: cdn, Origin: app, Initiator: "track"})
		if e == fetch.WebKit {
			continue // asks, and gets the CORP refusal
		}
		if err != nil || v.Verdict.Allowed || len(v.Advice) != 1 || v.Advice[0].Cause != causeTrack || len(v.Legs) != 0 {
			t.Errorf("%v: %+v, %v", e, v, err)
		}
	}
}

// TestEmbedder: what a page with require-corp embeds without CORS must say so.
func TestEmbedder(t *testing.T) {
	for _, tt := range []struct {
		policy  fetch.EmbedderPolicy
		cors    string
		allowed bool
	}{{"", "", true}, {fetch.Credentialless, "", true}, {fetch.RequireCORP, "", false}, {fetch.RequireCORP, "anonymous", true}} {
		p := &Page{URL: cdn, Origin: app, Initiator: "img", CrossOrigin: tt.cors, Embedder: tt.policy}
		w := &scripted{entry: journal.EntryS3, answers: map[string]http.Header{"GET " + cdn: answer("Access-Control-Allow-Origin", "*")}}
		v, err := Go(t.Context(), w, fetch.Chromium, p)
		if err != nil {
			t.Fatal(err)
		}
		if v.Verdict.Allowed != tt.allowed || !tt.allowed && (len(v.Advice) != 1 || v.Advice[0].Cause != causeCOEP) {
			t.Errorf("%q, crossorigin %q: %+v, advice %+v", tt.policy, tt.cors, v.Verdict, v.Advice)
		}
	}
}

// A method that has a body says that there is none; S3 answers 411 otherwise.
func TestEmptyBody(t *testing.T) {
	for method, want := range map[string]string{"PUT": "0", "POST": "0", "DELETE": "", "GET": ""} {
		for _, e := range Engines() {
			sent := &fetch.Sent{Method: method, Request: &fetch.Request{Method: method, URL: cdn, Origin: app}}
			u, err := url.Parse(cdn)
			if err != nil {
				t.Fatal(err)
			}
			trip := &trip{engine: e, page: &Page{URL: cdn, Origin: app}, from: initiatorOf("fetch")}
			if got := trip.header(u, sent, sent.Request, journal.EntryS3).Get("Content-Length"); got != want {
				t.Errorf("%s in %v: Content-Length %q, want %q", method, e, got, want)
			}
		}
	}
}

// TestWorkerTaints: what a service worker asked for with CORS is not opaque, but
// to Firefox where the element did not ask so.
func TestWorkerTaints(t *testing.T) {
	for _, e := range Engines() {
		w := &scripted{entry: journal.EntryS3, answers: map[string]http.Header{"GET " + cdn: answer("Access-Control-Allow-Origin", "*")}}
		b := NewBrowser(w, e)
		b.Install(CacheFirstCORS)
		for i, tt := range []struct {
			cors   string
			opaque bool
		}{{"", e == fetch.Firefox}, {"", e == fetch.Firefox}, {"anonymous", false}} {
			v, err := b.Go(t.Context(), &Page{URL: cdn, Origin: app, Initiator: "img", CrossOrigin: tt.cors})
			if err != nil || !v.Verdict.Allowed || v.Opaque != tt.opaque {
				t.Errorf("%v, image %d: %+v, %v", e, i, v, err)
			}
		}
		if len(w.asked) != 1 {
			t.Errorf("%v: %d requests", e, len(w.asked))
		}
	}
}

// TestWorkerAsks: a worker's requests are fetch's, with what Firefox keeps of an
// image's priority.
func TestWorkerAsks(t *testing.T) {
	for _, tt := range []struct {
		worker ServiceWorker
		want   map[fetch.Engine]string
	}{
		{CacheFirst, map[fetch.Engine]string{fetch.Firefox: " Priority=u=5"}},
		{CacheFirstCORS, map[fetch.Engine]string{fetch.Firefox: " Priority=u=4"}},
	} {
		for _, e := range Engines() {
			w := &scripted{entry: journal.EntryS3, answers: map[string]http.Header{"GET " + cdn: answer("Access-Control-Allow-Origin", "*")}}
			b := NewBrowser(w, e)
			b.Install(tt.worker)
			if _, err := b.Go(t.Context(), &Page{URL: cdn, Origin: app, Initiator: "img"}); err != nil {
				t.Fatal(err)
			}
			want := []string{"GET " + cdn + " Sec-Fetch-Dest=empty" + tt.want[e]}
			if diff := cmp.Diff(want, w.lines("Sec-Fetch-Dest", "Priority")); diff != "" {
				t.Errorf("%v, %s (-want +got):\n%s", e, tt.worker, diff)
			}
		}
	}
}
