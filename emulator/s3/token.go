package s3

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"strings"
)

// A continuation token is opaque to clients. Ours is "1" and, in base 64, the
// last key of the page with a checksum before it, so that what we never gave
// out is refused as S3 refuses it.

func newToken(last string) string {
	raw := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(last)))
	return "1" + base64.StdEncoding.EncodeToString(append(raw, last...))
}

func parseToken(token string) (last string, ok bool) {
	text, ok := strings.CutPrefix(token, "1")
	if !ok {
		return "", false
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) < 4 {
		return "", false
	}
	last = string(raw[4:])
	return last, binary.BigEndian.Uint32(raw) == crc32.ChecksumIEEE(raw[4:])
}

// token is the key that the continuation-token parameter stands for.
func (c *call) token() (string, error) {
	last, ok := parseToken(c.query.Get("continuation-token"))
	if !ok {
		return "", refuse(http.StatusBadRequest, "InvalidArgument", "The continuation token provided is incorrect",
			field("ArgumentName", "continuation-token"))
	}
	return last, nil
}
