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
	ConnectError Kind = "OriginConnectError" // refused, TLS failed: 502
	DNSError     Kind = "OriginDnsError"     // the name does not resolve: 502
	CommError    Kind = "OriginCommError"    // timed out: 504
	ReadError    Kind = "OriginReadError"    // the origin broke off: 502
	WriteError   Kind = "OriginWriteError"   // the origin took no more of the request: 502
	HeaderTooBig Kind = "OriginHeaderTooBigError"
	InvalidReply Kind = "OriginInvalidResponseError"
	Aborted      Kind = "AbortedOrigin" // the viewer left first
	TooLarge     Kind = "RequestBodyTooLarge"
)

// Error is why there is no answer of the origin.
type Error struct {
	Kind Kind
	Host string
	// Connected: there was a connection, so the origin may have had the request.
	Connected bool
	Err       error
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

// FailoverCode is the status among an origin group's failover criteria that
// stands for this failure; 0: none does.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
// ("fails to connect … when 503 is set as a failover code", "takes too long …
// when 504 is set"). What an answer that is none counts as is not said; 502 is
// what viewers would get.
func (e *Error) FailoverCode() int {
	switch {
	case e.Kind == Aborted, e.Kind == TooLarge:
		return 0
	case !e.Connected:
		return http.StatusServiceUnavailable
	case e.Kind == CommError:
		return http.StatusGatewayTimeout
	}
	return http.StatusBadGateway
}

var (
	errReadTimeout       = errors.New("the origin did not answer in time")
	errCompletionTimeout = errors.New("the origin's whole answer took longer than the response completion timeout")
	errNotListening      = errors.New("S3 does not listen there: http at port 80, https at port 443, and for website endpoints http only")
	errHeaderTooBig      = errors.New("the origin's answer has more than 20,480 bytes of headers")
	errTooLarge          = errors.New("the request body is larger than the edge takes")
)

// failure sorts a transport's error.
func failure(ctx context.Context, host string, connected bool, err error) *Error {
	kind := kindOf(ctx, err)
	if kind == ConnectError && connected {
		kind = ReadError
		if op := (*net.OpError)(nil); errors.As(err, &op) && op.Op == "write" {
			kind = WriteError
		}
	}
	return &Error{Kind: kind, Host: host, Connected: connected, Err: err}
}

func kindOf(ctx context.Context, err error) Kind {
	var (
		dns     *net.DNSError
		timeout net.Error
		op      *net.OpError
	)
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errReadTimeout), errors.Is(cause, errCompletionTimeout), errors.Is(err, errReadTimeout):
		return CommError
	case errors.Is(err, errTooLarge):
		return TooLarge
	case errors.Is(err, context.Canceled):
		return Aborted
	case errors.As(err, &dns):
		return DNSError
	case isTLS(err), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ConnectError
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return CommError
	case errors.As(err, &op):
		return ConnectError
	}
	return InvalidReply
}

// isTLS reports whether a handshake failed.
func isTLS(err error) bool {
	var (
		record   tls.RecordHeaderError
		alert    tls.AlertError
		verify   *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
		mismatch x509.HostnameError
	)
	return errors.As(err, &verify) || errors.As(err, &unknown) || errors.As(err, &mismatch) ||
		errors.As(err, &record) || errors.As(err, &alert)
}
