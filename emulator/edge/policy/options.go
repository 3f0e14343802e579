package policy

// Options are the account the distributions belong to and the switches for
// facts that are disputed or that nobody has measured. The zero value is the
// documented, or else the stricter, answer everywhere.
//
// Disputed too, but with one answer only:
//   - which of a stored answer's headers a 304 changes: [Refreshed];
//   - Authorization may be keyed on S3 origins, and under no-override an
//     Authorization counts as forwarded however it came through:
//     [Origin.Signs]. An origin request policy may not list it;
//   - a response headers policy without a section, and a bad wildcard in one,
//     are InvalidArgument: [ValidateResponseHeadersPolicy];
//   - an origin request policy that forwards the viewer's Host to S3 is
//     accepted, and S3 then refuses the signature: [Behavior.OriginRequest];
//   - "Vary: Origin" of a CORS section is merged into the origin's Vary,
//     whatever OriginOverride says: [ResponseHeaders.Apply];
//   - HEAD has GET's cache key: [Behavior.Key]. Whether a HEAD may fill or only
//     use the entry is the cache's to decide;
//   - a default root object counts before the cache key: [Distribution.RootObject];
//   - DefaultTTL below MinTTL is accepted in cache policies:
//     [ValidateCachePolicy].
type Options struct {
	// AccountID is the account in ARNs; empty means "000000000000".
	AccountID string

	// HeaderTableInPolicyMode applies the rows of the origin request header
	// table that are not labelled "legacy cache settings" (Origin; Authorization
	// on DELETE, PATCH, POST, PUT and uncached OPTIONS) to behaviors with a cache policy as well.
	// Off: without an origin request policy such a behavior forwards only what
	// its cache policy lists and the automatic headers.
	// Disputed between DG:RequestAndResponseBehaviorCustomOrigin and
	// DG:controlling-origin-requests.
	HeaderTableInPolicyMode bool

	// OnlyNamedAutomaticHeaders leaves Content-Type and X-Forwarded-For out of
	// origin requests of behaviors with a cache policy unless a policy lists
	// them. Off: they are automatic. DG:controlling-origin-requests ends its
	// list of automatic headers with "including".
	OnlyNamedAutomaticHeaders bool

	// IgnoreUnusualHeaders lets a response headers policy answer an actual
	// (non-preflight) request whatever headers it carries. Off: a request
	// header that is neither CORS-safelisted nor forbidden to scripts (seen:
	// Priority, Cache-Control, Pragma, x-api-key) must match the policy's
	// AllowHeaders, else no CORS header is added.
	// Measured June–October 2026: github.com/TyLuHow/ReefRadar
	// (.planning/phases/02-data-contract-v1/02-13-SUMMARY.md) and
	// https://github.com/posit-dev/positron/issues/16005.
	IgnoreUnusualHeaders bool

	// StrictPolicyPreflight makes a response headers policy stay silent on a
	// preflight whose method or header names it does not list. Off: it adds its
	// headers to every preflight from an allowed origin. Unmeasured.
	StrictPolicyPreflight bool

	// PolicyFiltersMethods makes a response headers policy stay silent on
	// actual requests whose method is not in AllowMethods; GET, HEAD and POST
	// always pass. Off: AllowMethods matters to preflights only. Unmeasured.
	PolicyFiltersMethods bool

	// OverridePerHeader reads OriginOverride false as the 2023 guide did: the
	// policy adds each CORS header that the origin did not send. Off, the
	// current text of DG:understanding-response-headers-policies: when the
	// origin sent any CORS header the policy adds none.
	OverridePerHeader bool

	// PolicyCORSOnGenerated applies a response headers policy's CORS section
	// to answers that the edge itself makes: redirects, refused methods, origin
	// down. Off: only its other sections are applied there. Unmeasured, except
	// that a refused OPTIONS under SimpleCORS carried no CORS header
	// (github.com/TyLuHow/ReefRadar, same file).
	PolicyCORSOnGenerated bool

	// KeepHSTSOverHTTP leaves Strict-Transport-Security on answers over plain
	// http. Off: it is dropped there, as one capture of 2022 shows.
	KeepHSTSOverHTTP bool

	// NoVaryOnEcho leaves out "Vary: Origin" when a response headers policy
	// echoes the request's origin. Off: it is added. Unmeasured; only a "*"
	// (no Vary) and a request without Origin (Vary) were measured,
	// https://github.com/ttoss/ttoss/issues/1205.
	NoVaryOnEcho bool

	// VaryOnMismatch adds "Vary: Origin" when the request's origin is not
	// allowed. Off: nothing is added. Unmeasured.
	VaryOnMismatch bool

	// CacheForbidden caches 403 like 404, for ErrorCachingMinTTL. Off: 403 is
	// cached only when the origin sent max-age or s-maxage, as
	// DG:HTTPStatusCodes says now; older guides had 403 in the other list.
	CacheForbidden bool

	// ForgetOriginFailures makes the edge ask an origin that could not be
	// reached, or did not answer in time, again at the next request. Off: the
	// 502 or 504 is cached like one that the origin sent.
	// DG:HTTPStatusCodes ("considered an HTTP 5xx error from the origin") against
	// the silence of its list ("returned by your origin").
	ForgetOriginFailures bool

	// RedirectOnlyGetAndHead answers 403 to other methods over http under
	// redirect-to-https. Off: they get 307 from HTTP/1.1 on.
	// Disputed between DG:using-https-viewers-to-cloudfront (307) and
	// DG:cnames-and-https-procedures (403).
	RedirectOnlyGetAndHead bool

	// NewerSizeLimits uses the numbers of DG:RequestAndResponseBehaviorS3Origin
	// (32,768 bytes; 414 and 494). Off: those of
	// DG:RequestAndResponseBehaviorCustomOrigin (20,480 bytes; 413).
	NewerSizeLimits bool

	// ReplaceVia replaces the origin's Via. Off: the edge appends to it, as
	// captures show (https://github.com/rust-lang/crates.io/issues/6164) against
	// the guide.
	ReplaceVia bool

	// DropVaryOfUnkeyed removes a name from Vary unless it is in the cache
	// key. Off: a name that only an origin request policy forwards is kept.
	// DG:RequestAndResponseBehaviorCustomOrigin speaks of forwarding only.
	DropVaryOfUnkeyed bool
}

// accountID is the account, never empty.
func (o *Options) accountID() string {
	if o.AccountID == "" {
		return "000000000000"
	}
	return o.AccountID
}
