// Package chromiumtest opens tabs of a real Chromium for tests that look inside
// it: its network, its storage, what a page shows. Package drive has all three
// engines, from outside.
package chromiumtest

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"crossfront/browsers/drive"
)

// Patience is how long a browser may take for whatever it does: it starts beside
// other packages' tests, under the race detector, on machines of two cores. It
// ends waiting that would go on for ever; nothing that is right takes so long.
const Patience = 8 * time.Minute

// Path is the browser to test with. Without one the test is left out, or fails
// where $BROWSERS asks for all.
func Path(t testing.TB) string {
	t.Helper()
	path, err := drive.ChromiumPath()
	switch {
	case err == nil:
	case os.Getenv("BROWSERS") == "all":
		t.Fatal(err)
	default:
		t.Skip("no Chromium here; `make test` installs it")
	}
	return path
}

// Open opens a tab of a fresh Chromium, with further flags; listen, which may be
// nil, gets its events. Both end with the test.
func Open(t testing.TB, listen func(any), flags ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(Path(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(Patience),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(options, flags...)...)
	t.Cleanup(stop)
	var observe []chromedp.ContextOption
	if listen != nil {
		observe = append(observe, chromedp.WithListener(listen))
	}
	tab, closeTab := chromedp.NewContext(allocator, observe...)
	t.Cleanup(closeTab)
	return tab
}

// OpenFor is Open for a test that [Patience] is enough for as a whole.
func OpenFor(t testing.TB, listen func(any), flags ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	tab, cancel := context.WithTimeout(Open(t, listen, flags...), Patience)
	t.Cleanup(cancel)
	return tab
}
