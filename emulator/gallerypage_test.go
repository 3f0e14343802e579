package emulator_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"crossfront/web/player"
)

// TestGalleryInChromium: whoever's video does not play is at the failure and its
// cure after three clicks, and their own world is as it was.
func TestGalleryInChromium(t *testing.T) {
	if !player.Built() {
		t.Skip("the page is not built; `make test` builds it")
	}
	r := start(t)
	ctx, _ := browse(t)
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(r.Addresses().URLs().Console+"/"))
	until(t, ctx, "the player says why it is blocked", `document.querySelector('[data-testid="player-status"]')?.dataset.state === 'blocked'`)
	before := r.console(200, "GET", "/api/buckets/media/cors", "")

	do(t, ctx, chromedp.Click(id("gallery")), chromedp.WaitVisible(id("symptom")))
	until(t, ctx, "all scenarios are listed", `document.querySelectorAll('[data-testid="scenarios"] a').length >= 45`)
	do(t, ctx, chromedp.SendKeys(id("symptom"), "my video does not play"))
	until(t, ctx, "some are found", `((n) => n > 0 && n < 10)(document.querySelectorAll('[data-testid="scenarios"] a').length)`)
	do(t, ctx, chromedp.Click(chromedp.CSS(`[data-testid="scenarios"] a`)))
	until(t, ctx, "the broken world", `document.querySelector('[data-testid="scenario"]')?.innerText.includes('blocks it: MissingAllowOriginHeader')`)
	screenshot(t, ctx, "gallery-broken.png")
	do(t, ctx, chromedp.Click(id("fixed")))
	until(t, ctx, "the fixed world and its cure", `((text) => text.includes('allows it') && !text.includes('blocks it') && text.includes('What was changed'))(document.querySelector('[data-testid="scenario"]').innerText)`)
	screenshot(t, ctx, "gallery-fixed.png")
	do(t, ctx, chromedp.Click(id("firefox")), chromedp.Click(id("broken")))
	until(t, ctx, "in Firefox's words", `document.querySelector('[data-testid="scenario"]').innerText.includes('CORSMissingAllowOrigin')`)

	if after := r.console(200, "GET", "/api/buckets/media/cors", ""); after != before {
		t.Errorf("the user's bucket had %s and has %s", before, after)
	}
}
