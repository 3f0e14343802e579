package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// maskedError: the answer is an error without CORS headers, and the browser
// shows the missing header in its place. It comes before what is missing for
// CORS: cured of that alone, the page would read an error.
func maskedError(f *facts) (journal.Advice, bool) {
	s3 := f.x.S3
	if s3 == nil || s3.Code == "" || f.answered() || f.preflight && !f.missingBucket() || f.wrongHost() || f.serviceRoot() {
		return nothing()
	}
	layer := bucket
	if s3.Code == "SignatureDoesNotMatch" || s3.Code == "InvalidAccessKeyId" {
		layer = client
	}
	why := ""
	if s3.Status == http.StatusForbidden && s3.Access != "" {
		why = " (" + s3.Access + ")"
	}
	return advise(layer,
		fmt.Sprintf("S3 answered %d %s: %s%s. The browser shows this as a CORS error because the answer carries no Access-Control-Allow-Origin.",
			s3.Status, s3.Code, strings.TrimSuffix(s3.Message, "."), why),
		cureOf(f)+" With a matching CORS rule, and Origin reaching S3, the page could read this error.")
}

// cureOf is what to do about S3's refusal, as far as its code and the rights
// that were asked for tell.
func cureOf(f *facts) string {
	s3 := f.x.S3
	switch {
	case f.elsewhere():
		return "Ask " + f.region() + " directly."
	case s3.Code == "NoSuchKey":
		return fmt.Sprintf("Upload %s to bucket %s, or ask for a key that is there.", s3.Key, s3.Bucket)
	case f.missingBucket():
		return fmt.Sprintf("Create bucket %s, or ask for one that exists.", s3.Bucket)
	case hidesKey(s3):
		return fmt.Sprintf("There is no %s in bucket %s: S3 answers 403 in place of 404 to whoever may not list the bucket. Upload it, or ask for a key that is there.",
			s3.Key, s3.Bucket)
	case s3.Code != "AccessDenied" || s3.Access == "":
		return "Cure what S3 says first."
	case f.x.Edge != nil:
		return fmt.Sprintf("Let the distribution read bucket %s: an origin access control on the origin, and a bucket policy that names the distribution.", s3.Bucket)
	}
	return fmt.Sprintf("Let this caller in: sign the request or use a presigned URL, read bucket %s through a distribution, or make it public "+
		"with a bucket policy and its public access block off.", s3.Bucket)
}

// hidesKey reports whether a missing key is kept from a caller without the
// right to list the bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func hidesKey(s3 *journal.S3) bool {
	return s3.Code == "AccessDenied" && s3.Key != "" && (s3.Operation == "GetObject" || s3.Operation == "HeadObject") &&
		strings.Contains(s3.Access, "s3:ListBucket")
}
