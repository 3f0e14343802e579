package suite

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"crossfront/emulator/advice"
	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// RunAgainst sends everything that the suite asks to a server, and has the
// expectations judged by its answers. An answer that differs from what the
// configuration gives in w is a failure, too. What needs to move a server's
// clock or to empty its cache is skipped.
func (s *Suite) RunAgainst(ctx context.Context, w World, t *Target) *Report {
	return s.run(ctx, []World{&live{World: w, target: t}}, (*Expectation).runLive)
}

func (x *Expectation) runLive(ctx context.Context, w World) Result {
	for i := range x.Steps {
		switch {
		case x.Steps[i].Advance != 0:
			return Result{Name: x.Name, Line: x.Line, Skipped: "a server's clock cannot be moved"}
		case len(x.Steps[i].Invalidate) > 0:
			return Result{Name: x.Name, Line: x.Line, Skipped: "invalidations are not sent to a server"}
		}
	}
	result := x.run(ctx, w)
	l := w.(*live)
	for _, f := range l.differences {
		f.Line = x.Line
		result.Failures = append(result.Failures, f)
	}
	l.differences = nil
	return result
}

// live is a world in which a server answers. The configuration's own world is
// asked the same, to compare.
type live struct {
	World
	target      *Target
	differences []Failure
}

func (l *live) Ask(ctx context.Context, q *http.Request, via string) (*journal.Exchange, []string, error) {
	x, assumed, err := l.World.Ask(ctx, q, via)
	if err != nil {
		return nil, nil, err
	}
	if l.target.held(q.Method) {
		return x, append(assumed, q.Method+" was not sent to "+l.target.name+", as it may change something (--writes sends it): the answer is the configuration's"), nil
	}
	res, err := l.target.ask(ctx, q, x.Entry)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	got := answered(x, res)
	if !l.compare(q, x, res) {
		// Why a server answered otherwise is not known here.
		got.Edge, got.S3 = nil, nil
	}
	return got, assumed, nil
}

// cachesOf are the visits that met a cache as the steps left it: all, in a world
// that is fresh for every engine; in front of a server the first one, which
// warmed its cache for the others.
func cachesOf(w World, visits []*browser.Visit) []*browser.Visit {
	if _, ok := w.(*live); ok && len(visits) > 1 {
		return visits[:1]
	}
	return visits
}

// maxAnswerBytes are read of a server's answer; what follows is counted as
// announced.
const maxAnswerBytes = 64 << 10

// answered is x with a server's answer in the place of the configuration's.
func answered(x *journal.Exchange, res *http.Response) *journal.Exchange {
	got := *x
	n, _ := io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswerBytes))
	got.Response = journal.Response{Status: res.StatusCode, Bytes: max(n, res.ContentLength)}
	names := make([]string, 0, len(res.Header))
	for name := range res.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range res.Header[name] {
			got.Response.Headers = append(got.Response.Headers, journal.Header{name, value})
		}
	}
	if x.Edge != nil {
		edge := *x.Edge
		if did := cacheOf(res.Header.Get("X-Cache")); did != "" {
			edge.Cache = did
		}
		got.Edge = &edge
	}
	return &got
}

// cacheOf is what the cache did, by CloudFront's own header.
func cacheOf(xCache string) string {
	switch what, _, _ := strings.Cut(xCache, " "); what {
	case "Hit":
		return journal.CacheHit
	case "Miss":
		return journal.CacheMiss
	case "RefreshHit":
		return journal.CacheRefreshHit
	case "Error":
		return journal.CacheError
	case "FunctionGeneratedResponse", "LambdaGeneratedResponse":
		return journal.CacheGenerated
	}
	return ""
}

// compare notes in what a server's answer differs as to CORS. What its cache
// did is not compared: only the server knows who asked before.
func (l *live) compare(q *http.Request, x *journal.Exchange, res *http.Response) (same bool) {
	here, there := browser.Differences(x.Response.Status, advice.Headers(x.Response.Headers), res.StatusCode, res.Header)
	if len(here) == 0 {
		return true
	}
	f := Failure{
		Expected: q.Method + " " + q.URL.String() + " as the configuration answers: " + strings.Join(here, ", "),
		Got:      strings.Join(there, ", "),
		Differs:  true,
	}
	if res.Header.Get("Age") != "" {
		f.Got += ", from a cache (Age: " + res.Header.Get("Age") + "), so it may be older than the configuration"
	}
	if !slices.ContainsFunc(l.differences, func(have Failure) bool { return have.Expected == f.Expected && have.Got == f.Got }) {
		l.differences = append(l.differences, f)
	}
	return false
}
