package s3

import (
	"net/http"
	"strings"

	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// createBucket makes a private bucket: all four public access block settings
// on, and ACLs off unless asked for, as S3 has made them since April 2023.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
func (c *call) createBucket() (*answer, error) {
	name := c.address.bucket
	if !validBucketName(name) {
		return nil, refuse(http.StatusBadRequest, "InvalidBucketName", "The specified bucket is not valid.", field("BucketName", name))
	}
	config, err := c.readBucketConfiguration()
	if err != nil {
		return nil, err
	}
	region, err := c.bucketRegion(config.LocationConstraint)
	if err != nil {
		return nil, err
	}
	change, err := c.newBucketSettings(config)
	if err != nil {
		return nil, err
	}
	_, err = c.server.config.Store.CreateBucket(c.r.Context(), store.BucketInput{
		Name: name, Region: region, Owner: c.accountID(), Configure: change})
	if store.KindOf(err) == store.BucketExists {
		err = c.bucketExists(region, config)
	}
	if err != nil {
		return nil, err
	}
	a := empty(http.StatusOK)
	a.set("Location", "/"+name)
	if region != hosts.DefaultRegion { // recorded: localstack's test_create_bucket_head_bucket
		a.set("Location", "http://"+name+".s3.amazonaws.com/")
	}
	a.set("x-amz-bucket-arn", "arn:aws:s3:::"+name)
	return a, nil
}

// readBucketConfiguration reads the body, which may be missing.
func (c *call) readBucketConfiguration() (config wire.CreateBucketConfiguration, err error) {
	if c.r.ContentLength == 0 {
		return config, nil
	}
	doc, err := c.readDocument(64 << 10)
	if err != nil {
		return config, err
	}
	if len(doc) > 0 && wire.Read(doc, &config) != nil {
		return config, errMalformedXML()
	}
	if config.Location != nil || config.Bucket != nil { // directory buckets
		return config, errNotImplemented()
	}
	return config, nil
}

// newBucketSettings is what the request asks of the new bucket beside name and
// region: object lock, ownership, a list of rights and tags.
func (c *call) newBucketSettings(config wire.CreateBucketConfiguration) (func(*store.Settings) error, error) {
	lock := c.header("x-amz-bucket-object-lock-enabled")
	if lock != "" && !strings.EqualFold(lock, "true") && !strings.EqualFold(lock, "false") {
		return nil, errInvalidArgument("Invalid value for x-amz-bucket-object-lock-enabled", "x-amz-bucket-object-lock-enabled", lock)
	}
	ownership := c.header("x-amz-object-ownership")
	if !has(c.headers(), "x-amz-object-ownership") {
		ownership = settings.BucketOwnerEnforced
	}
	switch ownership { // recorded: localstack's test_bucket_ownership_controls_exc
	case settings.BucketOwnerEnforced, settings.BucketOwnerPreferred, settings.ObjectWriter:
	default:
		return nil, refuse(http.StatusBadRequest, "InvalidArgument", "Invalid x-amz-object-ownership header: "+ownership,
			field("ArgumentName", "x-amz-object-ownership"))
	}
	c.bucket.Owner = c.accountID()
	acl, err := c.headerACL(c.accountID())
	if err != nil {
		return nil, err
	}
	if acl != nil {
		switch {
		case ownership == settings.BucketOwnerEnforced && !ownersOnly(acl, c.accountID()):
			return nil, errACLWithOwnership()
		case decidedACL(acl).IsPublic():
			return nil, refuse(http.StatusBadRequest, "InvalidBucketAclWithBlockPublicAccessError",
				"Bucket cannot have public ACLs set with BlockPublicAccess enabled")
		}
	}
	tags, ok := config.Pairs()
	if !ok {
		return nil, errMalformedXML()
	}
	if err := checkTags(tags, maxBucketTags, true); err != nil {
		return nil, err
	}
	return func(s *store.Settings) error {
		s.LocationEU = config.LocationConstraint == "EU"
		s.Ownership = &settings.Ownership{Rules: []settings.OwnershipRule{{ObjectOwnership: ownership}}}
		s.ACL, s.Tags = acl, tags
		if strings.EqualFold(lock, "true") {
			s.ObjectLock, s.Versioning = &store.ObjectLock{}, store.VersioningEnabled
		}
		return nil
	}, nil
}

// bucketExists is the answer for a name that is taken. In us-east-1, for
// legacy compatibility, making one's own bucket again succeeds and changes
// nothing, unless it brings tags. Recorded: localstack's
// test_create_bucket_with_tags_us_east_1_idempotency.
func (c *call) bucketExists(region string, config wire.CreateBucketConfiguration) error {
	name := field("BucketName", c.address.bucket)
	existing, err := c.server.config.Store.Bucket(c.r.Context(), c.address.bucket)
	if err != nil {
		return err
	}
	if existing.Owner != c.accountID() {
		return refuse(http.StatusConflict, "BucketAlreadyExists",
			"The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", name)
	}
	tagged := config.Tags != nil && len(config.Tags.Tags) > 0
	if existing.Region == hosts.DefaultRegion && region == hosts.DefaultRegion && !tagged {
		return nil
	}
	return refuse(http.StatusConflict, "BucketAlreadyOwnedByYou",
		"Your previous request to create the named bucket succeeded and you already own it.", name)
}

// has says whether a header is there, be it empty.
func has(h http.Header, name string) bool { return len(h.Values(name)) > 0 }
