package corsengine

// Options are switches for what is disputed about S3. The zero value is our
// reading of the evidence, and what [Parse] and [Compile] use.
type Options struct {
	// RefuseOddMethod answers a preflight on a configured bucket with 400
	// BadRequest "Invalid Access-Control-Request-Method: VALUE" when that header
	// is absent (VALUE is "null" then) or names none of S3's five methods, as
	// ceph/s3-tests asserts and versitygw answers. Without it S3's recorded
	// answers for buckets without a configuration are extended: 403, with Method
	// OPTIONS for an absent header (inf-acrm-missing-configured, inf-acrm-patch).
	RefuseOddMethod bool

	// RefuseOddHeaders answers a preflight on a configured bucket with 400
	// BadRequest when Access-Control-Request-Headers holds something that is no
	// header name, as versitygw does. Without it such a name is compared like
	// any other; no capture of S3 is known.
	RefuseOddHeaders bool

	// EchoListedOrigin echoes an origin that a rule lists by name or pattern
	// before a lone "*", as some gateways do. Without it a "*" anywhere in the
	// rule answers "*" (DOC RESTCommonResponseHeaders;
	// doc-mixed-star-and-specific-listed-origin).
	EchoListedOrigin bool

	// OmitZeroMaxAge leaves Access-Control-Max-Age out when MaxAgeSeconds is 0
	// or negative. Without it the number is sent (inf-max-age-zero).
	OmitZeroMaxAge bool

	// AcceptAnyAllowedHeader accepts characters in AllowedHeader that no header
	// name has, as S3 did in 2016 according to Scality's suite. Without it they
	// are refused, as versitygw's suite of 2025 asserts
	// (cfg-allowedheader-invalid-char).
	AcceptAnyAllowedHeader bool

	// AcceptEmptyMaxAge reads an empty MaxAgeSeconds element as one that is not
	// there. Without it the document is malformed (cfg-maxage-empty).
	AcceptEmptyMaxAge bool
}
