package s3

import (
	"encoding/base64"
	"mime"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

const metadataPrefix = "x-amz-meta-"

// metadata is the x-amz-meta-* headers. Their names and values together may
// have 2 KB.
//
// A value is Unicode text. Bytes in a header are Latin-1, or encoded words of
// RFC 2047; a URL's parameters and a form's fields are UTF-8, and a form's
// fields stay as they are (recorded: localstack's
// test_user_metadata_rfc2047_encoded, test_put_unicode_metadata_with_sig_s3
// and test_post_object_with_unicode_metadata).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
func (c *call) metadata() (map[string]string, error) {
	var m map[string]string
	size := 0
	for name := range c.headers() {
		lower := strings.ToLower(name)
		key, ok := strings.CutPrefix(lower, metadataPrefix)
		if !ok {
			continue
		}
		if m == nil {
			m = make(map[string]string)
		}
		value := c.header(name)
		if !c.posting && !plain(value) {
			if _, inHeader := c.r.Header[name]; inHeader {
				value = fromLatin1(value)
			}
		}
		if !c.posting && strings.Contains(value, "=?") {
			if text, err := new(mime.WordDecoder).DecodeHeader(value); err == nil {
				value = text
			}
		}
		m[key] = value
		size += len(key) + len(value)
	}
	if size > maxMetadataBytes {
		return nil, refuse(http.StatusBadRequest, "MetadataTooLarge",
			"Your metadata headers exceed the maximum allowed metadata size",
			sizeField("Size", int64(size)), sizeField("MaxSizeAllowed", maxMetadataBytes))
	}
	return m, nil
}

// metadataHeader is a value of metadata as it is sent: text that is not plain
// is an encoded word, in letters as far as all of it can be printed.
func metadataHeader(value string) string {
	if plain(value) {
		return value
	}
	for _, r := range value {
		if r == utf8.RuneError || unicode.Is(unicode.C, r) {
			return "=?UTF-8?B?" + base64.StdEncoding.EncodeToString([]byte(value)) + "?="
		}
	}
	const digits = "0123456789ABCDEF"
	b := []byte("=?UTF-8?Q?")
	for i := range len(value) {
		switch c := value[i]; {
		case c == ' ':
			b = append(b, '_')
		case c == '=', c == '?', c == '_', c >= utf8.RuneSelf:
			b = append(b, '=', digits[c>>4], digits[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, "?="...))
}

// plain reports whether text has only what a header shows as it is.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c != '\t' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

func fromLatin1(bytes string) string {
	text := make([]rune, len(bytes))
	for i := range len(bytes) {
		text[i] = rune(bytes[i])
	}
	return string(text)
}

// toLatin1 is text as a header has it; S3 puts a space for what Latin-1 lacks.
func toLatin1(text string) string {
	if plain(text) {
		return text
	}
	bytes := make([]byte, 0, len(text))
	for _, r := range text {
		if r > unicode.MaxLatin1 {
			r = ' '
		}
		bytes = append(bytes, byte(r))
	}
	return string(bytes)
}
