// Package s3 is Amazon S3 over HTTP: address, operation, answer. Bucket CORS
// is decided once for every request of a bucket and its headers stand on every
// answer, errors included, as on S3.
//
// A request walks through [Server.ServeHTTP] from top to bottom: address,
// CORS, signature, operation, access, answer, journal. Handlers return an
// answer as a value; one adapter writes it.
package s3

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/fault"
	"crossfront/emulator/journal"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// DefaultMaxObjectBytes is how large an object written in one request, or one
// part, may be: S3's own 5 GiB.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const DefaultMaxObjectBytes = 5 << 30

// DefaultAccountID owns the buckets when nothing else is said.
const DefaultAccountID = "000000000000"

// Config is what a Server is made of.
type Config struct {
	Store    store.Store
	Clock    clock.Clock
	Verifier *sigv4.Verifier
	// Journal takes an exchange for each request; nil takes none.
	Journal journal.Recorder
	// Log takes failures of the store; nil takes none.
	Log *slog.Logger
	// MaxObjectBytes bounds what one request may upload; 0 is
	// DefaultMaxObjectBytes.
	MaxObjectBytes int64
	// AccountID owns the buckets that callers without an account make; empty
	// is DefaultAccountID.
	AccountID string
	// RequireRegion refuses requests that were signed for another region than
	// the bucket's, as each of S3's regional endpoints does. Without it
	// localhost and names without a region serve every region, as clients that
	// are pointed there expect. Names with a region, s3.eu-west-1.localhost,
	// always are that region's.
	RequireRegion bool
	// TemporaryRedirects is how long after its creation a bucket outside
	// us-east-1 answers 307 under its global name, BUCKET.s3.localhost, as S3
	// does until its DNS has the bucket's region: up to 24 hours. 0 is never.
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
	TemporaryRedirects time.Duration
	// CORS are the switches for what is disputed about bucket CORS; they hold
	// for configurations that clients put.
	CORS corsengine.Options
	// Faults are those to inject at buckets; nil: none.
	Faults *fault.Set
}

// A Server answers S3's REST API.
type Server struct {
	config       Config
	router       *mux.Router
	operations   map[operationKey]*operation
	subresources []string
}

var _ http.Handler = (*Server)(nil)

// New makes a Server. Store, Clock and Verifier must be set.
func New(c Config) *Server {
	if c.MaxObjectBytes == 0 {
		c.MaxObjectBytes = DefaultMaxObjectBytes
	}
	if c.AccountID == "" {
		c.AccountID = DefaultAccountID
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Server{config: c, router: newRouter(), operations: operationTable(), subresources: subresources()}
}
