package s3

import (
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// createMultipartUpload starts an upload.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
func (c *call) createMultipartUpload() (*answer, error) {
	var in store.UploadInput
	var err error
	if in.Attributes, err = c.attributes(); err != nil {
		return nil, err
	}
	if in.Controls, err = c.controls(); err != nil {
		return nil, err
	}
	if in.Algorithm, err = c.chosenAlgorithm(); err != nil {
		return nil, err
	}
	if in.Type, err = c.checksumType(in.Algorithm); err != nil {
		return nil, err
	}
	up, err := c.server.config.Store.CreateUpload(c.r.Context(), c.address.bucket, c.address.key, in)
	if err != nil {
		return nil, err
	}
	a, err := document(wire.InitiateMultipartUploadResult{Bucket: c.address.bucket, Key: c.address.key, UploadID: up.ID})
	if err != nil {
		return nil, err
	}
	a.encrypted(up.SSE)
	if in.Algorithm != "" {
		a.set("x-amz-checksum-algorithm", string(up.Algorithm))
		a.set("x-amz-checksum-type", string(up.Type))
	}
	return a, nil
}

// checksumType reads x-amz-checksum-type, which must fit the algorithm.
func (c *call) checksumType(algorithm store.Algorithm) (store.ChecksumType, error) {
	text := c.headers().Get("x-amz-checksum-type")
	if text == "" {
		return "", nil
	}
	t := store.ChecksumType(strings.ToUpper(text))
	switch {
	case t != store.FullObject && t != store.Composite:
		return "", errChecksumHeader("x-amz-checksum-type")
	case algorithm == "":
		return "", errInvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
	case !algorithm.Allows(t):
		return "", errInvalidRequest("The " + string(t) + " checksum type cannot be used with the " + strings.ToLower(string(algorithm)) + " checksum algorithm.")
	}
	return t, nil
}

func errChecksumHeader(name string) *wire.Error {
	return errInvalidRequest("Value for " + name + " header is invalid.")
}

// uploadPart stores a part.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
func (c *call) uploadPart() (*answer, error) {
	number, err := partNumber(c.query.Get("partNumber"))
	if err != nil {
		return nil, err
	}
	id := c.query.Get("uploadId")
	up, err := c.server.config.Store.Upload(c.r.Context(), c.address.bucket, c.address.key, id)
	if err != nil {
		return nil, err
	}
	body, err := c.upload()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	if err := c.checkPart(up, declared(body)); err != nil {
		return nil, err
	}
	p, err := c.server.config.Store.PutPart(c.r.Context(), c.address.bucket, c.address.key, id, store.PartInput{
		Number: number, Body: body, Size: body.DecodedLength, Limit: c.server.config.MaxObjectBytes,
	})
	if err != nil {
		return nil, err
	}
	a := empty(http.StatusOK)
	a.tag(p.ETag)
	a.encrypted(up.SSE)
	a.partChecksum(up, p, declared(body), body)
	return a, nil
}

// checkPart refuses a part that does not fit its upload: with a checksum of
// another algorithm than was chosen (recorded: localstack's
// test_multipart_parts_checksum_exceptions_full_object), without one where the
// object's is made of the parts' (versity/versitygw#1342), without the customer's
// key (test_multipart_upload_sse_c_validation), or without a hash when the
// object will be locked.
func (c *call) checkPart(up store.Upload, sent store.Algorithm) error {
	if up.Algorithm != "" && sent != up.Algorithm && (sent != "" || up.Type == store.Composite) {
		actual := strings.ToLower(string(sent))
		if actual == "" {
			actual = "null"
		}
		return errInvalidRequest("Checksum Type mismatch occurred, expected checksum Type: " +
			strings.ToLower(string(up.Algorithm)) + ", actual checksum Type: " + actual)
	}
	sum, err := c.customerKey(customerSSE)
	switch {
	case err != nil:
		return err
	case (sum == "") != (up.SSE.CustomerKeyMD5 == ""):
		return errInvalidRequest("The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.")
	case sum != up.SSE.CustomerKeyMD5:
		return errInvalidRequest("The provided encryption parameters did not match the ones used originally.")
	}
	return c.requireLockIntegrity(up.Lock, "Put Part")
}

// partChecksum gives back the checksum of the algorithm that was chosen for the
// upload, else what the client sent. When it did neither, S3 gives CRC64NVME
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html).
func (a *answer) partChecksum(up store.Upload, p store.Part, sent store.Algorithm, body *sigv4.Body) {
	sum := p.Checksum
	if up.Algorithm == "" && sent != "" && sent != sum.Algorithm {
		sum = store.Checksum{Algorithm: sent, Value: body.Checksums()[string(sent)]}
	}
	sum.Type = "" // a part has none
	a.checksum(sum)
}

// uploadPartCopy makes a part of an object, or of a range of it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
func (c *call) uploadPartCopy() (*answer, error) {
	number, err := partNumber(c.query.Get("partNumber"))
	if err != nil {
		return nil, err
	}
	up, err := c.server.config.Store.Upload(c.r.Context(), c.address.bucket, c.address.key, c.query.Get("uploadId"))
	if err != nil {
		return nil, err
	}
	source, err := c.source()
	if err != nil {
		return nil, err
	}
	defer source.content.Close()
	s, err := copySpan(c.headers().Get("x-amz-copy-source-range"), source.object.Size)
	if err != nil {
		return nil, err
	}
	if limit := c.server.config.MaxObjectBytes; s.length > limit {
		return nil, errEntityTooLarge(s.length, limit)
	}
	body := source.content.Range(s.offset, s.length)
	defer body.Close()
	p, err := c.server.config.Store.PutPart(c.r.Context(), c.address.bucket, c.address.key, up.ID,
		store.PartInput{Number: number, Body: body, Size: s.length})
	if err != nil {
		return nil, err
	}
	out := wire.CopyPartResult{LastModified: wire.Time(p.LastModified), ETag: wire.Quote(p.ETag)}
	if up.Algorithm != "" { // recorded: localstack's test_upload_part_copy_range
		out.Checksums = wire.NewChecksums(string(p.Checksum.Algorithm), p.Checksum.Value)
	}
	a, err := document(out)
	if err == nil {
		a.encrypted(up.SSE)
		a.copied(source)
	}
	return a, err
}

// copySpan reads x-amz-copy-source-range, which must be bytes=first-last and
// lie within the source.
func copySpan(header string, size int64) (span, error) {
	if header == "" {
		return span{length: size}, nil
	}
	s, ok, _ := parseRange(header, 1<<62)
	_, last, _ := strings.Cut(header, "-")
	if !ok || strings.HasPrefix(header, "bytes=-") || last == "" {
		return span{}, errInvalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
			"x-amz-copy-source-range", header)
	}
	if s.offset >= size { // recorded: localstack's test_upload_part_copy_range
		return span{}, errInvalidRequest("The specified copy range is invalid for the source object size")
	}
	if s.offset+s.length > size {
		return span{}, errInvalidArgument("Range specified is not valid for source object of size: "+strconv.FormatInt(size, 10),
			"x-amz-copy-source-range", header)
	}
	return s, nil
}

func (c *call) abortMultipartUpload() (*answer, error) {
	err := c.server.config.Store.AbortUpload(c.r.Context(), c.address.bucket, c.address.key, c.query.Get("uploadId"))
	if err != nil {
		return nil, err
	}
	return empty(http.StatusNoContent), nil
}
