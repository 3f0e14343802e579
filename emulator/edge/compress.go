package edge

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
)

// compress encodes an answer's body for the viewers of its cache key, where the
// behavior compresses and the answer is of a kind and size that CloudFront
// compresses. The strong ETag becomes weak, an invalid one goes.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
func (t *errand) compress(a *answer) {
	if t.viewer.Method != http.MethodGet || a.sent.Header["Range"] != nil ||
		!t.behavior.Compressible(a.status, a.raw) {
		return
	}
	encoding := t.behavior.Encoding(&t.viewer)
	if encoding == "" {
		return
	}
	a.stream = newEncoder(&exactly{a.stream, a.length}, encoding)
	a.length = -1
	a.compressed = encoding
	a.header["Content-Encoding"] = []string{encoding}
	delete(a.header, "Accept-Ranges") // it spoke of the body as it was
	if etag := weakETag(first(a.header, "Etag")); etag != "" {
		a.header["Etag"] = []string{etag}
	} else {
		delete(a.header, "Etag")
	}
}

// weakETag is etag as a weak one; empty when it is not valid. The guide says so
// by how it begins and ends: what is between the quotes does not count.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html#compressed-content-cloudfront-etag-header
func weakETag(etag string) string {
	switch {
	case strings.HasPrefix(etag, "W/"):
		return etag
	case len(etag) > 1 && etag[0] == '"' && etag[len(etag)-1] == '"':
		return "W/" + etag
	}
	return ""
}

// exactly is a body that must have as many bytes as were announced: what ends
// early must not look complete once it is encoded.
type exactly struct {
	io.ReadCloser
	left int64
}

func (e *exactly) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if e.left -= int64(n); err == io.EOF && e.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// An encoder is a body that is compressed while it is read.
type encoder struct {
	src  io.ReadCloser
	to   io.WriteCloser
	done bytes.Buffer
	buf  [16 << 10]byte
	err  error
}

func newEncoder(src io.ReadCloser, encoding string) *encoder {
	e := &encoder{src: src}
	if encoding == "br" {
		e.to = brotli.NewWriterLevel(&e.done, 5)
	} else {
		e.to = gzip.NewWriter(&e.done)
	}
	return e
}

func (e *encoder) Read(p []byte) (int, error) {
	for e.done.Len() == 0 {
		if e.err != nil {
			return 0, e.err
		}
		n, err := e.src.Read(e.buf[:])
		if n > 0 {
			if _, werr := e.to.Write(e.buf[:n]); werr != nil && err == nil {
				err = werr
			}
		}
		if err == io.EOF {
			if cerr := e.to.Close(); cerr != nil {
				err = cerr
			}
		}
		e.err = err
	}
	return e.done.Read(p)
}

func (e *encoder) Close() error { return e.src.Close() }
