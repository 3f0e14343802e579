package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// seedFile makes one public object that both caches stand in front of.
const seedFile = `buckets:
  - name: bench
    public: true
    objects:
      - from: ./object.bin
        to: object.bin
distributions:
  - id: EBENCH
    default: true
    origin: s3://bench
    behavior: {cachePolicy: CachingOptimized, allowedMethods: [GET, HEAD], viewerProtocol: allow-all}
`

const objectSize = 16 << 10 // bytes: a playlist or a small segment

// nginxConfig is a cache in front of the same object, with its access log off;
// the emulator goes on keeping its journal.
const nginxConfig = `worker_processes auto;
pid %[1]s/nginx.pid;
error_log %[1]s/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  proxy_cache_path %[1]s/cache keys_zone=z:10m;
  server {
    listen %[2]s;
    location / {
      proxy_pass http://%[3]s/bench/;
      proxy_cache z;
      proxy_cache_valid 200 10m;
      add_header X-Cache $upstream_cache_status;
    }
  }
}
`

// hits prints the throughput of cache hits beside nginx's proxy_cache, both
// measured with wrk, in turns.
func hits(ctx context.Context, s *settings) error {
	for _, tool := range [...]string{"nginx", "wrk"} {
		if _, err := exec.LookPath(tool); err != nil {
			fmt.Fprintf(s.out, "cache hits: left out, %s is not installed\n", tool)
			return nil
		}
	}
	dir, err := os.MkdirTemp("", "crossfront-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "object.bin"), make([]byte, objectSize), 0o644); err != nil {
		return err
	}
	seed := filepath.Join(dir, "seed.yaml")
	if err := os.WriteFile(seed, []byte(seedFile), 0o644); err != nil {
		return err
	}
	e, err := startEmulator(ctx, s.binary, "--config="+seed)
	if err != nil {
		return err
	}
	defer e.stop()
	nginx, stop, err := startNginx(ctx, dir, e.aws)
	if err != nil {
		return err
	}
	defer stop()
	return compare(ctx, s, "http://"+e.edge+"/object.bin", "http://"+nginx+"/object.bin")
}

// startNginx runs nginx in the foreground on a free port.
func startNginx(ctx context.Context, dir, upstream string) (address string, stop func() error, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address = ln.Addr().String()
	ln.Close()
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, nginxConfig, dir, address, upstream), 0o644); err != nil {
		return "", nil, err
	}
	// nginx's workers run as another user, who must get at the cache folder.
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", nil, err
	}
	cmd := exec.CommandContext(ctx, "nginx", "-c", file, "-g", "daemon off;", "-e", filepath.Join(dir, "error.log"))
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() error { cmd.Process.Signal(os.Interrupt); return cmd.Wait() }
	return address, stop, awaitHit(ctx, "http://"+address+"/object.bin")
}

// awaitHit asks until the answer is whole and from the cache.
func awaitHit(ctx context.Context, url string) error {
	deadline := time.After(10 * time.Second)
	for {
		res, err := http.Get(url)
		if err == nil {
			cache := res.Header.Get("X-Cache")
			res.Body.Close()
			if res.StatusCode == http.StatusOK && (cache == "HIT" || cache == "Hit from cloudfront") {
				return nil
			}
			err = fmt.Errorf("%s: %s, X-Cache %q", url, res.Status, cache)
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-deadline:
			return fmt.Errorf("no cache hit: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func compare(ctx context.Context, s *settings, ours, theirs string) error {
	if err := awaitHit(ctx, ours); err != nil {
		return err
	}
	var a, b []float64
	for range s.rounds {
		for _, one := range [...]struct {
			url string
			to  *[]float64
		}{{ours, &a}, {theirs, &b}} {
			rate, err := wrk(ctx, one.url, s.seconds)
			if err != nil {
				return err
			}
			*one.to = append(*one.to, rate)
		}
	}
	slices.Sort(a)
	slices.Sort(b)
	fmt.Fprintf(s.out, "cache hits of %d KiB: emulator %.0f/s (%.0f–%.0f), nginx proxy_cache %.0f/s (%.0f–%.0f): %.2f of nginx\n",
		objectSize>>10, median(a), a[0], a[len(a)-1], median(b), b[0], b[len(b)-1], median(a)/median(b))
	return nil
}

func median(sorted []float64) float64 { return sorted[len(sorted)/2] }

var requestsPerSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)

// wrk is the requests a second that url answers to 16 connections.
func wrk(ctx context.Context, url string, seconds int) (float64, error) {
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c16", fmt.Sprintf("-d%ds", seconds), url).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	m := requestsPerSecond.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("wrk said nothing of requests a second:\n%s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}
