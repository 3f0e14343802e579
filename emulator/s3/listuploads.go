package s3

import (
	"math"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// listMultipartUploads lists running uploads.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
func (c *call) listMultipartUploads() (*answer, error) {
	limit, err := c.intParam("max-uploads", 1000, 0, 1000)
	if err != nil {
		return nil, err
	}
	encode, err := c.encoding()
	if err != nil {
		return nil, err
	}
	q := store.UploadsQuery{
		Prefix: c.query.Get("prefix"), Delimiter: c.query.Get("delimiter"),
		KeyMarker: c.query.Get("key-marker"), IDMarker: c.query.Get("upload-id-marker"), Max: limit,
	}
	if q.KeyMarker == "" {
		q.IDMarker = "" // it counts only together with a key
	}
	if err := c.checkIDMarker(q); err != nil {
		return nil, err
	}
	page, err := c.server.config.Store.ListUploads(c.r.Context(), c.address.bucket, q)
	if err != nil {
		return nil, err
	}
	out := wire.ListMultipartUploadsResult{
		Bucket: c.address.bucket, KeyMarker: encode(q.KeyMarker), UploadIDMarker: q.IDMarker,
		Prefix: encode(q.Prefix), Delimiter: encode(q.Delimiter), EncodingType: c.query.Get("encoding-type"),
		MaxUploads: limit, IsTruncated: page.Truncated,
	}
	// The last upload of a page is named even when no page follows, unless a
	// common prefix was last. Recorded: localstack's test_list_multiparts_next_marker.
	if n := len(page.Uploads); n > 0 && (page.Truncated || len(page.Prefixes) == 0) {
		out.NextKeyMarker, out.NextUploadIDMarker = encode(page.Uploads[n-1].Key), page.Uploads[n-1].ID
	}
	if page.Truncated {
		out.NextKeyMarker, out.NextUploadIDMarker = encode(page.NextKey), page.NextID
	}
	for _, u := range page.Uploads {
		out.Uploads = append(out.Uploads, wire.Upload{
			Key: encode(u.Key), UploadID: u.ID, Initiated: wire.Time(u.Initiated),
			Initiator: wire.Owner{ID: ownerID(u.Owner)}, Owner: wire.Owner{ID: ownerID(u.Owner)},
			StorageClass: storageClass(u.StorageClass), ChecksumAlgorithm: string(u.Algorithm), ChecksumType: shownType(u),
		})
	}
	for _, p := range page.Prefixes {
		out.CommonPrefixes = append(out.CommonPrefixes, wire.CommonPrefix{Prefix: encode(p)})
	}
	return document(out)
}

// shownType is the kind of checksum that was chosen for an upload; when none
// was, S3 tells of none. Recorded: localstack's
// test_complete_multipart_parts_checksum_default.
func shownType(u store.Upload) string {
	if u.Algorithm == "" {
		return ""
	}
	return string(u.Type)
}

// checkIDMarker refuses a marker that is the id of another key's upload
// (recorded: localstack's test_list_multiparts_next_marker) or that can be no
// id. One whose upload ended meanwhile is taken.
func (c *call) checkIDMarker(q store.UploadsQuery) error {
	if q.IDMarker == "" {
		return nil
	}
	refused := errInvalidArgument("Invalid uploadId marker", "upload-id-marker", q.IDMarker)
	if c.bucket.Elsewhere != "" { // ids are somebody else's
		return nil
	}
	if len(q.IDMarker) != uploadIDLength {
		return refused
	}
	_, err := c.server.config.Store.Upload(c.r.Context(), c.address.bucket, q.KeyMarker, q.IDMarker)
	if store.KindOf(err) != store.NoSuchUpload {
		return err
	}
	every, err := c.server.config.Store.ListUploads(c.r.Context(), c.address.bucket, store.UploadsQuery{Max: math.MaxInt})
	if err != nil {
		return err
	}
	for _, u := range every.Uploads {
		if u.ID == q.IDMarker {
			return refused
		}
	}
	return nil
}

// uploadIDLength is how long the ids are that the store gives to uploads.
const uploadIDLength = 52

// listParts lists the parts of a running upload.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
func (c *call) listParts() (*answer, error) {
	limit, err := c.intParam("max-parts", 1000, 0, 1000)
	if err != nil {
		return nil, err
	}
	marker, err := c.intParam("part-number-marker", 0, 0, 1<<31-1)
	if err != nil {
		return nil, err
	}
	up, err := c.server.config.Store.Upload(c.r.Context(), c.address.bucket, c.address.key, c.query.Get("uploadId"))
	if err != nil {
		return nil, err
	}
	out := wire.ListPartsResult{
		Bucket: c.address.bucket, Key: c.address.key, UploadID: up.ID,
		Initiator: wire.Owner{ID: ownerID(up.Owner)}, Owner: wire.Owner{ID: ownerID(up.Owner)},
		StorageClass: storageClass(up.StorageClass), PartNumberMarker: marker, MaxParts: limit,
		ChecksumAlgorithm: string(up.Algorithm), ChecksumType: shownType(up),
	}
	for _, p := range up.Parts {
		if p.Number <= marker {
			continue
		}
		if len(out.Parts) == limit {
			out.IsTruncated = limit > 0
			break
		}
		out.NextPartNumberMarker = p.Number
		part := wire.Part{PartNumber: p.Number, LastModified: wire.Time(p.LastModified), ETag: wire.Quote(p.ETag), Size: p.Size}
		if up.Algorithm != "" {
			part.Checksums = wire.NewChecksums(string(p.Checksum.Algorithm), p.Checksum.Value)
		}
		out.Parts = append(out.Parts, part)
	}
	return document(out)
}
