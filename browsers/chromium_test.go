package browsers

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// A report is what a browser says of one ask.
type report struct {
	Allowed bool   `json:"allowed"`
	Status  int    `json:"status"`
	Headers string `json:"headers"` // names that the script can read, sorted
	Error   string `json:"-"`       // the browser's own name, where it has names
}

// A driver is a browser with a page open.
type driver interface {
	// fetch has the page call fetch, and waits for what comes of it.
	fetch(t *testing.T, a *ask) report
}

// askScript is a function that calls fetch, or shows an image, and says what
// came.
const askScript = `async (a) => {
  const element = (name, set) => new Promise((resolve, reject) => {
    const e = document.createElement(name);
    e.onload = () => resolve();
    e.onerror = () => reject(new Error('error'));
    if (a.crossorigin) e.crossOrigin = a.crossorigin;
    set(e);
    if (name !== 'img') document.head.append(e);
  });
  const elements = {
    img: () => element('img', (e) => { e.src = a.url; }),
    script: () => element('script', (e) => { e.src = a.url; }),
    module: () => element('script', (e) => { e.type = 'module'; e.src = a.url; }),
    style: () => element('link', (e) => { e.rel = 'stylesheet'; e.href = a.url; }),
    xhr: () => new Promise((resolve, reject) => {
      const x = new XMLHttpRequest();
      x.open(a.method || 'GET', a.url);
      x.withCredentials = a.credentials === 'include';
      for (const [name, value] of Object.entries(a.headers ?? {})) x.setRequestHeader(name, value);
      x.onload = () => resolve();
      x.onerror = () => reject(new Error('error'));
      x.send();
    }),
  };
  try {
    if (elements[a.initiator]) {
      await elements[a.initiator]();
      return JSON.stringify({ allowed: true });
    }
    const r = await fetch(a.url, {
      method: a.method || 'GET', headers: a.headers ?? {}, credentials: a.credentials || 'same-origin', mode: a.mode, cache: a.cache || 'default', redirect: 'follow',
    });
    await r.arrayBuffer();
    return JSON.stringify({ allowed: true, status: r.status, headers: [...r.headers.keys()].sort().join(' ') });
  } catch (e) {
    return JSON.stringify({ allowed: false });
  }
}`

// chromium is driven by the Chrome DevTools Protocol, which names the failure.
type chromium struct {
	tab context.Context

	mu     sync.Mutex
	errors chan string
}

func openChromium(t *testing.T, s *site) driver {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	if path == "" {
		path = find(t, "chromium", "chromium-browser", "google-chrome")
	}
	c := &chromium{errors: make(chan string, 100)}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(func(ev any) {
		if failed, ok := ev.(*network.EventLoadingFailed); ok && failed.CorsErrorStatus != nil {
			c.errors <- string(failed.CorsErrorStatus.CorsError)
		}
	}))
	t.Cleanup(closeTab)
	c.tab = tab
	if err := chromedp.Do(tab, chromedp.Navigate(s.origin+"/still")); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *chromium) fetch(t *testing.T, a *ask) (r report) {
	t.Helper()
	for len(c.errors) > 0 {
		<-c.errors
	}
	doc, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(c.tab, 20*time.Second)
	defer cancel()
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf("(%s)(%s)", askScript, doc), chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(said), &r)
	}
	if err != nil {
		t.Fatalf("%s %s: %v", a.Method, a.URL, err)
	}
	if r.Allowed || a.Mode == "no-cors" { // whose failures are no CORS errors
		return r
	}
	select {
	case r.Error = <-c.errors:
	case <-time.After(3 * time.Second):
		r.Error = "no CORS error was reported"
	}
	return r
}
