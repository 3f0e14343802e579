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
// for every region with an endpoint of one's own. S3 still takes it there, and
// in the Authorization header: localstack's
// test_presigned_url_signature_authentication[s3] and
// test_presigned_url_signature_authentication_multi_part[s3], whose uploads a
// client of Signature Version 2 begins and completes, were recorded on AWS.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html

// WithVersion2 is a Verifier that takes, or refuses, what is signed by
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

// verify2 authenticates what is signed by Signature Version 2.
func (v *Verifier) verify2(r *http.Request, c *claim) (Identity, error) {
	if v.noVersion2 || v.service != ServiceS3 {
		return Identity{}, unsupportedMechanism()
	}
	var (
		date  string // as it is signed
		token = r.Header.Get("X-Amz-Security-Token")
		err   error
	)
	if c.presigned {
		date, err = c.readQuery2(v.clock.Now().UTC())
		token, _ = c.params.fold("x-amz-security-token")
	} else {
		date, err = c.readHeader2(r.Header, v.clock.Now().UTC())
	}
	if err != nil {
		return Identity{}, err
	}
	credential, ok := v.keys.Credential(c.accessKeyID)
	if !ok {
		return Identity{}, unknownKey(c.accessKeyID)
	}
	if err := checkToken(c.accessKeyID, token); err != nil {
		return Identity{}, err
	}
	path := escapedPath(r.URL)
	text := c.stringToSign2(r, date, path)
	if !signed2(credential.SecretAccessKey, text, c.signature) {
		// For a path-style bucket, AWS's SDKs sign a slash that they do not send.
		if strings.Count(path, "/") != 1 || path == "/" ||
			!signed2(credential.SecretAccessKey, c.stringToSign2(r, date, path+"/"), c.signature) {
			return Identity{}, signatureMismatch(c.accessKeyID, text, c.signature)
		}
	}
	return Identity{AccountID: credential.AccountID, AccessKeyID: c.accessKeyID, Presigned: c.presigned, Version2: true,
		Service: ServiceS3, Time: c.time, PayloadHash: payloadUnsigned, SessionToken: token}, nil
}

// readQuery2 reads the claim of a presigned URL; its date is when it expires.
func (c *claim) readQuery2(now time.Time) (expires string, err error) {
	var hasKey, hasSignature, hasExpires bool
	c.accessKeyID, hasKey = c.params.get("AWSAccessKeyId")
	c.signature, hasSignature = c.params.get("Signature")
	expires, hasExpires = c.params.get("Expires")
	if !hasKey || !hasSignature || !hasExpires {
		// Recorded: localstack's test_s3_put_presigned_url_missing_sig_param[s3].
		return "", denied("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters")
	}
	c.signature = strings.ReplaceAll(c.signature, " ", "+") // a bare "+" in a URL
	seconds, err := strconv.ParseInt(expires, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<32 {
		return "", denied("Invalid date (should be seconds since epoch): " + expires)
	}
	if end := time.Unix(seconds, 0).UTC(); now.After(end) {
		// Recorded: localstack's test_s3_presigned_url_expired[s3].
		e := denied("Request has expired")
		e.Fields = [][2]string{{"Expires", end.Format(time.RFC3339)}, {"ServerTime", now.Format(time.RFC3339)}}
		return "", e
	}
	return expires, nil
}

// readHeader2 reads the date of a claim in the Authorization header, which is
// signed unless x-amz-date stands for it.
func (c *claim) readHeader2(h http.Header, now time.Time) (date string, err error) {
	if c.accessKeyID == "" || c.signature == "" {
		return "", invalidAuthorization("Authorization header is invalid. Expected AWS AccessKeyId:signature", h.Get("Authorization")) // text assumed
	}
	var stamp string
	if c.time, stamp, err = headerTime(h); err != nil {
		return "", err
	}
	if err := checkSkew(c.time, stamp, now); err != nil {
		return "", err
	}
	if h.Get("X-Amz-Date") != "" {
		return "", nil
	}
	return stamp, nil
}

func signed2(secret string, text []byte, provided string) bool {
	h := hmac.New(sha1.New, []byte(secret))
	h.Write(text)
	return hmac.Equal([]byte(base64.StdEncoding.EncodeToString(h.Sum(nil))), []byte(provided))
}

// stringToSign2 is the verb, Content-MD5, Content-Type, date, x-amz- headers
// and resource of a request. Headers may stand in the query of a presigned
// URL, where boto3 puts them.
func (c *claim) stringToSign2(r *http.Request, date, path string) []byte {
	var inQuery query
	if c.presigned {
		inQuery = c.params
	}
	b := append([]byte(r.Method), '\n')
	for _, name := range []string{"Content-Md5", "Content-Type"} {
		value := r.Header.Get(name)
		if value == "" {
			value, _ = inQuery.fold(name)
		}
		b = append(b, value...)
		b = append(b, '\n')
	}
	b = append(b, date...)
	b = append(b, '\n')
	for _, p := range amzHeaders2(r.Header, inQuery) {
		b = append(b, p.name+":"+p.value+"\n"...)
	}
	if bucket := virtualBucket(r.Host); bucket != "" {
		b = append(b, "/"+bucket...)
	}
	b = append(b, path...)
	return append(b, subresources2(c.params)...)
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
