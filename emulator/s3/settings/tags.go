package settings

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"crossfront/emulator/s3/wire"
)

// Limits of tags.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_Tag.html
const (
	maxTagKeyRunes   = 128
	maxTagValueRunes = 256
)

// A Tag is a key and a value.
type Tag struct {
	Key   string `xml:"Key" rule:"required"`
	Value string `xml:"Value" rule:"required"`
}

// checkTags words what is wrong with the tags of a filter as S3 does.
func checkTags(tags []Tag) error {
	allowed := tagCharacters()
	seen := make(map[string]bool)
	for _, t := range tags {
		key := wire.Field{Name: "TagKey", Value: t.Key}
		switch {
		case t.Key == "" || utf8.RuneCountInString(t.Key) > maxTagKeyRunes || !allowed.MatchString(t.Key):
			return refuse("InvalidTag", "The TagKey you have provided is invalid", key)
		case utf8.RuneCountInString(t.Value) > maxTagValueRunes || !allowed.MatchString(t.Value):
			return refuse("InvalidTag", "The TagValue you have provided is invalid", key, wire.Field{Name: "TagValue", Value: t.Value})
		case strings.HasPrefix(strings.ToLower(t.Key), "aws:"):
			return refuse("InvalidTag", "System tags cannot be added/updated by requester")
		case seen[t.Key]:
			return refuse("InvalidTag", "Cannot provide multiple Tags with the same key", key)
		}
		seen[t.Key] = true
	}
	return nil
}

// tagCharacters is what keys and values may be made of.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
func tagCharacters() *regexp.Regexp { return regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`) }
