package s3

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// maxCompleteBytes is how large the document may be: 10,000 parts with all
// their checksums fit.
const maxCompleteBytes = 4 << 20

// completeMultipartUpload makes the object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
func (c *call) completeMultipartUpload() (*answer, error) {
	id := c.query.Get("uploadId")
	up, err := c.server.config.Store.Upload(c.r.Context(), c.address.bucket, c.address.key, id)
	if store.KindOf(err) == store.NoSuchUpload {
		return c.completedBefore(id, nil, err)
	}
	if err != nil {
		return nil, err
	}
	in := store.CompleteInput{Size: -1}
	if in.If, err = c.writeConditions(); err != nil {
		return nil, err
	}
	if err := c.expectations(up, &in); err != nil {
		return nil, err
	}
	doc, err := c.partsDocument()
	if err != nil {
		return nil, err
	}
	if in.Parts, err = completedParts(up, doc); err != nil {
		return nil, err
	}
	if err := c.expectType(up); err != nil {
		return nil, err
	}
	if in.Checksum != "" && up.Type == store.Composite && !strings.Contains(in.Checksum, "-") {
		// The number of parts may be left out, as minio-go does:
		// https://github.com/minio/minio-go (api-put-object-multipart.go).
		in.Checksum += "-" + strconv.Itoa(len(in.Parts))
	}
	o, err := c.server.config.Store.CompleteUpload(c.r.Context(), c.address.bucket, c.address.key, id, in)
	switch kind := store.KindOf(err); {
	case kind == store.ChecksumMismatch: // recorded: localstack's test_multipart_parts_checksum_exceptions_full_object
		return nil, refuse(http.StatusBadRequest, "BadDigest", "The "+strings.ToLower(string(algorithmOf(up)))+" you specified did not match the calculated checksum.")
	case kind == store.NoSuchUpload: // somebody else was faster
		return c.completedBefore(id, doc, err)
	case err != nil:
		return nil, err
	}
	return c.completed(o)
}

// completedBefore answers a completion that comes again as the first one, as
// long as the object is there that came of it. Else it is gone, an error.
// Measured on S3: https://github.com/adobe/S3Mock/issues/2586,
// https://github.com/minio/minio/issues/13318; the conditions of the first one
// are not asked again: https://github.com/getmoto/moto/pull/9209.
func (c *call) completedBefore(id string, doc *wire.CompleteMultipartUpload, gone error) (*answer, error) {
	o, err := c.server.config.Store.HeadObject(c.r.Context(), c.address.bucket, store.ObjectRef{Key: c.address.key})
	if err != nil || o.UploadID != id {
		return nil, gone
	}
	if doc == nil {
		if doc, err = c.partsDocument(); err != nil {
			return nil, err
		}
	}
	if len(doc.Parts) != len(o.Parts) {
		return nil, gone
	}
	for i, p := range doc.Parts {
		if p.PartNumber == nil || p.ETag == nil || *p.PartNumber != o.Parts[i].Number || unquote(*p.ETag) != o.Parts[i].ETag {
			return nil, gone
		}
	}
	return c.completed(o)
}

// completed is the answer to a completion that made o.
func (c *call) completed(o store.Object) (*answer, error) {
	location := url.URL{Scheme: c.scheme(), Host: c.r.Host, Path: c.r.URL.Path}
	a, err := document(wire.CompleteMultipartUploadResult{
		Location: location.String(), Bucket: c.address.bucket, Key: c.address.key, ETag: wire.Quote(o.ETag),
		ChecksumType: string(o.Checksum.Type), Checksums: wire.NewChecksums(string(o.Checksum.Algorithm), o.Checksum.Value),
	})
	if err == nil {
		if o.SSE.CustomerKeyMD5 == "" { // recorded: localstack's test_multipart_upload_sse_c
			a.encrypted(o.SSE)
		}
		a.created(o)
	}
	return a, err
}

// partsDocument reads the document that names the parts.
func (c *call) partsDocument() (*wire.CompleteMultipartUpload, error) {
	// The x-amz-checksum-* headers of this request are the object's, not the
	// document's: without them only the document's own hashes are checked.
	plain := *c
	plain.r = c.r.Clone(c.r.Context())
	for name := range plain.r.Header {
		if isChecksumHeader(name) {
			plain.r.Header.Del(name)
		}
	}
	doc, err := plain.readDocument(maxCompleteBytes)
	if err != nil {
		return nil, err
	}
	if len(doc) == 0 {
		return nil, errInvalidRequest("You must specify at least one part")
	}
	var in wire.CompleteMultipartUpload
	if wire.Unmarshal(doc, &in) != nil || len(in.Parts) == 0 || len(in.Parts) > store.MaxPartNumber {
		return nil, errMalformedXML()
	}
	return &in, nil
}

// completedParts are the parts that the document names.
func completedParts(up store.Upload, doc *wire.CompleteMultipartUpload) ([]store.CompletedPart, error) {
	parts := make([]store.CompletedPart, 0, len(doc.Parts))
	for _, p := range doc.Parts {
		switch {
		case p.PartNumber == nil || p.ETag == nil:
			return nil, errMalformedXML()
		case *p.PartNumber < 1: // versitygw's CompleteMultipartUpload_invalid_part_number
			return nil, errInvalidArgument("PartNumber must be >= 1", "PartNumber", strconv.Itoa(*p.PartNumber))
		case *p.PartNumber > store.MaxPartNumber:
			return nil, errInvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", strconv.Itoa(*p.PartNumber))
		}
		part := store.CompletedPart{Number: *p.PartNumber, ETag: unquote(*p.ETag)}
		var err error
		if part.Checksum, err = partsChecksum(up, part.Number, p.Checksums); err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}
