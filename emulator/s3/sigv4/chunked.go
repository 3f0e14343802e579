package sigv4

import (
	"bufio"
	"crypto/sha256"
	"hash"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
)

const (
	// minChunk is the least size of every chunk but the last one.
	minChunk = 8192
	// maxChunkHeader bounds a chunk's header line. A size and a signature
	// take 98 bytes.
	maxChunkHeader = 1024
)

// A chunkReader reads an aws-chunked body:
//
//	size in hex [";chunk-signature=" signature] CRLF data CRLF … "0" … CRLF [trailer] CRLF
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
type chunkReader struct {
	r         *bufio.Reader
	chain     *chain // nil: chunks are not signed
	announced []string
	trailer   map[string]string // filled at the end

	want, total int64 // payload bytes stated and seen
	number      int   // of the chunk being read, from 1
	size, left  int64 // of the chunk being read
	signature   string
	hash        hash.Hash
	open        bool // in a chunk
	err         error
}

func newChunkReader(r io.Reader, length int64, c *chain, announced []string) *chunkReader {
	cr := &chunkReader{r: bufio.NewReader(r), chain: c, announced: announced, want: length}
	if c != nil {
		cr.hash = sha256.New()
	}
	return cr
}

// Read reads payload bytes; it fails with an *Error where the framing or a
// signature is wrong.
func (c *chunkReader) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	if c.left == 0 {
		if c.err = c.next(); c.err != nil {
			return 0, c.err
		}
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if c.hash != nil {
		c.hash.Write(p[:n])
	}
	if err != nil {
		c.err = broken(err)
	}
	return n, c.err
}

// next ends the chunk being read and starts another; io.EOF after the last.
func (c *chunkReader) next() error {
	if c.open {
		if err := c.endChunk(); err != nil {
			return err
		}
	}
	previous := c.size
	if err := c.readHeader(); err != nil {
		return err
	}
	if c.size == 0 {
		return c.finish()
	}
	if c.number > 1 && previous < minChunk {
		// https://github.com/versity/versitygw/issues/1683 shows the fields,
		// https://github.com/aws/aws-sdk-cpp/issues/2727 the status.
		return &Error{Code: "InvalidChunkSizeError", Status: http.StatusForbidden,
			Message: "Only the last chunk is allowed to have a size less than 8192 bytes",
			Fields:  [][2]string{{"Chunk", strconv.Itoa(c.number)}, {"BadChunkSize", strconv.FormatInt(previous, 10)}}}
	}
	if c.size > c.want-c.total {
		return wrongLength(c.want, c.total+min(c.size, math.MaxInt64-c.total))
	}
	c.total += c.size
	c.left, c.open = c.size, true
	return nil
}

// endChunk reads what follows a chunk's data and checks its signature.
func (c *chunkReader) endChunk() error {
	c.open = false
	line, err := c.readLine(2)
	if err != nil {
		return err
	}
	if line != "" {
		return incompleteBody()
	}
	return c.checkChunk()
}

func (c *chunkReader) checkChunk() error {
	if c.chain == nil {
		return nil
	}
	err := c.chain.checkChunk(c.signature, c.hash)
	c.hash.Reset()
	return err
}

// readHeader reads a chunk's first line.
func (c *chunkReader) readHeader() error {
	line, err := c.readLine(maxChunkHeader)
	if err != nil {
		return err
	}
	size, extension, _ := strings.Cut(line, ";")
	n, err := strconv.ParseUint(size, 16, 63)
	if err != nil {
		return incompleteBody()
	}
	signature, signed := strings.CutPrefix(extension, "chunk-signature=")
	// What is no signature at all is taken for broken framing, not for a wrong
	// one (versity/versitygw's SignedStreamingPayloadTrailer_incomplete_body).
	if signed != (c.chain != nil) || !signed && extension != "" || signed && len(signature) != 2*sha256.Size {
		return incompleteBody()
	}
	c.number++
	c.size = int64(n)
	c.signature = signature
	return nil
}

// finish checks the last chunk, which is empty, and reads the trailer.
func (c *chunkReader) finish() error {
	if err := c.checkChunk(); err != nil {
		return err
	}
	if c.total != c.want {
		return wrongLength(c.want, c.total)
	}
	if err := c.readTrailer(); err != nil {
		return err
	}
	if _, err := c.r.ReadByte(); err != io.EOF {
		return incompleteBody()
	}
	return io.EOF
}

// readLine reads a line that CRLF ends, of at most limit bytes with it.
func (c *chunkReader) readLine(limit int) (string, error) {
	b, err := c.r.ReadSlice('\n')
	if err != nil {
		return "", broken(err)
	}
	if len(b) > limit {
		return "", incompleteBody()
	}
	line, ok := strings.CutSuffix(string(b), "\r\n")
	if !ok {
		return "", incompleteBody()
	}
	return line, nil
}

// broken is what an error of the body's source means to the client; errors
// that are not about its end, such as a size limit's, pass.
func broken(err error) error {
	switch err {
	case io.EOF, io.ErrUnexpectedEOF, bufio.ErrBufferFull:
		return incompleteBody()
	}
	return err
}
