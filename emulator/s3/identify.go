package s3

import (
	"net/http"
	"strings"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
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
	return c.checkRegion()
}

// authorize asks for the operation's permission.
func (c *call) authorize() error {
	if c.found {
		if err := c.expectOwner("x-amz-expected-bucket-owner", c.bucket.Owner); err != nil {
			return err
		}
	}
	if err := c.authenticated(); err != nil || c.operation.action == "" {
		return err
	}
	if !c.may(c.operation.action, c.address.key) {
		return errAccessDenied()
	}
	return c.ownersPolicy()
}

// may says whether the caller may do action to key of the request's bucket.
func (c *call) may(action, key string) bool {
	ref := store.ObjectRef{Key: key}
	if key == c.address.key {
		ref = c.ref()
	}
	return c.mayThere(&c.bucket, action, ref)
}

// mayThere says whether the caller may do action to an object of bucket b, or
// to b itself when ref has no key, and keeps why.
func (c *call) mayThere(b *store.Bucket, action string, ref store.ObjectRef) bool {
	wish := c.wish(b, action, ref)
	c.fromBody(wish)
	d := access.Decide(b.Policy, b.Block(), wish)
	switch {
	case !d.Allowed:
		c.denied = d
	case c.allowed.Why == "":
		c.allowed = d
	}
	return d.Allowed
}

// why is why the caller was let in, or with the status 403 why not.
func (c *call) why(status int) string {
	if status == http.StatusForbidden {
		return c.denied.Why
	}
	return c.allowed.Why
}

func (c *call) wish(b *store.Bucket, action string, ref store.ObjectRef) *access.Request {
	return &access.Request{
		Caller: c.caller, Action: action, Bucket: b.Name, Key: ref.Key, Owner: b.Owner,
		Header: c.headers(), SourceIP: c.sourceIP(), Secure: c.secure(), Query: c.query, Now: c.now,
		ACL: b.AccessList(b.Owner), Upload: c.uploads(b, ref), Form: c.signedForm(),
		Object: func() *access.Object { return c.existing(b, ref) },
	}
}

// uploads says whether the request makes an object of what ref names.
func (c *call) uploads(b *store.Bucket, ref store.ObjectRef) bool {
	if c.operation == nil || b.Name != c.address.bucket || ref.Key != c.address.key {
		return false
	}
	switch c.operation.name {
	case "PutObject", "PostObject", "CopyObject", "CreateMultipartUpload":
		return true
	}
	return false
}

// existing is what decisions ask about an object that is there.
func (c *call) existing(b *store.Bucket, ref store.ObjectRef) *access.Object {
	if b.Elsewhere != "" { // its objects have neither ACLs nor tags
		return &access.Object{Owner: b.Owner}
	}
	o, err := c.server.config.Store.HeadObject(c.r.Context(), b.Name, ref)
	if err != nil {
		return nil
	}
	owner := o.Owner
	if owner == "" {
		owner = b.Owner
	}
	return &access.Object{Owner: owner, ACL: o.ACL, Tags: o.Tags}
}

// signedForm is how a form was signed, nil for other requests.
func (c *call) signedForm() *access.Form {
	switch {
	case !c.identity.Form:
		return nil
	case c.identity.Version2:
		return &access.Form{Version: "AWS"}
	}
	return &access.Form{Version: "AWS4-HMAC-SHA256", Signed: c.identity.Time}
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
