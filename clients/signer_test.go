package clients

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"
)

// A signer signs cookies that the gallery's distributions take.
type signer struct {
	public  string // the key as a string of YAML
	private *rsa.PrivateKey
}

func newSigner(t *testing.T) *signer {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	return &signer{strconv.Quote(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))), private}
}

// cookies are as the app sets them, for its own domain and the distributions'.
func (k *signer) cookies(t *testing.T) []string {
	t.Helper()
	policy := &sign.Policy{Statements: []sign.Statement{{
		Resource:  "http*://*",
		Condition: sign.Condition{DateLessThan: sign.NewAWSEpochTime(time.Now().Add(time.Hour))},
	}}}
	list, err := sign.NewCookieSigner("K1EXAMPLE", k.private).SignWithPolicy(policy)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range list {
		all = append(all, fmt.Sprintf("%s=%s; domain=cloudfront.localhost; path=/", c.Name, c.Value))
	}
	return all
}
