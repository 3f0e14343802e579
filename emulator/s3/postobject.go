package s3

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/wire"
)

// maxUnread is how much of a refused form's body is read and thrown away: a
// browser that still sends when the connection closes reports a network error
// and never reads the refusal.
const maxUnread = 64 << 20

// postObject stores the file of a browser's form.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
//
// The form is turned into the PutObject that it asks for, so that both mean
// the same by their headers and fields.
func (c *call) postObject() (*answer, error) {
	body := c.r.Body
	if body == nil {
		body = http.NoBody
	}
	a, err := c.postForm(body)
	// What cannot be read any more matters to nobody.
	_, _ = io.Copy(io.Discard, io.LimitReader(body, maxUnread))
	return a, err
}

func (c *call) postForm(body io.Reader) (*answer, error) {
	boundary, err := formBoundary(c.r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	if err := c.checkLength(); err != nil {
		return nil, err
	}
	form, err := readForm(body, boundary)
	if err != nil {
		return nil, err
	}
	key, err := form.key()
	if err != nil {
		return nil, err
	}
	policy, err := c.identifyForm(form, key)
	if err != nil {
		return nil, err
	}
	if !c.found { // a form's mistakes weigh more: versitygw's PostObject_signature_mismatch
		return nil, errNoSuchBucket(c.address.bucket)
	}
	put, err := form.asPut(c.r, &sizedFile{file: form.file, policy: policy})
	if err != nil {
		return nil, err
	}
	stored, err := c.putFor(key, put)
	if err != nil {
		return nil, err
	}
	return c.posted(form, key, stored)
}

// identifyForm finds out who signed the form and holds the form to its policy,
// which it returns; a form that nobody signed has an empty one. A signature in
// the headers, which no form of a browser's has, is none for a form (assumed).
func (c *call) identifyForm(form *uploadForm, key string) (*sigv4.PostPolicy, error) {
	id, err := c.server.config.Verifier.VerifyForm(form.field, c.regionToSign())
	if err != nil {
		return nil, err
	}
	switch {
	case id.Anonymous && !c.identity.Anonymous:
		return nil, errAccessDenied()
	case id.Anonymous:
		return new(sigv4.PostPolicy), nil
	case !c.caller.Anonymous:
		return nil, errInvalidArgument("Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
			"Authorization", c.r.Header.Get("Authorization"))
	}
	text, _ := form.field("policy")
	policy, err := sigv4.ParsePostPolicy(text)
	if err != nil {
		return nil, err
	}
	err = policy.Check(func(name string) (string, bool) {
		switch name {
		case "bucket":
			return c.address.bucket, true
		case "key":
			return key, true
		}
		return form.field(name)
	}, form.names, id, c.now)
	if err != nil {
		return nil, err
	}
	c.identity = id
	c.caller = access.Caller{AccountID: id.AccountID}
	return policy, nil
}

// putFor does the PutObject that a form asks for, if the caller may.
func (c *call) putFor(key string, put *http.Request) (*answer, error) {
	posted := c.r
	c.r, c.merged, c.address.key, c.posting = put, nil, key, true
	defer func() { c.r, c.merged, c.posting = posted, nil, false }()
	if !c.may("s3:PutObject", key) {
		return nil, errAccessDenied()
	}
	return c.putObject()
}

// posted is the answer to a form whose file was stored: what PutObject says,
// and a redirect, or the status that the form asks for. A redirect that is no
// absolute URL and a status that is none of the three count as not given
// (recorded: localstack's test_presigned_post_with_success_action_redirect;
// ceph/s3-tests' set_invalid_success_code).
func (c *call) posted(form *uploadForm, key string, stored *answer) (*answer, error) {
	//lint:ignore SA1008 as S3 writes it
	etag := strings.Join(stored.header["ETag"], "")
	location := c.objectURL(key)
	a := &answer{status: http.StatusNoContent, header: stored.header}
	delete(a.header, "Content-Length")
	a.set("Location", location)
	if to, ok := form.redirect(); ok {
		a.status = http.StatusSeeOther
		a.set("Location", withObject(to, c.address.bucket, key, etag))
		return a, nil
	}
	switch status, _ := form.field("success_action_status"); status {
	case "200":
		a.status = http.StatusOK
		a.set("Content-Length", "0")
	case "201":
		doc, err := wire.Marshal(wire.PostResponse{Location: location, Bucket: c.address.bucket, Key: key, ETag: etag})
		if err != nil {
			return nil, err
		}
		a.status, a.document = http.StatusCreated, doc
		a.set("Content-Type", "application/xml")
	}
	return a, nil
}

// redirect is where the form wants the browser to go.
func (f *uploadForm) redirect() (string, bool) {
	to, ok := f.field("success_action_redirect")
	if !ok {
		to, ok = f.field("redirect") // the name it had first
	}
	u, err := url.Parse(to)
	if !ok || err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(to, "\r\n") {
		return "", false
	}
	return to, true
}

// withObject adds to a URL what was stored. A query that it has stays as it is
// (layervault/layervault_ruby_client#8).
func withObject(to, bucket, key, etag string) string {
	to, fragment, hasFragment := strings.Cut(to, "#")
	joint := "?"
	if strings.Contains(to, "?") {
		joint = "&"
	}
	to += joint + "bucket=" + url.QueryEscape(bucket) + "&key=" + url.QueryEscape(key) + "&etag=" + url.QueryEscape(etag)
	if hasFragment {
		to += "#" + fragment
	}
	return to
}

// objectURL is the URL of an object where the client addressed its bucket. The
// slashes of its key are escaped (captured: ceph/ceph#20330, boto/boto3#2851).
func (c *call) objectURL(key string) string {
	base := c.scheme() + "://" + c.r.Host + "/"
	if hostBucket(c.r.Host) == "" {
		base += c.address.bucket + "/"
	}
	return base + strings.ReplaceAll(url.QueryEscape(key), "+", "%20")
}
