package config

// The structures in this file are the seed file as it is written. Their names
// and comments are what docs/seed.schema.json publishes; run
// go generate after a change.
//go:generate go test -run ^Test(Schema|Reference)$ . -update

// seedFile is the world to start with: buckets, distributions, policies.
type seedFile struct {
	// Where editors find the schema; not read.
	Schema string `json:"$schema,omitempty"`
	// Buckets to make, with their settings and objects.
	Buckets []bucketEntry `json:"buckets,omitempty"`
	// Distributions to make.
	Distributions []distributionEntry `json:"distributions,omitempty"`
	// Custom policies, origin access controls, public keys and key groups: each entry is what aws cloudfront get-cache-policy, get-origin-request-policy, get-response-headers-policy, get-origin-access-control, get-public-key or get-key-group prints, the bare config, or the path of a file with it.
	Policies []document `json:"policies,omitempty"`
	// CloudFront Functions to make and publish. Distributions name them by ARN, whatever the account in it, or in the short form by name.
	Functions []functionEntry `json:"functions,omitempty"`
	// Key value stores that functions read.
	KeyValueStores []keyValueStoreEntry `json:"keyValueStores,omitempty"`
	// Where a custom origin's host really is: host name to HOST:PORT, as curl's --resolve.
	Resolve map[string]string `json:"resolve,omitempty"`
	// Faults to inject: of those that are for a request, the first acts.
	Faults []faultEntry `json:"faults,omitempty"`
}

// bucketEntry is one bucket.
type bucketEntry struct {
	// The bucket's name, by S3's rules: 3 to 63 lower-case letters, digits, dots and hyphens.
	Name string `json:"name"`
	// The bucket's region; us-east-1 when left out.
	Region string `json:"region,omitempty"`
	// True: public access block off and a policy that lets anyone GET. Not together with policy or publicAccessBlock.
	Public bool `json:"public,omitempty"`
	// The CORS configuration: what aws s3api get-bucket-cors prints, the array that the S3 console shows, S3's XML, or the path of a file with one of them.
	CORS document `json:"cors,omitzero"`
	// The bucket policy: the document itself, what aws s3api get-bucket-policy prints, or the path of a file with one of them.
	Policy document `json:"policy,omitzero"`
	// What aws s3api get-public-access-block prints, the bare four settings, or the path of a file with one of them. All four are on when left out.
	PublicAccessBlock document `json:"publicAccessBlock,omitzero"`
	// Files to upload.
	Objects []objectEntry `json:"objects,omitempty"`
	// Where the objects are kept in place of here: s3://BUCKET or s3://BUCKET/PREFIX of an S3-compatible cluster. Everything else about the bucket stays here.
	Backend string `json:"backend,omitempty"`
	// The cluster's address, such as http://seaweedfs:8333; Amazon S3 when left out.
	Endpoint string `json:"endpoint,omitempty"`
	// The region that requests to the cluster are signed for; the bucket's when left out.
	SigningRegion string `json:"signingRegion,omitempty"`
	// Who asks the cluster; --backend-credentials or EMULATOR_BACKEND_CREDENTIALS when left out, and without those nobody in particular.
	AccessKeyID string `json:"accessKeyId,omitempty"`
	// The key's secret. It is never shown.
	SecretAccessKey string `json:"secretAccessKey,omitempty"`
}

// objectEntry is a folder or a file to upload.
type objectEntry struct {
	// The folder or file, relative to the seed file.
	From string `json:"from"`
	// The prefix of the keys, ending in a slash; for a single file its key. Left out, keys are the paths inside the folder.
	To string `json:"to,omitempty"`
	// Headers to store with each object: Content-Type, Cache-Control, Content-Disposition, Content-Encoding, Content-Language, Expires, x-amz-meta-….
	Headers map[string]string `json:"headers,omitempty"`
}

// distributionEntry is one distribution: config in AWS's own shape, or the short form origin and behavior.
type distributionEntry struct {
	// The distribution's id, upper-case letters and digits; E and a number when left out.
	ID string `json:"id,omitempty"`
	// True on one distribution: the one that an IP address or a one-label host reaches.
	Default bool `json:"default,omitempty"`
	// A listener of its own, HOST:PORT: everything there reaches this distribution whatever the Host.
	Listen string `json:"listen,omitempty"`
	// AWS's own shape: what aws cloudfront get-distribution-config prints, the bare DistributionConfig, or the path of a file with one of them.
	Config document `json:"config,omitzero"`
	// Short form: s3://BUCKET with an origin access control, or the http(s) URL of a custom origin.
	Origin string `json:"origin,omitempty"`
	// Short form: settings of the one behavior.
	Behavior *behaviorEntry `json:"behavior,omitempty"`
	// Short form: the distribution's comment.
	Comment string `json:"comment,omitempty"`
	// Short form: further host names of the distribution.
	Aliases []string `json:"aliases,omitempty"`
}

// behaviorEntry is the default behavior of a short form.
type behaviorEntry struct {
	// Name or id of a managed or custom cache policy; CachingOptimized when left out.
	CachePolicy string `json:"cachePolicy,omitempty"`
	// Name or id of a managed or custom origin request policy; none when left out.
	OriginRequestPolicy string `json:"originRequestPolicy,omitempty"`
	// Name or id of a managed or custom response headers policy; none when left out.
	ResponseHeadersPolicy string `json:"responseHeadersPolicy,omitempty"`
	// Names or ids of key groups: only URLs and cookies signed by one of their keys are let in; anyone when left out.
	KeyGroups []string `json:"keyGroups,omitempty"`
	// Name of the function that runs at viewer-request; none when left out.
	ViewerRequest string `json:"viewerRequest,omitempty"`
	// Name of the function that runs at viewer-response; none when left out.
	ViewerResponse string `json:"viewerResponse,omitempty"`
	// GET and HEAD; or these and OPTIONS; or all seven methods. GET and HEAD when left out.
	AllowedMethods []string `json:"allowedMethods,omitempty"`
	// GET and HEAD; or these and OPTIONS. GET and HEAD when left out.
	CachedMethods []string `json:"cachedMethods,omitempty"`
	// allow-all, redirect-to-https or https-only; allow-all when left out.
	ViewerProtocol string `json:"viewerProtocol,omitempty"`
	// Compress at the edge; true when left out, as in the console.
	Compress *bool `json:"compress,omitempty"`
}

// functionEntry is one CloudFront Function. Name, runtime and comment may come from describe.
type functionEntry struct {
	// The function's name: up to 64 letters, digits, hyphens and underscores.
	Name string `json:"name,omitempty"`
	// cloudfront-js-1.0 or cloudfront-js-2.0; cloudfront-js-2.0 when left out.
	Runtime string `json:"runtime,omitempty"`
	// The path of a file with the code: what aws cloudfront get-function writes.
	Code string `json:"code"`
	// What aws cloudfront describe-function prints, or the path of a file with it.
	Describe document `json:"describe,omitzero"`
	// The name of the key value store that the function reads.
	KeyValueStore string `json:"keyValueStore,omitempty"`
}

// keyValueStoreEntry is one key value store.
type keyValueStoreEntry struct {
	// The store's name: up to 64 letters, digits, hyphens and underscores.
	Name string `json:"name"`
	// The store's id, a UUID, where functions call it by its id; made of the name when left out.
	ID string `json:"id,omitempty"`
	// The store's comment.
	Comment string `json:"comment,omitempty"`
	// A mapping from keys to values; or what CloudFront imports, {"data": [{"key", "value"}]}; or the path of a file with one of them.
	Items document `json:"items,omitzero"`
}

// faultEntry is one fault to inject: where, how often, and what goes wrong.
type faultEntry struct {
	// The bucket whose answers fail, to viewers and to the edge alike.
	Bucket string `json:"bucket,omitempty"`
	// The domain name of an origin: what the edge asks it fails.
	Origin string `json:"origin,omitempty"`
	// Only requests with one of these methods; all when left out.
	Methods []string `json:"methods,omitempty"`
	// Only requests for such paths, with CloudFront's wildcards: /vod/*; all when left out. A bucket's are its keys with a slash before them.
	Path string `json:"path,omitempty"`
	// Only each that many requests: 3 is the third, the sixth and so on.
	Every int `json:"every,omitempty"`
	// Only so many of them, 0 to 1, drawn by a generator that draws the same in every run.
	Probability float64 `json:"probability,omitempty"`
	// That often, then no more; without end when left out.
	Times int `json:"times,omitempty"`
	// How long the answer takes: 35s, 200ms. It passes by the emulator's clock, which may be moved.
	Latency string `json:"latency,omitempty"`
	// How much longer or shorter than latency it may take.
	Jitter string `json:"jitter,omitempty"`
	// The status to answer in place of the answer, 400 to 599; a bucket's in the form of S3's errors.
	Status int `json:"status,omitempty"`
	// S3's error code with the status, where it is not the usual one: SlowDown with 503, InternalError with 500.
	Code string `json:"code,omitempty"`
	// True: the connection is reset in place of the answer.
	Reset bool `json:"reset,omitempty"`
	// The connection ends after so many bytes of the body, whatever Content-Length says.
	Truncate *int64 `json:"truncate,omitempty"`
	// Bytes of body a second.
	Bandwidth int64 `json:"bandwidth,omitempty"`
}
