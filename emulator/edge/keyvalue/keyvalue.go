// Package keyvalue is the data API of CloudFront's key value stores as its
// clients see it: the REST-JSON API 2022-07-26 over the registry.
//
// Operations and shapes:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html
package keyvalue

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"crossfront/emulator/clock"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// Service is the API's name in a credential scope.
const Service = "cloudfront-keyvaluestore"

// Config is what the API works on.
type Config struct {
	Registry *registry.Registry // required

	// Authenticate refuses a request by a *policy.Error. It may read the body,
	// and leaves it to be read again. Nil lets everyone in.
	Authenticate func(*http.Request) error

	Clock clock.Clock // for the Date header; nil is system time
}

// New is the API over cfg.Registry.
func New(cfg Config) http.Handler {
	if cfg.Clock == nil {
		cfg.Clock = new(clock.Adjustable)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["x-amzn-RequestId"] = []string{uuid.NewString()}
		h.Set("Date", cfg.Clock.Now().UTC().Format(http.TimeFormat))
		body, etag, err := cfg.serve(w, r)
		if err != nil {
			refuse(w, err)
			return
		}
		if etag != "" {
			h["ETag"] = []string{etag}
		}
		send(w, http.StatusOK, body)
	})
}

// maxBody is the largest request body: an update of 3 MB, escaped, fits.
const maxBody = 16 << 20

// An operation answers a call with a document, and the version of the keys
// where it has one.
type operation func(*call) (body any, etag string, err error)

// A call is one request to the API with its body read.
type call struct {
	registry *registry.Registry
	store    string // ARN
	key      string
	query    url.Values
	ifMatch  string
	body     []byte
}

func (cfg *Config) serve(w http.ResponseWriter, r *http.Request) (any, string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if cfg.Authenticate != nil {
		if err := cfg.Authenticate(r); err != nil {
			return nil, "", err
		}
	}
	c := &call{registry: cfg.Registry, ifMatch: r.Header.Get("If-Match")}
	run := c.find(r)
	if run == nil {
		return nil, "", &policy.Error{Code: "UnknownOperationException", Status: http.StatusNotFound}
	}
	var err error
	if c.query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, "", invalid("The query string is malformed.")
	}
	if c.body, err = io.ReadAll(r.Body); err != nil {
		return nil, "", invalid("The body cannot be read to its end: " + err.Error())
	}
	return run(c)
}

// find reads the path, whose segments are percent-encoded: a store's ARN has a
// slash.
//
//	/key-value-stores/{KvsARN}[/keys[/{Key}]]
func (c *call) find(r *http.Request) operation {
	segments := strings.Split(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	for i, s := range segments {
		plain, err := url.PathUnescape(s)
		if err != nil {
			return nil
		}
		segments[i] = plain
	}
	if len(segments) < 2 || len(segments) > 4 || segments[0] != "key-value-stores" || len(segments) > 2 && segments[2] != "keys" {
		return nil
	}
	c.store = segments[1]
	if len(segments) == 4 {
		c.key = segments[3]
	}
	return map[string]operation{
		"GET 2": describe, "GET 3": listKeys, "POST 3": updateKeys,
		"GET 4": getKey, "PUT 4": putKey, "DELETE 4": deleteKey,
	}[r.Method+" "+strconv.Itoa(len(segments))]
}

// decode reads the body. Members that are not the operation's are passed over,
// as such APIs do.
func (c *call) decode(v any) error {
	if len(c.body) == 0 {
		c.body = []byte("{}")
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		return &policy.Error{Code: "SerializationException", Message: err.Error(), Status: http.StatusBadRequest}
	}
	return nil
}

func invalid(message string) *policy.Error {
	return &policy.Error{Code: "ValidationException", Message: message, Status: http.StatusBadRequest}
}

// refuse writes an error. Its code stands in a header.
// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization
func refuse(w http.ResponseWriter, err error) {
	var e *policy.Error
	if !errors.As(err, &e) {
		e = &policy.Error{Code: "InternalServerException", Message: err.Error(), Status: http.StatusInternalServerError}
	}
	w.Header()["x-amzn-ErrorType"] = []string{e.Code}
	send(w, e.Status, struct{ Message string }{e.Message})
}

func send(w http.ResponseWriter, status int, body any) {
	doc, err := json.Marshal(body)
	if err != nil { // plain values only
		doc, status = nil, http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(doc)))
	w.WriteHeader(status)
	w.Write(doc) // the client is gone if this fails
}

// seconds is a time as JSON has it: seconds since 1970.
type seconds time.Time

// MarshalJSON keeps milliseconds.
func (s seconds) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(time.Time(s).UnixMilli())/1000, 'f', -1, 64), nil
}
