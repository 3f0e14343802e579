package sigv4

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/hosts"
)

// Signature Version 2 in the query is what boto3 and version 1 of the AWS CLI
// presign with by default for the regions that were there before 2014, and
// for every region with an endpoint of one's own. S3 still takes it there:
// localstack's test_presigned_url_signature_authentication[s3] was recorded on
// AWS. In the Authorization header it is refused.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationQueryStringAuth

// WithVersion2 is a Verifier that takes, or refuses, URLs presigned by
// Signature Version 2. The default is to take them; [CheckRegion] refuses them
// in newer regions. AWS announced to refuse them for buckets created after 24
// June 2020, which the recordings do not bear out:
// https://aws.amazon.com/blogs/aws/amazon-s3-update-sigv2-deprecation-period-extended-modified/.
func (v *Verifier) WithVersion2(accept bool) *Verifier {
	w := *v
	w.noVersion2 = !accept
	return &w
}

// takesVersion2 reports whether S3 takes Signature Version 2 in a region.
func takesVersion2(region string) bool {
	return slices.Contains([]string{"us-east-1", "us-west-1", "us-west-2", "eu-west-1", "sa-east-1",
		"ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "us-gov-west-1"}, region)
}

// isVersion2 reports whether a query claims to be signed by Signature
// Version 2.
func isVersion2(q query) bool {
	_, key := q.get("AWSAccessKeyId")
	_, signature := q.get("Signature")
	return key || signature
}

// verify2 authenticates a URL presigned by Signature Version 2.
func (v *Verifier) verify2(r *http.Request, q query) (Identity, error) {
	if v.noVersion2 || v.service != ServiceS3 {
		return Identity{}, unsupportedMechanism()
	}
	accessKeyID, hasKey := q.get("AWSAccessKeyId")
	provided, hasSignature := q.get("Signature")
	expires, hasExpires := q.get("Expires")
	if !hasKey || !hasSignature || !hasExpires {
		// Recorded: localstack's test_s3_put_presigned_url_missing_sig_param[s3].
		return Identity{}, denied("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters")
	}
	seconds, err := strconv.ParseInt(expires, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<32 {
		return Identity{}, denied("Invalid date (should be seconds since epoch): " + expires)
	}
	now := v.clock.Now().UTC()
	if end := time.Unix(seconds, 0).UTC(); now.After(end) {
		// Recorded: localstack's test_s3_presigned_url_expired[s3].
		e := denied("Request has expired")
		e.Fields = [][2]string{{"Expires", end.Format(time.RFC3339)}, {"ServerTime", now.Format(time.RFC3339)}}
		return Identity{}, e
	}
	credential, ok := v.keys.Credential(accessKeyID)
	if !ok {
		return Identity{}, unknownKey(accessKeyID)
	}
	token, _ := q.fold("x-amz-security-token")
	if err := checkToken(accessKeyID, token); err != nil {
		return Identity{}, err
	}
	provided = strings.ReplaceAll(provided, " ", "+") // a bare "+" in a URL
	path := escapedPath(r.URL)
	text := stringToSign2(r, q, expires, path)
	if !signed2(credential.SecretAccessKey, text, provided) {
		// For a path-style bucket, AWS's SDKs sign a slash that they do not send.
		if strings.Count(path, "/") != 1 || path == "/" ||
			!signed2(credential.SecretAccessKey, stringToSign2(r, q, expires, path+"/"), provided) {
			return Identity{}, signatureMismatch(accessKeyID, text, provided)
		}
	}
	return Identity{AccountID: credential.AccountID, AccessKeyID: accessKeyID, Presigned: true, Version2: true,
		Service: ServiceS3, PayloadHash: payloadUnsigned, SessionToken: token}, nil
}

func signed2(secret string, text []byte, provided string) bool {
	h := hmac.New(sha1.New, []byte(secret))
	h.Write(text)
	return hmac.Equal([]byte(base64.StdEncoding.EncodeToString(h.Sum(nil))), []byte(provided))
}

// stringToSign2 is the verb, Content-MD5, Content-Type, expiry, x-amz- headers
// and resource of a request. Headers may stand in the query, where boto3 puts
// them.
func stringToSign2(r *http.Request, q query, expires, path string) []byte {
	b := append([]byte(r.Method), '\n')
	for _, name := range []string{"Content-Md5", "Content-Type"} {
		value := r.Header.Get(name)
		if value == "" {
			value, _ = q.fold(name)
		}
		b = append(b, value...)
		b = append(b, '\n')
	}
	b = append(b, expires...)
	b = append(b, '\n')
	for _, p := range amzHeaders2(r.Header, q) {
		b = append(b, p.name+":"+p.value+"\n"...)
	}
	if bucket := virtualBucket(r.Host); bucket != "" {
		b = append(b, "/"+bucket...)
	}
	b = append(b, path...)
	return append(b, subresources2(q)...)
}

func amzHeaders2(h http.Header, q query) []parameter {
	var out []parameter
	for name, lines := range h {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-amz-") && name != "x-amz-cf-id" {
			out = append(out, parameter{name, strings.Join(lines, ",")})
		}
	}
	for _, p := range q {
		if name := strings.ToLower(p.name); strings.HasPrefix(name, "x-amz-") && h.Get(name) == "" {
			out = append(out, parameter{name, p.value})
		}
	}
	slices.SortFunc(out, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	return out
}

// virtualBucket is the bucket that a Host names, "" when the path does.
// BUCKET.localhost is what SDKs make of an endpoint at localhost.
func virtualBucket(host string) string {
	if s, ok := hosts.ParseS3(host); ok {
		return s.Bucket
	}
	bucket, _ := strings.CutSuffix(hosts.Normalize(host), ".localhost")
	if bucket == hosts.Normalize(host) {
		return ""
	}
	return bucket
}

// subresources2 is the part of the query that belongs to the resource.
func subresources2(q query) string {
	kept := q[:0:0]
	for _, p := range q {
		switch p.name {
		case "accelerate", "acl", "analytics", "cors", "delete", "inventory", "lifecycle", "location", "logging", "metrics",
			"notification", "object-lock", "partNumber", "policy", "replication", "requestPayment", "restore", "select",
			"select-type", "storageClass", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
			"response-cache-control", "response-content-disposition", "response-content-encoding",
			"response-content-language", "response-content-type", "response-expires":
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	var out strings.Builder
	for i, p := range kept {
		out.WriteByte("?&"[min(i, 1)])
		out.WriteString(p.name)
		if p.value != "" {
			out.WriteString("=" + p.value)
		}
	}
	return out.String()
}
