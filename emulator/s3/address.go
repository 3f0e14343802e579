package s3

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"crossfront/emulator/hosts"
)

// An address is what a URL names.
type address struct {
	bucket  string // empty: the service
	key     string // decoded once; empty: the bucket itself
	region  string // that the host name states, or empty
	website bool   // the bucket's website endpoint
}

func (a address) resourceType() string {
	switch {
	case a.bucket == "":
		return "SERVICE"
	case a.key == "":
		return "BUCKET"
	}
	return "OBJECT"
}

// newRouter makes the four address routes. It matches only; operations are
// told apart by a table of our own, for a route an operation costs ten times
// as much. SkipClean keeps it from redirecting "a//b" and "a/../b", which are
// keys, should it ever be asked to serve; (?s:.*) lets a key have a newline;
// UseEncodedPath stays off, or variables would stay percent-encoded.
func newRouter() *mux.Router {
	r := mux.NewRouter().SkipClean(true)
	r.MatcherFunc(bucketHost).Path("/{key:(?s:.*)}")
	r.Path("/{bucket}/{key:(?s:.*)}")
	r.Path("/{bucket}")
	r.Path("/")
	return r
}

// bucketHost matches hosts that name a bucket, and puts it among the variables.
func bucketHost(r *http.Request, m *mux.RouteMatch) bool {
	bucket := hostBucket(r.Host)
	if bucket == "" {
		return false
	}
	m.Vars = map[string]string{"bucket": bucket}
	return true
}

// hostBucket is the bucket in a host name, or empty. Beside S3's own names
// BUCKET.localhost is one: SDKs make it of the endpoint http://localhost:4566.
func hostBucket(host string) string {
	if name, ok := hosts.ParseS3(host); ok {
		return name.Bucket
	}
	if _, ok := hosts.ParseDistribution(host); ok {
		return ""
	}
	bucket, ok := strings.CutSuffix(hosts.Normalize(host), ".localhost")
	if !ok {
		return ""
	}
	return bucket
}

// locate reads the address of r; ok is false when the path names nothing, such
// as "//key".
func (s *Server) locate(r *http.Request) (a address, ok bool) {
	if name, found := hosts.ParseS3(r.Host); found {
		a.region, a.website = name.Region, name.Website
	}
	if r.URL.Path == "*" { // OPTIONS *, which asks about the server
		return a, true
	}
	if r.URL.Path == "" { // a proxy-style request line may end with the host
		u := *r.URL
		u.Path = "/"
		rooted := *r
		rooted.URL, r = &u, &rooted
	}
	var m mux.RouteMatch
	if !s.router.Match(r, &m) {
		return a, false
	}
	a.bucket, a.key = m.Vars["bucket"], m.Vars["key"]
	return a, true
}
