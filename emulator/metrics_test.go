package emulator_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestMetrics holds /metrics to Prometheus's text format, and its counter to
// the requests that were made.
func TestMetrics(t *testing.T) {
	r := start(t)
	urls := r.Addresses().URLs()
	// On one connection: the last request may not be counted yet, those before are.
	for range 4 {
		res, err := http.Get(urls.AWS + "/media/private")
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	res, err := http.Get(urls.Console + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if kind := res.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
		t.Errorf("Content-Type %q", kind)
	}
	text := string(body)
	if want := regexp.MustCompile(`\ncrossfront_exchanges_total\{entry="s3",cache="",status="403"\} [34]\n`); !want.MatchString(text) {
		t.Errorf("no %s in\n%s", want, text)
	}
	sample := regexp.MustCompile(`^([a-z_]+)(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9][0-9.e+]*\n$`)
	typed := ""
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			typed, _, _ = strings.Cut(rest, " ")
		}
		if strings.HasPrefix(line, "# ") {
			continue
		}
		if m := sample.FindStringSubmatch(line); m == nil || m[1] != typed {
			t.Errorf("%q below the type of %s", line, typed)
		}
	}
	for _, name := range []string{"crossfront_cache_entries 0", "crossfront_cache_bytes 0", "crossfront_distributions 1", "go_goroutines ", "go_memstats_heap_alloc_bytes ", "go_memstats_sys_bytes "} {
		if !strings.Contains(text, "\n"+name) {
			t.Errorf("no %s", name)
		}
	}
}
