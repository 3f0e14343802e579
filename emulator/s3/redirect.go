package s3

import (
	"net/http"
	"strings"

	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/sigv4"
)

// elsewhere sends a request to the endpoint of its bucket's region, when it came
// to that of another: 301, which has no Location, or 307, which has. Whoever
// asks and whatever for, before any signature is looked at, preflights too:
// browsers refuse both there. No redirect was seen to carry CORS headers. Nil
// is a request that came to the right place.
//
// A host name that states no region is the right place for every bucket, as
// DNS makes it on AWS: localhost:4566 and BUCKET.s3.localhost, where clients
// of all regions are pointed to. Only s3.amazonaws.com itself, where DNS
// cannot know the bucket, is us-east-1. A preflight without Origin is refused
// before any bucket is looked at, wherever that is.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
func (c *call) elsewhere() *answer {
	if !c.found || c.originless() || c.operation != nil && (c.operation.creates || c.operation.name == "GetBucketLocation") {
		return nil
	}
	endpoint := c.address.region
	if host := hosts.Normalize(c.r.Host); host == "s3.amazonaws.com" {
		endpoint = hosts.DefaultRegion
	}
	switch {
	case endpoint != "" && endpoint != c.bucket.Region:
		return c.redirected(http.StatusMovedPermanently, "PermanentRedirect",
			"The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
	case c.unknownYet():
		a := c.redirected(http.StatusTemporaryRedirect, "TemporaryRedirect",
			"Please re-send this request to the specified temporary endpoint. Continue to use the original request endpoint for future requests.")
		a.set("Location", c.scheme()+"://"+c.regionalHost()+c.r.URL.RequestURI())
		return a
	}
	return nil
}

// unknownYet says whether the bucket is so new that DNS still leads its global
// name to us-east-1.
func (c *call) unknownYet() bool {
	name, ok := hosts.ParseS3(c.r.Host)
	return ok && name.Bucket != "" && name.Region == "" && c.bucket.Region != hosts.DefaultRegion &&
		c.now.Sub(c.bucket.Created) < c.server.config.TemporaryRedirects
}

// redirected is a redirect. The fields and headers are those captured at
// yanganto/s3rs#18 (301) and cperciva/bsdec2-image-upload#11 (307).
func (c *call) redirected(status int, code, message string) *answer {
	c.away = true
	a := c.refusal(refuse(status, code, message, field("Endpoint", c.regionalHost()), field("Bucket", c.bucket.Name)))
	a.set("x-amz-bucket-region", c.bucket.Region)
	return a
}

// regionalHost is the bucket's host name in its own region, of the same kind as
// the one that was asked. Regions that were there before 2014 are still given
// with a hyphen, and us-east-1 without a region.
func (c *call) regionalHost() string {
	service := "s3." + c.bucket.Region
	switch c.bucket.Region {
	case hosts.DefaultRegion:
		service = "s3"
	case "us-west-1", "us-west-2", "eu-west-1", "sa-east-1", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "us-gov-west-1":
		service = "s3-" + c.bucket.Region
	}
	host := strings.ToLower(c.r.Host)
	port := ""
	if at := strings.LastIndexByte(host, ':'); at >= 0 && !strings.HasSuffix(host, "]") {
		host, port = host[:at], host[at:]
	}
	ending := ".amazonaws.com"
	for _, e := range [...]string{".localhost", ".amazonaws.com.cn"} {
		if strings.HasSuffix(strings.TrimSuffix(host, "."), e) {
			ending = e
		}
	}
	if hostBucket(c.r.Host) != "" {
		service = c.bucket.Name + "." + service
	}
	return service + ending + port
}

// regionToSign is the region that a signature must name: that of the endpoint,
// where its name states one, or with RequireRegion the bucket's. Empty is any.
func (c *call) regionToSign() string {
	switch {
	case c.trusted:
		return ""
	case c.address.region != "":
		return c.address.region
	case !c.server.config.RequireRegion || !c.found || c.operation != nil && (c.operation.creates || c.operation.name == "GetBucketLocation"):
		return ""
	}
	return c.bucket.Region
}

// checkRegion compares the region that was signed for with the one that must
// be. GetBucketLocation is how clients find out.
func (c *call) checkRegion() error {
	region := c.regionToSign()
	if region == "" {
		return nil
	}
	return inWords(sigv4.CheckRegion(c.identity, region))
}

// stateRegion says on the answers of S3's where the bucket is: to listing it
// and asking for it, whatever comes of that, and to what was signed for another
// region (captured: minio/minio-go#677).
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
func (c *call) stateRegion(a *answer) {
	if !c.found {
		return
	}
	state := a.failed != nil && (a.failed.Code == "AuthorizationHeaderMalformed" || a.failed.Code == "AuthorizationQueryParametersError")
	if c.operation != nil {
		switch c.operation.name {
		case "HeadBucket", "ListObjects", "ListObjectsV2":
			state = true
		}
	}
	if state {
		a.set("x-amz-bucket-region", c.bucket.Region)
	}
}
