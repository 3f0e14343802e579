package signed_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"crossfront/emulator/edge/signed"
)

// pair is a key pair of a signer.
type pair struct {
	private crypto.Signer
	pem     string
	public  *signed.Key
}

func newPair(t testing.TB, private crypto.Signer) pair {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	public, err := signed.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return pair{private, text, public}
}

func rsaPair(t testing.TB) pair {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return newPair(t, private)
}

func ecdsaPair(t testing.TB) pair {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return newPair(t, private)
}

func TestParseKey(t *testing.T) {
	encode := func(kind string, der []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	pkix := func(public any) string {
		der, err := x509.MarshalPKIXPublicKey(public)
		return encode("PUBLIC KEY", der, err)
	}
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := rsaPair(t)
	private := good.private.(*rsa.PrivateKey)
	for _, tt := range []struct{ name, pem, want string }{
		{"RSA", good.pem, ""},
		{"RSA in its own form", encode("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&private.PublicKey), nil), ""},
		{"without the last newline", strings.TrimSpace(good.pem), ""},
		{"ECDSA", ecdsaPair(t).pem, ""},
		{"nothing", "", "PEM"},
		{"not PEM", "ssh-rsa AAAA", "PEM"},
		{"empty block", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", "no public key"},
		{"private key", encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(private), nil), "RSA PRIVATE KEY"},
		{"short RSA", pkix(&small.PublicKey), "1024 bits"},
		{"another curve", pkix(&p384.PublicKey), "P-384"},
		{"two keys", good.pem + good.pem, "follows"},
		{"not base64", "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----", "PEM"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := signed.ParseKey(tt.pem)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
