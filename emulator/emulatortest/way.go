package emulatortest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"sync"

	"crossfront/emulator"
	"crossfront/emulator/journal"
)

// A way is a transport to an emulator by the hosts of production.
type way struct {
	e         *emulator.Emulator
	transport *http.Transport
	trust     sync.Once
	distrust  error
}

func newWay(e *emulator.Emulator) *way {
	w := &way{e: e}
	w.transport = &http.Transport{
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, ctx.Value(addressKey{}).(string))
		},
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
	return w
}

type addressKey struct{}

// RoundTrip implements [http.RoundTripper].
func (w *way) RoundTrip(r *http.Request) (*http.Response, error) {
	entry, err := w.e.Live().Entry(r.URL, "")
	if err != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, err
	}
	at := w.e.Addresses()
	address := at.Edge
	switch {
	case entry == journal.EntryS3:
		address = at.AWS
	case r.URL.Scheme == "https":
		address = at.EdgeTLS
		if w.trust.Do(w.trustCA); w.distrust != nil {
			return nil, w.distrust
		}
	}
	out := r.Clone(context.WithValue(r.Context(), addressKey{}, address))
	if entry == journal.EntryS3 { // S3's address has no TLS: nothing of S3's answers depends on it
		out.Host, out.URL.Scheme = hostOf(r), "http"
	}
	return w.transport.RoundTrip(out)
}

func hostOf(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}

func (w *way) trustCA() {
	pem, err := w.e.CA()
	if err != nil {
		w.distrust = err
		return
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		w.distrust = errors.New("the emulator's certificate cannot be read")
		return
	}
	w.transport.TLSClientConfig.RootCAs = pool
}

// CloseIdleConnections is what [http.Client.CloseIdleConnections] calls.
func (w *way) CloseIdleConnections() { w.transport.CloseIdleConnections() }
