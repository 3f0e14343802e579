package sigv4

import (
	"io"
	"net/http"
)

// Body is a request's payload as it is meant: aws-chunked framing taken off,
// hashes and checksums compared while it is read.
//
// A Read that would return io.EOF returns an *Error instead when a hash or
// checksum does not match, when the body is short or when a chunk's signature
// is wrong; whoever stores the payload must not keep it then.
type Body struct {
	// DecodedLength is the payload's length in bytes, -1 when it was not
	// stated.
	DecodedLength int64
	// Declared are the checksum algorithms that will be checked, from headers
	// and from the announced trailer: "CRC32", "CRC32C", "CRC64NVME", "SHA1",
	// "SHA256".
	Declared []string
	// Trailers are the lower-case names that x-amz-trailer announces.
	Trailers []string

	src io.ReadCloser
}

var _ io.ReadCloser = (*Body)(nil)

// Body returns the payload of r, which id was verified for, to read instead of
// r.Body. It fails with an *Error when the request's headers about its payload
// are wrong in themselves.
func (v *Verifier) Body(r *http.Request, id Identity) (*Body, error) {
	return &Body{DecodedLength: r.ContentLength, src: r.Body}, nil
}

// Read reads payload bytes.
func (b *Body) Read(p []byte) (int, error) { return b.src.Read(p) }

// Close closes the request's own body.
func (b *Body) Close() error { return b.src.Close() }

// Checksums are the payload's checksums by algorithm (the names of Declared)
// in base64. It is empty before Read has returned io.EOF.
func (b *Body) Checksums() map[string]string { return nil }
