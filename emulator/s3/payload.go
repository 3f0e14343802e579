package s3

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// payload is the request's body as it is meant, to be read to its end: only
// then its hashes are known to be right.
func (c *call) payload() (*sigv4.Body, error) {
	if err := c.checkLength(); err != nil {
		return nil, err
	}
	return c.server.config.Verifier.Body(c.r, c.identity)
}

// checkLength refuses bodies of unknown length. S3 does not implement chunked
// transfers, and says so by the header's name, unless the body is aws-chunked
// and its length stands in a header of its own. The edge's requests were never
// on a wire, so they may lack the header.
func (c *call) checkLength() error {
	switch {
	case c.inside(), c.posting:
		return nil
	case len(c.r.TransferEncoding) > 0 && c.r.Header.Get("x-amz-decoded-content-length") != "":
		return nil // an aws-chunked body says its length there
	case len(c.r.TransferEncoding) > 0:
		return errNotImplemented(field("Header", "Transfer-Encoding"))
	case c.r.ContentLength == 0 && c.r.Header.Get("Content-Length") == "" && c.r.ProtoMajor == 1:
		return errMissingLength()
	case c.r.ContentLength < 0:
		return errMissingLength()
	}
	return nil
}

// readDocument reads a body of at most limit bytes.
func (c *call) readDocument(limit int64) ([]byte, error) {
	body, err := c.payload()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	if body.DecodedLength > limit {
		return nil, errMessageTooLong(limit)
	}
	var doc bytes.Buffer
	if _, err := io.Copy(&doc, io.LimitReader(body, limit+1)); err != nil {
		return nil, err
	}
	if int64(doc.Len()) > limit {
		return nil, errMessageTooLong(limit)
	}
	return doc.Bytes(), nil
}

// requireIntegrity refuses a document that came without Content-MD5 and
// without any checksum. S3's 2025 wording for a sibling operation is "Content-MD5
// OR x-amz-checksum-*" (versity/versitygw#1301); which one it uses here today
// is not known, so this is the one that was captured for PutBucketCors.
func (c *call) requireIntegrity() error {
	if c.stated() || c.inside() {
		return nil
	}
	return refuse(http.StatusBadRequest, "InvalidRequest", "Missing required header for this request: Content-MD5")
}

// stated says whether the request states a hash of its body, in a header or in
// an announced trailer.
func (c *call) stated() bool {
	for name := range c.headers() {
		if isChecksumHeader(name) || strings.EqualFold(name, "Content-MD5") {
			return true
		}
	}
	return strings.Contains(strings.ToLower(c.r.Header.Get("x-amz-trailer")), "x-amz-checksum-")
}

// isChecksumHeader tells the headers that carry a checksum from those that
// speak about one.
func isChecksumHeader(name string) bool {
	algorithm, ok := strings.CutPrefix(strings.ToLower(name), "x-amz-checksum-")
	if !ok {
		return false
	}
	_, ok = parseAlgorithm(algorithm)
	return ok
}

// parseAlgorithm is the checksum algorithm of that name, in any case.
func parseAlgorithm(name string) (store.Algorithm, bool) {
	return store.ParseAlgorithm(strings.ToUpper(name))
}
