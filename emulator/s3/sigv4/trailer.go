package sigv4

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
)

const (
	trailerSignature = "x-amz-trailer-signature"
	// maxTrailer bounds the trailer section, in bytes.
	maxTrailer = 4096
)

// readTrailer reads the fields after the last chunk up to the blank line that
// ends the body, and checks that they are the announced ones and, in signed
// bodies, that they are signed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
func (c *chunkReader) readTrailer() error {
	var fields []byte // as they are signed
	var signature string
	c.trailer = make(map[string]string)
	for read := 0; ; {
		line, n, err := c.readTrailerLine(read)
		if err != nil {
			return err
		}
		read += n
		if line == "" {
			break
		}
		if strings.Contains(line, "\r") { // its end is broken
			return incompleteBody()
		}
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.ToLower(name), strings.TrimSpace(value)
		switch {
		case !ok || signature != "": // the signature is the last field
			return malformedTrailer()
		case name == trailerSignature && c.chain != nil:
			signature = value
			continue
		case c.chain != nil && len(c.trailer) == len(c.announced) && !slices.Contains(c.announced, name):
			return incompleteBody() // the signature should have come
		case !slices.Contains(c.announced, name):
			return malformedTrailer()
		}
		if _, twice := c.trailer[name]; twice {
			return malformedTrailer()
		}
		c.trailer[name] = value
		fields = append(fields, name+":"+value+"\n"...)
	}
	if len(c.trailer) != len(c.announced) {
		return malformedTrailer()
	}
	if c.chain == nil || len(c.announced) == 0 && signature == "" {
		return nil
	}
	// What is no signature at all is taken for broken framing, as of a chunk.
	if len(signature) != 2*sha256.Size {
		return incompleteBody()
	}
	return c.chain.checkTrailer(signature, fields)
}

// readTrailerLine reads one field, without its line end, and says how many
// bytes it took. AWS's documentation ends a field by LF CR LF, SDKs by CR LF.
func (c *chunkReader) readTrailerLine(read int) (string, int, error) {
	b, err := c.r.ReadSlice('\n')
	if err != nil {
		return "", 0, broken(err)
	}
	if read+len(b) > maxTrailer {
		return "", 0, malformedTrailer()
	}
	n := len(b)
	if line, ok := strings.CutSuffix(string(b), "\r\n"); ok {
		return line, n, nil
	}
	line := string(b[:n-1])
	if line == "" {
		return "", 0, malformedTrailer()
	}
	if end, err := c.readLine(2); err != nil || end != "" {
		return "", 0, malformedTrailer()
	}
	return line, n + 2, nil
}

func malformedTrailer() *Error {
	return &Error{Code: "MalformedTrailerError", Status: http.StatusBadRequest,
		Message: "The request contained trailing data that was not well-formed or did not conform to our published schema."}
}
