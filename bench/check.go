package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// checkSeed is the world of the suite that checks.
const checkSeed = `buckets:
  - name: media
    region: eu-west-1
    cors: [{AllowedOrigins: ["https://app.example.com"], AllowedMethods: [GET, HEAD, PUT], AllowedHeaders: ["*"], ExposeHeaders: [ETag]}]
distributions:
  - {id: E1, origin: "s3://media", aliases: [cdn.example.com], behavior: {originRequestPolicy: CORS-S3Origin, allowedMethods: [GET, HEAD, OPTIONS]}}
`

// checks prints how long the binary takes for a suite of 200 expectations, each in
// three browsers, and for one explanation.
func checks(ctx context.Context, s *settings) error {
	dir, err := os.MkdirTemp("", "crossfront-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var b strings.Builder
	b.WriteString("config: seed.yaml\nfrom: https://app.example.com\nexpectations:\n")
	for i := range 50 {
		fmt.Fprintf(&b, "  - {name: edge %d, request: 'https://cdn.example.com/%d.m3u8', expect: allowed, readable: [ETag], cache: miss}\n", i, i)
		fmt.Fprintf(&b, "  - {name: preflight %d, request: {url: 'https://cdn.example.com/%d', headers: {x-api-key: '1'}}, expect: allowed}\n", i, i)
		fmt.Fprintf(&b, "  - {name: upload %d, request: 'PUT https://media.s3.eu-west-1.amazonaws.com/%d', expect: allowed}\n", i, i)
		fmt.Fprintf(&b, "  - {name: other %d, from: 'https://other.example.com', request: 'https://media.s3.eu-west-1.amazonaws.com/%d', expect: blocked}\n", i, i)
	}
	for name, text := range map[string]string{"seed.yaml": checkSeed, "suite.yaml": b.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	for _, c := range []struct {
		what string
		args []string
	}{
		{"check, 200 expectations in 3 browsers", []string{"check", filepath.Join(dir, "suite.yaml")}},
		{"explain one request", []string{"explain", "--config", filepath.Join(dir, "seed.yaml"), "--origin", "https://app.example.com", "https://cdn.example.com/a"}},
		{"the gallery, all scenarios broken and fixed", []string{"scenario", "run", "--all"}},
	} {
		var times []float64
		for range max(s.rounds, 5) {
			began := time.Now()
			out, err := exec.CommandContext(ctx, s.binary, c.args...).CombinedOutput()
			if err != nil {
				return fmt.Errorf("%s: %w\n%s", c.what, err, out)
			}
			times = append(times, float64(time.Since(began).Microseconds())/1000)
		}
		low, mid, high := spread(times)
		fmt.Fprintf(s.out, "  %-44s %7.1f ms (%.1f–%.1f)\n", c.what, mid, low, high)
		s.report.one(c.what, "ms", times)
	}
	return nil
}
