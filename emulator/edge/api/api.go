// Package api is the CloudFront control plane as its clients see it: the
// REST-XML API 2020-05-31 over the registry.
//
// A handler takes a request and returns an answer or an error; one adapter
// writes both, with the request id, the ETag and the namespace in place. What
// the package does not implement is refused with 501 NotImplemented, never
// half done.
//
// Operations and shapes:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html
package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	"github.com/google/uuid"
	"github.com/gorilla/mux"

	"crossfront/emulator/clock"
	"crossfront/emulator/edge/registry"
)

// Version is the API's version and the first segment of every path.
const Version = "2020-05-31"

// Namespace is the XML namespace of every document.
const Namespace = "http://cloudfront.amazonaws.com/doc/" + Version + "/"

// Config is what the API works on.
type Config struct {
	Registry *registry.Registry // required

	// Authenticate refuses a request by an error: a *policy.Error is answered
	// as it is (MissingAuthenticationToken, InvalidClientTokenId,
	// SignatureDoesNotMatch, each 403), any other as AccessDenied. It may read
	// the request's body. Nil lets everyone in.
	Authenticate func(*http.Request) error

	// Import reads the object that a key value store is filled from. Nil
	// refuses import sources.
	Import func(ctx context.Context, bucket, key string) ([]byte, error)

	Clock        clock.Clock   // for the Date header; nil is system time
	Log          *slog.Logger  // nil is silent
	NewRequestID func() string // nil is a random UUID
}

// API serves the control plane. It is safe for concurrent use.
type API struct {
	registry     *registry.Registry
	authenticate func(*http.Request) error
	importFrom   func(ctx context.Context, bucket, key string) ([]byte, error)
	clock        clock.Clock
	log          *slog.Logger
	newRequestID func() string
	routes       func() http.Handler // made when first called: it is half of the emulator's start
}

var _ http.Handler = (*API)(nil)

// New is the API over cfg.Registry.
func New(cfg Config) *API {
	a := &API{
		registry:     cfg.Registry,
		authenticate: cfg.Authenticate,
		importFrom:   cfg.Import,
		clock:        cfg.Clock,
		log:          cfg.Log,
		newRequestID: cfg.NewRequestID,
	}
	if a.clock == nil {
		a.clock = new(clock.Adjustable)
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.newRequestID == nil {
		a.newRequestID = uuid.NewString
	}
	a.routes = sync.OnceValue(a.router)
	return a
}

// ServeHTTP answers one call.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.routes().ServeHTTP(w, r) }

// router has one route an operation. Paths are taken as they come: ids have no
// characters that cleaning would change, and a redirect would break signatures.
func (a *API) router() http.Handler {
	m := mux.NewRouter().SkipClean(true)
	v := m.PathPrefix("/" + Version).Subrouter()
	a.routeDistributions(v)
	a.routeInvalidations(v)
	a.routeTags(v)
	a.routeRecords(v)
	a.routeFunctions(v)
	a.routeStores(v)
	a.routeRefusals(v)
	unknown := a.handle(notImplemented)
	m.NotFoundHandler = unknown
	m.MethodNotAllowedHandler = unknown
	v.NotFoundHandler = unknown
	v.MethodNotAllowedHandler = unknown
	return m
}
