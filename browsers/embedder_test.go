package browsers

import (
	"testing"

	"crossfront/corsengine/fetch"
)

// TestEmbedder: pages with an embedder policy ask with and without CORS, for
// answers with and without Cross-Origin-Resource-Policy.
func TestEmbedder(t *testing.T) {
	for _, e := range []struct {
		engine fetch.Engine
		open   func(*testing.T, *site) driver
	}{{fetch.Chromium, openChromium}, {fetch.Firefox, openFirefox}, {fetch.WebKit, openWebKit}} {
		for _, policy := range []fetch.EmbedderPolicy{fetch.RequireCORP, fetch.Credentialless} {
			t.Run(e.engine.String()+" "+string(policy), func(t *testing.T) { testEmbedder(t, e.engine, policy, e.open) })
		}
	}
}

func testEmbedder(t *testing.T, engine fetch.Engine, policy fetch.EmbedderPolicy, open func(*testing.T, *site) driver) {
	s := newSite(t, policy)
	b := open(t, s)
	rules := []map[string]any{{"AllowedOrigins": []string{s.origin}, "AllowedMethods": []string{"GET"}}}
	resource := func(name, value string) map[string]any {
		return map[string]any{"ResponseHeadersPolicyConfig": map[string]any{"Name": name, "CustomHeadersConfig": map[string]any{
			"Quantity": 1, "Items": []map[string]any{{"Header": "Cross-Origin-Resource-Policy", "Value": value, "Override": true}},
		}}}
	}
	worlds := []*world{
		{Name: "w0", Public: true, Rules: rules, Behavior: map[string]any{"originRequestPolicy": "CORS-S3Origin"}},
		{Name: "w1", Public: true, Behavior: map[string]any{"responseHeadersPolicy": "cross"}, Policy: resource("cross", "cross-origin")},
		{Name: "w2", Public: true, Behavior: map[string]any{"responseHeadersPolicy": "same"}, Policy: resource("same", "same-origin")},
	}
	file := seed(t, worlds)
	running, model := start(t, file), offline(t, file)
	allowed := 0
	for i, w := range worlds {
		for j, mode := range []string{"no-cors", "cors"} {
			a := &ask{Via: "edge", Key: "a.txt", Method: "GET", Credentials: "omit", Mode: mode}
			a.URL = address(running, w, a, 2*i+j)
			page := a.page(s.origin)
			page.Embedder = policy
			want, got := expect(t, model, engine, page), measured(b.fetch(t, a), running, a, 0)
			want.err, got.err = "", ""
			if got != want {
				t.Errorf("%s %s: the browser: %+v; the model: %+v", w.Name, mode, got, want)
			}
			if got.allowed {
				allowed++
			}
		}
	}
	if allowed == 0 || allowed == 2*len(worlds) {
		t.Errorf("%d of %d were allowed: nothing was shown", allowed, 2*len(worlds))
	}
}
