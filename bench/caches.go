package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// caches are the emulator and its peers in front of one origin.
type caches struct {
	origin *origin
	list   []cache // the emulator first
	close  func()
}

// A cache is one server in front of the origin.
type cache struct {
	name    string
	address string
	pid     int
}

// startCaches starts all that are installed and names the others.
func startCaches(ctx context.Context, s *settings) (_ *caches, err error) {
	dir, err := os.MkdirTemp("", "crossfront-bench")
	if err != nil {
		return nil, err
	}
	ends := []func(){func() { os.RemoveAll(dir) }}
	c := &caches{close: func() {
		for i := len(ends) - 1; i >= 0; i-- {
			ends[i]()
		}
	}}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	if c.origin, err = startOrigin(); err != nil {
		return nil, err
	}
	ends = append(ends, c.origin.close)
	e, err := startEdge(ctx, s.binary, dir, c.origin.address)
	if err != nil {
		return nil, err
	}
	ends = append(ends, func() { e.stop() })
	c.list = append(c.list, cache{"emulator", e.edge, e.pid()})
	for _, start := range [...]func(context.Context, string, string) (*peer, error){startNginx, startVarnish} {
		p, err := start(ctx, dir, c.origin.address)
		if s.leftOut("a peer", err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		ends = append(ends, p.stop)
		c.list = append(c.list, cache{p.name, p.address, p.cmd.Process.Pid})
	}
	return c, nil
}

// seedFile makes one distribution in front of the origin.
const seedFile = `distributions:
  - id: EBENCH
    default: true
    origin: http://%[1]s
    behavior: {cachePolicy: CachingOptimized, allowedMethods: [GET, HEAD], viewerProtocol: allow-all}
resolve: {%[1]s: "%[2]s"}
`

func startEdge(ctx context.Context, binary, dir, origin string, args ...string) (*emulator, error) {
	file := filepath.Join(dir, "seed.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, seedFile, originHost, origin), 0o644); err != nil {
		return nil, err
	}
	return startEmulator(ctx, binary, append(args, "--config="+file)...)
}

// nginxConfig is a cache as nginx's guide sets one up: kept connections to the
// origin, one fetch at a time for a key, no access log. Without tcp_nopush,
// which holds 64 KB back for 40 ms on the loopback interface.
const nginxConfig = `worker_processes auto;
worker_rlimit_nofile 8192;
pid %[1]s/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  proxy_cache_path %[1]s/cache levels=1:2 keys_zone=z:64m use_temp_path=off;
  upstream origin { server %[3]s; keepalive 64; }
  server {
    listen %[2]s backlog=4096;
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache z;
      proxy_cache_lock on;
      add_header X-Cache $upstream_cache_status;
    }
  }
}
`

func startNginx(ctx context.Context, dir, origin string) (*peer, error) {
	program, err := installed("nginx", "nginx")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, nginxConfig, dir, address, origin), 0o644); err != nil {
		return nil, err
	}
	// nginx's workers run as another user, who must get at the cache folder.
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	return launch(ctx, "nginx proxy_cache", address,
		exec.CommandContext(ctx, program, "-c", file, "-g", "daemon off;", "-e", filepath.Join(dir, "error.log")))
}

// startVarnish runs Varnish with its own default rules and a cache in memory.
func startVarnish(ctx context.Context, dir, origin string) (*peer, error) {
	program, err := installed("varnishd", "varnish")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return launch(ctx, "Varnish", address, exec.CommandContext(ctx, program,
		"-F", "-a", address, "-b", origin, "-s", "malloc,512m", "-n", filepath.Join(dir, "varnish")))
}
