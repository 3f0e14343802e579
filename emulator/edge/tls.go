package edge

import (
	"crypto/tls"
	"strings"
)

// tlsDescription is the value of CloudFront-Viewer-TLS: protocol, cipher suite
// and how the handshake went, by OpenSSL's and IANA's names.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
func tlsDescription(s *tls.ConnectionState) string {
	handshake := "fullHandshake"
	if s.DidResume {
		handshake = "sessionResumed"
	}
	return tlsVersion(s.Version) + ":" + cipherName(s.CipherSuite) + ":" + handshake
}

func tlsVersion(v uint16) string {
	switch v {
	case tls.VersionTLS13:
		return "TLSv1.3"
	case tls.VersionTLS11:
		return "TLSv1.1"
	case tls.VersionTLS10:
		return "TLSv1"
	}
	return "TLSv1.2"
}

// cipherName is a cipher suite's name as CloudFront writes it: IANA's for
// TLS 1.3, TLS_AES_128_GCM_SHA256, and OpenSSL's for older versions,
// ECDHE-RSA-AES128-GCM-SHA256.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
func cipherName(id uint16) string {
	name := tls.CipherSuiteName(id)
	exchange, cipher, ok := strings.Cut(strings.TrimPrefix(name, "TLS_"), "_WITH_")
	if !ok {
		return name
	}
	cipher = strings.NewReplacer("AES_128_CBC", "AES128", "AES_256_CBC", "AES256", "AES_128", "AES128", "AES_256", "AES256",
		"CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305", "3DES_EDE_CBC_SHA", "DES-CBC3-SHA").Replace(cipher)
	if exchange != "RSA" { // which OpenSSL leaves out
		cipher = exchange + "_" + cipher
	}
	return strings.ReplaceAll(cipher, "_", "-")
}
