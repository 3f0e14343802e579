package staged

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"

	"crossfront/emulator/localca"
)

// secured serves over https, by HTTP/1.1, what is at an address over http, with
// redirects to where they come from.
func secured(address string) (at string, end func(), err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	transport := &http.Transport{DisableCompression: true}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: address})
			r.Out.Host = r.In.Host
		},
		ModifyResponse: func(res *http.Response) error {
			if to, ok := strings.CutPrefix(res.Header.Get("Location"), "http://"); ok {
				res.Header.Set("Location", "https://"+to)
			}
			return nil
		},
	}}
	settings := localca.New(time.Now).TLSConfig()
	settings.NextProtos = []string{"http/1.1"}
	go func() { _ = server.Serve(tls.NewListener(ln, settings)) }() // ends with ErrServerClosed
	return ln.Addr().String(), func() {
		_ = server.Close()
		transport.CloseIdleConnections()
	}, nil
}
