package staged

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"

	"crossfront/browsers/drive"
	"crossfront/emulator/localca"
)

// A network is a proxy that leads a browser to this machine for hosts that are
// elsewhere, so that pages and servers have their real names. A host that nobody
// stands for is not found.
type network struct {
	proxy     drive.Proxy
	authority *localca.Authority // of all hosts
	plain     *httputil.ReverseProxy
	ends      []func() error

	mu    sync.Mutex
	doors map[string]door // by host and port
	port  int             // that was given out last
}

// A door is where connections to a host arrive.
type door struct {
	address string // HOST:PORT
	tls     bool   // it takes https, and with it HTTP/2
}

// firstPort is beyond all that browsers refuse to connect to.
const firstPort = 20_000

// newNetwork is one where nobody is found.
func newNetwork() (_ *network, err error) {
	n := &network{authority: localca.New(time.Now), doors: map[string]door{}, port: firstPort}
	n.plain = &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.Out.Host = r.In.Host },
		Transport: &http.Transport{DialContext: n.dial, DisableKeepAlives: true, DisableCompression: true},
		ErrorLog:  log.New(io.Discard, "", 0), // browsers look for their makers, too
	}
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	server := &http.Server{Handler: n, ReadHeaderTimeout: 10 * time.Second}
	n.ends = append(n.ends, server.Close)
	for _, address := range [...]*string{&n.proxy.Public, &n.proxy.Near} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		*address = ln.Addr().String()
		go func() { _ = server.Serve(ln) }() // ends with ErrServerClosed
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	n.ends = append(n.ends, ln.Close)
	_, port, err := net.SplitHostPort(ln.Addr().String())
	n.proxy.Direct = net.JoinHostPort("localhost", port)
	go n.serveDirect(ln)
	return n, err
}

func (n *network) close() {
	for _, end := range n.ends {
		_ = end()
	}
}

// freshPort is one of which no browser has kept anything.
func (n *network) freshPort() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.port++
	return n.port
}

// lead has a URL's host and port lead to the door.
func (n *network) lead(u *url.URL, to door) {
	host, usual := u.Host, ":443"
	if u.Scheme == "http" {
		usual = ":80"
	}
	if u.Port() == "" {
		host += usual
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.doors[host] = to
}

// door is where a host and port lead.
func (n *network) door(host string) (door, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	d, ok := n.doors[host]
	if !ok {
		return d, fmt.Errorf("nobody stands for %s", host)
	}
	return d, nil
}

func (n *network) dial(ctx context.Context, _, host string) (net.Conn, error) {
	d, err := n.door(host)
	if err != nil {
		return nil, err
	}
	return new(net.Dialer).DialContext(ctx, "tcp", d.address)
}

// serveDirect passes on what arrives at the direct address.
func (n *network) serveDirect(ln net.Listener) {
	for {
		in, err := ln.Accept()
		if err != nil {
			return // closed
		}
		out, err := n.dial(context.Background(), "tcp", n.proxy.Direct)
		if err != nil {
			in.Close()
			continue
		}
		go join(in, out)
	}
}

// ServeHTTP implements [http.Handler]: browsers ask for https by CONNECT, and
// for http with the whole URL.
func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		n.plain.ServeHTTP(w, r)
		return
	}
	out, err := n.dial(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer out.Close()
	in, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // the server's own, which can
	}
	defer in.Close()
	if _, err := io.WriteString(in, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	d, _ := n.door(r.Host)
	n.tunnel(in, out, d.tls)
}

// tunnel takes the browser's TLS off, and puts it on again for a door that wants
// it, with the protocol that both speak. What fails, the browser sees.
func (n *network) tunnel(in, out net.Conn, secure bool) {
	own := n.authority.TLSConfig()
	own.NextProtos = []string{"http/1.1"}
	if secure {
		own.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			to := tls.Client(out, &tls.Config{ServerName: hello.ServerName, NextProtos: hello.SupportedProtos, InsecureSkipVerify: true}) // our own
			if err := to.HandshakeContext(hello.Context()); err != nil {
				return nil, err
			}
			out = to
			same := n.authority.TLSConfig()
			same.NextProtos = []string{to.ConnectionState().NegotiatedProtocol}
			return same, nil
		}
	}
	from := tls.Server(in, own)
	if from.Handshake() == nil {
		join(from, out)
	}
}

// join passes on what each side says until one of them closes.
func join(a, b net.Conn) {
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(b, a)
		b.Close()
		close(done)
	}()
	_, _ = io.Copy(a, b)
	a.Close()
	<-done
}
