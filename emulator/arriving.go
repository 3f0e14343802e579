package emulator

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
)

// arriving is an outgoing request as a server would receive it: a URL of path
// and query alone, the Host apart, TLS by the scheme.
func arriving(ctx context.Context, out *http.Request) (*http.Request, error) {
	target := out.URL.EscapedPath()
	if target == "" {
		target = "/"
	}
	if out.URL.RawQuery != "" || out.URL.ForceQuery {
		target += "?" + out.URL.RawQuery
	}
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil, err
	}
	in := &http.Request{
		Method: out.Method, URL: u, RequestURI: target, Host: out.URL.Host, Header: out.Header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody, RemoteAddr: "127.0.0.1:1024",
	}
	if out.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, ServerName: out.URL.Hostname()}
	}
	return in.WithContext(ctx), nil
}
