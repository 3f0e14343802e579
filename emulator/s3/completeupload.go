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
	if err != nil {
		return nil, err
	}
	in := store.CompleteInput{Size: -1}
	if in.If, err = c.writeConditions(); err != nil {
		return nil, err
	}
	if in.Parts, err = c.completedParts(up); err != nil {
		return nil, err
	}
	if err := c.expectations(up, &in); err != nil {
		return nil, err
	}
	o, err := c.server.config.Store.CompleteUpload(c.r.Context(), c.address.bucket, c.address.key, id, in)
	switch kind := store.KindOf(err); {
	case kind == store.ChecksumMismatch: // recorded: localstack's test_multipart_parts_checksum_exceptions_full_object
		return nil, refuse(http.StatusBadRequest, "BadDigest", "The "+strings.ToLower(string(algorithmOf(up)))+" you specified did not match the calculated checksum.")
	case err != nil:
		return nil, err
	}
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

// completedParts reads the document that names the parts.
func (c *call) completedParts(up store.Upload) ([]store.CompletedPart, error) {
	// The x-amz-checksum-* headers of this request are the object's, not the
	// document's: without them only the document's own hashes are checked.
	doc, err := c.readPartsDocument()
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
	parts := make([]store.CompletedPart, 0, len(in.Parts))
	for _, p := range in.Parts {
		if p.PartNumber == nil || p.ETag == nil {
			return nil, errMalformedXML()
		}
		if *p.PartNumber < 1 || *p.PartNumber > store.MaxPartNumber {
			return nil, errInvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", strconv.Itoa(*p.PartNumber))
		}
		part := store.CompletedPart{Number: *p.PartNumber, ETag: unquote(*p.ETag)}
		if part.Checksum, err = partsChecksum(up, part.Number, p.Checksums); err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// partsChecksum is the checksum that the document states for a part. A
// composite checksum takes one for each part. Recorded: localstack's
// test_complete_multipart_parts_checksum_composite and
// test_multipart_parts_checksum_exceptions_composite.
func partsChecksum(up store.Upload, number int, stated wire.Checksums) (string, error) {
	for _, name := range wire.ChecksumNames() {
		value := stated.Value(name)
		switch {
		case value == "" || name == string(up.Algorithm):
		case up.Algorithm == "":
			return value, nil // the store knows no such checksum of the part
		default:
			return "", refuse(http.StatusBadRequest, "BadDigest", "The "+strings.ToLower(name)+" you specified for part "+
				strconv.Itoa(number)+" did not match what we received.")
		}
	}
	value := stated.Value(string(up.Algorithm))
	if value == "" && up.Type == store.Composite && up.Algorithm != "" {
		return "", errInvalidRequest("The upload was created using a " + strings.ToLower(string(up.Algorithm)) +
			" checksum. The complete request must include the checksum for each part. It was missing for part " + strconv.Itoa(number) + " in the request.")
	}
	return value, nil
}

func (c *call) readPartsDocument() ([]byte, error) {
	plain := *c
	plain.r = c.r.Clone(c.r.Context())
	for name := range plain.r.Header {
		if isChecksumHeader(name) {
			plain.r.Header.Del(name)
		}
	}
	return plain.readDocument(maxCompleteBytes)
}

// expectations reads what the object must be like: its size, its checksum and
// the kind of that.
func (c *call) expectations(up store.Upload, in *store.CompleteInput) error {
	h := c.headers()
	if text := h.Get("x-amz-mp-object-size"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil:
			return errInvalidRequest("Value for x-amz-mp-object-size header is invalid: '" + text + "'")
		case n < 0:
			return errInvalidRequest("Value for x-amz-mp-object-size header is less than zero: '" + text + "'")
		}
		in.Size = n
	}
	if t := h.Get("x-amz-checksum-type"); t != "" && (up.Algorithm == "" || t != string(up.Type)) {
		mode := string(up.Type)
		if up.Algorithm == "" {
			mode = "null"
		}
		return errInvalidRequest("The upload was created using the " + mode + " checksum mode. The complete request must use the same checksum mode.")
	}
	in.Checksum = h.Get("x-amz-checksum-" + string(algorithmOf(up)))
	// The number of parts behind a composite checksum may be left out, as
	// minio-go does: https://github.com/minio/minio-go (api-put-object-multipart.go).
	if in.Checksum != "" && up.Type == store.Composite && !strings.Contains(in.Checksum, "-") {
		in.Checksum += "-" + strconv.Itoa(len(in.Parts))
	}
	return nil
}

// algorithmOf is the algorithm of an upload's checksum; CRC64NVME when none was
// chosen.
func algorithmOf(up store.Upload) store.Algorithm {
	if up.Algorithm == "" {
		return store.CRC64NVME
	}
	return up.Algorithm
}
