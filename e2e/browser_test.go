package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"crossfront/browsers/chromiumtest"
)

// The AWS SDK's part of the clients, see ../clients.
const scriptDir, script = "../clients/dist", "awssdk.js"

// page is a page with the SDK in a fresh Chromium, on an origin of its own.
type page struct {
	tab    context.Context
	origin string
	log    *pageLog
}

// openPage serves it and opens it.
func openPage(t *testing.T) *page {
	t.Helper()
	if _, err := os.Stat(filepath.Join(scriptDir, script)); err != nil {
		lacking(t, "the page's script is not built; `make test` builds it")
	}
	files := http.FileServer(http.Dir(scriptDir))
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			files.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>Uploads</title><script src="/%s"></script>`, script)
	}))
	t.Cleanup(site.Close)
	p := &page{origin: site.URL, log: &pageLog{}}

	p.tab = chromiumtest.OpenFor(t, p.log.listen)
	if err := chromedp.Do(p.tab, chromedp.Navigate(site.URL+"/")); err != nil {
		t.Fatal(err)
	}
	return p
}

// arguments of one of the page's functions.
type arguments map[string]any

// progress is what the page was told on the way.
type progress struct{ Loaded, Total int64 }

// result is what the page's functions answer with; ../clients/src/awssdk.js.
type result struct {
	Error    string
	Status   int
	ETag     string
	Key      string
	UploadID string `json:"uploadId"`
	SHA256   string
	Found    int // parts that were there before a resumed upload
	Progress []progress
}

// call calls one of the page's functions and waits for its end. What Chromium
// reported before is forgotten.
func (p *page) call(t *testing.T, function string, with arguments) result {
	t.Helper()
	p.log.clear()
	text, err := json.Marshal(with)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := chromedp.Run(p.tab, chromedp.Evaluate[result](fmt.Sprintf("client.%s(%s)", function, text), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", function, err)
	}
	return answer
}

// blocked are the requests that Chromium has reported as blocked by CORS, by
// the DevTools protocol's name for the reason: Network.CorsError.
func (p *page) blocked() []network.CorsError {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	return slices.Clone(p.log.blocked)
}

// said is all that Chromium's console shows.
func (p *page) said() string {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	return strings.Join(p.log.console, "\n")
}

// printed are the console's lines about CORS, sorted, as if fetch had been used
// throughout: the emulator cannot know what a page asked with.
func (p *page) printed() []string {
	var lines []string
	for line := range strings.Lines(p.said()) {
		if strings.Contains(line, "has been blocked by CORS policy") {
			lines = append(lines, strings.Replace(strings.TrimSpace(line), "Access to XMLHttpRequest at", "Access to fetch at", 1))
		}
	}
	slices.Sort(lines)
	return lines
}

// compare holds what the page says it sent against what S3 has.
func (r *result) compare(t *testing.T, body []byte) {
	t.Helper()
	if r.ETag == "" {
		t.Error("the app has no ETag")
	}
	if r.SHA256 == "" { // a small file
		if string(body) != uploadText {
			t.Errorf("S3 has %q", body)
		}
	} else if sum := sha256.Sum256(body); len(body) != uploadBytes || hex.EncodeToString(sum[:]) != r.SHA256 {
		t.Errorf("S3 has %d bytes with SHA-256 %x, the page sent %d with %s", len(body), sum, uploadBytes, r.SHA256)
	}
}

// compareProgress holds what the page was told on its way against a progress
// bar's needs: it moves forward only, and ends at the total.
func (r *result) compareProgress(t *testing.T, times int) {
	t.Helper()
	if len(r.Progress) < times {
		t.Fatalf("progress was told %d times, want %d or more", len(r.Progress), times)
	}
	if last := r.Progress[len(r.Progress)-1]; last.Loaded != last.Total || times > 1 && last.Total != uploadBytes {
		t.Errorf("the last progress is %+v", last)
	}
	if !slices.IsSortedFunc(r.Progress, func(a, b progress) int { return int(a.Loaded - b.Loaded) }) {
		t.Errorf("progress went back: %+v", r.Progress)
	}
}

// pageLog collects what Chromium reports and prints.
type pageLog struct {
	mu      sync.Mutex
	blocked []network.CorsError
	console []string
}

func (l *pageLog) listen(ev any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventLoadingFailed:
		if ev.CorsErrorStatus != nil {
			l.blocked = append(l.blocked, ev.CorsErrorStatus.CorsError)
		}
	case *log.EventEntryAdded:
		l.console = append(l.console, ev.Entry.Text)
	}
}

func (l *pageLog) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.blocked, l.console = nil, nil
}
