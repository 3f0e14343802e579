package s3

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf16"

	"crossfront/emulator/s3/wire"
)

// Limits of tags: how many an object and a bucket may have, and how many
// UTF-16 units a key and a value.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
const (
	maxObjectTags    = 10
	maxBucketTags    = 50
	maxTagKeyUnits   = 128
	maxTagValueUnits = 256
	maxTaggingBytes  = 64 << 10
)

// checkTags refuses tags, pairs of key and value, that S3 does not take: more
// than limit, a key twice, a key of AWS's own, a bad character or length.
// Recorded: localstack's test_tagging_validation; the count's wording is from
// https://github.com/minio/minio/blob/master/cmd/api-errors.go.
func checkTags(tags [][2]string, limit int, bucket bool) error {
	if len(tags) > limit {
		message := "Object tags cannot be greater than 10"
		if bucket {
			message = "Bucket tag count cannot be greater than 50"
		}
		return refuse(http.StatusBadRequest, "BadRequest", message)
	}
	seen := make(map[string]bool, len(tags))
	for _, t := range tags {
		key, value := t[0], t[1]
		switch {
		case key == "" || units(key) > maxTagKeyUnits || !tagText(key):
			return errInvalidTag("The TagKey you have provided is invalid", field("TagKey", key))
		case units(value) > maxTagValueUnits || !tagText(value):
			return errInvalidTag("The TagValue you have provided is invalid", field("TagKey", key), field("TagValue", value))
		case seen[key]:
			return errInvalidTag("Cannot provide multiple Tags with the same key", field("TagKey", key))
		case strings.HasPrefix(strings.ToLower(key), "aws:") && bucket:
			return errInvalidTag("System tags cannot be added/updated by requester", field("TagKey", key))
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			return errInvalidTag("Your TagKey cannot be prefixed with aws:", field("TagKey", key))
		}
		seen[key] = true
	}
	return nil
}

func errInvalidTag(message string, fields ...wire.Field) *wire.Error {
	return refuse(http.StatusBadRequest, "InvalidTag", message, fields...)
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// tagText says whether s has letters, digits, spaces and + - = . _ : / @ only.
func tagText(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) && !strings.ContainsRune("+-=._:/@", r) {
			return false
		}
	}
	return true
}

// headerTags reads the header x-amz-tagging: tags as a URL's query.
// Recorded: localstack's test_object_tagging_exc.
func (c *call) headerTags() ([][2]string, error) {
	text := c.header("x-amz-tagging")
	tags, ok := parseTags(text)
	if !ok {
		return nil, errInvalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
			"x-amz-tagging", text)
	}
	return tags, checkTags(tags, maxObjectTags, false)
}

// parseTags reads "key1=value1&key2=value2"; ok is false when that is malformed
// or has a key twice.
func parseTags(text string) (tags [][2]string, ok bool) {
	if text == "" {
		return nil, true
	}
	seen := make(map[string]bool)
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		name, content, _ := strings.Cut(pair, "=")
		key, err := url.QueryUnescape(name)
		if err != nil || key == "" || seen[key] {
			return nil, false
		}
		value, err := url.QueryUnescape(content)
		if err != nil || strings.Contains(content, "=") {
			return nil, false
		}
		seen[key] = true
		tags = append(tags, [2]string{key, value})
	}
	return tags, true
}

// readTagging reads the body of PutObjectTagging and PutBucketTagging.
func (c *call) readTagging(limit int, bucket bool) ([][2]string, error) {
	if err := c.requireIntegrity(); err != nil {
		return nil, err
	}
	doc, err := c.readDocument(maxTaggingBytes)
	if err != nil {
		return nil, err
	}
	if len(doc) == 0 {
		return nil, errMissingBody()
	}
	var in wire.Tagging
	if wire.Unmarshal(doc, &in) != nil {
		return nil, errMalformedXML()
	}
	tags, ok := in.Pairs()
	if !ok {
		return nil, errMalformedXML()
	}
	return tags, checkTags(tags, limit, bucket)
}
