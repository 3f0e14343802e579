package emulator

import (
	"net"

	"crossfront/emulator/console"
)

// listeners are all addresses of one emulator, taken.
type listeners struct {
	aws, edge, edgeTLS, console net.Listener
	distributions               map[string]net.Listener
}

// close gives the addresses back that nobody serves.
func (l *listeners) close() {
	for _, ln := range [...]net.Listener{l.aws, l.edge, l.edgeTLS, l.console} {
		if ln != nil {
			ln.Close()
		}
	}
	for _, ln := range l.distributions {
		ln.Close()
	}
}

// listenAll takes every address of the configuration, or none.
func (e *Emulator) listenAll() (_ *listeners, err error) {
	l := &listeners{distributions: make(map[string]net.Listener)}
	defer func() {
		if err != nil {
			l.close()
		}
	}()
	for _, ask := range [...]struct {
		name, address string
		to            *net.Listener
	}{
		{"aws", e.cfg.AWS, &l.aws},
		{"edge", e.cfg.Edge, &l.edge},
		{"edge-tls", e.cfg.EdgeTLS, &l.edgeTLS},
		{"console", e.cfg.Console, &l.console},
	} {
		if *ask.to, err = listen(ask.name, ask.address); err != nil {
			return nil, err
		}
	}
	for _, d := range e.cfg.Seed.Distributions {
		if d.Listen == "" {
			continue
		}
		ln, err := listen("listen of distribution "+d.ID, d.Listen)
		if err != nil {
			return nil, err
		}
		l.distributions[d.ID] = ln
	}
	e.addresses = Addresses{
		AWS: l.aws.Addr().String(), Edge: l.edge.Addr().String(),
		EdgeTLS: l.edgeTLS.Addr().String(), Console: l.console.Addr().String(),
		Distributions: make(map[string]string, len(l.distributions)),
	}
	for id, ln := range l.distributions {
		e.addresses.Distributions[id] = ln.Addr().String()
	}
	return l, nil
}

// URLs are the base URLs by which a program on this machine reaches the
// addresses.
func (a Addresses) URLs() console.Addresses {
	return console.Addresses{
		AWS: baseURL("http", a.AWS), Edge: baseURL("http", a.Edge),
		EdgeTLS: baseURL("https", a.EdgeTLS), Console: baseURL("http", a.Console),
	}
}

// baseURL names loopback and unspecified addresses localhost, which is what
// browsers and certificates know.
func baseURL(scheme, address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// port is the port of an address, empty when it has none.
func port(address string) string {
	_, p, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	return p
}

// tlsPort is where https viewers are, for redirects.
func (e *Emulator) tlsPort() string { return port(e.addresses.EdgeTLS) }
