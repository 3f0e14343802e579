package remote

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/s3/store"
)

const metaPrefix = "X-Amz-Meta-"

// attributes puts what a client said about an object into headers.
func attributes(h http.Header, a *store.Attributes) {
	for name, value := range map[string]string{
		"Content-Type": a.ContentType, "Cache-Control": a.CacheControl, "Content-Disposition": a.ContentDisposition,
		"Content-Encoding": a.ContentEncoding, "Content-Language": a.ContentLanguage, "Expires": a.Expires,
		"X-Amz-Website-Redirect-Location": a.WebsiteRedirectLocation, "X-Amz-Storage-Class": a.StorageClass,
	} {
		if value != "" {
			h.Set(name, value)
		}
	}
	for name, value := range a.Metadata {
		h.Set(metaPrefix+name, value)
	}
}

// objectOf reads an object's headers.
func (c *client) objectOf(key string, resp *http.Response) store.Object {
	h := resp.Header
	o := store.Object{
		Key: key, Size: max(0, resp.ContentLength), ETag: unquote(h.Get("Etag")),
		Attributes: store.Attributes{
			ContentType: h.Get("Content-Type"), CacheControl: h.Get("Cache-Control"), ContentDisposition: h.Get("Content-Disposition"),
			ContentEncoding: withoutChunks(h.Get("Content-Encoding")), ContentLanguage: h.Get("Content-Language"), Expires: h.Get("Expires"),
			WebsiteRedirectLocation: h.Get("X-Amz-Website-Redirect-Location"), StorageClass: h.Get("X-Amz-Storage-Class"),
		},
		Checksum: checksumOf(h),
	}
	if t, err := http.ParseTime(h.Get("Last-Modified")); err == nil {
		o.LastModified = t.UTC()
	}
	if o.StorageClass == "STANDARD" {
		o.StorageClass = ""
	}
	for name, values := range h {
		if meta, ok := strings.CutPrefix(name, metaPrefix); ok && len(values) > 0 {
			if o.Metadata == nil {
				o.Metadata = map[string]string{}
			}
			o.Metadata[strings.ToLower(meta)] = values[0]
		}
	}
	return o
}

// withoutChunks is a Content-Encoding without the one of the way to the cluster,
// which some clusters take for the object's.
func withoutChunks(encoding string) string {
	rest, _ := strings.CutPrefix(encoding, "aws-chunked")
	return strings.TrimLeft(rest, ", ")
}

// algorithms are those that a cluster may keep a checksum of.
func algorithms() []store.Algorithm {
	return []store.Algorithm{store.CRC32, store.CRC32C, store.CRC64NVME, store.SHA1, store.SHA256, store.SHA512, store.MD5, store.XXHash64, store.XXHash3, store.XXHash128}
}

func checksumHeader(a store.Algorithm) string { return "X-Amz-Checksum-" + string(a) }

// checksumOf is the checksum that the cluster keeps of an object; zero for none.
func checksumOf(h http.Header) (sum store.Checksum) {
	for _, a := range algorithms() {
		value := h.Get(checksumHeader(a))
		if value == "" {
			continue
		}
		sum = store.Checksum{Algorithm: a, Value: value, Type: store.ChecksumType(h.Get("X-Amz-Checksum-Type"))}
		if sum.Type == "" {
			sum.Type = store.FullObject
			if strings.Contains(value, "-") {
				sum.Type = store.Composite
			}
		}
	}
	return sum
}

func unquote(etag string) string { return strings.Trim(strings.TrimPrefix(etag, "W/"), `"`) }

func quote(etag string) string { return `"` + etag + `"` }

// precondition puts a condition on a change into headers. Whether there is any
// object at all S3 takes no condition for; that was asked before.
func precondition(h http.Header, p store.Precondition) {
	if p.NoneMatch {
		h.Set("If-None-Match", "*")
	}
	if p.Match != "" && p.Match != "*" {
		h.Set("If-Match", quote(p.Match))
	}
}

// timeOf reads a time of a document.
func timeOf(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
