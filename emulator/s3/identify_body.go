package s3

import (
	"bytes"
	"io"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/wire"
)

// fromBody adds to a wish what the request's document asks for, where policies
// can have conditions on that: tags, and locks. The handler reads the document
// again, and refuses it when its hash is not what was signed; what does not
// parse asks for nothing here.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
func (c *call) fromBody(wish *access.Request) {
	if c.operation == nil || c.bucket.Policy == nil || wish.Action != c.operation.action {
		return
	}
	switch c.operation.name {
	case "PutObjectTagging":
		var doc wire.Tagging
		if wire.Unmarshal(c.peek(), &doc) == nil {
			wish.Tags, _ = doc.Pairs()
		}
		if wish.Tags == nil {
			wish.Tags = [][2]string{} // and none from a header
		}
	case "PutObjectRetention":
		var doc struct {
			Mode  string `xml:"Mode"`
			Until string `xml:"RetainUntilDate"`
		}
		if wire.Unmarshal(c.peek(), &doc) == nil {
			wish.Body = stated("s3:object-lock-mode", doc.Mode, "s3:object-lock-retain-until-date", doc.Until)
		}
	case "PutObjectLegalHold":
		var doc struct {
			Status string `xml:"Status"`
		}
		if wire.Unmarshal(c.peek(), &doc) == nil {
			wish.Body = stated("s3:object-lock-legal-hold", doc.Status)
		}
	}
}

// stated are the pairs of name and value that have a value.
func stated(pairs ...string) map[string]string {
	out := make(map[string]string)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out[pairs[i]] = pairs[i+1]
		}
	}
	return out
}

// peek reads the start of the body, and leaves it there to be read.
func (c *call) peek() []byte {
	if c.r.Body == nil {
		return nil
	}
	start, err := io.ReadAll(io.LimitReader(c.r.Body, maxTaggingBytes))
	rest := io.Reader(c.r.Body)
	if err != nil {
		rest = failing{err}
	}
	c.r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(start), rest), c.r.Body}
	return start
}

// failing is a reader that has failed already.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
