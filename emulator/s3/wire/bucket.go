package wire

import "encoding/xml"

// CreateBucketConfiguration is the body of CreateBucket.
type CreateBucketConfiguration struct {
	XMLName            xml.Name `xml:"CreateBucketConfiguration"`
	LocationConstraint string   `xml:"LocationConstraint"`
	Location           *struct {
		Type string `xml:"Type"`
	} `xml:"Location"` // of directory buckets
	Bucket *struct {
		Type string `xml:"Type"`
	} `xml:"Bucket"` // of directory buckets
	Tags *struct {
		Tag []struct {
			Key string `xml:"Key"`
		} `xml:"Tag"`
	} `xml:"Tags"`
}

// ListAllMyBucketsResult answers ListBuckets.
type ListAllMyBucketsResult struct {
	XMLName           xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListAllMyBucketsResult"`
	Owner             Owner    `xml:"Owner"`
	Buckets           []Bucket `xml:"Buckets>Bucket"`
	ContinuationToken string   `xml:"ContinuationToken,omitempty"`
	Prefix            string   `xml:"Prefix,omitempty"`
}

// Bucket is a bucket in ListAllMyBucketsResult.
type Bucket struct {
	Name         string `xml:"Name"`
	CreationDate string `xml:"CreationDate"`
	BucketRegion string `xml:"BucketRegion"`
	BucketARN    string `xml:"BucketArn"`
}

// LocationConstraint answers GetBucketLocation; it is empty for us-east-1.
type LocationConstraint struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ LocationConstraint"`
	Region  string   `xml:",chardata"`
}

// VersioningConfiguration answers GetBucketVersioning; it is empty for a bucket
// whose versioning was never set.
type VersioningConfiguration struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ VersioningConfiguration"`
}

// OwnershipControls answers GetBucketOwnershipControls.
type OwnershipControls struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ OwnershipControls"`
	Rules   []struct {
		ObjectOwnership string `xml:"ObjectOwnership"`
	} `xml:"Rule"`
}

// BucketOwnerEnforced is the object ownership of a new bucket: ACLs are off.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func BucketOwnerEnforced() OwnershipControls {
	var o OwnershipControls
	o.Rules = append(o.Rules, struct {
		ObjectOwnership string `xml:"ObjectOwnership"`
	}{"BucketOwnerEnforced"})
	return o
}

// PolicyStatus answers GetBucketPolicyStatus. The API reference's sample shows
// TRUE in capitals; botocore, which works with S3, reads only "true" as true.
type PolicyStatus struct {
	XMLName  xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ PolicyStatus"`
	IsPublic bool     `xml:"IsPublic"`
}

// PublicAccessBlock is the body of PutPublicAccessBlock and the answer of
// GetPublicAccessBlock. A setting that is left out is off.
type PublicAccessBlock struct {
	XMLName               xml.Name `xml:"PublicAccessBlockConfiguration"`
	Namespace             string   `xml:"xmlns,attr,omitempty"`
	BlockPublicAcls       bool     `xml:"BlockPublicAcls"`
	IgnorePublicAcls      bool     `xml:"IgnorePublicAcls"`
	BlockPublicPolicy     bool     `xml:"BlockPublicPolicy"`
	RestrictPublicBuckets bool     `xml:"RestrictPublicBuckets"`
}
