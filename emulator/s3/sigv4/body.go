package sigv4

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"
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
	// Declared are the checksum algorithms that will be checked, from a header
	// or from the announced trailer, by their names in
	// x-amz-checksum-algorithm: "CRC32", "CRC32C", "CRC64NVME", "SHA1", …
	// There is at most one today.
	Declared []string
	// Trailers are the lower-case names that x-amz-trailer announces.
	Trailers []string

	closer   io.Closer
	src      io.Reader
	chunks   *chunkReader // src when the body is aws-chunked, else nil
	read     int64
	checksum *checksum
	md5      *contentMD5
	sha256   hash.Hash
	wantHash string // x-amz-content-sha256 in hex, or a word that no hash equals
	err      error  // what every further Read returns
}

var _ io.ReadCloser = (*Body)(nil)

// Body returns the payload of r, which id was verified for, to read instead of
// r.Body. It fails with an *Error when the request's headers about its payload
// are wrong in themselves. A caller that was not verified by a signature
// passes Identity{Anonymous: true}.
func (v *Verifier) Body(r *http.Request, id Identity) (*Body, error) {
	b := &Body{DecodedLength: r.ContentLength, closer: r.Body, src: r.Body}
	if r.Body == nil {
		b.closer, b.src = http.NoBody, http.NoBody
	}
	if err := b.readHash(r, id); err != nil {
		return nil, err
	}
	var err error
	if b.md5, err = readContentMD5(r); err != nil {
		return nil, err
	}
	if concernsObject(r) {
		return b, nil
	}
	if b.checksum, err = readChecksum(v.checksumHeaders(r, id), b.Trailers); err != nil {
		return nil, err
	}
	if b.checksum != nil {
		b.Declared = []string{b.checksum.algorithm}
	}
	return b, nil
}

// checksumHeaders are the headers of r, with those that a presigned URL's query
// adds about checksums. x-amz-sdk-checksum-algorithm counts where the checksum
// it names does.
func (v *Verifier) checksumHeaders(r *http.Request, id Identity) http.Header {
	extra := v.QueryHeaders(r, id)
	if extra == nil {
		return r.Header
	}
	h := r.Header.Clone()
	for name, values := range extra {
		if v.queryChecksums || strings.HasPrefix(strings.ToLower(name), checksumPrefix) {
			h[name] = values
		}
	}
	return h
}

// concernsObject reports whether the checksum headers of a request describe a
// whole object and not this request's payload: CreateMultipartUpload and
// CompleteMultipartUpload.
func concernsObject(r *http.Request) bool {
	if r.Method != http.MethodPost {
		return false
	}
	q := parseQuery(r.URL.RawQuery)
	_, complete := q.get("uploadId")
	_, create := q.get("uploads")
	return complete || create
}

// readHash reads what x-amz-content-sha256 promises, and sets up the decoder
// it asks for.
func (b *Body) readHash(r *http.Request, id Identity) error {
	hash := id.PayloadHash
	if id.Anonymous {
		if hash = r.Header.Get("X-Amz-Content-Sha256"); hash == "" {
			hash = payloadUnsigned
		}
		if err := checkPayloadHash(hash); err != nil {
			return err
		}
		if hash == payloadChunked || hash == payloadChunkedTrailer {
			return signedChunksNeedSignature()
		}
	}
	announced := splitTrailers(r.Header)
	streaming := strings.HasPrefix(hash, "STREAMING-")
	if len(announced) > 0 && (!streaming || hash == payloadChunked) {
		return invalidRequest("The value specified in the x-amz-trailer header is not supported")
	}
	switch {
	case hash == payloadUnsigned || hash == "":
		return nil
	case streaming && !id.Presigned:
		return b.decodeChunks(r, id, hash, announced)
	}
	// At a presigned URL the STREAMING words are no orders to decode: S3 was
	// found to take them for the payload's hash, which nothing matches.
	b.wantHash = hash
	b.sha256 = sha256.New()
	return nil
}

func (b *Body) decodeChunks(r *http.Request, id Identity, hash string, announced []string) error {
	for _, name := range announced {
		if !strings.HasPrefix(name, checksumPrefix) || aboutChecksums(name) {
			return invalidRequest("The value specified in the x-amz-trailer header is not supported")
		}
	}
	n, err := strconv.ParseInt(r.Header.Get("X-Amz-Decoded-Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return &Error{Code: "MissingContentLength", Message: "You must provide the Content-Length HTTP header.", Status: http.StatusLengthRequired}
	}
	b.DecodedLength = n
	b.Trailers = announced
	var links *chain
	if hash != payloadUnsignedTrailer {
		if links = id.chain.fork(); links == nil {
			return signedChunksNeedSignature()
		}
	}
	if hash == payloadChunkedTrailer && len(announced) == 0 {
		return malformedTrailer()
	}
	b.chunks = newChunkReader(b.src, n, links, announced)
	b.src = b.chunks
	return nil
}

func splitTrailers(h http.Header) []string {
	var names []string
	for _, line := range h["X-Amz-Trailer"] {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// Read reads payload bytes.
func (b *Body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.src.Read(p)
	b.read += int64(n)
	if n > 0 {
		if b.checksum != nil {
			b.checksum.hash.Write(p[:n])
		}
		if b.md5 != nil {
			b.md5.hash.Write(p[:n])
		}
		if b.sha256 != nil {
			b.sha256.Write(p[:n])
		}
	}
	if err == nil {
		return n, nil
	}
	b.err = b.finish(err)
	return n, b.err
}

// finish turns the end of the source into the end of the payload.
func (b *Body) finish(err error) error {
	short := b.chunks == nil && b.DecodedLength >= 0 && b.read < b.DecodedLength
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) && b.chunks == nil, err == io.EOF && short:
		return wrongLength(b.DecodedLength, b.read)
	case err != io.EOF:
		return err
	}
	if b.sha256 != nil {
		sum := hex.EncodeToString(b.sha256.Sum(nil))
		if !strings.EqualFold(sum, b.wantHash) {
			return &Error{Code: "XAmzContentSHA256Mismatch", Status: http.StatusBadRequest,
				Message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
				Fields:  [][2]string{{"ClientComputedContentSHA256", b.wantHash}, {"S3ComputedContentSHA256", sum}}}
		}
	}
	if b.md5 != nil {
		if err := b.md5.compare(); err != nil {
			return err
		}
	}
	if b.checksum == nil {
		return io.EOF
	}
	if b.checksum.trailing {
		name := checksumPrefix + strings.ToLower(b.checksum.algorithm)
		if !b.checksum.expect(b.chunks.trailer[name]) {
			return invalidRequest("Value for " + name + " trailing header is invalid.")
		}
	}
	if err := b.checksum.compare(); err != nil {
		return err
	}
	return io.EOF
}

// Close closes the request's own body.
func (b *Body) Close() error { return b.closer.Close() }

// Checksums are the payload's checksums by algorithm (the names of Declared)
// in base64. It is nil until Read has returned io.EOF.
func (b *Body) Checksums() map[string]string {
	if b.err != io.EOF || b.checksum == nil {
		return nil
	}
	return map[string]string{b.checksum.algorithm: b.checksum.want}
}

func signedChunksNeedSignature() *Error {
	return invalidRequest("Anonymous requests don't support this x-amz-content-sha256 value. Please use UNSIGNED-PAYLOAD or STREAMING-UNSIGNED-PAYLOAD-TRAILER.")
}

// wrongLength is the answer to a body that is not as long as its headers say.
func wrongLength(expected, provided int64) *Error {
	return &Error{Code: "IncompleteBody", Status: http.StatusBadRequest,
		Message: "You did not provide the number of bytes specified by the Content-Length HTTP header",
		Fields:  [][2]string{{"NumberBytesExpected", strconv.FormatInt(expected, 10)}, {"NumberBytesProvided", strconv.FormatInt(provided, 10)}}}
}

// incompleteBody is the answer to a body that breaks off, or whose framing is
// broken.
func incompleteBody() *Error {
	return &Error{Code: "IncompleteBody", Message: "The request body terminated unexpectedly", Status: http.StatusBadRequest}
}
