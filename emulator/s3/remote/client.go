package remote

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// Limits on what a cluster may take its time for, or send beside objects.
const (
	connectTimeout = 5 * time.Second
	headTimeout    = 60 * time.Second // for the first byte of an answer; a completed upload takes long
	maxDocument    = 16 << 20
)

// NewTransport is the connections that clients share.
func NewTransport() *http.Transport {
	return &http.Transport{
		DialContext:           (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout:   connectTimeout,
		ResponseHeaderTimeout: headTimeout,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       15 * time.Second,
		MaxIdleConnsPerHost:   64,
		DisableCompression:    true, // bytes are what was stored
	}
}

// A client speaks with the cluster about one bucket.
type client struct {
	*Backend
	bucket string // ours, for errors
	http   http.RoundTripper
}

// A call is one request to the cluster.
type call struct {
	method string
	key    string // ours; empty and without root: the bucket
	query  url.Values
	header http.Header
	body   *payload // nil: none
}

// payload is a body to send.
type payload struct {
	whole  []byte    // sent again where a connection turned out to be gone
	stream io.Reader // instead of whole
	length int64     // as it goes on the wire
	hash   string    // x-amz-content-sha256; empty: UNSIGNED-PAYLOAD
}

// url is the URL of a key, or of the bucket, path-style.
func (c *client) url(key string) *url.URL {
	u := &url.URL{Scheme: c.Endpoint.Scheme, Host: c.Endpoint.Host}
	path := strings.TrimSuffix(c.Endpoint.Path, "/") + "/" + c.Bucket
	if key != "" {
		path += "/" + c.Prefix + key
	}
	u.Path, u.RawPath = path, escape(path)
	return u
}

// escape escapes a path as signatures have it: all but unreserved characters
// and slashes.
func escape(path string) string {
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// do sends r, and fails unless it is answered with success. The caller closes
// the answer's body.
func (c *client) do(ctx context.Context, r *call) (*http.Response, error) {
	req := (&http.Request{Method: r.method, URL: c.url(r.key), Header: r.header, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}).WithContext(ctx)
	req.URL.RawQuery = strings.ReplaceAll(r.query.Encode(), "+", "%20")
	req.Host = req.URL.Host
	if req.Header == nil {
		req.Header = http.Header{}
	}
	hash := sigv4.UnsignedPayload
	if p := r.body; p != nil {
		req.ContentLength = p.length
		if p.hash != "" {
			hash = p.hash
		}
		p.attach(req)
	}
	if c.AccessKeyID != "" {
		by := sigv4.Credential{AccessKeyID: c.AccessKeyID, SecretAccessKey: string(c.SecretAccessKey)}
		sigv4.Sign(req, by, c.Region, hash, time.Now())
	} else {
		req.Header.Set("X-Amz-Content-Sha256", hash)
	}
	resp, err := c.http.RoundTrip(req)
	if err != nil {
		return nil, c.failed(ctx, r, err)
	}
	if resp.StatusCode/100 == 2 {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, c.refused(r, resp)
}

func (p *payload) attach(req *http.Request) {
	if p.stream != nil {
		req.Body = io.NopCloser(p.stream)
		return
	}
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(p.whole)), nil }
	req.Body, _ = req.GetBody()
	if len(p.whole) == 0 {
		req.Body = http.NoBody
	}
}

// document does r and reads its answer, XML, into v. An answer may begin with
// success and end in an error (CompleteMultipartUpload, CopyObject).
func (c *client) document(ctx context.Context, r *call, v any) error {
	resp, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	doc, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument))
	if err != nil {
		return c.failed(ctx, r, err)
	}
	var late failure
	if xml.Unmarshal(doc, &late) == nil && late.Code != "" {
		return c.translate(r, http.StatusInternalServerError, &late)
	}
	if v == nil {
		return nil
	}
	if err := xml.Unmarshal(doc, v); err != nil {
		return c.unavailable(r, "its answer is no XML: "+err.Error())
	}
	return nil
}

// failed is for a request that was not answered. What the body's reader or the
// caller's context failed with comes back as it is: that is not the cluster's.
func (c *client) failed(ctx context.Context, r *call, err error) error {
	var own *bodyError
	switch {
	case errors.As(err, &own):
		return own.err
	case r.body != nil && bodyErr(r.body.stream) != nil:
		return bodyErr(r.body.stream)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return c.unavailable(r, err.Error())
}

func (c *client) unavailable(r *call, why string) error {
	return &store.Error{Kind: store.Unavailable, Bucket: c.bucket, Key: r.key,
		Reason: "the backend " + c.Backend.String() + " of bucket " + c.bucket + " did not do " + r.method + ": " + why}
}

// failure is an error document.
type failure struct {
	XMLName xml.Name `xml:"Error"`
	Code    string
	Message string
}

// refused reads why the cluster refuses.
func (c *client) refused(r *call, resp *http.Response) error {
	var f failure
	doc, _ := io.ReadAll(io.LimitReader(resp.Body, maxDocument))
	if xml.Unmarshal(doc, &f) != nil || f.Code == "" {
		f.Code, f.Message = "", http.StatusText(resp.StatusCode)
	}
	return c.translate(r, resp.StatusCode, &f)
}

// translate is a refusal in the store's terms. What is wrong between us and the
// cluster, such as its permissions, is no client's doing: a 403 here would send
// people to look for a bucket policy.
func (c *client) translate(r *call, status int, f *failure) error {
	e := &store.Error{Bucket: c.bucket, Key: r.key, UploadID: r.query.Get("uploadId")}
	switch f.Code {
	case "NoSuchKey":
		e.Kind = store.NoSuchKey
	case "NoSuchUpload":
		e.Kind = store.NoSuchUpload
	case "InvalidPart":
		e.Kind = store.InvalidPart
	case "InvalidPartOrder":
		e.Kind = store.InvalidPartOrder
	case "EntityTooSmall":
		e.Kind = store.PartTooSmall
	case "PreconditionFailed":
		e.Kind, e.Condition = store.PreconditionFailed, condition(r)
	case "ConditionalRequestConflict":
		e.Kind, e.Condition = store.ConditionalConflict, condition(r)
	case "":
		return c.bare(r, status, e)
	case "BadDigest", "XAmzContentChecksumMismatch":
		e.Kind = store.ChecksumMismatch
	default:
		return c.other(r, status, f)
	}
	return e
}

// bare is a refusal without a document, as answers to HEAD are.
func (c *client) bare(r *call, status int, e *store.Error) error {
	switch status {
	case http.StatusNotFound:
		e.Kind = store.NoSuchKey
	case http.StatusPreconditionFailed:
		e.Kind, e.Condition = store.PreconditionFailed, condition(r)
	default:
		return c.unavailable(r, fmt.Sprintf("it answered %d %s", status, http.StatusText(status)))
	}
	return e
}

// other is a refusal that the store has no kind for. Those that speak of the
// request are passed on; the others are between us and the cluster.
func (c *client) other(r *call, status int, f *failure) error {
	ours := status/100 != 4 || status == http.StatusUnauthorized || status == http.StatusForbidden
	switch f.Code {
	case "NoSuchBucket", "AuthorizationHeaderMalformed", "PermanentRedirect":
		ours = true
	case "SlowDown", "NotImplemented":
		ours = false
	}
	if ours {
		return c.unavailable(r, fmt.Sprintf("it answered %d %s: %s", status, f.Code, f.Message))
	}
	return &store.Error{Kind: store.Refused, Bucket: c.bucket, Key: r.key, Status: status, Code: f.Code, Message: f.Message,
		Reason: fmt.Sprintf("the backend %s answered %d %s: %s", c.Backend, status, f.Code, f.Message)}
}

func condition(r *call) string {
	if r.header.Get("If-None-Match") != "" {
		return "If-None-Match"
	}
	return "If-Match"
}

// drain reads the rest of a small answer, so that its connection serves again.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 4<<10)
	body.Close()
}
