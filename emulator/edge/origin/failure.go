package origin

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
)

// Kind says in which way an origin could not be asked.
type Kind string

// The ways, in the words of CloudFront's x-edge-detailed-result-type
// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html).
const (
	ConnectError Kind = "OriginConnectError" // refused, reset, TLS failed: 502
	DNSError     Kind = "OriginDnsError"     // the name does not resolve: 502
	CommError    Kind = "OriginCommError"    // timed out: 504
	InvalidReply Kind = "OriginInvalidResponseError"
	Aborted      Kind = "AbortedOrigin" // the viewer left first
	TooLarge     Kind = "RequestBodyTooLarge"
)

// Error is why there is no answer of the origin.
type Error struct {
	Kind Kind
	Host string
	Err  error
}

func (e *Error) Error() string {
	return "origin " + e.Host + ": " + string(e.Kind) + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Status is what CloudFront answers viewers: 504 for an origin that does not
// answer in time, 502 for everything else.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-504-gateway-timeout.html
func (e *Error) Status() int {
	switch e.Kind {
	case CommError:
		return http.StatusGatewayTimeout
	case TooLarge:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadGateway
}

var (
	errReadTimeout = errors.New("the origin did not answer in time")
	errTooLarge    = errors.New("the request body is larger than the edge takes")
)

// failure sorts a transport's error.
func failure(ctx context.Context, host string, err error) *Error {
	return &Error{Kind: kindOf(ctx, err), Host: host, Err: err}
}

func kindOf(ctx context.Context, err error) Kind {
	var (
		dns      *net.DNSError
		timeout  net.Error
		record   tls.RecordHeaderError
		alert    tls.AlertError
		verify   *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
		mismatch x509.HostnameError
	)
	switch {
	case errors.Is(context.Cause(ctx), errReadTimeout), errors.Is(err, errReadTimeout):
		return CommError
	case errors.Is(err, errTooLarge):
		return TooLarge
	case errors.Is(err, context.Canceled):
		return Aborted
	case errors.As(err, &dns):
		return DNSError
	case errors.As(err, &verify), errors.As(err, &unknown), errors.As(err, &mismatch),
		errors.As(err, &record), errors.As(err, &alert),
		errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ConnectError
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return CommError
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return ConnectError
	}
	return InvalidReply
}
