// Package localca is a certificate authority of this machine's own, for the
// edge's https address. Its key lives in memory and is made on the first
// handshake, so that a start without https pays nothing.
package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"
)

// How long certificates are valid. Browsers refuse leaves beyond 398 days
// (https://support.apple.com/en-us/102028); backdating forgives slow clocks.
const (
	authorityLifetime = 10 * 365 * 24 * time.Hour
	leafLifetime      = 397 * 24 * time.Hour
	backdate          = 24 * time.Hour
	maxLeaves         = 256 // then all are forgotten and made anew on demand
)

// Authority issues leaf certificates on demand, one a host name.
type Authority struct {
	now func() time.Time

	mu     sync.Mutex // guards what follows
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
	leaves map[string]*tls.Certificate
}

// New returns an authority; now tells the time that validity is measured by
// (the system's, since TLS clients use theirs).
func New(now func() time.Time) *Authority {
	return &Authority{now: now, leaves: make(map[string]*tls.Certificate)}
}

// TLSConfig serves whatever name a client asks for, over HTTP/2 and HTTP/1.1.
func (a *Authority) TLSConfig() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: a.certificate,
	}
}

// PEM is the authority's certificate, to be trusted by a client.
func (a *Authority) PEM() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.ready(); err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw}), nil
}

func (a *Authority) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(strings.TrimSuffix(hello.ServerName, "."))
	if name == "" { // an address was dialled: it is never sent as a name
		name = "localhost"
		if addr, ok := hello.Conn.LocalAddr().(*net.TCPAddr); ok {
			name = addr.IP.String()
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if leaf, ok := a.leaves[name]; ok && a.now().Before(leaf.Leaf.NotAfter) {
		return leaf, nil
	}
	leaf, err := a.issue(name)
	if err != nil {
		return nil, err
	}
	if len(a.leaves) >= maxLeaves {
		clear(a.leaves)
	}
	a.leaves[name] = leaf
	return leaf, nil
}

// ready makes the authority's own key and certificate; a.mu is held.
func (a *Authority) ready() error {
	if a.cert != nil {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("making the local authority's key: %w", err)
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "Crossfront local authority", Organization: []string{"Crossfront"}},
		NotBefore:             a.now().Add(-backdate),
		NotAfter:              a.now().Add(authorityLifetime),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	cert, err := sign(template, nil, &key.PublicKey, key)
	if err != nil {
		return err
	}
	a.key, a.cert = key, cert
	return nil
}

// issue makes a leaf for name; a.mu is held.
func (a *Authority) issue(name string) (*tls.Certificate, error) {
	if err := a.ready(); err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making a key for %s: %w", name, err)
	}
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: name},
		NotBefore:   a.now().Add(-backdate),
		NotAfter:    a.now().Add(leafLifetime),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(name); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{name}
	}
	cert, err := sign(template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{cert.Raw, a.cert.Raw}, PrivateKey: key, Leaf: cert}, nil
}

// sign fills in serial number and key id and signs template with key; a nil
// parent means the certificate signs itself.
func sign(template, parent *x509.Certificate, pub *ecdsa.PublicKey, key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("making a serial number: %w", err)
	}
	spki, err := x509.MarshalPKIXPublicKey(pub)
	if err != nil {
		return nil, fmt.Errorf("encoding a public key: %w", err)
	}
	id := sha256.Sum256(spki)
	template.SerialNumber, template.SubjectKeyId = serial, id[:20]
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, pub, key)
	if err != nil {
		return nil, fmt.Errorf("signing a certificate for %s: %w", template.Subject.CommonName, err)
	}
	return x509.ParseCertificate(der)
}
