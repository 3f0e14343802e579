package edge

import "crypto/tls"

// tlsDescription is the value of CloudFront-Viewer-TLS: protocol, cipher suite
// and how the handshake went, by OpenSSL's and IANA's names.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
func tlsDescription(s *tls.ConnectionState) string {
	handshake := "fullHandshake"
	if s.DidResume {
		handshake = "sessionResumed"
	}
	version := "TLSv1.2"
	switch s.Version {
	case tls.VersionTLS13:
		version = "TLSv1.3"
	case tls.VersionTLS11:
		version = "TLSv1.1"
	case tls.VersionTLS10:
		version = "TLSv1"
	}
	return version + ":" + tls.CipherSuiteName(s.CipherSuite) + ":" + handshake
}
