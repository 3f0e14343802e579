package s3

import (
	"math"
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// listObjectVersions lists versions and delete markers together, by key and
// then the newest first.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
func (c *call) listObjectVersions() (*answer, error) {
	limit, err := c.intParam("max-keys", maxKeys, math.MinInt32, maxKeys)
	switch {
	case err != nil:
		return nil, err
	case limit < 0: // captured: versity/versitygw#1809
		return nil, errInvalidArgument("max-keys cannot be negative", "max-keys", c.query.Get("max-keys"))
	}
	encode, err := c.encoding()
	if err != nil {
		return nil, err
	}
	q := store.VersionsQuery{
		Prefix: c.query.Get("prefix"), Delimiter: c.query.Get("delimiter"),
		KeyMarker: c.query.Get("key-marker"), VersionMarker: c.query.Get("version-id-marker"), Max: limit,
	}
	if err := c.checkVersionMarker(q); err != nil {
		return nil, err
	}
	page, err := c.server.config.Store.ListVersions(c.r.Context(), c.address.bucket, q)
	if err != nil {
		return nil, err
	}
	out := wire.ListVersionsResult{
		Name: c.address.bucket, Prefix: encode(q.Prefix), Delimiter: encode(q.Delimiter), EncodingType: c.query.Get("encoding-type"),
		KeyMarker: encode(q.KeyMarker), VersionIDMarker: q.VersionMarker, MaxKeys: limit, IsTruncated: page.Truncated,
	}
	if page.Truncated {
		out.NextKeyMarker, out.NextVersionIDMarker = encode(page.NextKey), page.NextVersion
	}
	for _, v := range page.Versions {
		out.Versions = append(out.Versions, c.listedVersion(v, encode))
	}
	for _, p := range page.Prefixes {
		out.CommonPrefixes = append(out.CommonPrefixes, wire.CommonPrefix{Prefix: encode(p)})
	}
	return document(out)
}

func (c *call) listedVersion(v store.Version, encode encoder) wire.Version {
	out := wire.Version{
		DeleteMarker: v.DeleteMarker, Key: encode(v.Key), VersionID: v.VersionID, IsLatest: v.IsLatest,
		LastModified: wire.Time(v.LastModified), Owner: &wire.Owner{ID: ownerID(c.ownerOf(v.Object))},
	}
	if v.DeleteMarker {
		return out
	}
	out.ETag, out.Size, out.StorageClass = wire.Quote(v.ETag), &v.Size, storageClass(v.StorageClass)
	out.ChecksumAlgorithm, out.ChecksumType = string(v.Checksum.Algorithm), string(v.Checksum.Type)
	return out
}

// checkVersionMarker refuses a marker without its key, and what can be none.
// Recorded: localstack's test_list_objects_versions_markers.
func (c *call) checkVersionMarker(q store.VersionsQuery) error {
	switch id := q.VersionMarker; {
	case !c.query.Has("version-id-marker"):
		return nil
	case q.KeyMarker == "":
		return errInvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", id)
	case id == "":
		return refuse(http.StatusBadRequest, "InvalidArgument", "A version-id marker cannot be empty.",
			field("ArgumentName", "version-id-marker"), field("ArgumentValue", id))
	case !store.IsVersionID(id):
		return errInvalidArgument("Invalid version id specified", "version-id-marker", id)
	}
	return nil
}
