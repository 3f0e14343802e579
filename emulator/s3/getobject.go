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
	o, content, err := c.server.config.Store.GetObject(c.r.Context(), c.address.bucket, store.Latest(c.address.key))
	if err != nil {
		return nil, c.hideMissing(err)
	}
	defer content.Close()
	if c.r.Header.Get("x-amz-server-side-encryption-customer-algorithm") != "" {
		return nil, errInvalidRequest("The encryption parameters are not applicable to this object.")
	}
	if err := conditions(c.r.Header, "").check(o); err != nil {
		return c.unmodified(o, err)
	}
	a := &answer{status: http.StatusOK, header: http.Header{}}
	a.describe(o)
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
	a.set("Cache-Control", o.CacheControl)
	a.set("Expires", o.Expires)
	return a, nil
}

// addChecksum gives the stored checksum to who asks for it, if the answer
// holds what it was made of.
func (c *call) addChecksum(a *answer, o store.Object, s span) {
	if !strings.EqualFold(c.r.Header.Get("x-amz-checksum-mode"), "ENABLED") {
		return
	}
	switch {
	case s.part > 0 && len(o.Parts) > 0:
		if o.Checksum.Type == store.Composite {
			sum := o.Parts[s.part-1].Checksum
			sum.Type = o.Checksum.Type
			a.checksum(sum)
		}
	case !s.partial || c.r.Method == http.MethodHead:
		a.checksum(o.Checksum)
	}
}

// overrides are the response-* parameters: headers that the answer has in
// place of the object's own. They need a signature.
func (c *call) overrides() (map[string]string, error) {
	var out map[string]string
	for param, name := range map[string]string{
		"response-content-type":        "Content-Type",
		"response-content-language":    "Content-Language",
		"response-expires":             "Expires",
		"response-cache-control":       "Cache-Control",
		"response-content-disposition": "Content-Disposition",
		"response-content-encoding":    "Content-Encoding",
	} {
		if !c.query.Has(param) {
			continue
		}
		if c.caller.Anonymous {
			return nil, errInvalidRequest("Request specific response headers cannot be used for anonymous GET requests.")
		}
		if out == nil {
			out = make(map[string]string)
		}
		out[name] = c.query.Get(param)
	}
	return out, nil
}

// getObjectACL answers the only list there is while ACLs are off.
func (c *call) getObjectACL() (*answer, error) {
	if _, err := c.server.config.Store.HeadObject(c.r.Context(), c.address.bucket, store.Latest(c.address.key)); err != nil {
		return nil, c.hideMissing(err)
	}
	return c.getACL()
}
