package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const pageDir = "dist"

// page is the uploads page in a fresh Chromium, on an origin of its own.
type page struct {
	t      *testing.T
	tab    context.Context
	origin string
	cors   *corsLog
}

// openPage serves dist/ and opens it.
func openPage(t *testing.T) *page {
	t.Helper()
	if _, err := os.Stat(pageDir + "/uploads.js"); err != nil {
		lacking(t, "the page is not built; `make test` builds it")
	}
	site := httptest.NewServer(http.FileServer(http.Dir(pageDir)))
	t.Cleanup(site.Close)
	p := &page{t: t, origin: site.URL, cors: &corsLog{}}

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(findChromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(p.cors.listen))
	t.Cleanup(closeTab)
	tab, cancel := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(cancel)
	p.tab = tab
	if err := chromedp.Do(tab, chromedp.Navigate(site.URL+"/index.html")); err != nil {
		t.Fatal(err)
	}
	return p
}

func findChromium(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	for _, name := range [...]string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium here; `make test` installs it")
	return ""
}

// result is what the page's functions answer with; src/uploads.js.
type result struct {
	Error    string
	Status   int
	ETag     string
	Key      string
	UploadID string `json:"uploadId"`
	SHA256   string
	Found    int // parts that were there before a resumed upload
	Progress []struct{ Loaded, Total, Part int64 }
}

// upload calls one of the page's functions and waits for its end. It also
// answers with the CORS errors that Chromium reported meanwhile.
func (p *page) upload(function string, arguments any) (result, []string) {
	p.t.Helper()
	p.cors.take()
	text, err := json.Marshal(arguments)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := chromedp.Run(p.tab, chromedp.Evaluate[result](fmt.Sprintf("uploads.%s(%s)", function, text), chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", function, err)
	}
	return answer, p.cors.take()
}

// corsLog collects what Chromium reports of requests that CORS blocked: the
// names of Network.CorsError in the DevTools protocol.
type corsLog struct {
	mu     sync.Mutex
	errors []string
}

func (l *corsLog) listen(ev any) {
	failed, ok := ev.(*network.EventLoadingFailed)
	if !ok || failed.CorsErrorStatus == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errors = append(l.errors, string(failed.CorsErrorStatus.CorsError))
}

// take is what was reported since the last call.
func (l *corsLog) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.errors
	l.errors = nil
	return list
}
