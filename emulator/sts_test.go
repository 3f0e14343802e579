package emulator_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// sts makes one call of the Security Token Service, signed with secret.
func (r *running) sts(secret, form string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, "http://"+r.Addresses().AWS+"/", strings.NewReader(form))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	hash := sha256.Sum256([]byte(form))
	err = v4.NewSigner().SignHTTP(r.t.Context(), aws.Credentials{AccessKeyID: "test", SecretAccessKey: secret}, req,
		hex.EncodeToString(hash[:]), "sts", "us-east-1", time.Now())
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{resp, string(body)}
}

// TestCallerIdentity is what Terraform's aws provider asks before anything
// else, at the one endpoint that it was told.
func TestCallerIdentity(t *testing.T) {
	r := start(t, "--empty")
	const call = "Action=GetCallerIdentity&Version=2011-06-15"
	a := r.sts("test", call)
	a.has(t, "signed", http.StatusOK, map[string]string{"Content-Type": "text/xml"})
	var who struct {
		XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
		Arn     string   `xml:"GetCallerIdentityResult>Arn"`
		UserID  string   `xml:"GetCallerIdentityResult>UserId"`
		Account string   `xml:"GetCallerIdentityResult>Account"`
		Request string   `xml:"ResponseMetadata>RequestId"`
	}
	if err := xml.Unmarshal([]byte(a.body), &who); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	if who.Account != "000000000000" || who.UserID != "000000000000" || who.Arn != "arn:aws:iam::000000000000:root" {
		t.Errorf("the caller is %+v", who)
	}
	if who.Request == "" || who.Request != a.Header.Get("x-amzn-RequestId") {
		t.Errorf("request id %q in the body, %q in the header", who.Request, a.Header.Get("x-amzn-RequestId"))
	}

	for name, c := range map[string]struct {
		secret, form, code string
		status             int
	}{
		"another secret":    {"wrong", call, "SignatureDoesNotMatch", http.StatusForbidden},
		"another operation": {"test", "Action=AssumeRole&Version=2011-06-15", "InvalidAction", http.StatusBadRequest},
		"no operation":      {"test", "", "MissingAction", http.StatusBadRequest},
	} {
		a := r.sts(c.secret, c.form)
		var refusal struct {
			XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
			Type    string   `xml:"Error>Type"`
			Code    string   `xml:"Error>Code"`
			Message string   `xml:"Error>Message"`
		}
		if err := xml.Unmarshal([]byte(a.body), &refusal); err != nil {
			t.Errorf("%s: %v in %s", name, err, a.body)
			continue
		}
		if a.StatusCode != c.status || refusal.Code != c.code || refusal.Type != "Sender" || refusal.Message == "" {
			t.Errorf("%s: %d %+v", name, a.StatusCode, refusal)
		}
	}
}
