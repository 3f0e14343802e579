package access

// A Policy is a bucket policy, parsed. It never changes.
type Policy struct {
	doc []byte
}

// Error is S3's refusal of a policy document.
type Error struct {
	Code    string // "MalformedPolicy", …
	Message string
	Status  int         // HTTP status
	Fields  [][2]string // further elements of the error document: {"Detail", …}
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// ParsePolicy parses and validates a policy document for bucket. It fails with
// an *Error.
func ParsePolicy(doc []byte, bucket string) (*Policy, error) {
	return &Policy{doc: doc}, nil
}

// JSON is the document as it was given to ParsePolicy, for GetBucketPolicy.
func (p *Policy) JSON() []byte { return p.doc }

// IsPublic reports whether the policy gives anything to the public, by S3's
// own meaning of public.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
func (p *Policy) IsPublic() bool { return true }

// AllowCloudFront is the policy that lets one distribution read a bucket's
// objects under an origin access control.
func AllowCloudFront(bucket, distributionARN string) []byte { return nil }

// AllowPublicRead is the policy that lets anyone read a bucket's objects.
func AllowPublicRead(bucket string) []byte { return nil }
