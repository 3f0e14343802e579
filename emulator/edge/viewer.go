package edge

import (
	"net"
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
)

// The headers by which a request says where its viewer is.
const (
	popHeader      = "X-Emulator-Pop"
	countryHeader  = "X-Emulator-Country"
	clientIPHeader = "X-Emulator-Client-Ip"
)

// placeViewer reads who asks: the request as it arrived, without the
// X-Emulator-… headers, which no rule and no origin ever sees.
func placeViewer(x *visit) bool {
	r, c := x.arrived, &x.edge.config
	v := &x.viewer
	*v = policy.Viewer{
		Method:        r.Method,
		Scheme:        "http",
		Host:          r.Host,
		Path:          rawPath(r),
		RawQuery:      r.URL.RawQuery,
		Header:        r.Header,
		Country:       c.DefaultCountry,
		ProtoMajor:    r.ProtoMajor,
		ProtoMinor:    r.ProtoMinor,
		ContentLength: r.ContentLength,
		RequestID:     newRequestID(),
	}
	v.IP, v.Port = remote(r.RemoteAddr)
	if r.TLS != nil {
		v.Scheme = "https"
		v.TLS = tlsDescription(r.TLS)
	}
	if len(r.TransferEncoding) > 0 {
		v.ContentLength = -1
	}
	pop := c.DefaultPOP
	if told(r.Header) {
		if p := strings.ToUpper(r.Header.Get(popHeader)); hosts.ValidPOP(p) {
			pop, x.placed = p, true
		}
		if country := strings.ToUpper(r.Header.Get(countryHeader)); len(country) == 2 {
			v.Country = country
		}
		if ip := net.ParseIP(strings.TrimSpace(r.Header.Get(clientIPHeader))); ip != nil {
			v.IP = ip.String()
		}
		v.Header = without(r.Header, popHeader, countryHeader, clientIPHeader)
	}
	x.placeAt(pop)
	return false
}

func (x *visit) placeAt(pop string) {
	x.place = x.edge.location(pop)
	x.viewer.POP, x.viewer.Via = pop, x.place.via
}

func told(h http.Header) bool {
	return h[popHeader] != nil || h[countryHeader] != nil || h[clientIPHeader] != nil
}

// without is a copy of h, its values shared, that lacks names.
func without(h http.Header, names ...string) http.Header {
	c := make(http.Header, len(h))
	for name, values := range h {
		c[name] = values
	}
	for _, name := range names {
		delete(c, name)
	}
	return c
}

// rawPath is the path byte for byte as it stood in the request line.
func rawPath(r *http.Request) string {
	if target := r.RequestURI; strings.HasPrefix(target, "/") {
		path, _, _ := strings.Cut(target, "?")
		return path
	}
	if path := r.URL.EscapedPath(); strings.HasPrefix(path, "/") {
		return path
	}
	return "/" // "OPTIONS *" and absolute URLs without a path
}

// remote is where a connection comes from; the port is 0 when addr has none.
func remote(addr string) (ip string, port int) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return addr, 0
	}
	port, _ = strconv.Atoi(text)
	return host, port
}
