package origin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// certified makes a certificate for names, which the pool trusts.
func certified(t *testing.T, names ...string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, DNSNames: names,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// secured is a client whose network leads to a TLS server of that
// configuration.
func secured(t *testing.T, config *tls.Config, roots *x509.CertPool) (*Client, *atomic.Pointer[string]) {
	t.Helper()
	asked := new(atomic.Pointer[string])
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		asked.Store(&hello.ServerName)
		return nil, nil
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "secure") }))
	s.TLS, s.Config.ErrorLog = config, log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	c := New(Config{TLS: &tls.Config{RootCAs: roots}})
	t.Cleanup(c.Close)
	address := s.Listener.Addr().String()
	c.pools.dialer.dial = func(ctx context.Context, network, _ string, timeout time.Duration) (net.Conn, error) {
		return dialNet(ctx, network, address, timeout)
	}
	return c, asked
}

// The certificate is for the origin's domain name or the Host that goes out,
// and that Host is what is asked for.
func TestCertificateNames(t *testing.T) {
	tests := []struct {
		name     string
		on       string // the certificate
		host     string
		asked    string
		status   int
		mistaken bool
	}{
		{"the domain name", "origin.example.net", "origin.example.net", "origin.example.net", 200, false},
		{"another name", "other.example.net", "origin.example.net", "origin.example.net", 502, true},
		{"the forwarded Host", "www.shop.example", "www.shop.example", "www.shop.example", 200, false},
		{"the domain name, where Host is forwarded", "origin.example.net", "www.shop.example:8443", "www.shop.example", 200, false},
		{"neither", "other.example.net", "www.shop.example", "www.shop.example", 502, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			certificate, roots := certified(t, tt.on)
			c, asked := secured(t, &tls.Config{Certificates: []tls.Certificate{certificate}}, roots)
			r := get("/")
			r.Host = tt.host
			resp, err := c.Do(t.Context(), &Server{Host: "origin.example.net", Scheme: "https", ConnectionAttempts: 1}, r)
			var fail *Error
			switch {
			case errors.As(err, &fail):
				if !tt.mistaken || fail.Status() != tt.status || fail.FailoverCode() != 503 {
					t.Errorf("%v", err)
				}
			case err == nil:
				resp.Body.Close()
				if tt.mistaken {
					t.Error("the certificate was taken")
				}
			}
			if got := asked.Load(); got == nil || *got != tt.asked {
				t.Errorf("asked for %v, want %s", got, tt.asked)
			}
		})
	}
}

// A connection that was made under one name serves no request for another.
func TestHostsDoNotShareConnections(t *testing.T) {
	certificate, roots := certified(t, "origin.example.net", "a.example", "b.example")
	c, asked := secured(t, &tls.Config{Certificates: []tls.Certificate{certificate}}, roots)
	for _, host := range []string{"a.example", "b.example", "origin.example.net"} {
		r := get("/")
		r.Host = host
		do(t, c, &Server{Host: "origin.example.net", Scheme: "https"}, r)
		if got := *asked.Load(); got != host {
			t.Errorf("asked for %s, want %s", got, host)
		}
	}
	for i := range maxPools + 5 { // viewers' names do not pile up
		r := get("/")
		r.Host = strings.Repeat("x", i+1) + ".example"
		resp, err := c.Do(t.Context(), &Server{Host: "origin.example.net", Scheme: "https"}, r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	if n := len(c.pools.open); n != maxPools {
		t.Errorf("%d pools, want %d", n, maxPools)
	}
}

func TestOldestTLS(t *testing.T) {
	certificate, roots := certified(t, "origin.example.net")
	old := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	c, _ := secured(t, old, roots)
	s := &Server{Host: "origin.example.net", Scheme: "https", ConnectionAttempts: 1}
	r := get("/")
	r.Host = s.Host
	if _, err := c.Do(t.Context(), s, r); err == nil {
		t.Error("TLS 1.1 was spoken by default")
	}
	s.OldestTLS = tls.VersionTLS11
	if _, _, body := do(t, c, s, r); body != "secure" {
		t.Errorf("body %q", body)
	}
}
