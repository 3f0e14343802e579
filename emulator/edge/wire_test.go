package edge

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestWire runs the same requests over HTTP/1.1 and h2, in the clear and over
// TLS.
func TestWire(t *testing.T) {
	for name, secure := range map[string]bool{"http/1.1": false, "h2": true} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.origin.answer(text(strings.Repeat("x", 100_000), "ETag", `"v1"`, "Content-Type", "video/mp2t"))
			s := httptest.NewUnstartedServer(b)
			if secure {
				s.EnableHTTP2 = true
				s.StartTLS()
			} else {
				s.Start()
			}
			t.Cleanup(s.Close)
			s.Client().Transport.(*http.Transport).DisableCompression = true // it would key GET and HEAD apart
			for _, want := range []struct {
				method, part, xcache string
				status, length       int
			}{
				{"GET", "", "Miss", 200, 100_000}, {"GET", "", "Hit", 200, 100_000}, {"HEAD", "", "Hit", 200, 0},
				{"GET", "bytes=10-19", "Hit", 206, 10}, {"OPTIONS", "", "Error", 403, -1},
			} {
				r, err := http.NewRequestWithContext(t.Context(), want.method, s.URL+"/a", nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Host = "e1.cloudfront.localhost"
				if want.part != "" {
					r.Header.Set("Range", want.part)
				}
				resp, err := s.Client().Do(r)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != want.status || want.length >= 0 && len(body) != want.length ||
					resp.Header.Get("X-Cache") != want.xcache+" from cloudfront" {
					t.Errorf("%+v: %d, %d bytes, %v, %v", want, resp.StatusCode, len(body), resp.Header, err)
				}
				if via := resp.Header.Get("Via"); !strings.HasPrefix(via, "1.1 ") {
					t.Errorf("Via %q: 1.1 to h2 viewers too", via)
				}
			}
		})
	}
}

// TestNoGuess: what the origin gives no Content-Type has none at the viewer
// either, kept or not.
func TestNoGuess(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(text("hello"))
	s := httptest.NewServer(b)
	t.Cleanup(s.Close)
	for _, xcache := range []string{"Miss from cloudfront", "Hit from cloudfront"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/a", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "e1.cloudfront.localhost"
		resp, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header["Content-Type"]; got != nil || resp.Header.Get("X-Cache") != xcache {
			t.Errorf("%s: Content-Type %q; %v", xcache, got, resp.Header)
		}
	}
}

// TestSpelling reads the head as it stands on the wire.
func TestSpelling(t *testing.T) {
	b := newBench(t, nil)
	s := httptest.NewServer(b)
	t.Cleanup(s.Close)
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET /a HTTP/1.1\r\nHost: e1.cloudfront.localhost\r\nConnection: close\r\n\r\n")
	raw, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), "\r\nETag: \"v1\"\r\n") || strings.Contains(string(raw), "Etag") {
		t.Errorf("%s", raw)
	}
}

// TestTruncatedOnTheWire: a viewer must not take a part for the whole.
func TestTruncatedOnTheWire(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100000")
		_, _ = io.WriteString(w, strings.Repeat("x", 50000))
	})
	s := httptest.NewServer(b)
	t.Cleanup(s.Close)
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "e1.cloudfront.localhost"
	resp, err := s.Client().Do(r)
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		resp.Body.Close()
	}
	if err == nil {
		t.Error("the viewer saw no error")
	}
}

func TestTLSDescription(t *testing.T) {
	for want, s := range map[string]tls.ConnectionState{
		"TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake":       {Version: tls.VersionTLS13, CipherSuite: tls.TLS_AES_128_GCM_SHA256},
		"TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:sessionResumed": {Version: tls.VersionTLS12, CipherSuite: tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, DidResume: true},
	} {
		if got := tlsDescription(&s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCipherName(t *testing.T) {
	for id, want := range map[uint16]string{
		tls.TLS_CHACHA20_POLY1305_SHA256:                "TLS_CHACHA20_POLY1305_SHA256",
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384:     "ECDHE-ECDSA-AES256-GCM-SHA384",
		tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256:       "ECDHE-RSA-AES128-SHA256",
		tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: "ECDHE-RSA-CHACHA20-POLY1305",
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA:        "ECDHE-ECDSA-AES128-SHA",
		tls.TLS_RSA_WITH_AES_256_GCM_SHA384:             "AES256-GCM-SHA384",
		tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA:               "DES-CBC3-SHA",
	} {
		if got := cipherName(id); got != want {
			t.Errorf("%s: %s, want %s", tls.CipherSuiteName(id), got, want)
		}
	}
}

func TestCloseEndsRequestsToOrigins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil, func(c *Config) { c.S3 = patient{c.S3.(*fakeOrigin)} })
		b.origin.answer(func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		})
		done := make(chan struct{})
		go func() {
			defer close(done)
			leaves(context.Background(), b)
		}()
		synctest.Wait()
		start := time.Now()
		b.Close()
		<-done
		if time.Since(start) != 0 {
			t.Errorf("Close took %v", time.Since(start))
		}
	})
}
