package advice

import (
	"crossfront/emulator/journal"
)

// noBucket: S3 was asked at its own address, which lists the buckets. CORS
// configurations are buckets' own, so no page is ever answered there.
// https://github.com/aws/aws-sdk-js/issues/1939
func noBucket(f *facts) (journal.Advice, bool) {
	if !f.serviceRoot() || f.answered() {
		return nothing()
	}
	return advise(client, "The address names no bucket. CORS configurations belong to buckets, so S3 lets no page read the list of buckets.",
		"Ask a bucket's own address, such as https://BUCKET.s3.REGION.amazonaws.com/?list-type=2, or have a server list the buckets.")
}

// serviceRoot reports whether S3 was asked directly and for no bucket.
func (f *facts) serviceRoot() bool { return f.x.S3 != nil && f.x.Edge == nil && f.x.S3.Bucket == "" }

// elsewhere reports whether S3 said that the bucket is in another region, so
// that its rules were not asked.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
func (f *facts) elsewhere() bool {
	return f.x.S3 != nil && (f.x.S3.Code == "PermanentRedirect" || f.x.S3.Code == "TemporaryRedirect")
}
