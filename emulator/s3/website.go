package s3

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// website answers a request to the bucket's website endpoint. Nobody is asked
// who he is: the endpoint serves what the public may read. Its mistakes are
// pages in HTML, and CORS headers come as on the REST endpoint.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
func (c *call) website() (*answer, error) {
	c.caller = access.Caller{Anonymous: true}
	c.operation = &operation{name: "WebsiteGetObject", method: http.MethodGet, target: onObject}
	a, err := c.page()
	if err != nil {
		a = c.errorPage(err, nil)
	}
	return a, nil
}

// page is the answer, or what is wrong before any object is looked at.
func (c *call) page() (*answer, error) {
	switch c.r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		return c.websitePreflight()
	default: // localstack, test_website_hosting_http_methods
		return nil, errMethodNotAllowed(c.r.Method, "OBJECT")
	}
	if err := c.checkHead(); err != nil {
		return nil, err
	}
	switch site := c.bucket.Website; {
	case !c.found:
		return nil, errNoSuchBucket(c.address.bucket)
	case c.address.region != c.bucket.Region:
		return nil, c.errOtherWebsite()
	case site == nil:
		return nil, c.errNoWebsite()
	case site.RedirectAll != nil:
		to := settings.Redirect{HostName: site.RedirectAll.HostName, Protocol: site.RedirectAll.Protocol}
		return c.redirect(to, c.address.key), nil
	}
	if rule := c.route(0); rule != nil {
		return c.redirect(rule.Redirect, rule.replace(c.address.key)), nil
	}
	a, err := c.websiteDocument()
	if err == nil {
		return a, nil
	}
	return c.websiteError(err)
}

// websitePreflight decides as the REST endpoint does, and where the REST endpoint
// would redirect, refuses as it does other requests. A refusal is a page, and its
// resource is an object: how versitygw answers, there is no capture.
func (c *call) websitePreflight() (*answer, error) {
	if c.found && c.address.region != c.bucket.Region && !c.originless() {
		return nil, c.errOtherWebsite()
	}
	refusal, refused := c.decision.Refusal()
	if !refused {
		return empty(http.StatusOK), nil
	}
	e := refuse(refusal.Status, refusal.Code, refusal.Message)
	if refusal.Method != "" {
		e.Fields = []wire.Field{field("Method", refusal.Method), field("ResourceType", "OBJECT")}
	}
	return nil, e
}

// errOtherWebsite is the answer of a region's endpoint for a bucket elsewhere.
// Like the REST endpoint's redirects it carries no CORS headers.
func (c *call) errOtherWebsite() error {
	c.away = true
	return refuse(http.StatusBadRequest, "IncorrectEndpoint",
		"The specified bucket exists in another region. Please direct requests to the specified endpoint.",
		field("Endpoint", c.bucket.Name+".s3-website-"+c.bucket.Region+".amazonaws.com"))
}

// websiteDocument is the object for the request's path. A folder's is its index
// document; the path of a folder that lacks the slash leads there.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html
func (c *call) websiteDocument() (*answer, error) {
	key, suffix := c.address.key, c.bucket.Website.IndexDocument.Suffix
	if key == "" || strings.HasSuffix(key, "/") {
		return c.websiteObject(key + suffix)
	}
	a, err := c.websiteObject(key)
	if err == nil || !c.lacks(key) {
		return a, err
	}
	index, indexErr := c.websiteObject(key + "/" + suffix)
	if indexErr != nil {
		return nil, err
	}
	index.discard()
	return c.folder(key), nil
}

// folder sends the browser to the path with a slash.
func (c *call) folder(key string) *answer {
	a := c.errorPage(refuse(http.StatusFound, "Found", "Resource Found"), nil)
	a.set("Location", (&url.URL{Path: "/" + key + "/"}).EscapedPath())
	return a
}

// websiteObject is the public object named key, as GetObject answers it, or where it
// leads: its x-amz-website-redirect-location.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
func (c *call) websiteObject(key string) (*answer, error) {
	get := *c
	get.address.key, get.query = key, nil
	get.operation = &operation{name: "GetObject", method: http.MethodGet, target: onObject}
	if !get.may("s3:GetObject", key) {
		if get.lacks(key) && get.may("s3:ListBucket", "") {
			return nil, errNoSuchKey(key)
		}
		return nil, errAccessDenied()
	}
	a, err := get.getObject()
	switch {
	case err != nil:
		return nil, inWords(err)
	case a.failed != nil: // a delete marker
		return nil, a.failed
	}
	//lint:ignore SA1008 as S3 writes it
	if to := a.header["x-amz-website-redirect-location"]; len(to) > 0 {
		a.discard()
		return moved(http.StatusMovedPermanently, to[0]), nil
	}
	return a, nil
}

// websiteError answers what went wrong with a document: a routing rule for
// the error, the error document, or a page of S3's own.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html
func (c *call) websiteError(err error) (*answer, error) {
	var e *wire.Error
	if !errors.As(inWords(err), &e) || e.Status < 400 {
		return nil, err
	}
	if rule := c.route(e.Status); rule != nil {
		return c.redirect(rule.Redirect, rule.replace(c.address.key)), nil
	}
	custom := c.bucket.Website.ErrorDocument
	if custom == nil || e.Status >= 500 {
		return nil, err
	}
	plain := *c
	plain.r = withoutConditions(c.r)
	a, err := plain.websiteObject(custom.Key)
	if err != nil {
		return c.errorPage(e, inWords(err)), nil
	}
	if a.status == http.StatusOK {
		a.status, a.failed = e.Status, e
		a.describeError(e)
	}
	return a, nil
}

// withoutConditions is r without what asks for a part of an object, or for it
// under conditions: those speak of the object that was asked for.
func withoutConditions(r *http.Request) *http.Request {
	plain := r.Clone(r.Context())
	for _, name := range [...]string{"Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"} {
		plain.Header.Del(name)
	}
	return plain
}

// lacks says whether there is no object named key.
func (c *call) lacks(key string) bool {
	look := *c
	look.address.key, look.query = key, nil
	_, err := look.head()
	return store.KindOf(err) == store.NoSuchKey
}

// discard lets go of a body that is not sent.
func (a *answer) discard() {
	if a.content != nil {
		a.content.Close()
	}
}
