package s3

import (
	"net/http"
	"strings"
	"time"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// A condition is the four conditional headers of a request, or of a copy's
// source.
type condition struct {
	prefix               string // of the headers' names
	match, noneMatch     string
	modified, unmodified string
}

// conditions reads the headers that begin with prefix: "" for those of a
// request, "x-amz-copy-source-" for those of a copy.
func conditions(h http.Header, prefix string) condition {
	return condition{
		prefix: prefix,
		match:  strings.Join(h.Values(prefix+"If-Match"), ","), noneMatch: strings.Join(h.Values(prefix+"If-None-Match"), ","),
		modified: h.Get(prefix + "If-Modified-Since"), unmodified: h.Get(prefix + "If-Unmodified-Since"),
	}
}

// check is errPrecondition, errNotModified or nil. An ETag outweighs a date:
// If-Match that holds makes If-Unmodified-Since nothing, and If-None-Match
// If-Modified-Since. So does a date that is still to come (recorded:
// localstack's test_s3_copy_object_preconditions).
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (If-Match and If-None-Match considerations)
func (c condition) check(o store.Object, now time.Time) error {
	if c.match != "" {
		if !matches(c.match, o.ETag) {
			return errPrecondition(c.prefix + "If-Match")
		}
	} else if t, ok := date(c.unmodified); ok && o.LastModified.After(t) {
		return errPrecondition(c.prefix + "If-Unmodified-Since")
	}
	if c.noneMatch != "" {
		if matches(c.noneMatch, o.ETag) {
			return c.unchanged("If-None-Match")
		}
	} else if t, ok := date(c.modified); ok && !t.After(now) && !o.LastModified.After(t) {
		return c.unchanged("If-Modified-Since")
	}
	return nil
}

// unchanged is 304 for a reader; a copy, which has no use for it, gets 412.
func (c condition) unchanged(name string) error {
	if c.prefix != "" {
		return errPrecondition(c.prefix + name)
	}
	return errNotModified()
}

// matches says whether etag is in list, or list is "*". Quotes may be missing.
func matches(list, etag string) bool {
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item == "*" || unquote(item) == etag {
			return true
		}
	}
	return false
}

// date is an HTTP date; what is none, is ignored.
func date(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	t, err := http.ParseTime(text)
	return t, err == nil
}

// writeConditions reads If-None-Match, which may only be "*", and If-Match,
// which may not. Recorded: localstack's test_copy_object_precondition_write_validation.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func (c *call) writeConditions() (store.Precondition, error) {
	match, noneMatch := c.header("If-Match"), c.header("If-None-Match")
	switch {
	case match != "" && noneMatch != "":
		return store.Precondition{}, errCondition("If-Match,If-None-Match", "Multiple conditional request headers present in the request")
	case noneMatch != "" && noneMatch != "*":
		return store.Precondition{}, errCondition("If-None-Match", "We don't accept the provided value of If-None-Match header for this API")
	case match == "*":
		return store.Precondition{}, errCondition("If-Match", "We don't accept the provided value of If-Match header for this API")
	}
	return store.Precondition{NoneMatch: noneMatch != "", Match: unquote(match)}, nil
}

func errCondition(header, why string) *wire.Error {
	return errNotImplemented(field("Header", header), field("additionalMessage", why))
}

// deleteConditions reads If-Match, which may be "*" here. What else a deletion
// may depend on, is for directory buckets. Recorded: localstack's
// test_delete_object_if_match_all_non_express.
func (c *call) deleteConditions() (store.Precondition, error) {
	for _, name := range []string{"x-amz-if-match-last-modified-time", "x-amz-if-match-size"} {
		if c.headers().Get(name) != "" {
			return store.Precondition{}, errNotImplemented(field("Header", name))
		}
	}
	return store.Precondition{Match: unquote(c.header("If-Match"))}, nil
}
