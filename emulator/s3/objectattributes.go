package s3

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// maxAttributeParts is how many parts a page of GetObjectAttributes has at most.
const maxAttributeParts = 1000

// getObjectAttributes answers what the request asks to know about an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
func (c *call) getObjectAttributes() (*answer, error) {
	want, err := c.wantedAttributes()
	if err != nil {
		return nil, err
	}
	// Both permissions are needed.
	also := "s3:GetObject"
	if c.query.Has("versionId") {
		also = versionedAction(also)
	}
	if !c.may(also, c.address.key) {
		return nil, errAccessDenied()
	}
	o, err := c.head()
	if err != nil {
		return c.missing(err)
	}
	if err := c.readable(o); err != nil {
		return nil, err
	}
	var out wire.ObjectAttributes
	for _, name := range want {
		if err := c.attribute(&out, name, o); err != nil {
			return nil, err
		}
	}
	a, err := document(out)
	if err == nil {
		a.set("Last-Modified", o.LastModified.UTC().Format(http.TimeFormat))
		a.version(o.VersionID)
	}
	return a, err
}

// wantedAttributes reads x-amz-object-attributes, which may come in several
// lines. Recorded: localstack's test_get_object_attributes_with_space; the
// wordings are from https://github.com/versity/versitygw (s3err).
func (c *call) wantedAttributes() ([]string, error) {
	var want []string
	for name := range strings.SplitSeq(c.header("x-amz-object-attributes"), ",") {
		name = strings.TrimSpace(name)
		switch name {
		case "":
			continue
		case "ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize":
			want = append(want, name)
		default:
			return nil, errInvalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", name)
		}
	}
	if want == nil {
		return nil, errInvalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty")
	}
	return want, nil
}

// attribute fills in one attribute of o.
func (c *call) attribute(out *wire.ObjectAttributes, name string, o store.Object) (err error) {
	switch name {
	case "ETag":
		out.ETag = o.ETag
	case "Checksum":
		// The number of parts behind a composite checksum is left out here.
		value, _, _ := strings.Cut(o.Checksum.Value, "-")
		out.Checksum = &wire.Checksum{ChecksumType: string(o.Checksum.Type), Checksums: wire.NewChecksums(string(o.Checksum.Algorithm), value)}
	case "StorageClass":
		out.StorageClass = storageClass(o.StorageClass)
	case "ObjectSize":
		out.ObjectSize = &o.Size
	case "ObjectParts":
		out.ObjectParts, err = c.objectParts(o)
	}
	return err
}

// objectParts is the parts of an object that came from a multipart upload.
// They are told one by one only when each has a checksum of its own, that is
// with a composite one. Recorded: localstack's
// test_complete_multipart_parts_checksum_composite and _full_object.
func (c *call) objectParts(o store.Object) (*wire.ObjectParts, error) {
	limit, err := c.intHeader("x-amz-max-parts", maxAttributeParts)
	if err != nil {
		return nil, err
	}
	marker, err := c.intHeader("x-amz-part-number-marker", 0)
	if err != nil || len(o.Parts) == 0 {
		return nil, err
	}
	out := &wire.ObjectParts{PartsCount: len(o.Parts)}
	if o.Checksum.Type != store.Composite {
		return out, nil
	}
	limit = min(limit, maxAttributeParts)
	next, truncated := marker, false
	first, _ := slices.BinarySearchFunc(o.Parts, marker+1, func(p store.Part, n int) int { return p.Number - n })
	for _, p := range o.Parts[first:] {
		if len(out.Parts) == limit {
			truncated = true
			break
		}
		next = p.Number
		out.Parts = append(out.Parts, wire.ObjectPart{
			PartNumber: p.Number, Size: p.Size, Checksums: wire.NewChecksums(string(p.Checksum.Algorithm), p.Checksum.Value),
		})
	}
	out.MaxParts, out.PartNumberMarker, out.NextPartNumberMarker, out.IsTruncated = &limit, &marker, &next, &truncated
	return out, nil
}

// intHeader is a header that has a number from 0 on, otherwise when it is not
// there.
func (c *call) intHeader(name string, otherwise int) (int, error) {
	text := c.headers().Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0, errInvalidArgument("Provided "+name+" not an integer or within integer range", name, text)
	}
	if n < 0 {
		return 0, errInvalidArgument("Argument "+name+" must be an integer between 0 and 2147483647", name, text)
	}
	return int(n), nil
}
