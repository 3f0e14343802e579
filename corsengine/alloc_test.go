package corsengine

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// workload is a ruleset with a request that its last rule matches.
type workload struct {
	name string
	rs   *Ruleset
	req  Request
}

func workloads(t testing.TB) []workload {
	one := compileJSON(t, Options{}, `[{"AllowedOrigins":["https://app.example.com"],"AllowedMethods":["GET","HEAD"],
		"AllowedHeaders":["x-amz-*","content-type"],"ExposeHeaders":["ETag"],"MaxAgeSeconds":3000}]`)
	var rules []Rule
	for i := range MaxRules {
		rules = append(rules, Rule{
			AllowedOrigins: []string{fmt.Sprintf("https://*.app%02d.example.com", i)},
			AllowedMethods: []string{"GET", "HEAD", "PUT"},
			AllowedHeaders: []string{"*"},
		})
	}
	hundred, err := Compile(&Config{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("X-AMZ-Meta-%d", i))
	}
	const app = "https://app.example.com"
	const last = "https://a.app99.example.com"
	return []workload{
		{"no origin", one, RequestFrom("GET", http.Header{}, true)},
		{"no configuration", nil, RequestFrom("OPTIONS", preflight(app, "GET"), true)},
		{"actual", one, RequestFrom("GET", http.Header{"Origin": {app}}, true)},
		{"preflight", one, RequestFrom("OPTIONS", preflight(app, "GET", "x-amz-date,content-type"), true)},
		{"preflight, any case, blanks, two lines", one, RequestFrom("OPTIONS", preflight(app, "GET", " X-AMZ-Date , ,\tContent-TYPE", "x-amz-ACL"), true)},
		{"preflight, 200 names", one, RequestFrom("OPTIONS", preflight(app, "GET", strings.Join(many, ", ")), true)},
		{"preflight, refused", one, RequestFrom("OPTIONS", preflight("https://evil.example", "GET", "x-amz-date"), true)},
		{"actual, 100 rules", hundred, RequestFrom("GET", http.Header{"Origin": {last}}, true)},
		{"preflight, 100 rules", hundred, RequestFrom("OPTIONS", preflight(last, "PUT", "content-type"), true)},
		{"preflight, 100 rules, refused", hundred, RequestFrom("OPTIONS", preflight("https://evil.example", "PUT", "content-type"), true)},
	}
}

// The hot path: deciding allocates nothing, writing the headers at most six
// times.
func TestAllocations(t *testing.T) {
	for _, w := range workloads(t) {
		t.Run(w.name, func(t *testing.T) {
			var d Decision
			if n := testing.AllocsPerRun(100, func() { d = w.rs.Decide(&w.req) }); n != 0 {
				t.Errorf("Decide allocates %v times", n)
			}
			if n := testing.AllocsPerRun(100, func() {
				h := make(http.Header)
				d.WriteHeaders(h)
			}); n > 6 {
				t.Errorf("WriteHeaders into a new map allocates %v times", n)
			}
			h := http.Header{}
			for i := range 12 {
				h.Set(fmt.Sprintf("X-%d", i), "")
			}
			d.WriteHeaders(h)
			if n := testing.AllocsPerRun(100, func() { d.WriteHeaders(h) }); n > 2 {
				t.Errorf("WriteHeaders allocates %v times", n)
			}
		})
	}
}

func BenchmarkDecide(b *testing.B) {
	for _, w := range workloads(b) {
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.rs.Decide(&w.req)
			}
		})
	}
}

func BenchmarkWriteHeaders(b *testing.B) {
	for _, w := range workloads(b) {
		b.Run(w.name, func(b *testing.B) {
			d := w.rs.Decide(&w.req)
			h := http.Header{}
			b.ReportAllocs()
			for b.Loop() {
				d.WriteHeaders(h)
			}
		})
	}
}

func BenchmarkRequestFrom(b *testing.B) {
	h := preflight("https://app.example.com", "GET", "x-amz-date,content-type")
	b.ReportAllocs()
	for b.Loop() {
		RequestFrom("OPTIONS", h, true)
	}
}
