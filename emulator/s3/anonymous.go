package s3

import (
	"net/http"

	"crossfront/emulator/s3/wire"
)

// authenticated refuses nobody in particular what only somebody can do,
// whatever a bucket allows. The wordings are from
// https://github.com/versity/versitygw (s3err, and the PublicBucket tests).
func (c *call) authenticated() error {
	if !c.caller.Anonymous {
		return nil
	}
	switch c.operation.name {
	case "CreateBucket", "PutBucketAcl", "PutObjectAcl":
		return errAnonymous("Anonymous users cannot invoke this API. Please authenticate.")
	case "CopyObject":
		return errAnonymous("Anonymous users cannot copy objects. Please authenticate.")
	case "CreateMultipartUpload":
		return errAnonymous("Anonymous users cannot initiate multipart uploads. Please authenticate.")
	case "GetBucketOwnershipControls":
		return errAnonymous("s3:GetBucketOwnershipControls does not support Anonymous requests!")
	case "PutBucketOwnershipControls", "DeleteBucketOwnershipControls":
		return errAnonymous("s3:PutBucketOwnershipControls does not support Anonymous requests!")
	}
	return nil
}

func errAnonymous(message string) *wire.Error {
	return refuse(http.StatusForbidden, "AccessDenied", message)
}

// ownersPolicy refuses the bucket's policy to who may have it and is not of the
// owner's account.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
func (c *call) ownersPolicy() error {
	switch c.operation.name {
	case "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy":
		if c.caller.AccountID != c.bucket.Owner {
			return errMethodNotAllowed(c.r.Method, "BUCKETPOLICY")
		}
	}
	return nil
}
