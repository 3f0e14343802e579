package staged

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// TestNetwork: hosts lead where they were led, by the protocol that is spoken
// there, and with a name and a certificate of their own.
func TestNetwork(t *testing.T) {
	n, err := newNetwork()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.close)
	says := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto+" "+r.Host) })
	plain, secure := httptest.NewServer(says), httptest.NewUnstartedServer(says)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	for raw, to := range map[string]door{
		"http://a.example":        {address: plain.Listener.Addr().String()},
		"https://a.example":       {address: plain.Listener.Addr().String()},
		"https://b.example:20001": {address: secure.Listener.Addr().String(), tls: true},
		"http://gone.example":     {address: "127.0.0.1:1"},
	} {
		n.lead(parse(t, raw), to)
	}
	client := browsing(t, n)
	for raw, want := range map[string]string{
		"http://a.example/":        "200 HTTP/1.1 a.example",
		"https://a.example/":       "200 HTTP/1.1 a.example",
		"https://b.example:20001/": "200 HTTP/2.0 b.example:20001",
		"http://b.example:20002/":  "502 ",
		"http://gone.example/":     "502 ",
	} {
		res, err := client.Get(raw)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if got := fmt.Sprintf("%d %s", res.StatusCode, body); got != want || err != nil {
			t.Errorf("%s: %q, want %q; %v", raw, got, want, err)
		}
	}
	if res, err := client.Get("https://c.example/"); err == nil {
		res.Body.Close()
		t.Error("https://c.example/ is nobody's, and answered")
	}
}

// browsing is a client that finds all hosts through the network, and trusts its
// authority.
func browsing(t *testing.T, n *network) *http.Client {
	t.Helper()
	pem, err := n.authority.PEM()
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	transport := &http.Transport{
		Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: n.proxy.Public}), TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestDirect: the direct address leads where it was led, without a proxy.
func TestDirect(t *testing.T) {
	n, err := newNetwork()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.close)
	to := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host) }))
	t.Cleanup(to.Close)
	at := "http://" + n.proxy.Direct
	if res, err := http.Get(at); err == nil {
		res.Body.Close()
		t.Error("it led somewhere before it was led")
	}
	n.lead(parse(t, at), door{address: to.Listener.Addr().String()})
	res, err := http.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); string(body) != n.proxy.Direct || err != nil {
		t.Errorf("%q, %v", body, err)
	}
}
