package s3

import (
	"net/url"
	"strings"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// maxKeys is how many keys a page has at most.
const maxKeys = 1000

// encoder is how a listing writes keys: as they are or, with
// encoding-type=url, percent-encoded, since XML cannot hold every key.
type encoder func(string) string

// encoding reads encoding-type, which must not be empty. Recorded: localstack's
// test_list_ops_encoding_type_validation.
func (c *call) encoding() (encoder, error) {
	switch t := c.query.Get("encoding-type"); {
	case !c.query.Has("encoding-type"):
		return func(s string) string { return s }, nil
	case t == "url":
		// As a form's value, but for the slash.
		return func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "%2F", "/") }, nil
	default:
		return nil, errInvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", t)
	}
}

// listObjectsV2 lists a page of keys.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
func (c *call) listObjectsV2() (*answer, error) {
	q, err := c.listQuery()
	if err != nil {
		return nil, err
	}
	q.After = c.query.Get("start-after")
	var token *string
	if c.query.Has("continuation-token") {
		if q.After, err = c.token(); err != nil {
			return nil, err
		}
		text := c.query.Get("continuation-token")
		token = &text
	}
	out, page, encode, err := c.list(q, c.query.Get("fetch-owner") == "true")
	if err != nil {
		return nil, err
	}
	out.StartAfter, out.ContinuationToken = encode(c.query.Get("start-after")), token
	if page.Truncated {
		out.NextContinuationToken = newToken(page.Last)
	}
	count := len(out.Contents) + len(out.CommonPrefixes)
	out.KeyCount = &count
	return c.listing(out)
}

// listObjects is the first version of the API: pages go on from a key. Only
// with a delimiter S3 says from which.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
func (c *call) listObjects() (*answer, error) {
	q, err := c.listQuery()
	if err != nil {
		return nil, err
	}
	q.After = c.query.Get("marker")
	out, page, encode, err := c.list(q, true)
	if err != nil {
		return nil, err
	}
	marker := encode(q.After)
	out.Marker = &marker
	if page.Truncated && q.Delimiter != "" {
		out.NextMarker = encode(page.Last)
	}
	return c.listing(out)
}

func (c *call) listQuery() (store.ListQuery, error) {
	limit, err := c.intParam("max-keys", maxKeys, 0, maxKeys)
	return store.ListQuery{Prefix: c.query.Get("prefix"), Delimiter: c.query.Get("delimiter"), Max: limit}, err
}

// list fills in what both versions have in common.
func (c *call) list(q store.ListQuery, owners bool) (*wire.ListBucketResult, store.ListPage, encoder, error) {
	encode, err := c.encoding()
	if err != nil {
		return nil, store.ListPage{}, nil, err
	}
	page, err := c.server.config.Store.ListObjects(c.r.Context(), c.address.bucket, q)
	if err != nil {
		return nil, store.ListPage{}, nil, err
	}
	out := &wire.ListBucketResult{
		Name: c.address.bucket, Prefix: encode(q.Prefix), Delimiter: encode(q.Delimiter),
		EncodingType: c.query.Get("encoding-type"), MaxKeys: q.Max, IsTruncated: page.Truncated,
		Contents: make([]wire.Content, len(page.Objects)),
	}
	var owner *wire.Owner
	if owners {
		owner = &wire.Owner{ID: ownerID(c.bucket.Owner)}
	}
	for i, o := range page.Objects {
		out.Contents[i] = wire.Content{
			Key: encode(o.Key), LastModified: wire.Time(o.LastModified), ETag: wire.Quote(o.ETag), Size: o.Size,
			ChecksumAlgorithm: string(o.Checksum.Algorithm), ChecksumType: string(o.Checksum.Type),
			Owner: owner, StorageClass: storageClass(o.StorageClass),
		}
	}
	for _, p := range page.Prefixes {
		out.CommonPrefixes = append(out.CommonPrefixes, wire.CommonPrefix{Prefix: encode(p)})
	}
	return out, page, encode, nil
}

func (c *call) listing(out *wire.ListBucketResult) (*answer, error) {
	a, err := document(out)
	if err == nil {
		a.set("x-amz-bucket-region", c.bucket.Region)
	}
	return a, err
}

func storageClass(class string) string {
	if class == "" {
		return "STANDARD"
	}
	return class
}
