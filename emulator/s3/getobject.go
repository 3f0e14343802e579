package s3

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// getObject answers GetObject and HeadObject, which differ in the body only.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func (c *call) getObject() (*answer, error) {
	overrides, err := c.overrides()
	if err != nil {
		return nil, err
	}
	if c.query.Has("partNumber") { // a wrong number outweighs a missing key
		if _, err := partNumber(c.query.Get("partNumber")); err != nil {
			return nil, err
		}
	}
	o, content, err := c.server.config.Store.GetObject(c.r.Context(), c.address.bucket, c.ref())
	if err != nil {
		return c.missing(err)
	}
	defer content.Close()
	if err := c.readable(o); err != nil {
		return nil, err
	}
	if err := conditions(c.r.Header, "").check(o, c.now); err != nil {
		return c.unmodified(o, err)
	}
	if c.r.Method != http.MethodHead && archived(o) {
		return nil, errArchived(o)
	}
	a := &answer{status: http.StatusOK, header: http.Header{}}
	c.describe(a, o)
	span, err := c.span(o)
	if err != nil {
		return nil, err
	}
	if span.partial {
		a.status = http.StatusPartialContent
		a.set("Content-Range", span.contentRange(o.Size))
	}
	if c.query.Has("partNumber") && len(o.Parts) > 0 {
		a.set("x-amz-mp-parts-count", strconv.Itoa(len(o.Parts)))
	}
	c.addChecksum(a, o, span)
	for name, value := range overrides {
		a.set(name, value)
	}
	a.content, a.length = content.Range(span.offset, span.length), span.length
	return a, nil
}

// archived says whether an object must be restored before it can be read,
// which is not to be had here.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html
func archived(o store.Object) bool {
	return o.StorageClass == "GLACIER" || o.StorageClass == "DEEP_ARCHIVE"
}

// errArchived: recorded, localstack's test_put_object_storage_class.
func errArchived(o store.Object) *wire.Error {
	return refuse(http.StatusForbidden, "InvalidObjectState", "The operation is not valid for the object's storage class",
		field("StorageClass", o.StorageClass))
}

// unmodified answers a failed condition. A 304 carries what a cache needs to
// go on with what it has.
// https://www.rfc-editor.org/rfc/rfc9110#name-304-not-modified
func (c *call) unmodified(o store.Object, err error) (*answer, error) {
	var e *wire.Error
	if !errors.As(err, &e) || e.Status != http.StatusNotModified {
		return nil, err
	}
	a := empty(http.StatusNotModified)
	a.set("Last-Modified", o.LastModified.UTC().Format(http.TimeFormat))
	a.tag(o.ETag)
	a.version(o.VersionID)
	a.set("Cache-Control", o.CacheControl)
	a.set("Expires", o.Expires)
	return a, nil
}

// addChecksum gives the stored checksum to who asks for it, if the answer
// holds what it was made of. Recorded for parts: localstack's
// test_get_object_part_checksum and
// test_complete_multipart_parts_checksum_full_object.
func (c *call) addChecksum(a *answer, o store.Object, s span) {
	if !strings.EqualFold(c.headers().Get("x-amz-checksum-mode"), "ENABLED") {
		return
	}
	switch {
	case s.part > 0 && len(o.Parts) > 0 && o.Checksum.Type == store.Composite:
		sum := o.Parts[s.part-1].Checksum
		sum.Type = o.Checksum.Type
		a.checksum(sum)
	case s.part > 0 && len(o.Parts) > 1:
	case s.part > 0, !s.partial:
		a.checksum(o.Checksum)
	}
}

// overrides are the response-* parameters: headers that the answer has in
// place of the object's own. They need a signature. The wording for what no
// header can have is recorded: localstack's
// test_get_response_overrides_unicode_metadata_with_sig_s3.
func (c *call) overrides() (map[string]string, error) {
	if len(c.query) == 0 {
		return nil, nil
	}
	var out map[string]string
	for _, name := range []string{"Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition", "Content-Encoding"} {
		param := "response-" + strings.ToLower(name)
		if !c.query.Has(param) {
			continue
		}
		if c.caller.Anonymous {
			return nil, errInvalidRequest("Request specific response headers cannot be used for anonymous GET requests.")
		}
		value, ok := latin1(c.query.Get(param))
		if !ok {
			return nil, errInvalidArgument("Header value cannot be represented using ISO-8859-1.", param, c.query.Get(param))
		}
		if out == nil {
			out = make(map[string]string)
		}
		out[name] = value
	}
	return out, nil
}

// latin1 is a value in the encoding of headers, ISO 8859-1; ok is false when
// no header can have it.
func latin1(value string) (encoded string, ok bool) {
	out := make([]byte, 0, len(value))
	for _, r := range value {
		if r > 0xff || r < ' ' && r != '\t' || r == 0x7f {
			return "", false
		}
		out = append(out, byte(r))
	}
	return string(out), true
}
