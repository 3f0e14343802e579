package sigv4

import (
	"crypto/hmac"
	"encoding/hex"
	"hash"
)

// emptyHash is the SHA-256 of nothing.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// A chain is the signatures of an aws-chunked body: each covers the one
// before, the first covers the request's own, the seed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
type chain struct {
	key         *signingKey
	accessKeyID string
	prefix      string // time and scope, a line each
	previous    string
	text        []byte // scratch
}

// fork is a chain that goes on by itself; a nil chain has none.
func (c *chain) fork() *chain {
	if c == nil {
		return nil
	}
	f := *c
	f.text = nil
	return &f
}

// checkChunk checks the signature of a chunk with the hash content.
func (c *chain) checkChunk(provided string, content hash.Hash) error {
	c.begin("AWS4-HMAC-SHA256-PAYLOAD\n")
	c.text = append(c.text, emptyHash+"\n"...)
	c.text = hex.AppendEncode(c.text, content.Sum(nil))
	return c.check(provided)
}

// checkTrailer checks the signature of the trailer section, its fields each as
// "name:value\n".
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
func (c *chain) checkTrailer(provided string, fields []byte) error {
	c.begin("AWS4-HMAC-SHA256-TRAILER\n")
	c.text = appendHash(c.text, fields)
	return c.check(provided)
}

func (c *chain) begin(algorithm string) {
	c.text = append(c.text[:0], algorithm...)
	c.text = append(c.text, c.prefix...)
	c.text = append(c.text, c.previous...)
	c.text = append(c.text, '\n')
}

func (c *chain) check(provided string) error {
	c.previous = c.key.sign(c.text)
	if hmac.Equal([]byte(c.previous), []byte(provided)) {
		return nil
	}
	return signatureMismatch(c.accessKeyID, c.text, provided)
}
