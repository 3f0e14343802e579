package sigv4

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// UnsignedPayload is the payload hash of a request whose body the signature does
// not cover, UnsignedTrailer of one whose body is in chunks with a checksum
// behind them.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const (
	UnsignedPayload = payloadUnsigned
	UnsignedTrailer = payloadUnsignedTrailer
)

// Sign signs a request to S3 in its Authorization header: its method, path,
// query, Host and all headers whose names begin with x-amz-, to which it adds
// x-amz-date and x-amz-content-sha256.
func Sign(r *http.Request, by Credential, region, payloadHash string, at time.Time) {
	at = at.UTC()
	r.Header.Set("X-Amz-Date", at.Format(timeLayout))
	r.Header.Set("X-Amz-Content-Sha256", payloadHash)
	c := &claim{
		scope:  scope{accessKeyID: by.AccessKeyID, date: at.Format(dateLayout), region: region, service: ServiceS3, terminal: terminal},
		time:   at,
		params: parseQuery(r.URL.RawQuery), signed: []string{"host"},
	}
	for name := range r.Header {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-amz-") {
			c.signed = append(c.signed, name)
		}
	}
	slices.Sort(c.signed)
	signature := deriveKey(by.SecretAccessKey, &c.scope).sign(c.stringToSign(c.canonicalRequest(r, payloadHash)))
	r.Header.Set("Authorization", algorithm+" Credential="+by.AccessKeyID+"/"+c.scope.String()+
		", SignedHeaders="+strings.Join(c.signed, ";")+", Signature="+signature)
}
