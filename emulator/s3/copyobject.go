package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// copyObject makes an object of another one.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
func (c *call) copyObject() (*answer, error) {
	algorithm, err := c.chosenAlgorithm()
	if err != nil {
		return nil, err
	}
	source, err := c.source()
	if err != nil {
		return nil, err
	}
	defer source.content.Close()
	in := store.CopyInput{Bucket: source.bucket, Key: source.ref.Key, VersionID: source.object.VersionID, ETag: source.object.ETag, Algorithm: algorithm}
	if in.If, err = c.writeConditions(); err != nil {
		return nil, err
	}
	if in.Controls, err = c.controls(); err != nil {
		return nil, err
	}
	if err := c.copyTags(source, &in); err != nil {
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
		a.encrypted(o.SSE)
		a.version(o.VersionID)
		a.copied(source)
	}
	return a, err
}

// copied names the source's version, unless that is the null version.
// Recorded: localstack's test_s3_copy_object_in_place_versioned.
func (a *answer) copied(s *source) {
	if s.object.VersionID != store.NullVersion {
		a.set("x-amz-copy-source-version-id", s.object.VersionID)
	}
}

// copyTags sets what the copy's tags are: the source's, or with the directive
// REPLACE those of this request.
func (c *call) copyTags(source *source, in *store.CopyInput) error {
	switch d := c.headers().Get("x-amz-tagging-directive"); d {
	case "REPLACE":
	case "", "COPY":
		in.Tags, in.KeepTags = nil, true
		if len(source.object.Tags) > 0 && !source.may("s3:GetObjectTagging") {
			return errAccessDenied()
		}
	default:
		return errInvalidArgument("Unknown tagging directive.", "x-amz-tagging-directive", d)
	}
	return nil
}

// copyAttributes sets what the copy's attributes are: the source's, or with
// the directive REPLACE those of this request.
func (c *call) copyAttributes(source *source, in *store.CopyInput) error {
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	in.StorageClass = attributes.StorageClass
	switch d := c.headers().Get("x-amz-metadata-directive"); d {
	case "REPLACE":
		in.Replace = &attributes
		return nil
	case "", "COPY":
		// The redirect is never copied.
		copied := source.object.Attributes
		copied.WebsiteRedirectLocation = attributes.WebsiteRedirectLocation
		in.Replace = &copied
	default:
		return errInvalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", d)
	}
	if source.bucket != c.address.bucket || source.ref.Key != c.address.key || source.ref.VersionID != "" {
		return nil // to make an old version the latest one is a change
	}
	h := c.headers()
	for _, name := range []string{"x-amz-storage-class", "x-amz-website-redirect-location", sseHeader, customerSSE + "algorithm"} {
		if h.Get(name) != "" {
			return nil
		}
	}
	return errInvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.")
}

// chosenAlgorithm is the algorithm that x-amz-checksum-algorithm names, empty
// when it is not there.
func (c *call) chosenAlgorithm() (store.Algorithm, error) {
	name := c.headers().Get("x-amz-checksum-algorithm")
	if name == "" {
		return "", nil
	}
	a, ok := parseAlgorithm(name)
	if !ok {
		return "", refuse(http.StatusBadRequest, "InvalidRequest",
			"Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]")
	}
	return a, nil
}
