package origin

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"crossfront/emulator/hosts"
)

// A dialer connects to origins. It is where --resolve, the number of attempts
// and their timeout apply. A name that is not in the resolve map is looked up
// as usual; only names that a distribution's configuration states get here.
type dialer struct {
	dial    func(ctx context.Context, network, addr string, timeout time.Duration) (net.Conn, error)
	resolve map[string]string // host, normalised, to [scheme://]address[:port]
	roots   *tls.Config

	mu    sync.Mutex
	plain map[string]bool // resolved addresses that turned out to speak no TLS
}

type aimKey struct{}

// An aim is what the dialer has to know of the request that wants a
// connection.
type aim struct {
	server Server
	host   string // the Host header
}

// withServer carries the origin's settings to the dialer, which net/http calls
// with the values of the request's context.
func withServer(ctx context.Context, s *Server, host string) context.Context {
	return context.WithValue(ctx, aimKey{}, &aim{*s, host})
}

func aimFrom(ctx context.Context) *aim {
	if a, ok := ctx.Value(aimKey{}).(*aim); ok {
		return a
	}
	return new(aim)
}

// dialNet is the real network.
func dialNet(ctx context.Context, network, addr string, timeout time.Duration) (net.Conn, error) {
	return (&net.Dialer{Timeout: timeout}).DialContext(ctx, network, addr)
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
	s := &aimFrom(ctx).server
	for range s.attempts() {
		conn, err = d.dial(ctx, network, addr, s.connectTimeout())
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
	a := aimFrom(ctx)
	limit, cancel := context.WithTimeout(ctx, a.server.connectTimeout())
	defer cancel()
	secure := tls.Client(conn, d.handshake(a, address, resolved))
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

// handshake is how TLS is spoken with the origin at address. Its certificate
// must be for the origin's domain name or for the Host that is forwarded.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
func (d *dialer) handshake(a *aim, address string, resolved bool) *tls.Config {
	config := d.roots.Clone()
	if config.MinVersion = a.server.OldestTLS; config.MinVersion == 0 {
		config.MinVersion = tls.VersionTLS12
	}
	domain, _, _ := net.SplitHostPort(address)
	config.ServerName = domain
	config.InsecureSkipVerify = resolved
	forwarded := handshakeName(&a.server, a.host)
	if resolved || forwarded == "" {
		return config
	}
	config.ServerName = forwarded
	config.InsecureSkipVerify = true // two names are possible: checked here
	config.VerifyConnection = func(s tls.ConnectionState) error {
		err := verify(&s, config.RootCAs, forwarded)
		if err != nil && verify(&s, config.RootCAs, domain) == nil {
			return nil
		}
		return err
	}
	return config
}

// verify checks a certificate chain as crypto/tls does.
func verify(s *tls.ConnectionState, roots *x509.CertPool, name string) error {
	between := x509.NewCertPool()
	for _, c := range s.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: between})
	if err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: s.PeerCertificates, Err: err}
	}
	return nil
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
