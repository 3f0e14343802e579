package s3

import (
	"net/http"
	"net/url"
	"strings"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// copyObject makes an object of another one.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
func (c *call) copyObject() (*answer, error) {
	if err := c.checkFeatures(); err != nil {
		return nil, err
	}
	source, err := c.source()
	if err != nil {
		return nil, err
	}
	defer source.content.Close()
	in := store.CopyInput{Bucket: source.bucket, Key: source.key, ETag: source.object.ETag}
	if in.If, err = c.writeConditions(); err != nil {
		return nil, err
	}
	if in.Algorithm, err = c.chosenAlgorithm(); err != nil {
		return nil, err
	}
	if err := c.copyAttributes(source, &in); err != nil {
		return nil, err
	}
	if source.object.Size > c.server.config.MaxObjectBytes {
		return nil, errInvalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120")
	}
	o, err := c.server.config.Store.CopyObject(c.r.Context(), c.address.bucket, c.address.key, in)
	if err != nil {
		return nil, err
	}
	a, err := document(wire.CopyObjectResult{
		LastModified: wire.Time(o.LastModified), ETag: wire.Quote(o.ETag), ChecksumType: string(o.Checksum.Type),
		Checksums: wire.NewChecksums(string(o.Checksum.Algorithm), o.Checksum.Value),
	})
	if err == nil {
		a.encrypted()
	}
	return a, err
}

// copyAttributes sets what the copy's attributes are: the source's, or with
// the directive REPLACE those of this request.
func (c *call) copyAttributes(source *source, in *store.CopyInput) error {
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	in.StorageClass = attributes.StorageClass
	switch d := c.r.Header.Get("x-amz-metadata-directive"); d {
	case "REPLACE":
		in.Replace = &attributes
	case "", "COPY":
		// The redirect is never copied.
		copied := source.object.Attributes
		copied.WebsiteRedirectLocation = attributes.WebsiteRedirectLocation
		in.Replace = &copied
	default:
		return errInvalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", d)
	}
	if in.Replace == &attributes || source.bucket != c.address.bucket || source.key != c.address.key {
		return nil
	}
	h := c.r.Header
	if h.Get("x-amz-storage-class") == "" && h.Get("x-amz-website-redirect-location") == "" && h.Get("x-amz-server-side-encryption") == "" {
		return errInvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.")
	}
	return nil
}

// A source is the object that a copy is made of; close its content.
type source struct {
	bucket, key string
	object      store.Object
	content     store.Content
}

// source finds what x-amz-copy-source names, if the caller may read it and its
// own conditions hold.
func (c *call) source() (*source, error) {
	bucket, key, err := parseSource(c.r.Header.Get("x-amz-copy-source"))
	if err != nil {
		return nil, err
	}
	s := &source{bucket: bucket, key: key}
	from, err := c.server.config.Store.Bucket(c.r.Context(), bucket)
	if err != nil {
		return nil, err
	}
	if owner := c.r.Header.Get("x-amz-source-expected-bucket-owner"); owner != "" && owner != from.Owner {
		return nil, errAccessDenied()
	}
	may := func(action, key string) bool {
		return access.Decide(from.Policy, from.Block(), c.wish(action, bucket, key, from.Owner)).Allowed
	}
	if !may("s3:GetObject", key) {
		return nil, errAccessDenied()
	}
	s.object, s.content, err = c.server.config.Store.GetObject(c.r.Context(), bucket, store.Latest(key))
	if store.KindOf(err) == store.NoSuchKey && !may("s3:ListBucket", "") {
		return nil, errAccessDenied()
	}
	if err != nil {
		return nil, err
	}
	if err := conditions(c.r.Header, "x-amz-copy-source-").check(s.object); err != nil {
		s.content.Close()
		return nil, err
	}
	return s, nil
}

// parseSource reads "bucket/key", percent-encoded, with or without a slash
// before it and "?versionId=null" behind it.
func parseSource(header string) (bucket, key string, err error) {
	path, version, hasVersion := strings.Cut(header, "?versionId=")
	if hasVersion && version != "null" {
		return "", "", errInvalidArgument("Invalid version id specified", "versionId", version)
	}
	path, err = url.PathUnescape(path)
	bucket, key, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if err != nil || !ok || bucket == "" || key == "" || strings.HasPrefix(bucket, "arn:") {
		return "", "", errInvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
			"x-amz-copy-source", header)
	}
	return bucket, key, nil
}

// chosenAlgorithm is the algorithm that x-amz-checksum-algorithm names, empty
// when it is not there.
func (c *call) chosenAlgorithm() (store.Algorithm, error) {
	name := c.r.Header.Get("x-amz-checksum-algorithm")
	if name == "" {
		return "", nil
	}
	a, ok := store.ParseAlgorithm(strings.ToUpper(name))
	if !ok {
		return "", refuse(http.StatusBadRequest, "InvalidRequest",
			"Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5]")
	}
	return a, nil
}
