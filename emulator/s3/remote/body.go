package remote

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

const (
	// whole is how large a body may be that is read before it is sent: it can be
	// sent again, and its checksum stands in a header.
	whole = 1 << 20
	// maxUnknown is how large a body may be whose length nobody states, as that
	// of a form's file: clusters want to know it first.
	maxUnknown = 64 << 20
)

// An upload is a body on its way: what to send, and what is known of it then.
type upload struct {
	payload *payload
	sum     hash.Hash
	kind    store.Algorithm
	size    func() int64
}

// checksum is the body's, once it was sent.
func (u *upload) checksum() store.Checksum {
	kind := u.kind
	if kind == "" {
		kind = store.CRC64NVME
	}
	return store.Checksum{Algorithm: kind, Type: store.FullObject, Value: base64.StdEncoding.EncodeToString(u.sum.Sum(nil))}
}

// uploadOf makes a body ready. The cluster is told a checksum of the algorithm
// that the client chose, and none where it left that open: not every cluster
// knows S3's own choice. The error is the body's, or TooLarge.
func (c *client) uploadOf(key string, body io.Reader, size, limit int64, algorithm store.Algorithm, h http.Header) (*upload, error) {
	u := &upload{kind: algorithm, sum: algorithm.New()}
	if size > whole {
		if limit > 0 && size > limit {
			return nil, &store.Error{Kind: store.TooLarge, Bucket: c.bucket, Key: key, Size: size, Limit: limit}
		}
		u.stream(body, size, h)
		return u, nil
	}
	most := int64(maxUnknown)
	if limit > 0 {
		most = min(most, limit)
	}
	all, err := io.ReadAll(io.LimitReader(body, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(all)) > most {
		return nil, &store.Error{Kind: store.TooLarge, Bucket: c.bucket, Key: key, Size: int64(len(all)), Limit: most}
	}
	u.sum.Write(all)
	u.payload = &payload{whole: all, length: int64(len(all))}
	u.size = func() int64 { return int64(len(all)) }
	if algorithm != "" {
		h.Set(checksumHeader(algorithm), u.checksum().Value)
	}
	return u, nil
}

// stream sends the body as it comes; with a checksum in chunks, the checksum
// behind them.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
func (u *upload) stream(body io.Reader, size int64, h http.Header) {
	u.size = func() int64 { return size }
	held := &heldBack{r: io.TeeReader(body, u.sum), left: size}
	u.payload = &payload{stream: held, length: size}
	if u.kind == "" {
		return
	}
	name := strings.ToLower(checksumHeader(u.kind))
	h.Set("X-Amz-Trailer", name)
	h.Set("X-Amz-Decoded-Content-Length", number(size))
	h.Set("Content-Encoding", strings.TrimSuffix("aws-chunked,"+h.Get("Content-Encoding"), ","))
	head := fmt.Sprintf("%x\r\n", size)
	tail := func() string { return "\r\n0\r\n" + name + ":" + u.checksum().Value + "\r\n\r\n" }
	u.payload = &payload{
		stream: &chunked{heldBack: held, parts: []io.Reader{strings.NewReader(head), held}, tail: tail},
		length: int64(len(head)) + size + int64(len(tail())), hash: sigv4.UnsignedTrailer,
	}
}

// chunked is one chunk with its trailer.
type chunked struct {
	*heldBack
	parts []io.Reader
	tail  func() string
}

func (c *chunked) Read(p []byte) (int, error) {
	for len(c.parts) > 0 {
		n, err := c.parts[0].Read(p)
		if err == io.EOF {
			c.parts = c.parts[1:]
			if len(c.parts) == 0 && c.tail != nil {
				c.parts, c.tail = []io.Reader{strings.NewReader(c.tail())}, nil
			}
			err = nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.EOF
}

// A heldBack body keeps its last byte until the reader behind it has come to a
// good end: what the client sent is verified there, and a cluster that has all
// bytes has stored them.
type heldBack struct {
	r    io.Reader
	left int64                     // that are still to be given
	err  atomic.Pointer[bodyError] // what r failed with
}

// A bodyError is what a body failed with, told from what the connection did.
type bodyError struct{ err error }

func (e *bodyError) Error() string { return e.err.Error() }
func (e *bodyError) Unwrap() error { return e.err }

// bodyErr is what the body behind a payload's stream failed with.
func bodyErr(r io.Reader) error {
	switch b := r.(type) {
	case *heldBack:
		return b.failure()
	case *chunked:
		return b.failure()
	}
	return nil
}

func (b *heldBack) failure() error {
	if e := b.err.Load(); e != nil {
		return e.err
	}
	return nil
}

func (b *heldBack) fail(err error) error {
	e := &bodyError{err}
	b.err.Store(e)
	return e
}

func (b *heldBack) Read(p []byte) (int, error) {
	switch {
	case b.err.Load() != nil:
		return 0, b.err.Load()
	case b.left == 0:
		return 0, io.EOF
	case b.left == 1:
		return b.finish(p)
	case len(p) == 0:
		return 0, nil
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left-1)])
	b.left -= int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return n, b.fail(err)
	}
	return n, nil
}

// finish reads the last byte and the end behind it, and then gives the byte.
func (b *heldBack) finish(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	var end [2]byte
	n, err := io.ReadFull(b.r, end[:])
	switch {
	case err == io.ErrUnexpectedEOF && n == 1: // as it should be
		p[0], b.left = end[0], 0
		return 1, io.EOF
	case err == nil:
		err = fmt.Errorf("the body is longer than was stated")
	case err == io.EOF:
		err = io.ErrUnexpectedEOF
	}
	return 0, b.fail(err)
}

// bytesOf is a payload that is there.
func bytesOf(doc []byte) *payload { return &payload{whole: bytes.Clone(doc), length: int64(len(doc))} }
