package emulatortest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
	"crossfront/emulator/suite"
)

// asItIs is a running emulator, whose custom origins answer for themselves.
type asItIs struct{ *emulator.Live }

func (asItIs) SetOrigin(int, http.Header) {}

var _ suite.World = asItIs{}

// Visit has one browser, just started, do what the page asks for. The URL may be
// that of production. What is fetched stays in the edge's cache, and what is written
// stays written; of a PUT that is an empty object.
func (s *Server) Visit(t testing.TB, e fetch.Engine, p *browser.Page) *browser.Visit {
	t.Helper()
	check(t, p)
	v, err := browser.Go(t.Context(), s.Live(), e, p)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Ask has browsers, those named or all, do what the page asks for, each as if it were
// the only one: the edge's cache is used, and is afterwards as it was before.
func (s *Server) Ask(t testing.TB, p *browser.Page, engines ...fetch.Engine) []*browser.Visit {
	t.Helper()
	check(t, p)
	if len(engines) == 0 {
		engines = browser.Engines()
	}
	live := s.Live()
	all, err := suite.Visits(t.Context(), asItIs{live}, p, engines...)
	if restored := live.Reset(t.Context()); err == nil {
		err = restored
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// check fails the test for what no page can ask for.
func check(t testing.TB, p *browser.Page) {
	t.Helper()
	mistakes := p.Mistakes()
	for _, m := range mistakes {
		t.Errorf("%s: %s", m.Field, m.Message)
	}
	if len(mistakes) > 0 {
		t.FailNow()
	}
}

// ExpectAllowed fails the test when a browser keeps the answer from the page: with
// what each of them says, the cause, and what to change.
func (s *Server) ExpectAllowed(t testing.TB, p *browser.Page) {
	t.Helper()
	s.Expect(t, p, suite.Want{Verdict: suite.Allowed})
}

// ExpectBlocked fails the test when a browser gives the page the answer, or blocks
// it for another reason. The reason is a word of a suite file: a browser's name for
// the failure, a layer (bucket, edge, cache, client) or the id of a cause; empty for
// any.
func (s *Server) ExpectBlocked(t testing.TB, p *browser.Page, reason string) {
	t.Helper()
	why, ok := suite.ReasonOf(reason)
	if !ok {
		t.Fatalf("%q is no reason for a block%s", reason, config.DidYouMean(reason, suite.Reasons()))
	}
	s.Expect(t, p, suite.Want{Verdict: suite.Blocked, Reason: why})
}

// Expect fails the test when anything is not as wanted. Engines, when set, are those
// that count.
func (s *Server) Expect(t testing.TB, p *browser.Page, want suite.Want) {
	t.Helper()
	all := s.Ask(t, p, want.Engines...)
	for _, f := range want.Judge(all, all) {
		t.Error(words(p, &f))
	}
}

// words are a failure as the command line says it.
func words(p *browser.Page, f *suite.Failure) string {
	method := p.Method
	if method == "" {
		method = "GET"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, from %s\n", method, p.URL, p.Origin)
	painter := &browser.Painter{W: &b}
	painter.Line("expected", f.Expected)
	painter.Line("got", f.Got)
	browser.Counsel(painter, f.Advice)
	return strings.TrimRight(b.String(), "\n")
}

// Check runs a suite file's expectations offline, each as a test of its name.
func Check(t *testing.T, file string) {
	t.Helper()
	s, err := suite.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	w, end, err := emulator.OfflineOf(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	if err := s.Locate(w); err != nil {
		t.Fatal(err)
	}
	report := s.Run(t.Context(), w)
	for i := range report.Results {
		r := &report.Results[i]
		t.Run(r.Name, func(t *testing.T) {
			if !r.Holds {
				var b strings.Builder
				r.Text(&browser.Painter{W: &b}, report.Suite)
				t.Error(strings.TrimRight(b.String(), "\n"))
			}
		})
	}
}
