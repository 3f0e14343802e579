package sigv4

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/big"
	"net/http"
	"path"
	"strings"
)

// ForRegionSet is a Verifier as [Verifier.ForService] gives it, for a service
// whose requests are signed for a set of regions at once, by Signature Version
// 4A, and in no other way. region has to be in the set.
//
// The signature is made with a key pair that follows from the access key, so
// that the service's regions need not know the secret one. Here both halves are
// derived.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html#how-sigv4a-works
func (v *Verifier) ForRegionSet(service, region string) *Verifier {
	w := v.ForService(service)
	w.region = region
	return w
}

// regionSetHeader lists the regions that a signature is for; "*" stands for any
// characters.
const regionSetHeader = "X-Amz-Region-Set"

// parseAsymmetric reads an Authorization header of Signature Version 4A. Its
// scope has no region:
//
//	AWS4-ECDSA-P256-SHA256 Credential=AKID/20261123/cloudfront-keyvaluestore/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=3045…
func (v *Verifier) parseAsymmetric(header string, h http.Header) (*claim, error) {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(header), " ")
	if scheme == algorithm {
		// Captured: https://github.com/aws/aws-sdk-js-v3/issues/5576.
		return nil, &Error{Code: "SignatureDoesNotMatch", Message: "Credential should be scoped to a valid region.", Status: http.StatusForbidden}
	}
	if scheme != algorithmECDSA {
		return nil, malformedHeader("expecting " + algorithmECDSA + ".")
	}
	c, credential, err := parseComponents(rest)
	if err != nil {
		return nil, err
	}
	key, rest, _ := strings.Cut(credential, "/")
	date, rest, _ := strings.Cut(rest, "/")
	service, end, ok := strings.Cut(rest, "/")
	if !ok || key == "" {
		return nil, malformedHeader(`the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/SERVICE/aws4_request".`)
	}
	c.scope = scope{accessKeyID: key, date: date, service: service, terminal: end}
	c.asymmetric = true
	if fault := c.fault(v.service); fault != "" {
		return nil, malformedHeader(fault)
	}
	set := h.Get(regionSetHeader)
	if set == "" || !c.signs(strings.ToLower(regionSetHeader)) {
		return nil, malformedHeader("the header " + regionSetHeader + " is missing or not signed.")
	}
	for pattern := range strings.SplitSeq(set, ",") {
		if in, err := path.Match(strings.TrimSpace(pattern), v.region); err == nil && in {
			return c, nil
		}
	}
	return nil, malformedHeader("the region set \"" + set + "\" is wrong; expecting '" + v.region + "' in it")
}

// checkAsymmetric verifies the signature with the key pair that the credential
// gives.
func (c *claim) checkAsymmetric(r *http.Request, payloadHash string, credential *Credential) error {
	canonical := c.canonicalRequest(r, payloadHash)
	text := c.stringToSign(canonical)
	key, err := deriveKeyPair(credential)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(text)
	signature, err := hex.DecodeString(c.signature)
	if err == nil && ecdsa.VerifyASN1(&key.PublicKey, digest[:], signature) {
		return nil
	}
	return signatureMismatch(c.accessKeyID, text, c.signature)
}

// deriveKeyPair makes the P-256 key pair of an access key: candidates by the
// counter mode of NIST SP 800-108, until one is a scalar of the curve's group.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key-sigv4a
func deriveKeyPair(credential *Credential) (*ecdsa.PrivateKey, error) {
	order := elliptic.P256().Params().N
	limit := new(big.Int).Sub(order, big.NewInt(2))
	for counter := 1; counter < 255; counter++ {
		h := hmac.New(sha256.New, []byte("AWS4A"+credential.SecretAccessKey))
		h.Write(binary.BigEndian.AppendUint32(nil, 1)) // the one block
		h.Write([]byte(algorithmECDSA))
		h.Write([]byte{0})
		h.Write([]byte(credential.AccessKeyID))
		h.Write([]byte{byte(counter)})
		h.Write(binary.BigEndian.AppendUint32(nil, 256)) // bits wanted
		candidate := new(big.Int).SetBytes(h.Sum(nil))
		if candidate.Cmp(limit) > 0 {
			continue
		}
		candidate.Add(candidate, big.NewInt(1))
		return ecdsa.ParseRawPrivateKey(elliptic.P256(), candidate.FillBytes(make([]byte, 32)))
	}
	return nil, errors.New("no key pair follows from this access key")
}
