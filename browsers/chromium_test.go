package browsers

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"crossfront/browsers/chromiumtest"
	"crossfront/browsers/drive"
)

// A report is what a browser says of one ask.
type report struct {
	drive.Report
	Error string // the browser's own name, where it has names
}

// patience is how long a browser may take for one ask, and for saying and
// recording what came of it.
const patience = time.Minute

// A driver is a browser with a page open.
type driver interface {
	// fetch has the page call fetch, and waits for what comes of it.
	fetch(t *testing.T, a *ask) report
}

// chromium is driven by the Chrome DevTools Protocol, which names the failure.
type chromium struct {
	tab context.Context

	errors chan string
}

func openChromium(t *testing.T, s *site) driver {
	t.Helper()
	c := &chromium{errors: make(chan string, 100)}
	c.tab = chromiumtest.Open(t, func(ev any) {
		if failed, ok := ev.(*network.EventLoadingFailed); ok && failed.CorsErrorStatus != nil {
			c.errors <- string(failed.CorsErrorStatus.CorsError)
		}
	})
	if err := chromedp.Do(c.tab, chromedp.Navigate(s.origin+drive.Still)); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *chromium) fetch(t *testing.T, a *ask) (r report) {
	t.Helper()
	for len(c.errors) > 0 {
		<-c.errors
	}
	doc, err := json.Marshal(a.wire())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(c.tab, patience)
	defer cancel()
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf("(%s)(%s)", drive.Script, doc), chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(said), &r.Report)
	}
	if err != nil {
		t.Fatalf("%s %s: %v", a.Method, a.URL, err)
	}
	if r.Allowed || a.Mode == "no-cors" { // whose failures are no CORS errors
		return r
	}
	select {
	case r.Error = <-c.errors:
	case <-time.After(patience):
		r.Error = "no CORS error was reported"
	}
	return r
}
