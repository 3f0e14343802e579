// Package corsengine is Amazon S3's bucket CORS: it reads a CORS
// configuration, validates it with S3's own error codes and messages, compiles
// it, and decides for a request which Access-Control headers S3 would send and
// why.
//
// The package is pure: it opens nothing, logs nothing and imports the standard
// library only.
//
// # Reading
//
// [Parse] takes the three forms in which people hold a configuration: the XML
// of the REST API, the bare JSON array of the S3 console and the CORSRules
// object of the AWS CLI and SDKs. A refused configuration comes back as
// [Errors]: the first one is what S3 itself would answer, the others are the
// further mistakes, so that all can be mended at once. What S3 accepts although
// it will not do what its author thinks is reported by [Warnings].
//
// # Deciding
//
// [Compile] turns a [Config] into an immutable [Ruleset], which any number of
// goroutines may use. [Ruleset.Decide] allocates nothing; the [Decision] knows
// the whole set of headers ([Decision.WriteHeaders]) or the refusal of a
// preflight ([Decision.Refusal]), and says so in words ([Decision.Why],
// [Ruleset.Explain]).
//
// # Sources
//
// Each behaviour names its source where it stands. DOC is the S3 user guide and
// API reference, of which these pages matter most:
//
//   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
//   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
//   - https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html
//   - https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
//   - https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
//
// Names like rec-methods-get are ids in testdata/s3-cors-vectors.json; those
// that begin with rec were recorded on S3 itself. Where the truth is disputed
// the comment says so, and [Options] holds the switch if both answers are
// plausible.
package corsengine
