package clients

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
	"crossfront/scenarios"
)

// A showing is one scenario as one client meets it.
type showing struct {
	scenario, client string
	about            string   // where a client meets a scenario in several ways
	with             settings // of the client; URLs are the scenario's
	cured            settings // those of them that the cure changes, where it is the page that is cured

	says     string // what the client says in the broken world: a regular expression
	works    string // and in the fixed one; empty: that it plays
	fails    bool   // in the fixed world, too, but saying why: works
	cause    string // what the emulator's journal blames in the broken world; empty: nothing is blocked
	harmless bool   // it works in the broken world, too: says

	visited string            // asked for before by another visitor, without CORS
	curled  string            // or by curl
	moved   string            // BUCKET/KEY of a file that names hosts
	stores  string            // BUCKET/KEY of what is uploaded
	header  map[string]string // of the page
	cookies bool              // the browser has signed cookies
	session bool              // it has the app's own cookie
	not     []fetch.Engine    // who does not do it at all, or does not fail
}

type settings map[string]any

// showings are all that is shown, by what the clients are.
func showings() []showing {
	return slices.Concat(players(), ranges(), uploads(), pages())
}

// TestClients has each client fail and work as the gallery says.
func TestClients(t *testing.T) {
	for _, e := range []fetch.Engine{fetch.Chromium, fetch.Firefox, fetch.WebKit} {
		t.Run(e.String(), func(t *testing.T) {
			if e != fetch.Chromium && os.Getenv("BROWSERS") != "all" {
				t.Skip("`make browsers` asks Firefox and WebKit, too")
			}
			testClients(t, e)
		})
	}
}

func testClients(t *testing.T, e fetch.Engine) {
	if _, err := os.Stat("dist"); err != nil {
		lacking(t, "the clients are not built; `make test` builds them")
	}
	p := &premises{engine: e, site: newSite(t), signer: newSigner(t), told: &table{}}
	t.Cleanup(func() { p.told.write(t, e) })
	p.gallery = readGallery(t, p.site, p.signer)
	t.Setenv("WEBKIT_GST_ENABLE_HLS_SUPPORT", "1") // as Safari has
	end, err := drive.Open(e, p.site.origin)
	if missing := (*drive.ErrMissing)(nil); errors.As(err, &missing) {
		lacking(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	for _, s := range showings() {
		if slices.Contains(s.not, e) {
			continue
		}
		t.Run(s.scenario+"/"+s.client+s.about, func(t *testing.T) {
			t.Parallel()
			s.test(t, p)
		})
	}
}

// lacking ends a test for whose run something is missing; `make test` has all.
func lacking(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CHROMIUM") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// premises are a browser, the site that it is at, and the worlds that it meets.
type premises struct {
	engine  fetch.Engine
	site    *site
	signer  *signer
	gallery []*scenarios.Scenario
	told    *table
}

// test shows it: broken, then fixed.
func (s *showing) test(t *testing.T, p *premises) {
	of, ok := scenarios.Find(p.gallery, s.scenario)
	if !ok {
		t.Fatal("there is no such scenario")
	}
	broken := serve(t, of.Broken)
	before := s.visit(t, p, broken, s.with)
	if before.OK != s.harmless || !regexp.MustCompile(s.says).MatchString(before.What) {
		t.Errorf("broken, the client says %+v, want %s", before, s.says)
	}
	s.compareBroken(t, broken, p.engine)
	s.compareStored(t, broken, "")
	with := maps.Clone(s.with)
	maps.Copy(with, s.cured)
	fixed := serve(t, of.Fixed)
	works := s.works
	if works == "" {
		works = "^plays$"
	}
	after := s.visit(t, p, fixed, with)
	p.told.add(s, before.What, after.What)
	if after.OK == s.fails || !regexp.MustCompile(works).MatchString(after.What) {
		t.Errorf("fixed, the client says %+v, want %s", after, works)
	}
	s.compareStored(t, fixed, uploaded)
	if blocked := fixed.blocked(t, p.engine); len(blocked) > 0 {
		t.Errorf("fixed, the emulator thinks that %s is blocked", &blocked[0])
	}
}

// visit has the client take one world.
func (s *showing) visit(t *testing.T, p *premises, w *world, with settings) answer {
	t.Helper()
	if s.moved != "" {
		w.move(t, s.moved)
	}
	if s.curled != "" {
		w.curl(t, s.curled)
	}
	if s.visited != "" {
		if said := p.site.send(t, &visit{client: "visitor", with: w.text(t, settings{"url": s.visited})}); !said.OK {
			t.Fatalf("another visitor does not get %s: %+v", s.visited, said)
		}
	}
	v := &visit{client: s.client, header: s.header, with: w.text(t, with)}
	if s.cookies {
		v.cookie = p.signer.cookies(t)
	}
	if s.session {
		v.cookie = append(v.cookie, "session=1; domain=cloudfront.localhost; path=/")
	}
	return p.site.send(t, v)
}

// unseen reports whether the server cannot know: without cookies, WebKit's
// requests do not tell that they have credentials.
func (s *showing) unseen(e fetch.Engine) bool {
	return s.cause == "WILDCARD-CREDS" && !s.cookies && e == fetch.WebKit
}

// compareStored looks at what is in the bucket after an upload.
func (s *showing) compareStored(t *testing.T, w *world, want string) {
	t.Helper()
	if s.stores == "" {
		return
	}
	if got := w.object(t, s.stores); got != want {
		t.Errorf("S3 has %q, want %q", got, want)
	}
}

// text is settings as a page has them.
func (w *world) text(t *testing.T, with settings) string {
	t.Helper()
	doc, err := json.Marshal(with)
	if err != nil {
		t.Fatal(err)
	}
	return w.here(string(doc))
}

// compareBroken holds what the emulator says of the broken world's requests
// against what it is to say. It writes down what it has answered, soon.
func (s *showing) compareBroken(t *testing.T, w *world, e fetch.Engine) {
	t.Helper()
	expected := s.cause != "" && !s.unseen(e)
	blocked := w.blocked(t, e)
	for late := time.Now().Add(patience); expected && len(blocked) == 0 && time.Now().Before(late); blocked = w.blocked(t, e) {
		<-time.After(20 * time.Millisecond)
	}
	if !expected && len(blocked) == 0 {
		return
	}
	for i := range blocked {
		if slices.ContainsFunc(blocked[i].Advice, func(a journal.Advice) bool { return a.Cause == s.cause }) {
			return
		}
	}
	said := ""
	for _, x := range w.exchanges(t) {
		said += fmt.Sprintf("\n%s", &x)
	}
	t.Errorf("broken, the emulator is to blame %q, and says:%s", s.cause, said)
}
