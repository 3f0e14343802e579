package edge_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/edge/policy"
)

// createKeys makes the key group that vectors call kg-1, with the key that they
// call KVALID.
func (w *vectorWorld) createKeys(t *testing.T) {
	t.Helper()
	var err error
	if w.signer, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&w.signer.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.registry.PublicKeys().Create(policy.PublicKeyConfig{
		CallerReference: "r", Name: "n", EncodedKey: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
	}, "KVALID")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = w.registry.KeyGroups().Create(policy.KeyGroupConfig{Name: "kg", Items: []string{"KVALID"}}, "kg-1"); err != nil {
		t.Fatal(err)
	}
}

// fillSigned puts in what {future} and {valid_signature} stand for: a time an
// hour from now, and the signature of a canned policy for the URL until the
// Expires that stands beside it, in the URL or in the cookies.
func (w *vectorWorld) fillSigned(t *testing.T, scheme, path, cookies string) (string, string) {
	t.Helper()
	future := fmt.Sprint(w.clock.Now().Add(time.Hour).Unix())
	path, cookies = strings.ReplaceAll(path, "{future}", future), strings.ReplaceAll(cookies, "{future}", future)
	if !strings.Contains(path+cookies, "{valid_signature}") {
		return path, cookies
	}
	plain, query, _ := strings.Cut(path, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	expires := values.Get("Expires")
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		switch name, _, _ := strings.Cut(pair, "="); name {
		case "", "Expires", "Signature", "Key-Pair-Id":
		default:
			kept = append(kept, pair)
		}
	}
	if len(kept) > 0 {
		plain += "?" + strings.Join(kept, "&")
	}
	for pair := range strings.SplitSeq(cookies, ";") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(pair), "CloudFront-Expires="); ok {
			expires = value
		}
	}
	text := fmt.Sprintf(`{"Statement":[{"Resource":"%s://%s%s","Condition":{"DateLessThan":{"AWS:EpochTime":%s}}}]}`, scheme, w.dist.DomainName, plain, expires)
	sum := sha1.Sum([]byte(text))
	raw, err := rsa.SignPKCS1v15(rand.Reader, w.signer, crypto.SHA1, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	signature := strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString(raw))
	return strings.ReplaceAll(path, "{valid_signature}", signature), strings.ReplaceAll(cookies, "{valid_signature}", signature)
}
