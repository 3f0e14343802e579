package s3

import (
	"net/http"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// putPublicAccessBlock replaces all four settings; those left out are off.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
func (c *call) putPublicAccessBlock() (*answer, error) {
	doc, err := c.readDocument(64 << 10)
	if err != nil {
		return nil, err
	}
	if len(doc) == 0 {
		return nil, errMissingBody()
	}
	var in wire.PublicAccessBlock
	if wire.Read(doc, &in) != nil {
		return nil, errMalformedXML()
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		s.PublicAccessBlock = &access.PublicAccessBlock{
			BlockPublicAcls: in.BlockPublicAcls, IgnorePublicAcls: in.IgnorePublicAcls,
			BlockPublicPolicy: in.BlockPublicPolicy, RestrictPublicBuckets: in.RestrictPublicBuckets,
		}
		return nil
	})
}

func (c *call) getPublicAccessBlock() (*answer, error) {
	b := c.bucket.PublicAccessBlock
	if b == nil {
		return nil, refuse(http.StatusNotFound, "NoSuchPublicAccessBlockConfiguration",
			"The public access block configuration was not found", field("BucketName", c.bucket.Name))
	}
	return document(wire.PublicAccessBlock{
		Namespace:       wire.Namespace,
		BlockPublicAcls: b.BlockPublicAcls, IgnorePublicAcls: b.IgnorePublicAcls,
		BlockPublicPolicy: b.BlockPublicPolicy, RestrictPublicBuckets: b.RestrictPublicBuckets,
	})
}

func (c *call) deletePublicAccessBlock() (*answer, error) {
	return c.updateSettings(http.StatusNoContent, func(s *store.Settings) error {
		s.PublicAccessBlock = nil
		return nil
	})
}
