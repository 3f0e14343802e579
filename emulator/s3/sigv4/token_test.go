package sigv4

import (
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestToken: a session token beside a key that has none, wherever it stands;
// it is found wrong before the signature is.
func TestToken(t *testing.T) {
	keys := NewKeyring([]Credential{{"AKIAUSER", "secret", "123456789012"}, {"ASIASESSION", "secret", "123456789012"}, {"test", "test", "000000000000"}})
	v := NewVerifier(keys, fixed(noon))
	for _, tt := range []struct{ key, code string }{{"AKIAUSER", "InvalidToken"}, {"ASIASESSION", "SignatureDoesNotMatch"}, {"test", "SignatureDoesNotMatch"}} {
		scope := tt.key + "/20261123/us-east-1/s3/aws4_request"
		header := httptest.NewRequest("GET", "http://localhost/media/a", nil)
		header.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+scope+", SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=00")
		header.Header.Set("X-Amz-Date", noon.Format(timeLayout))
		header.Header.Set("X-Amz-Content-Sha256", payloadUnsigned)
		header.Header.Set("X-Amz-Security-Token", "token")
		query := httptest.NewRequest("GET", "http://localhost/media/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="+scope+"&X-Amz-Date="+noon.Format(timeLayout)+
			"&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=token&X-Amz-Signature=00", nil)
		old := httptest.NewRequest("GET", "http://localhost/media/a?AWSAccessKeyId="+tt.key+"&Expires="+"1795435260"+"&Signature=00&x-amz-security-token=token", nil)
		_, fromHeader := v.Verify(header)
		_, fromQuery := v.Verify(query)
		_, fromOld := v.Verify(old)
		for where, err := range map[string]error{"header": fromHeader, "query": fromQuery, "version 2": fromOld} {
			var e *Error
			if !errors.As(err, &e) || e.Code != tt.code {
				t.Errorf("%s, %s: %v", tt.key, where, err)
			}
		}
	}
}

// TestNoChunkSignature: what cannot be a signature is broken framing.
func TestNoChunkSignature(t *testing.T) {
	c := &chain{key: deriveKey("test", &scope{date: noon.Format(dateLayout)}), prefix: time.Time(fixed(noon)).Format(timeLayout)}
	for signature, code := range map[string]string{strings.Repeat("0", 64): "SignatureDoesNotMatch", strings.Repeat("0", 63): "IncompleteBody", strings.Repeat("0", 65): "IncompleteBody", "": "IncompleteBody"} {
		_, err := io.ReadAll(newChunkReader(strings.NewReader("0;chunk-signature="+signature+"\r\n\r\n"), 0, c.fork(), nil))
		var e *Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%d digits: %v, want %s", len(signature), err, code)
		}
	}
}
