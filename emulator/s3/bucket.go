package s3

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// ownerID is the canonical user id of an account.
func ownerID(account string) string { return access.CanonicalID(account) }

// maxBuckets is how many buckets ListBuckets gives at most.
const maxBuckets = 10000

// listBuckets lists the caller's own buckets.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
func (c *call) listBuckets() (*answer, error) {
	if c.caller.Anonymous || c.caller.Service != "" || c.caller.CanonicalUser != "" {
		return nil, errAccessDenied()
	}
	limit, err := c.intParam("max-buckets", maxBuckets, math.MinInt32, maxBuckets+1)
	if err == nil && (limit < 1 || limit > maxBuckets) {
		err = errInvalidArgument("Argument max-buckets must be an integer between 1 and 10000", "max-buckets", c.query.Get("max-buckets"))
	}
	if err != nil {
		return nil, err
	}
	after := ""
	if c.query.Has("continuation-token") {
		if after, err = c.token(); err != nil {
			return nil, err
		}
	}
	all, err := c.server.config.Store.Buckets(c.r.Context())
	if err != nil {
		return nil, err
	}
	out := wire.ListAllMyBucketsResult{Owner: wire.Owner{ID: ownerID(c.accountID())}, Prefix: c.query.Get("prefix")}
	region := c.query.Get("bucket-region")
	// "If the request contains at least one valid parameter, it is included".
	asked := c.query.Has("max-buckets") || c.query.Has("continuation-token") || out.Prefix != "" || region != ""
	for _, b := range all {
		if b.Owner != c.accountID() || b.Name <= after || !strings.HasPrefix(b.Name, out.Prefix) || region != "" && b.Region != region {
			continue
		}
		if len(out.Buckets) == limit {
			out.ContinuationToken = newToken(out.Buckets[limit-1].Name)
			break
		}
		entry := wire.Bucket{Name: b.Name, CreationDate: wire.Time(b.Created), BucketARN: "arn:aws:s3:::" + b.Name}
		if asked {
			entry.BucketRegion = b.Region
		}
		out.Buckets = append(out.Buckets, entry)
	}
	return document(out)
}

func (c *call) headBucket() (*answer, error) {
	a := empty(http.StatusOK)
	delete(a.header, "Content-Length")
	a.set("x-amz-bucket-region", c.bucket.Region)
	a.set("x-amz-access-point-alias", "false")
	a.set("x-amz-bucket-arn", "arn:aws:s3:::"+c.bucket.Name)
	a.set("Content-Type", "application/xml")
	return a, nil
}

func (c *call) deleteBucket() (*answer, error) {
	err := c.server.config.Store.DeleteBucket(c.r.Context(), c.address.bucket)
	switch {
	case store.KindOf(err) == store.BucketNotEmpty && c.bucket.Versioning != "": // captured: versity/versitygw#1780
		return nil, errBucketNotEmpty(c.address.bucket, ". You must delete all versions in the bucket.")
	case err != nil:
		return nil, err
	}
	return empty(http.StatusNoContent), nil
}

// getBucketLocation answers an empty element for us-east-1.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
func (c *call) getBucketLocation() (*answer, error) {
	var out wire.LocationConstraint
	switch {
	case c.bucket.LocationEU: // recorded: localstack's test_create_bucket_with_eu_location_constraint
		out.Region = "EU"
	case c.bucket.Region != hosts.DefaultRegion:
		out.Region = c.bucket.Region
	}
	return document(out)
}

// intParam is an integer query parameter, otherwise when it is not there. What
// is above most counts as most. S3 calls max-keys by another name when it
// refuses it (measured: brekkylab/backlot#192).
func (c *call) intParam(name string, otherwise, least, most int) (int, error) {
	text := c.query.Get(name)
	if text == "" {
		return otherwise, nil
	}
	if name == "max-keys" {
		name = "maxKeys"
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0, errInvalidArgument("Provided "+name+" not an integer or within integer range", name, text)
	}
	if n < int64(least) {
		return 0, errInvalidArgument("Argument "+name+" must be an integer between "+strconv.Itoa(least)+" and 2147483647", name, text)
	}
	return int(min(n, int64(most))), nil
}
