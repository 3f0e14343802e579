package access

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// requestTags are the tags that the request brings for its object, in its body
// or in the header x-amz-tagging.
func (r *Request) requestTags() [][2]string {
	if r.Tags != nil {
		return r.Tags
	}
	var tags [][2]string
	for pair := range strings.SplitSeq(r.Header.Get("X-Amz-Tagging"), "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if name != "" && err1 == nil && err2 == nil {
			tags = append(tags, [2]string{name, value})
		}
	}
	return tags
}

// tag is the value of a tag that the object has or the request brings. Keys of
// conditions compare without case, so that the tag's does too.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
func (r *Request) tag(kind, key string) (string, bool) {
	var tags [][2]string
	switch kind {
	case "requestobjecttag":
		tags = r.requestTags()
	case "existingobjecttag":
		if o := r.existing(); o != nil {
			tags = o.Tags
		}
	}
	for _, t := range tags {
		if strings.EqualFold(t[0], key) {
			return t[1], true
		}
	}
	return "", false
}

// lock is the value of a condition key about object lock, from the headers
// that ask for it.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
func (r *Request) lock(name string) (string, bool) {
	if name == "object-lock-remaining-retention-days" {
		until, ok := r.value("s3:object-lock-retain-until-date")
		t, err := time.Parse(time.RFC3339, until)
		if !ok || err != nil {
			return "", false
		}
		days := (t.Sub(r.Now) + 24*time.Hour - 1) / (24 * time.Hour)
		return strconv.FormatInt(int64(days), 10), true
	}
	v := r.Header.Get("x-amz-" + name)
	return v, v != ""
}
