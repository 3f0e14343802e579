package s3

import (
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
	page, err := c.server.config.Store.ListUploads(c.r.Context(), c.address.bucket, q)
	if err != nil {
		return nil, err
	}
	out := wire.ListMultipartUploadsResult{
		Bucket: c.address.bucket, KeyMarker: encode(q.KeyMarker), UploadIDMarker: q.IDMarker,
		Prefix: encode(q.Prefix), Delimiter: encode(q.Delimiter), EncodingType: c.query.Get("encoding-type"),
		MaxUploads: limit, IsTruncated: page.Truncated,
	}
	if page.Truncated {
		out.NextKeyMarker, out.NextUploadIDMarker = encode(page.NextKey), page.NextID
	}
	for _, u := range page.Uploads {
		out.Uploads = append(out.Uploads, wire.Upload{
			Key: encode(u.Key), UploadID: u.ID, Initiated: wire.Time(u.Initiated),
			Initiator: wire.Owner{ID: ownerID(u.Owner)}, Owner: wire.Owner{ID: ownerID(c.bucket.Owner)},
			StorageClass: storageClass(u.StorageClass), ChecksumAlgorithm: string(u.Algorithm), ChecksumType: string(u.Type),
		})
	}
	for _, p := range page.Prefixes {
		out.CommonPrefixes = append(out.CommonPrefixes, wire.CommonPrefix{Prefix: encode(p)})
	}
	return document(out)
}

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
		Initiator: wire.Owner{ID: ownerID(up.Owner)}, Owner: wire.Owner{ID: ownerID(c.bucket.Owner)},
		StorageClass: storageClass(up.StorageClass), PartNumberMarker: marker, MaxParts: limit,
		ChecksumAlgorithm: string(up.Algorithm), ChecksumType: string(up.Type),
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
		out.Parts = append(out.Parts, wire.Part{
			PartNumber: p.Number, LastModified: wire.Time(p.LastModified), ETag: wire.Quote(p.ETag), Size: p.Size,
			Checksums: wire.NewChecksums(string(p.Checksum.Algorithm), p.Checksum.Value),
		})
	}
	return document(out)
}
