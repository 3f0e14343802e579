package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// maxBody is the largest request body: the largest invalidation batch, 3,000
// paths of 4,000 characters, fits.
const maxBody = 16 << 20

// call is one request to the API with its body read.
type call struct {
	registry *registry.Registry
	ctx      context.Context
	base     string // URL of the API: http://localhost:4566/2020-05-31
	method   string
	path     string
	query    url.Values
	vars     map[string]string // of the route's pattern
	ifMatch  string
	staging  string // Staging header
	body     []byte
}

// answer is what a handler returns to be written.
type answer struct {
	status   int
	etag     string // ETag header, if any
	ettag    string // ETtag header, if any
	location string // Location header, if any
	root     string // name of the document element; empty for no body
	body     any    // struct of the document

	raw         []byte // a body that is no document; nil for none
	contentType string // its type
}

// A handler carries one operation out. Its error is a *policy.Error or
// policy.Errors; another kind is answered as InternalError.
type handler func(*call) (answer, error)

// handle is h as an http.Handler.
func (a *API) handle(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := &writer{w: w, id: a.newRequestID(), now: a.clock.Now(), took: r.ContentLength}
		c, err := a.read(w, r)
		if err == nil {
			var ans answer
			if ans, err = h(c); err == nil {
				err = out.answer(ans)
			}
		}
		if err != nil {
			out.error(err)
		}
		a.log.Debug("cloudfront api", "method", r.Method, "path", r.URL.Path, "status", out.status, "error", err)
	})
}

// read takes the whole request in and has it authenticated.
func (a *API) read(w http.ResponseWriter, r *http.Request) (*call, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, bodyError(err)
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, invalid("", "The query string is malformed.")
	}
	if a.authenticate != nil {
		signed := r.Clone(r.Context())
		signed.Body = io.NopCloser(bytes.NewReader(body))
		if err := a.authenticate(signed); err != nil {
			return nil, authError(err)
		}
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return &call{
		registry: a.registry,
		ctx:      r.Context(),
		base:     scheme + "://" + r.Host + "/" + Version,
		method:   r.Method,
		path:     r.URL.Path,
		query:    query,
		vars:     mux.Vars(r),
		ifMatch:  r.Header.Get("If-Match"),
		staging:  r.Header.Get("Staging"),
		body:     body,
	}, nil
}

// decode reads the body's document, whose element is root, into v.
func (c *call) decode(root string, v any) error {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return &policy.Error{Code: "MissingBody", Message: "This operation requires a body. Ensure that the body is present and the Content-Type header is set.", Status: http.StatusBadRequest}
	}
	return unmarshal(c.body, root, v)
}
