package suite_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"crossfront/emulator"
	"crossfront/emulator/config"
	"crossfront/emulator/suite"
)

// prepare reads a suite that stands in files, and makes its world.
func prepare(t testing.TB, files fstest.MapFS, name string) (*suite.Suite, *emulator.Offline) {
	t.Helper()
	s, err := suite.ReadIn(files, name)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Settings(nil, func(string) string { return "" }, nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Plant(s.Seed)
	w, err := emulator.NewOffline(t.Context(), cfg, emulator.OfflineOptions{KnownObjects: s.KnownObjects})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	if err := s.Locate(w); err != nil {
		t.Fatal(err)
	}
	return s, w
}

const benchSeed = `
buckets:
  - name: media
    region: eu-west-1
    cors: [{AllowedOrigins: ["https://app.example.com"], AllowedMethods: [GET, HEAD, PUT], AllowedHeaders: ["*"], ExposeHeaders: [ETag]}]
distributions:
  - id: E1
    origin: s3://media
    aliases: [cdn.example.com]
    behavior: {originRequestPolicy: CORS-S3Origin, allowedMethods: [GET, HEAD, OPTIONS]}
`

// twoHundred are 200 expectations: half of them over the edge, a third with a
// preflight, a quarter blocked.
func twoHundred() fstest.MapFS {
	var b strings.Builder
	b.WriteString("config: seed.yaml\nfrom: https://app.example.com\nexpectations:\n")
	for i := range 50 {
		fmt.Fprintf(&b, "  - {name: edge %d, request: 'https://cdn.example.com/%d.m3u8', expect: allowed, readable: [ETag], cache: miss}\n", i, i)
		fmt.Fprintf(&b, "  - {name: preflight %d, request: {url: 'https://cdn.example.com/%d', headers: {x-api-key: '1'}}, expect: allowed}\n", i, i)
		fmt.Fprintf(&b, "  - {name: upload %d, request: 'PUT https://media.s3.eu-west-1.amazonaws.com/%d', expect: allowed}\n", i, i)
		fmt.Fprintf(&b, "  - {name: other %d, from: 'https://other.example.com', request: 'https://media.s3.eu-west-1.amazonaws.com/%d', expect: blocked}\n", i, i)
	}
	return fstest.MapFS{"suite.yaml": {Data: []byte(b.String())}, "seed.yaml": {Data: []byte(benchSeed)}}
}

// BenchmarkTwoHundred runs 200 expectations, each in three engines and worlds, on
// two processors; 50 ms are the limit.
func BenchmarkTwoHundred(b *testing.B) {
	s, w := prepare(b, twoHundred(), "suite.yaml")
	_, other := prepare(b, twoHundred(), "suite.yaml")
	b.ReportAllocs()
	for b.Loop() {
		if r := s.Run(b.Context(), w, other); r.Failed > 0 || r.Held != 200 {
			b.Fatalf("%d held, %d failed: %+v", r.Held, r.Failed, r.Results[0])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/suite")
}

// BenchmarkRead reads the same suite and makes its world.
func BenchmarkRead(b *testing.B) {
	files := twoHundred()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := suite.ReadIn(files, "suite.yaml"); err != nil {
			b.Fatal(err)
		}
	}
}
