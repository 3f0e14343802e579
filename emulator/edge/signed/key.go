package signed

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	_ "crypto/sha1" //nolint:gosec // CloudFront signs with SHA-1
	_ "crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"strconv"
)

// A Key is a public key that may have signed.
type Key struct{ public crypto.PublicKey }

// ParseKey reads a public key as CloudFront takes it: PEM, RSA with 2048 bits
// or ECDSA on P-256.
// Source: DG private-content-trusted-signers#private-content-creating-cloudfront-key-pairs.
func ParseKey(text string) (*Key, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil {
		return nil, errf("it is not in PEM format: -----BEGIN PUBLIC KEY----- is expected")
	}
	if len(trimSpace(rest)) > 0 {
		return nil, errf("something follows the first PEM block")
	}
	public, err := parseBlock(block)
	if err != nil {
		return nil, err
	}
	switch key := public.(type) {
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits != 2048 {
			return nil, errf("it is an RSA key of %s bits: 2048 are expected", strconv.Itoa(bits))
		}
	case *ecdsa.PublicKey:
		if key.Curve != elliptic.P256() {
			return nil, errf("it is an ECDSA key on %s: P-256 (prime256v1) is expected", key.Curve.Params().Name)
		}
	default:
		return nil, errf("it is neither an RSA nor an ECDSA key")
	}
	return &Key{public}, nil
}

// parseBlock knows the two forms of a public key; an RSA key may stand in its
// own form, as CloudFront takes it too:
// https://github.com/aws/aws-cdk/issues/12852.
func parseBlock(block *pem.Block) (any, error) {
	switch block.Type {
	case "PUBLIC KEY":
		public, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, errf("the PEM block holds no public key")
		}
		return public, nil
	case "RSA PUBLIC KEY":
		public, err := x509.ParsePKCS1PublicKey(block.Bytes)
		if err != nil {
			return nil, errf("the PEM block holds no RSA public key")
		}
		return public, nil
	}
	return nil, errf("the PEM block is a %s: a PUBLIC KEY is expected", block.Type)
}

func trimSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}

// hashOf is the algorithm that Hash-Algorithm names; none means SHA-1.
// Source: DG PrivateCFSignatureCodeAndExamples ("When you use SHA-256, include
// the Hash-Algorithm=SHA256 query parameter").
func hashOf(name string) (crypto.Hash, bool) {
	switch name {
	case "", "SHA1":
		return crypto.SHA1, true
	case "SHA256":
		return crypto.SHA256, true
	}
	return 0, false
}

// verifiesAny reports whether the signature is that of one of the texts.
func (k *Key) verifiesAny(hash crypto.Hash, texts []string, signature []byte) bool {
	for _, text := range texts {
		if k.verifies(hash, text, signature) {
			return true
		}
	}
	return false
}

func (k *Key) verifies(hash crypto.Hash, text string, signature []byte) bool {
	h := hash.New()
	h.Write([]byte(text))
	digest := h.Sum(nil)
	switch key := k.public.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, hash, digest, signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signature)
	}
	return false
}
