package sigv4

import (
	"bytes"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
)

// What x-amz-content-sha256 may say instead of a hash.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const (
	payloadUnsigned        = "UNSIGNED-PAYLOAD"
	payloadChunked         = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	payloadChunkedTrailer  = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
	payloadUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	payloadECDSA           = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"
	payloadECDSATrailer    = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"
)

// maxBuffered bounds the body that has to be read before its signature can be
// checked, which is so at every service but S3.
const maxBuffered = 1 << 20

// payloadHash is the last line of the canonical request.
func (v *Verifier) payloadHash(r *http.Request, c *claim) (string, error) {
	hash := r.Header.Get("X-Amz-Content-Sha256")
	switch {
	case v.region != "" && hash != payloadUnsigned:
		return bufferHash(r)
	case v.service != ServiceS3:
		if hash != "" {
			return hash, checkPayloadHash(hash)
		}
		return bufferHash(r)
	case c.presigned:
		// A presigned URL fixes a hash by a signed header, or by the query as
		// minio-go writes it; a header that is not signed is ignored.
		if !c.signs("x-amz-content-sha256") {
			hash, _ = c.params.get("X-Amz-Content-Sha256")
		}
		if hash == "" {
			return payloadUnsigned, nil
		}
		return hash, checkPayloadHash(hash)
	case hash == "":
		return "", &Error{Code: "InvalidRequest", Status: http.StatusBadRequest,
			Message: "Missing required header for this request: x-amz-content-sha256"}
	}
	return hash, checkPayloadHash(hash)
}

func checkPayloadHash(hash string) error {
	switch hash {
	case payloadUnsigned, payloadChunked, payloadChunkedTrailer, payloadUnsignedTrailer:
		return nil
	case payloadECDSA, payloadECDSATrailer:
		return notImplemented("x-amz-content-sha256")
	}
	if len(hash) == 64 {
		if _, err := hex.DecodeString(hash); err == nil {
			return nil
		}
	}
	return &Error{Code: "InvalidArgument", Status: http.StatusBadRequest,
		Message: "x-amz-content-sha256 must be " + strings.Join([]string{payloadUnsigned, payloadUnsignedTrailer, payloadChunked, payloadChunkedTrailer,
			payloadECDSA, payloadECDSATrailer}, ", ") + " or a valid sha256 value.",
		Fields: [][2]string{{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", hash}}}
}

// bufferHash hashes r's body and puts it back.
func bufferHash(r *http.Request) (string, error) {
	if r.Body == nil {
		return string(appendHash(nil, nil)), nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBuffered+1))
	switch {
	case err != nil:
		return "", incompleteBody()
	case len(body) > maxBuffered:
		return "", &Error{Code: "RequestEntityTooLarge", Message: "The request body is larger than 1 MiB.", Status: http.StatusRequestEntityTooLarge}
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{bytes.NewReader(body), r.Body}
	return string(appendHash(nil, body)), nil
}

// Streaming says whether the payload comes in chunks, as the signature has it.
func (id *Identity) Streaming() bool {
	return !id.Presigned && strings.HasPrefix(id.PayloadHash, "STREAMING-")
}
