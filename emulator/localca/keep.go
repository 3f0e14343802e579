package localca

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Files of a kept authority. The key's is readable by its owner alone: whoever has
// it can pretend to be any site to who trusts the certificate.
const (
	certFile = "ca.pem"
	keyFile  = "ca-key.pem"
)

// CertFile is the path of a kept authority's certificate, in PEM.
func CertFile(dir string) string { return filepath.Join(dir, certFile) }

// Open returns the authority that is kept in a folder, and makes it when there is
// none, the folder included.
func Open(dir string, now func() time.Time) (*Authority, error) {
	a := New(now)
	certPEM, err := os.ReadFile(CertFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return a, a.save(dir)
	}
	if err != nil {
		return nil, err
	}
	keyPEM, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, err
	}
	if err := a.load(certPEM, keyPEM); err != nil {
		return nil, fmt.Errorf("the authority in %s: %w", dir, err)
	}
	return a, nil
}

// save makes the authority and writes it.
func (a *Authority) save(dir string) error {
	certPEM, err := a.PEM()
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, keyFile), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return err
	}
	return os.WriteFile(CertFile(dir), certPEM, 0o644)
}

// load takes over a certificate and its key.
func (a *Authority) load(certPEM, keyPEM []byte) error {
	certBlock, _ := pem.Decode(certPEM)
	keyBlock, _ := pem.Decode(keyPEM)
	if certBlock == nil || keyBlock == nil {
		return errors.New("its files are not PEM")
	}
	cert, err := x509.ParseCertificate(certBlock.Bytes)
	if err != nil {
		return err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(keyBlock.Bytes)
	if err != nil {
		return err
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	switch {
	case !ok || !key.PublicKey.Equal(cert.PublicKey):
		return errors.New("the key is not the certificate's")
	case !cert.IsCA:
		return errors.New("the certificate is no authority's")
	case a.now().After(cert.NotAfter):
		return fmt.Errorf("it expired on %s; remove it, and it is made anew", cert.NotAfter.Format(time.DateOnly))
	}
	a.key, a.cert = key, cert
	return nil
}
