package browsers

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"crossfront/browsers/drive"
)

// A world is a bucket, a distribution in front of it, and what a page asks of
// the two, in order.
type world struct {
	Name     string
	Rules    []map[string]any
	Public   bool
	Behavior map[string]any
	Policy   map[string]any // a response headers policy of its own; nil: none
	Asks     []ask
}

// An ask is one call of fetch, or one element.
type ask struct {
	Via         string // "s3" or "edge"
	Key         string
	URL         string
	Method      string
	Headers     map[string]string
	Credentials string
	Mode        string
	Cache       string // fetch's option
	// What asks in place of fetch, and how; empty in random worlds.
	Initiator   string
	CrossOrigin string
}

// wire is the ask as the page gets it.
func (a *ask) wire() *drive.Ask {
	return &drive.Ask{URL: a.URL, Method: a.Method, Headers: a.Headers, Credentials: a.Credentials, Mode: a.Mode, Cache: a.Cache,
		Initiator: a.Initiator, CrossOrigin: a.CrossOrigin}
}

func (w *world) String() string {
	doc, _ := json.MarshalIndent(w, "", "  ")
	return string(doc)
}

// draw makes worlds; page is the origin that asks.
type draw struct {
	*rand.Rand
	page string
}

func pick[T any](d *draw, from ...T) T { return from[d.IntN(len(from))] }

// some is each of the list with the probability p, and once; at least one.
func some(d *draw, p float64, from ...string) []string {
	var list []string
	for _, one := range from {
		if d.Float64() < p && !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	if len(list) == 0 {
		list = []string{pick(d, from...)}
	}
	return list
}

func (d *draw) world(n int) *world {
	w := &world{Name: fmt.Sprintf("w%d", n), Public: d.Float64() < 0.7, Behavior: d.behavior()}
	if d.Float64() < 0.35 {
		w.Policy = d.policy("policy-" + w.Name)
		w.Behavior["responseHeadersPolicy"] = "policy-" + w.Name
	}
	for range pick(d, 0, 1, 1, 1, 1, 2, 2, 3) {
		w.Rules = append(w.Rules, d.rule())
	}
	via := pick(d, "s3", "edge", "edge")
	for i := range pick(d, 1, 1, 2, 3) {
		a := d.ask()
		a.Via = via
		if i > 0 && d.Float64() < 0.5 { // the same again, as others would ask for it
			a = w.Asks[0]
			if d.Float64() < 0.4 {
				a.Mode, a.Method, a.Headers, a.Credentials = "no-cors", "GET", nil, "omit"
			}
		}
		w.Asks = append(w.Asks, a)
	}
	return w
}

func (d *draw) rule() map[string]any {
	r := map[string]any{
		"AllowedOrigins": some(d, 0.2, "*", "*", d.page, d.page, d.page, d.page+"/", "http://*", "https://app.example.com", "http://APP.localhost"),
		"AllowedMethods": some(d, 0.6, "GET", "GET", "HEAD", "PUT", "POST", "DELETE"),
	}
	if d.Float64() < 0.7 {
		r["AllowedHeaders"] = some(d, 0.25, "*", "*", "*", "content-type", "Content-*", "x-amz-*", "range", "Authorization", "x-a")
	}
	if d.Float64() < 0.3 {
		r["ExposeHeaders"] = some(d, 0.3, "ETag", "x-amz-request-id", "Content-Range", "x-cache", "Set-Cookie")
	}
	if d.Float64() < 0.3 {
		r["MaxAgeSeconds"] = pick(d, 0, 5, 3000)
	}
	return r
}

func (d *draw) behavior() map[string]any {
	b := map[string]any{}
	set := func(name string, value any) {
		if value != "" {
			b[name] = value
		}
	}
	set("cachePolicy", pick(d, "", "", "CachingDisabled", "CachingOptimizedForUncompressedObjects", "UseOriginCacheControlHeaders", "Elemental-MediaPackage"))
	set("originRequestPolicy", pick(d, "", "", "CORS-S3Origin", "CORS-S3Origin", "AllViewerExceptHostHeader", "UserAgentRefererHeaders", "AllViewer"))
	set("responseHeadersPolicy", pick(d, "", "", "", "SimpleCORS", "CORS-With-Preflight", "CORS-and-SecurityHeadersPolicy", "CORS-with-preflight-and-SecurityHeadersPolicy", "SecurityHeadersPolicy"))
	switch d.IntN(3) {
	case 0:
		b["allowedMethods"] = []string{"GET", "HEAD", "OPTIONS"}
	case 1:
		b["allowedMethods"] = []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}
	}
	if b["allowedMethods"] != nil && d.Float64() < 0.3 {
		b["cachedMethods"] = []string{"GET", "HEAD", "OPTIONS"}
	}
	return b
}

// policy is a response headers policy with a CORS section that CloudFront takes:
// with credentials, nothing may be *.
func (d *draw) policy(name string) map[string]any {
	list := func(items []string) map[string]any { return map[string]any{"Quantity": len(items), "Items": items} }
	credentials := d.Float64() < 0.4
	origins, headers := []string{"*", d.page, "http://*.localhost", "https://app.example.com"}, []string{"*", "priority", "x-a", "content-type", "Range"}
	methods := []string{"GET", "HEAD", "PUT", "DELETE", "ALL"}
	if credentials {
		origins, headers, methods = origins[1:], headers[1:], methods[:4]
	}
	methods = some(d, 0.4, methods...)
	if slices.Contains(methods, "ALL") {
		methods = []string{"ALL"}
	}
	headers, origins = some(d, 0.4, headers...), some(d, 0.3, origins...)
	if headers[0] == "*" {
		headers = headers[:1]
	}
	if origins[0] == "*" {
		origins = origins[:1]
	}
	return map[string]any{"ResponseHeadersPolicyConfig": map[string]any{"Name": name, "CorsConfig": map[string]any{
		"AccessControlAllowOrigins": list(origins), "AccessControlAllowHeaders": list(headers), "AccessControlAllowMethods": list(methods),
		"AccessControlAllowCredentials": credentials, "AccessControlExposeHeaders": list(some(d, 0.5, "ETag", "X-Cache")), "OriginOverride": d.Float64() < 0.6,
	}}}
}

func (d *draw) ask() ask {
	a := ask{
		Key:         pick(d, "a.txt", "a.txt", "a.txt", "missing.txt"),
		Method:      pick(d, "GET", "GET", "GET", "GET", "HEAD", "PUT", "PUT", "POST", "DELETE", "PATCH", "put", "patch"),
		Credentials: pick(d, "omit", "same-origin", "same-origin", "include"),
		Mode:        "cors",
		Headers:     map[string]string{},
	}
	names := []string{"Content-Type", "Range", "X-Amz-Meta-A", "X-A", "Authorization", "Accept", "Accept-Language", "Cache-Control", "If-None-Match"}
	for _, name := range names {
		if d.Float64() < 0.09 {
			a.Headers[name] = pick(d, values()[name]...)
		}
	}
	return a
}

// values are what a page may set a header to.
func values() map[string][]string {
	return map[string][]string{
		"Content-Type":    {"text/plain", "application/json", "image/png", "multipart/form-data; boundary=a", "text/plain;charset=utf-8"},
		"Range":           {"bytes=0-1", "bytes=2-", "bytes=-2", "bytes=0-1,3-4", "bytes=1-0"},
		"X-Amz-Meta-A":    {"1"},
		"X-A":             {"", "b, c"},
		"Authorization":   {"Bearer a"},
		"Accept":          {"*/*", "text/html;q=0.5", `a"b`},
		"Accept-Language": {"en", "en_US"},
		"Cache-Control":   {"no-cache"},
		"If-None-Match":   {`"x"`},
	}
}

// seed writes the worlds as a seed file, and returns its name.
func seed(t *testing.T, worlds []*world) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("hello, world"), 0o644); err != nil {
		t.Fatal(err)
	}
	var buckets, distributions, policies []map[string]any
	for _, w := range worlds {
		b := map[string]any{"name": w.bucket(), "public": w.Public, "objects": []map[string]any{{"from": "a.txt"}}}
		if len(w.Rules) > 0 {
			b["cors"] = w.Rules
		}
		buckets = append(buckets, b)
		if w.Policy != nil {
			policies = append(policies, w.Policy)
		}
		distributions = append(distributions, map[string]any{"id": w.distribution(), "origin": "s3://" + w.bucket(), "behavior": w.Behavior})
	}
	doc, err := json.Marshal(map[string]any{"buckets": buckets, "distributions": distributions, "policies": policies})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "seed.yaml") // JSON is YAML
	if err := os.WriteFile(name, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func (w *world) bucket() string       { return "bucket-" + w.Name }
func (w *world) distribution() string { return "EW" + w.Name[1:] }
