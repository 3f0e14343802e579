package s3

import (
	"net/http"
	"strings"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/wire"
)

// identify finds out who asks: the caller that came with the context, else who
// signed.
func (c *call) identify() error {
	if caller, ok := access.CallerFrom(c.r.Context()); ok {
		c.caller, c.trusted = caller, true
		c.identity = sigv4.Identity{Anonymous: true} // no signature was looked at
		// CloudFront signs for the origin's host: when it forwards the viewer's
		// Host instead, S3 computes another signature.
		if caller.SignedHost != "" && !strings.EqualFold(caller.SignedHost, c.r.Host) {
			return refuse(http.StatusForbidden, "SignatureDoesNotMatch",
				"The request signature we calculated does not match the signature you provided. Check your key and signing method.")
		}
		return nil
	}
	identity, err := c.server.config.Verifier.Verify(c.r)
	if err != nil {
		return inWords(err)
	}
	c.identity = identity
	c.caller = access.Caller{Anonymous: identity.Anonymous, AccountID: identity.AccountID}
	return nil
}

// authorize asks for the operation's permission.
func (c *call) authorize() error {
	if c.found {
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
		if owner := c.r.Header.Get("x-amz-expected-bucket-owner"); owner != "" && owner != c.bucket.Owner {
			return errAccessDenied()
		}
		if err := c.checkRegion(); err != nil {
			return err
		}
	}
	if c.operation.action == "" {
		return nil
	}
	if !c.may(c.operation.action, c.address.key) {
		return errAccessDenied()
	}
	return nil
}

// checkRegion compares the region that was signed for with the bucket's, where
// that is asked for. GetBucketLocation is how clients find out.
func (c *call) checkRegion() error {
	if !c.server.config.RequireRegion || c.trusted || c.identity.Anonymous || c.operation.creates || c.operation.name == "GetBucketLocation" {
		return nil
	}
	return inWords(sigv4.CheckRegion(c.identity, c.bucket.Region))
}

// may says whether the caller may do action to key of the request's bucket.
func (c *call) may(action, key string) bool {
	return access.Decide(c.bucket.Policy, c.bucket.Block(), c.wish(action, c.address.bucket, key, c.bucket.Owner)).Allowed
}

func (c *call) wish(action, bucket, key, owner string) *access.Request {
	return &access.Request{
		Caller: c.caller, Action: action, Bucket: bucket, Key: key, Owner: owner,
		Header: c.r.Header, SourceIP: c.sourceIP(), Secure: c.secure(), Query: c.query, Now: c.now,
	}
}

// hideMissing turns NoSuchKey into AccessDenied for callers who may not list
// the bucket: they must not learn which keys exist.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html ("Permissions")
func (c *call) hideMissing(err error) error {
	e, ok := inWords(err).(*wire.Error)
	if ok && e.Code == "NoSuchKey" && !c.may("s3:ListBucket", "") {
		return errAccessDenied()
	}
	return err
}
