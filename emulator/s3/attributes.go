package s3

import (
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
)

// attributes is what the request's headers say about the object it stores.
func (c *call) attributes() (store.Attributes, error) {
	a := store.Attributes{
		ContentType:             c.header("Content-Type"),
		CacheControl:            c.header("Cache-Control"),
		ContentDisposition:      c.header("Content-Disposition"),
		ContentEncoding:         withoutAWSChunked(c.header("Content-Encoding")),
		ContentLanguage:         c.header("Content-Language"),
		Expires:                 c.header("Expires"),
		WebsiteRedirectLocation: c.header("x-amz-website-redirect-location"),
		StorageClass:            c.header("x-amz-storage-class"),
	}
	if a.ContentType == "" {
		a.ContentType = "binary/octet-stream"
	}
	if r := a.WebsiteRedirectLocation; r != "" && !strings.HasPrefix(r, "/") && !strings.HasPrefix(r, "http://") && !strings.HasPrefix(r, "https://") {
		return a, refuse(http.StatusBadRequest, "InvalidRedirectLocation",
			"The website redirect location must have a prefix of 'http://' or 'https://' or '/'.")
	}
	switch a.StorageClass {
	case "STANDARD":
		a.StorageClass = ""
	case "", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE":
	default:
		return a, refuse(http.StatusBadRequest, "InvalidStorageClass", "The storage class you specified is not valid",
			field("StorageClassRequested", a.StorageClass))
	}
	var err error
	a.Metadata, err = c.metadata()
	return a, err
}

// withoutAWSChunked takes the transfer's own encoding off: it is not the
// object's.
func withoutAWSChunked(encoding string) string {
	if !strings.Contains(strings.ToLower(encoding), "aws-chunked") {
		return encoding
	}
	var rest []string
	for _, e := range strings.Split(encoding, ",") {
		if e = strings.TrimSpace(e); e != "" && !strings.EqualFold(e, "aws-chunked") {
			rest = append(rest, e)
		}
	}
	return strings.Join(rest, ",")
}

// controls is what the request's headers say about the object it stores beside
// its content and its own headers: owner, rights, tags, lock, encryption.
func (c *call) controls() (store.Controls, error) {
	var out store.Controls
	if v := c.headers().Get("x-amz-write-offset-bytes"); v != "" { // of directory buckets
		return out, errNotImplemented(field("Header", "x-amz-write-offset-bytes"))
	}
	var err error
	if out.Owner, out.ACL, err = c.uploadACL(); err != nil {
		return out, err
	}
	if out.Tags, err = c.headerTags(); err != nil {
		return out, err
	}
	if len(out.Tags) > 0 && !c.may("s3:PutObjectTagging", c.address.key) {
		return out, errAccessDenied()
	}
	if out.SSE, err = c.encryption(); err != nil {
		return out, err
	}
	out.Lock, err = c.lock()
	return out, err
}

// describe sets the headers that say what an object is, for GET and HEAD.
func (c *call) describe(a *answer, o store.Object) {
	a.set("Last-Modified", o.LastModified.UTC().Format(http.TimeFormat))
	a.tag(o.ETag)
	a.version(o.VersionID)
	a.encrypted(o.SSE)
	for name, value := range o.Metadata { // also when it is empty: ceph/s3-tests' test_object_set_get_metadata_overwrite_to_empty
		a.header[metadataPrefix+name] = []string{metadataHeader(value)}
	}
	a.set("Accept-Ranges", "bytes")
	a.set("Content-Type", o.ContentType)
	a.set("Cache-Control", o.CacheControl)
	a.set("Content-Disposition", o.ContentDisposition)
	a.set("Content-Encoding", o.ContentEncoding)
	a.set("Content-Language", o.ContentLanguage)
	a.set("Expires", o.Expires)
	a.set("x-amz-website-redirect-location", o.WebsiteRedirectLocation)
	a.set("x-amz-storage-class", o.StorageClass)
	if n := len(o.Tags); n > 0 && c.may("s3:GetObjectTagging", c.address.key) {
		a.set("x-amz-tagging-count", strconv.Itoa(n))
	}
	c.describeLock(a, o.Lock)
}

func (a *answer) tag(etag string) { a.set("ETag", `"`+etag+`"`) }

// checksum sets the header of a checksum: x-amz-checksum-crc32 and its like.
func (a *answer) checksum(sum store.Checksum) {
	a.set("x-amz-checksum-"+strings.ToLower(string(sum.Algorithm)), sum.Value)
	a.set("x-amz-checksum-type", string(sum.Type))
}
