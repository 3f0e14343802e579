package localca

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestHandshakes(t *testing.T) {
	a := New(time.Now)
	pem, err := a.PEM()
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		t.Fatal("PEM is no certificate")
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	// httptest would serve a certificate of its own to clients without SNI.
	srv := &http.Server{TLSConfig: a.TLSConfig(), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Proto)
	})}
	go srv.ServeTLS(ln, "", "")
	defer srv.Close()
	tests := []struct {
		serverName string
		protos     []string
		want       string
	}{
		{"e1.cloudfront.localhost", []string{"h2"}, "HTTP/2.0"},
		{"E1.CloudFront.localhost", []string{"http/1.1"}, "HTTP/1.1"},
		{"", []string{"h2"}, "HTTP/2.0"}, // by address
	}
	for _, tt := range tests {
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: tt.serverName, NextProtos: tt.protos},
			ForceAttemptHTTP2: tt.protos[0] == "h2",
		}}
		res, err := client.Get("https://" + ln.Addr().String())
		if err != nil {
			t.Errorf("%q: %v", tt.serverName, err)
			continue
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if string(body) != tt.want {
			t.Errorf("%q: got %s, want %s", tt.serverName, body, tt.want)
		}
		client.CloseIdleConnections()
	}
}

func TestLeavesAreKeptAndRenewed(t *testing.T) {
	now := time.Now()
	a := New(func() time.Time { return now })
	get := func() *tls.Certificate {
		t.Helper()
		c, err := a.certificate(&tls.ClientHelloInfo{ServerName: "h.localhost"})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := get()
	if get() != first {
		t.Error("a second handshake made a new leaf")
	}
	now = now.Add(leafLifetime + time.Hour)
	if get() == first {
		t.Error("an expired leaf was served")
	}
	for i := range maxLeaves + 10 {
		if _, err := a.certificate(&tls.ClientHelloInfo{ServerName: fmt.Sprintf("h%d.localhost", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(a.leaves); n > maxLeaves {
		t.Errorf("%d leaves kept, limit %d", n, maxLeaves)
	}
}
