package s3

import (
	"net"
	"net/http"
	"regexp"
	"strings"

	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// createBucket makes a private bucket: all four public access block settings
// on, ACLs off, as S3 has made them since April 2023.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
func (c *call) createBucket() (*answer, error) {
	if c.caller.Anonymous {
		return nil, errAccessDenied()
	}
	name := c.address.bucket
	if !validBucketName(name) {
		return nil, refuse(http.StatusBadRequest, "InvalidBucketName", "The specified bucket is not valid.", field("BucketName", name))
	}
	region, err := c.bucketRegion()
	if err != nil {
		return nil, err
	}
	if err := c.checkBucketFeatures(); err != nil {
		return nil, err
	}
	_, err = c.server.config.Store.CreateBucket(c.r.Context(), store.BucketInput{Name: name, Region: region, Owner: c.accountID()})
	if store.KindOf(err) == store.BucketExists {
		err = c.bucketExists(region)
	}
	if err != nil {
		return nil, err
	}
	a := empty(http.StatusOK)
	a.set("Location", "/"+name)
	return a, nil
}

// checkBucketFeatures refuses buckets of another kind than the one there is:
// ACLs off, no object lock.
func (c *call) checkBucketFeatures() error {
	h := c.r.Header
	if h.Get("x-amz-bucket-object-lock-enabled") == "true" {
		return errNotImplemented(field("Header", "x-amz-bucket-object-lock-enabled"))
	}
	if o := h.Get("x-amz-object-ownership"); o != "" && o != "BucketOwnerEnforced" {
		return errNotImplemented(field("Header", "x-amz-object-ownership"))
	}
	for name := range h {
		grants := strings.HasPrefix(strings.ToLower(name), "x-amz-grant-")
		if grants || strings.EqualFold(name, "x-amz-acl") && h.Get(name) != "private" {
			return refuse(http.StatusBadRequest, "InvalidBucketAclWithObjectOwnership",
				"Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
		}
	}
	return nil
}

// bucketExists is the answer for a name that is taken. In us-east-1, for
// legacy compatibility, making one's own bucket again succeeds.
func (c *call) bucketExists(region string) error {
	name := field("BucketName", c.address.bucket)
	existing, err := c.server.config.Store.Bucket(c.r.Context(), c.address.bucket)
	if err != nil {
		return err
	}
	if existing.Owner != c.accountID() {
		return refuse(http.StatusConflict, "BucketAlreadyExists",
			"The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", name)
	}
	if existing.Region == hosts.DefaultRegion && region == hosts.DefaultRegion {
		return nil
	}
	return refuse(http.StatusConflict, "BucketAlreadyOwnedByYou",
		"Your previous request to create the named bucket succeeded and you already own it.", name)
}

// bucketRegion is where the new bucket shall be: what its document says, which
// must be the region of the endpoint unless that is us-east-1. An endpoint
// whose name states no region is taken for the one the request was signed for.
func (c *call) bucketRegion() (string, error) {
	endpoint := c.address.region
	if endpoint == "" {
		endpoint = c.identity.Region
	}
	if endpoint == "" {
		endpoint = hosts.DefaultRegion
	}
	var config wire.CreateBucketConfiguration
	if c.r.ContentLength != 0 {
		doc, err := c.readDocument(64 << 10)
		if err != nil {
			return "", err
		}
		if len(doc) > 0 && wire.Unmarshal(doc, &config) != nil {
			return "", errMalformedXML()
		}
	}
	if config.Location != nil || config.Bucket != nil || config.Tags != nil {
		return "", errNotImplemented() // directory buckets, tags
	}
	wanted := config.LocationConstraint
	switch {
	case wanted == "" && endpoint != hosts.DefaultRegion:
		return "", refuse(http.StatusBadRequest, "IllegalLocationConstraintException",
			"The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")
	case wanted == "":
		return endpoint, nil
	case wanted == "EU": // the old name
		wanted = "eu-west-1"
	case wanted == hosts.DefaultRegion || !regionName().MatchString(wanted):
		return "", refuse(http.StatusBadRequest, "InvalidLocationConstraint",
			"The specified location-constraint is not valid", field("LocationConstraint", wanted))
	}
	if endpoint != hosts.DefaultRegion && endpoint != wanted {
		return "", refuse(http.StatusBadRequest, "IllegalLocationConstraintException",
			"The "+wanted+" location constraint is incompatible for the region specific endpoint this request was sent to.")
	}
	return wanted, nil
}

// regionName is the shape of a region's name. Which regions exist changes too
// often to be listed.
func regionName() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[1-9][0-9]?$`)
}

// validBucketName follows the rules for general purpose buckets.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func validBucketName(name string) bool {
	if len(name) < 3 || len(name) > 63 || net.ParseIP(name) != nil || strings.Contains(name, "..") {
		return false
	}
	for i := range len(name) {
		b := name[i]
		alphanumeric := b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
		edge := i == 0 || i == len(name)-1
		if !alphanumeric && (edge || b != '-' && b != '.') {
			return false
		}
	}
	for _, prefix := range [...]string{"xn--", "sthree-", "amzn-s3-demo-"} {
		if strings.HasPrefix(name, prefix) {
			return false
		}
	}
	for _, suffix := range [...]string{"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"} {
		if strings.HasSuffix(name, suffix) {
			return false
		}
	}
	return true
}
