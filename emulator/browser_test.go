package emulator_test

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"crossfront/browsers/chromiumtest"
	"crossfront/web/player"
)

// artifacts is the folder for screenshots: $ARTIFACTS, else the test's own.
func artifacts(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ARTIFACTS")
	if dir == "" {
		return t.TempDir()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// corsLog collects what Chromium reports of requests that CORS blocked.
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

// browse opens a tab of a fresh Chromium, with further flags.
func browse(t *testing.T, flags ...chromedp.ExecAllocatorOption) (context.Context, *corsLog) {
	t.Helper()
	log := &corsLog{}
	return chromiumtest.OpenFor(t, log.listen, append(flags, chromedp.Flag("autoplay-policy", "no-user-gesture-required"))...), log
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// id is the selector of an element by its data-testid.
func id(name string) chromedp.CSS { return chromedp.CSS(`[data-testid="` + name + `"]`) }

// until waits for a JavaScript expression to hold.
func until(t *testing.T, ctx context.Context, what, expression string) {
	t.Helper()
	waiting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.Run(waiting, chromedp.Poll[bool](expression)); err != nil {
		status, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
		t.Fatalf("%s: %v\nthe page shows:\n%s", what, err, status)
	}
}

func screenshot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(artifacts(t), name), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	isBlocked = `document.querySelector('[data-testid="player-status"]')?.dataset.state === 'blocked'`
	plays     = `(document.querySelector('video')?.currentTime ?? 0) > 3`
)

// TestStoryInChromium walks the seed story on the real page and believes only
// what the browser reports: its own CORS error, and currentTime.
func TestStoryInChromium(t *testing.T) {
	if !player.Built() {
		t.Skip("the page is not built; `make test` builds it")
	}
	r := start(t)
	ctx, log := browse(t)
	address := r.Addresses().URLs().Console + "/"

	blocked := func(station string) {
		t.Helper()
		until(t, ctx, station, isBlocked)
		if got := log.take(); !slices.Contains(got, string(network.CorsErrorMissingAllowOriginHeader)) {
			t.Fatalf("%s: Chromium reported %v, want MissingAllowOriginHeader", station, got)
		}
		if at, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`document.querySelector('video').currentTime`)); err != nil || at != 0 {
			t.Errorf("%s: currentTime %v, %v", station, at, err)
		}
	}
	again := func() {
		t.Helper()
		log.take()
		do(t, ctx, chromedp.Click(id("reload-player")))
	}

	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(address))
	blocked("(a) the default")
	screenshot(t, ctx, "story-a-blocked.png")

	do(t, ctx, chromedp.WaitVisible(id("cors-editor")), selectAll("cors-editor"),
		chromedp.SendKeys(id("cors-editor"), storyPolicy), chromedp.Click(id("cors-save")))
	eventually(t, "the bucket has the policy", func() bool {
		return strings.Contains(r.console(200, "GET", "/api/buckets/media/cors", ""), `"AllowedOrigins":["*"]`)
	})
	again()
	blocked("(b) the bucket's policy saved")

	do(t, ctx, chromedp.Click(chromedp.CSS(`[data-testid="tab-behavior"]`)), chromedp.WaitVisible(id("behavior-origin-request-policy")))
	choose(t, ctx, "behavior-origin-request-policy", corsS3Origin)
	do(t, ctx, chromedp.Click(id("behavior-save")))
	eventually(t, "the behavior has the policy", func() bool {
		return strings.Contains(r.console(200, "GET", "/api/distributions", ""), `"originRequestPolicyId":"`+corsS3Origin)
	})
	again()
	blocked("(c) the origin request policy saved, not invalidated")
	until(t, ctx, "(c) the list says hit", `document.querySelector('[data-testid="exchange"][data-cache="hit"]') !== null`)
	x := r.last()
	if x.Edge == nil || x.Edge.Cache != "hit" {
		t.Errorf("(c) the exchange says %+v, want a hit", x.Edge)
	}
	r.says(x, "stored", "without CORS headers")

	do(t, ctx, chromedp.Click(id("invalidate")))
	eventually(t, "the invalidation is made", func() bool { return invalidations(r) > 0 })
	again()
	until(t, ctx, "(d) invalidated: plays past 3 s", plays)
	if got := log.take(); len(got) != 0 {
		t.Errorf("(d) invalidated: Chromium reported %v", got)
	}
	screenshot(t, ctx, "story-d-playing.png")
}

// TestPriorityInChromium shows what only h2 does: under SimpleCORS the page
// plays over http and is blocked over https, because Chromium then sends
// Priority, which that policy does not cover; a policy with AllowHeaders *
// cures it.
func TestPriorityInChromium(t *testing.T) {
	if !player.Built() {
		t.Skip("the page is not built; `make test` builds it")
	}
	r := start(t)
	_, edge := r.clients()
	custom, err := edge.CreateResponseHeadersPolicy(t.Context(), &cloudfront.CreateResponseHeadersPolicyInput{
		ResponseHeadersPolicyConfig: &cf.ResponseHeadersPolicyConfig{
			Name: aws.String("any-header"),
			CorsConfig: &cf.ResponseHeadersPolicyCorsConfig{
				AccessControlAllowOrigins:     &cf.ResponseHeadersPolicyAccessControlAllowOrigins{Quantity: aws.Int32(1), Items: []string{"*"}},
				AccessControlAllowHeaders:     &cf.ResponseHeadersPolicyAccessControlAllowHeaders{Quantity: aws.Int32(1), Items: []string{"*"}},
				AccessControlAllowMethods:     &cf.ResponseHeadersPolicyAccessControlAllowMethods{Quantity: aws.Int32(1), Items: []cf.ResponseHeadersPolicyAccessControlAllowMethodsValues{"GET"}},
				AccessControlAllowCredentials: aws.Bool(false),
				OriginOverride:                aws.Bool(true),
			},
		}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, log := browse(t, chromedp.Flag("ignore-certificate-errors-spki-list", r.authorityHash()))
	setPolicy := func(id string) {
		t.Helper()
		r.console(200, "PUT", "/api/distributions/EDEMO/behaviors/0", `{"responseHeadersPolicyId":"`+id+`"}`)
	}
	setPolicy(simpleCORS)
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(r.Addresses().URLs().Console+"/"))
	until(t, ctx, "SimpleCORS over http: plays", plays)
	if got := log.take(); len(got) != 0 {
		t.Errorf("over http Chromium reported %v", got)
	}

	choose(t, ctx, "scheme", "https")
	until(t, ctx, "SimpleCORS over https: blocked", isBlocked)
	if got := log.take(); !slices.Contains(got, string(network.CorsErrorMissingAllowOriginHeader)) {
		t.Errorf("over https Chromium reported %v, want MissingAllowOriginHeader", got)
	}
	until(t, ctx, "the page names the header", `document.querySelector('[data-testid="player-status"]').innerText.includes('Priority')`)
	r.says(r.last(), "Priority", "HTTP/2")
	screenshot(t, ctx, "priority-blocked.png")

	setPolicy(*custom.ResponseHeadersPolicy.Id)
	do(t, ctx, chromedp.Click(id("reload-player")))
	until(t, ctx, "AllowHeaders * over https: plays", plays)
	if got := log.take(); len(got) != 0 {
		t.Errorf("with AllowHeaders * Chromium reported %v", got)
	}
}

// authorityHash is what Chromium knows the local authority's key by.
func (r *running) authorityHash() string {
	r.t.Helper()
	block, _ := pem.Decode([]byte(r.console(200, "GET", "/api/ca.pem", "")))
	if block == nil {
		r.t.Fatal("/api/ca.pem is no PEM")
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		r.t.Fatal(err)
	}
	hash := sha256.Sum256(cert.RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(hash[:])
}

// selectAll marks the whole text of a field, so that typing replaces it.
func selectAll(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[any](fmt.Sprintf(`document.querySelector('[data-testid=%q]').select()`, name)))
		return err
	})
}

// choose picks an option of a select as a person would: the page hears of it.
func choose(t *testing.T, ctx context.Context, name, value string) {
	t.Helper()
	script := fmt.Sprintf(`(() => {
		const select = document.querySelector('[data-testid=%q]');
		select.value = %q;
		select.dispatchEvent(new Event('input', {bubbles: true}));
		select.dispatchEvent(new Event('change', {bubbles: true}));
		return select.value;
	})()`, name, value)
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](script))
	if err != nil || got != value {
		t.Fatalf("choosing %s in %s: got %q, %v", value, name, got, err)
	}
}

// invalidations is how many were made of the demo's distribution.
func invalidations(r *running) int {
	r.t.Helper()
	_, client := r.clients()
	list, err := client.ListInvalidations(r.t.Context(), &cloudfront.ListInvalidationsInput{DistributionId: aws.String("EDEMO")})
	if err != nil {
		r.t.Fatal(err)
	}
	return len(list.InvalidationList.Items)
}

// eventually waits for something that another goroutine brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			t.Fatalf("still waiting: %s", what)
		case <-tick.C:
		}
	}
}
