package origin

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"sync"

	"crossfront/emulator/hosts"
)

// A dialer connects to origins. It is where --resolve, the number of attempts
// and their timeout apply. A name that is not in the resolve map is looked up
// as usual; only names that a distribution's configuration states get here.
type dialer struct {
	resolve map[string]string // host, normalised, to [scheme://]address[:port]
	roots   *tls.Config

	mu    sync.Mutex
	plain map[string]bool // resolved addresses that turned out to speak no TLS
}

type serverKey struct{}

// withServer carries the origin's settings to the dialer, which net/http calls
// with the values of the request's context.
func withServer(ctx context.Context, s *Server) context.Context {
	return context.WithValue(ctx, serverKey{}, s)
}

func serverFrom(ctx context.Context) *Server {
	if s, ok := ctx.Value(serverKey{}).(*Server); ok {
		return s
	}
	return &Server{}
}

// target is where address, an origin's host:port, really is. resolved tells
// that the resolve map says so, scheme what the map prescribes, if anything.
func (d *dialer) target(address string) (addr, scheme string, resolved bool) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address, "", false
	}
	to, ok := d.resolve[hosts.Normalize(host)]
	if !ok {
		return address, "", false
	}
	if s, rest, found := strings.Cut(to, "://"); found {
		scheme, to = s, strings.TrimSuffix(rest, "/")
	}
	if _, _, err := net.SplitHostPort(to); err != nil {
		to = net.JoinHostPort(strings.Trim(to, "[]"), port)
	}
	return to, scheme, true
}

// DialContext connects without TLS.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	addr, _, _ := d.target(address)
	return d.connect(ctx, network, addr)
}

// connect tries as often, and each time as long, as the origin's settings say.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#origin-connection-attempts
func (d *dialer) connect(ctx context.Context, network, addr string) (conn net.Conn, err error) {
	s := serverFrom(ctx)
	for range s.attempts() {
		one := net.Dialer{Timeout: s.connectTimeout()}
		conn, err = one.DialContext(ctx, network, addr)
		if err == nil || ctx.Err() != nil {
			return conn, err
		}
	}
	return nil, err
}

// DialTLSContext connects with TLS.
//
// The certificate of a host that is resolved to an address by hand is not
// checked: a stand-in on a developer's machine cannot own the real one. And
// where that stand-in speaks no TLS at all, plain HTTP is spoken to it. Both
// hold for resolved hosts only; every other origin must have a certificate
// that the system trusts, or viewers get 502.
func (d *dialer) DialTLSContext(ctx context.Context, network, address string) (net.Conn, error) {
	addr, scheme, resolved := d.target(address)
	if resolved && (scheme == "http" || d.isPlain(addr)) {
		return d.connect(ctx, network, addr)
	}
	conn, err := d.connect(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	config := d.roots.Clone()
	config.ServerName, _, _ = net.SplitHostPort(address)
	config.InsecureSkipVerify = resolved
	limit, cancel := context.WithTimeout(ctx, serverFrom(ctx).connectTimeout())
	defer cancel()
	secure := tls.Client(conn, config)
	err = secure.HandshakeContext(limit)
	if err == nil {
		return secure, nil
	}
	conn.Close()
	var record tls.RecordHeaderError
	if resolved && scheme == "" && errors.As(err, &record) {
		d.setPlain(addr)
		return d.connect(ctx, network, addr)
	}
	return nil, err
}

func (d *dialer) isPlain(addr string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.plain[addr]
}

func (d *dialer) setPlain(addr string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plain[addr] = true
}
