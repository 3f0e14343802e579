package s3

import (
	"net/http"
	"strings"
)

// A target is what kind of thing an operation works on.
type target int

const (
	onService target = iota
	onBucket
	onObject
)

func (a address) target() target {
	switch {
	case a.bucket == "":
		return onService
	case a.key == "":
		return onBucket
	}
	return onObject
}

// An operation is a row of the table: one operation of the S3 API.
type operation struct {
	name   string // the API's
	method string
	target target
	// subresource is the query parameter that tells it from other operations
	// with the same method and target; or one of the variants below.
	subresource string
	// action is the permission it needs; empty when the handler itself asks.
	action string
	// creates is set when the bucket need not exist.
	creates bool
	handle  func(*call) (*answer, error)
}

// late says whether the operation itself refuses a bucket that is not there:
// a form is read before.
func (o *operation) late() bool { return o.creates || o.name == "PostObject" }

// Variants of an operation that a header makes, or a parameter that is missing.
const (
	copying     = " copy"
	copyingPart = " copy part"
	listing     = " list" // behind a subresource whose items have ids
)

type operationKey struct {
	method      string
	target      target
	subresource string
}

// operations lists all that is implemented; what is not here is answered with
// NotImplemented.
// Actions: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func operations() []operation {
	return append(configurationOperations(), []operation{
		{"ListBuckets", "GET", onService, "", "", false, (*call).listBuckets},
		{"CreateBucket", "PUT", onBucket, "", "", true, (*call).createBucket},
		{"HeadBucket", "HEAD", onBucket, "", "s3:ListBucket", false, (*call).headBucket},
		{"DeleteBucket", "DELETE", onBucket, "", "s3:DeleteBucket", false, (*call).deleteBucket},
		{"GetBucketLocation", "GET", onBucket, "location", "s3:GetBucketLocation", false, (*call).getBucketLocation},
		{"PutBucketCors", "PUT", onBucket, "cors", "s3:PutBucketCORS", false, (*call).putBucketCORS},
		{"GetBucketCors", "GET", onBucket, "cors", "s3:GetBucketCORS", false, (*call).getBucketCORS},
		// There is no permission to delete it.
		{"DeleteBucketCors", "DELETE", onBucket, "cors", "s3:PutBucketCORS", false, (*call).deleteBucketCORS},
		{"PutBucketPolicy", "PUT", onBucket, "policy", "s3:PutBucketPolicy", false, (*call).putBucketPolicy},
		{"GetBucketPolicy", "GET", onBucket, "policy", "s3:GetBucketPolicy", false, (*call).getBucketPolicy},
		{"DeleteBucketPolicy", "DELETE", onBucket, "policy", "s3:DeleteBucketPolicy", false, (*call).deleteBucketPolicy},
		{"GetBucketPolicyStatus", "GET", onBucket, "policyStatus", "s3:GetBucketPolicyStatus", false, (*call).getBucketPolicyStatus},
		{"PutPublicAccessBlock", "PUT", onBucket, "publicAccessBlock", "s3:PutBucketPublicAccessBlock", false, (*call).putPublicAccessBlock},
		{"GetPublicAccessBlock", "GET", onBucket, "publicAccessBlock", "s3:GetBucketPublicAccessBlock", false, (*call).getPublicAccessBlock},
		{"DeletePublicAccessBlock", "DELETE", onBucket, "publicAccessBlock", "s3:PutBucketPublicAccessBlock", false, (*call).deletePublicAccessBlock},

		{"ListObjects", "GET", onBucket, "", "s3:ListBucket", false, (*call).listObjects},
		{"ListObjectsV2", "GET", onBucket, "list-type", "s3:ListBucket", false, (*call).listObjectsV2},
		{"ListObjectVersions", "GET", onBucket, "versions", "s3:ListBucketVersions", false, (*call).listObjectVersions},
		{"PostObject", "POST", onBucket, "", "", false, (*call).postObject},
		{"DeleteObjects", "POST", onBucket, "delete", "", false, (*call).deleteObjects},
		{"ListMultipartUploads", "GET", onBucket, "uploads", "s3:ListBucketMultipartUploads", false, (*call).listMultipartUploads},

		{"GetObject", "GET", onObject, "", "s3:GetObject", false, (*call).getObject},
		{"HeadObject", "HEAD", onObject, "", "s3:GetObject", false, (*call).getObject},
		{"PutObject", "PUT", onObject, "", "s3:PutObject", false, (*call).putObject},
		{"CopyObject", "PUT", onObject, copying, "s3:PutObject", false, (*call).copyObject},
		{"DeleteObject", "DELETE", onObject, "", "s3:DeleteObject", false, (*call).deleteObject},
		{"GetObjectAcl", "GET", onObject, "acl", "s3:GetObjectAcl", false, (*call).getObjectACL},
		{"PutObjectAcl", "PUT", onObject, "acl", "s3:PutObjectAcl", false, (*call).putObjectACL},
		{"GetObjectTagging", "GET", onObject, "tagging", "s3:GetObjectTagging", false, (*call).getObjectTagging},
		{"PutObjectTagging", "PUT", onObject, "tagging", "s3:PutObjectTagging", false, (*call).putObjectTagging},
		{"DeleteObjectTagging", "DELETE", onObject, "tagging", "s3:DeleteObjectTagging", false, (*call).deleteObjectTagging},
		{"GetObjectRetention", "GET", onObject, "retention", "s3:GetObjectRetention", false, (*call).getObjectRetention},
		{"PutObjectRetention", "PUT", onObject, "retention", "s3:PutObjectRetention", false, (*call).putObjectRetention},
		{"GetObjectLegalHold", "GET", onObject, "legal-hold", "s3:GetObjectLegalHold", false, (*call).getObjectLegalHold},
		{"PutObjectLegalHold", "PUT", onObject, "legal-hold", "s3:PutObjectLegalHold", false, (*call).putObjectLegalHold},
		{"GetObjectAttributes", "GET", onObject, "attributes", "s3:GetObjectAttributes", false, (*call).getObjectAttributes},

		{"CreateMultipartUpload", "POST", onObject, "uploads", "s3:PutObject", false, (*call).createMultipartUpload},
		{"UploadPart", "PUT", onObject, "uploadId", "s3:PutObject", false, (*call).uploadPart},
		{"UploadPartCopy", "PUT", onObject, copyingPart, "s3:PutObject", false, (*call).uploadPartCopy},
		{"CompleteMultipartUpload", "POST", onObject, "uploadId", "s3:PutObject", false, (*call).completeMultipartUpload},
		{"AbortMultipartUpload", "DELETE", onObject, "uploadId", "s3:AbortMultipartUpload", false, (*call).abortMultipartUpload},
		{"ListParts", "GET", onObject, "uploadId", "s3:ListMultipartUploadParts", false, (*call).listParts},
	}...)
}

// subresources are the query parameters that make another operation of a
// request, in the order in which they are looked for. Any other parameter is
// ignored, as S3 does.
func subresources() []string {
	return strings.Fields(`
		accelerate acl analytics attributes cors delete encryption intelligent-tiering
		inventory legal-hold lifecycle location logging metadataConfiguration
		metadataInventoryTable metadataJournalTable metadataTable metrics notification
		object-lock ownershipControls policy policyStatus publicAccessBlock renameObject
		replication requestPayment restore retention select session tagging torrent
		uploads versioning versions website abac uploadId list-type`)
}

func operationTable() map[operationKey]*operation {
	table := make(map[operationKey]*operation)
	for _, op := range operations() {
		table[operationKey{op.method, op.target, op.subresource}] = &op
	}
	return table
}

// operation is the row for the request, or nil.
func (s *Server) operation(c *call) *operation {
	sub := s.subresource(c)
	return c.versioned(s.operations[operationKey{c.r.Method, c.address.target(), sub}])
}

func (s *Server) subresource(c *call) string {
	sub := ""
	if len(c.query) > 0 {
		for _, name := range s.subresources {
			if c.query.Has(name) {
				sub = name
				break
			}
		}
	}
	if sub == "list-type" && c.query.Get(sub) != "2" {
		sub = ""
	}
	switch sub {
	case "analytics", "intelligent-tiering", "inventory", "metrics":
		if c.r.Method == http.MethodGet && !c.query.Has("id") {
			return sub + listing
		}
	}
	if c.r.Method == http.MethodPut && c.r.Header.Get("x-amz-copy-source") != "" && c.address.key != "" {
		switch sub {
		case "":
			return copying
		case "uploadId":
			return copyingPart
		}
	}
	return sub
}

// noOperation is the refusal of a request that no row fits.
func (c *call) noOperation() error {
	sub := c.server.subresource(c)
	switch c.r.Method {
	case http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodHead, http.MethodPost:
		if sub != "" {
			return errNotImplemented()
		}
	}
	return errMethodNotAllowed(c.r.Method, c.address.resourceType())
}
