package s3

import (
	"net/http"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// maxPolicyBytes is how large a bucket policy may be.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
const maxPolicyBytes = 20 << 10

// putBucketPolicy refuses a public policy while BlockPublicPolicy is on. Both
// are looked at in one update, so that neither can slip past the other.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
func (c *call) putBucketPolicy() (*answer, error) {
	doc, err := c.readDocument(1 << 20)
	if err != nil {
		return nil, err
	}
	if len(doc) == 0 {
		return nil, errMissingBody()
	}
	if len(doc) > maxPolicyBytes {
		return nil, refuse(http.StatusBadRequest, "PolicyTooLarge", "Policy size exceeds the maximum allowed size.",
			sizeField("MaxSizeAllowed", maxPolicyBytes))
	}
	policy, err := access.ParsePolicy(doc, c.address.bucket)
	if err != nil {
		return nil, err
	}
	return c.updateSettings(http.StatusNoContent, func(s *store.Settings) error {
		if s.Block().BlockPublicPolicy && policy.IsPublic() {
			return c.publicPolicyBlocked()
		}
		s.Policy = policy
		return nil
	})
}

func (c *call) publicPolicyBlocked() error {
	who := c.caller.ARN
	if who == "" {
		who = "arn:aws:iam::" + c.accountID() + ":root"
	}
	return refuse(http.StatusForbidden, "AccessDenied",
		"User: "+who+" is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::"+c.address.bucket+
			"\" because public policies are blocked by the BlockPublicPolicy block public access setting.")
}

func (c *call) getBucketPolicy() (*answer, error) {
	if c.bucket.Policy == nil {
		return nil, c.noPolicy()
	}
	a := empty(http.StatusOK)
	delete(a.header, "Content-Length")
	a.set("Content-Type", "application/json")
	a.document = c.bucket.Policy.JSON()
	return a, nil
}

func (c *call) deleteBucketPolicy() (*answer, error) {
	return c.updateSettings(http.StatusNoContent, func(s *store.Settings) error {
		s.Policy = nil
		return nil
	})
}

// getBucketPolicyStatus says whether the policy, as it stands, is a public one.
func (c *call) getBucketPolicyStatus() (*answer, error) {
	if c.bucket.Policy == nil {
		return nil, c.noPolicy()
	}
	return document(wire.PolicyStatus{IsPublic: c.bucket.Policy.IsPublic()})
}

func (c *call) noPolicy() error {
	return refuse(http.StatusNotFound, "NoSuchBucketPolicy", "The bucket policy does not exist",
		field("BucketName", c.bucket.Name))
}
