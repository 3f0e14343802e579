package emulator_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"crossfront/scenarios"
	"crossfront/web/player"
)

// pictures are what docs/gallery shows of each scenario; see the go:generate
// line of scenarios.
var pictures = flag.String("pictures", "", "write a picture of each scenario into this folder")

// TestGalleryShowsAll opens every scenario in the page: each expectation of both
// halves has a journey, or says that nothing was asked.
func TestGalleryShowsAll(t *testing.T) {
	if !player.Built() {
		t.Skip("the page is not built; `make test` builds it")
	}
	all, err := scenarios.All()
	if err != nil {
		t.Fatal(err)
	}
	url := start(t).Addresses().URLs().Console + "/gallery.html"
	ctx, _ := browse(t)
	do(t, ctx, chromedp.EmulateViewport(1240, 900), chromedp.Navigate(url))
	for _, s := range all {
		do(t, ctx, chromedp.Navigate(url+"#"+s.ID))
		until(t, ctx, s.ID, fmt.Sprintf(`document.querySelector('[data-testid="scenario"][data-half="broken"] h2')?.innerText === %q`, s.Title))
		until(t, ctx, s.ID+", broken", drawn(len(s.Broken.Expectations)))
		if *pictures != "" {
			picture(t, ctx, filepath.Join(*pictures, s.ID+".webp"))
		}
		do(t, ctx, chromedp.Click(id("fixed")))
		until(t, ctx, s.ID+", fixed", `document.querySelector('[data-half="fixed"]') && `+drawn(len(s.Fixed.Expectations)))
	}
}

// drawn holds when all the expectations are shown with what a browser makes of
// them. Those of other browsers alone say so.
func drawn(expectations int) string {
	return fmt.Sprintf(`((asked) => asked.length === %d
		&& asked.some((x) => x.querySelector('journey-picture svg') || x.innerText.includes('No request was made.'))
		&& asked.every((x) => x.querySelector('journey-picture svg') || x.innerText.includes('No request was made.') || x.innerText.includes('Expected of'))
		&& asked.every((x) => [...x.querySelectorAll('journey-picture')].every((p) => p.querySelector('svg'))))
		([...document.querySelectorAll('[data-testid="scenario"] .asked')])`, expectations)
}

// picture writes what stands from the switches on, as far as a reader looks.
func picture(t *testing.T, ctx context.Context, file string) {
	t.Helper()
	const tallest = 900
	shot, err := chromedp.Run(ctx, chromedp.Action[cdppage.CaptureScreenshotResult](func(ctx context.Context, tab *chromedp.Target) (cdppage.CaptureScreenshotResult, error) {
		clip, err := chromedp.Evaluate[cdppage.Viewport](`((from, to) => ({
			x: from.left + scrollX, y: from.top + scrollY, width: from.width, height: Math.ceil(to.bottom - from.top), scale: 1,
		}))(document.querySelector('.switches').getBoundingClientRect(), [...document.querySelectorAll('.asked')].at(-1).getBoundingClientRect())`)(ctx, tab)
		if err != nil {
			return cdppage.CaptureScreenshotResult{}, err
		}
		clip.Height = min(clip.Height, tallest)
		quality, beyond := int64(60), true
		return cdp.Call(ctx, tab, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
			Format: cdppage.CaptureScreenshotFormatWebp, Quality: &quality, CaptureBeyondViewport: &beyond, Clip: &clip,
		})
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, shot.Data, 0o644); err != nil {
		t.Fatal(err)
	}
}
