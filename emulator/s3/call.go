package s3

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"crossfront/corsengine"
	"crossfront/emulator/fault"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// A call is one request on its way: what arrived, and what was found out about
// it so far. ServeHTTP's steps fill it in from top to bottom.
type call struct {
	server *Server
	r      *http.Request
	now    time.Time
	query  url.Values
	// requestID and hostID stand in headers and error documents alike.
	requestID, hostID string

	address address
	// found is whether the bucket exists; bucket is then its state, one version
	// for the whole request.
	found  bool
	bucket store.Bucket

	cors     corsengine.Request
	decision corsengine.Decision

	operation *operation
	identity  sigv4.Identity
	caller    access.Caller
	// merged is what headers() found, nil before.
	merged http.Header
	// trusted is set for the edge's own requests, which come without a network
	// and so without a signature.
	trusted bool

	// posting is set while the file of a form is stored, whose length nobody
	// states.
	posting bool
	// away is set when the answer sends the client to another region.
	away bool
	// fault is the injected one that acts on this request; nil: none.
	fault *fault.Hit
	// cut is set when the body was.
	cut bool
	// bare: the answer has no CORS headers, whatever the rules say.
	bare bool
	// allowed is the first decision that let the caller in, denied the last
	// that did not.
	allowed, denied access.Decision
}

func (s *Server) newCall(r *http.Request) *call {
	c := &call{server: s, r: r, now: s.config.Clock.Now()}
	c.requestID, c.hostID = newIDs()
	if r.URL.RawQuery != "" {
		// What does not parse is left out, as S3 ignores queries it does not know.
		c.query, _ = url.ParseQuery(r.URL.RawQuery)
	}
	return c
}

// newIDs makes a request id, 16 capitals and digits, and a host id, 76
// characters of base 64: what S3's own look like.
func newIDs() (requestID, hostID string) {
	var random [66]byte
	rand.Read(random[:]) // never fails
	return base32.HexEncoding.EncodeToString(random[:10]), base64.StdEncoding.EncodeToString(random[10:])
}

// secure says whether the request came over TLS.
func (c *call) secure() bool { return c.r.TLS != nil }

func (c *call) scheme() string {
	if c.secure() {
		return "https"
	}
	return "http"
}

// url is the absolute URL that the client asked for.
func (c *call) url() string {
	target := c.r.RequestURI
	if target == "" { // a request that never was on a wire
		target = c.r.URL.RequestURI()
	}
	if !strings.HasPrefix(target, "/") {
		if target != "*" {
			return target // a proxy-style request line names all of it
		}
		target = "/*"
	}
	return c.scheme() + "://" + c.r.Host + target
}

// sourceIP is where the request came from, without the port.
func (c *call) sourceIP() string {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return c.r.RemoteAddr
	}
	return host
}

// accountID is the account that the caller acts for.
func (c *call) accountID() string {
	if c.caller.AccountID != "" {
		return c.caller.AccountID
	}
	return c.server.config.AccountID
}

// withoutCORS holds for the operations that never carry CORS headers: those on
// the service, and CreateBucket (sc-listbuckets-no-cors; AWS staff in
// aws/aws-sdk-js#1939). Nor do redirects to another region.
func (c *call) withoutCORS() bool {
	return c.address.bucket == "" || c.away || c.bare || c.operation != nil && c.operation.name == "CreateBucket"
}
