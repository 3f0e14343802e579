package origin

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// pools keep connections to origins open. Those that were made, or are kept,
// in different ways are in different pools.
type pools struct {
	dialer *dialer

	mu   sync.Mutex
	open map[pool]http.RoundTripper
}

// A pool is what its connections have in common.
type pool struct {
	keepalive time.Duration
	name      string // asked for in the TLS handshake; empty: the origin's domain name
	oldest    uint16 // TLS version
}

// maxPools is how many pools there are: the names are viewers' to choose where
// Host is forwarded. Beyond, connections are not kept.
const maxPools = 64

// of is the pool for a request with that Host header.
func (p *pools) of(s *Server, host string) http.RoundTripper {
	k := pool{keepalive: s.keepaliveTimeout()}
	if s.Scheme == "https" {
		k.name, k.oldest = handshakeName(s, host), s.OldestTLS
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.open[k]; t != nil {
		return t
	}
	t := &http.Transport{
		DialContext:    p.dialer.DialContext,
		DialTLSContext: p.dialer.DialTLSContext,
		// Accept-Encoding goes out as the cache policy made it.
		DisableCompression:  true,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     k.keepalive,
	}
	if len(p.open) >= maxPools {
		t.DisableKeepAlives = true
		return t
	}
	if p.open == nil {
		p.open = map[pool]http.RoundTripper{}
	}
	p.open[k] = t
	return t
}

func (p *pools) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.open {
		t.(*http.Transport).CloseIdleConnections()
	}
}

// handshakeName is the name to ask for in a TLS handshake where it is not the
// origin's domain name: the viewer's Host, where that is forwarded.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
// ("-servername", where Host is forwarded).
func handshakeName(s *Server, host string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if name == s.Host || net.ParseIP(name) != nil {
		return ""
	}
	return name
}
