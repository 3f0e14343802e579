// Package har finds CORS failures in HTTP archives, as browsers' developer tools
// export them: which requests a browser blocks, paired with their preflights,
// why, and what to change.
//
// An archive of production holds headers and no reasons. What is said of a
// cause is therefore told from what S3 and CloudFront write into their answers,
// and says "probably" where it is inferred. A configuration, where there is
// one, is asked the same requests in their order, and its reasons stand beside.
//
// The format: http://www.softwareishard.com/blog/har-12-spec/. Browsers add
// members with an underscore, of which Chromium's are read here.
package har

import (
	"net/http"
	"time"
)

// An Archive is a HAR, as far as it matters here.
type Archive struct {
	Name    string // the file's, as given
	Creator string // who wrote it, with version
	Entries []Entry
}

// An Entry is one request and its answer.
type Entry struct {
	Index    int // from 1, in the file
	Started  time.Time
	Page     string // the URL of the page, empty when the archive does not say
	Request  Request
	Response Response
	// Kind is the browser's word for what asked (_resourceType), empty when
	// unknown.
	Kind string
	// Failed is what the browser says of a request that failed (_error), such as
	// net::ERR_FAILED.
	Failed string
	// FromCache says that the browser's own cache answered.
	FromCache bool
}

// A Request is as it went out. Header has canonical keys, each line a value.
type Request struct {
	Method string
	URL    string
	Header http.Header
}

// A Response is an answer. Status 0: the archive has none, because none came or
// because the browser hid it.
type Response struct {
	Status int
	Header http.Header
	// Respelled counts the lines of Access-Control-Allow-Origin whose name is
	// spelled otherwise than another's, which Firefox does not count as such.
	Respelled int
	// Body is the beginning of an error's body, where the archive has it.
	Body string
}

// preflight reports whether the entry asks for permission (Fetch,
// "CORS-preflight fetch").
func (e *Entry) preflight() bool {
	return e.Request.Method == http.MethodOptions && e.Request.Header.Get("Origin") != "" &&
		e.Request.Header.Get("Access-Control-Request-Method") != ""
}

// hidden reports whether the answer is not in the archive.
func (e *Entry) hidden() bool { return e.Response.Status == 0 }
