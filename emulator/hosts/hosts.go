// Package hosts reads host names: which bucket, which endpoint, which
// distribution a name stands for. It is pure text; nothing is looked up.
//
// Forms of S3 names:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html and
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html.
package hosts

import (
	"net"
	"strings"
)

// DefaultRegion is the region of a name that states none.
const DefaultRegion = "us-east-1"

// S3 is an S3 host name taken apart.
type S3 struct {
	Bucket  string // empty for the service endpoint, where the bucket is in the path
	Region  string // empty when the name states none (the global endpoint)
	Website bool   // the website endpoint
}

// Normalize is host without its port and final dot, in lower case. An IPv6
// literal loses its brackets.
func Normalize(host string) string {
	if strings.IndexByte(host, ':') >= 0 { // else SplitHostPort would make an error
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
	}
	host = strings.TrimSuffix(host, ".")
	if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		host = host[1 : len(host)-1]
	}
	return strings.ToLower(host)
}

// ParseS3 takes an S3 host name apart; ok is false when host is none. The
// endings amazonaws.com, amazonaws.com.cn and localhost mean the same.
func ParseS3(host string) (S3, bool) {
	name, ok := cutEnding(Normalize(host))
	if !ok {
		return S3{}, false
	}
	labels := strings.Split(name, ".")
	// The service label is the last or, with a region and "dualstack" behind
	// it, up to the third from the right; bucket names may hold dots.
	for back := 1; back <= 3 && back <= len(labels); back++ {
		at := len(labels) - back
		region, website, ok := serviceLabel(labels[at])
		if !ok {
			continue
		}
		rest := labels[at+1:]
		if len(rest) > 0 && rest[0] == "dualstack" && !website {
			rest = rest[1:]
		}
		switch {
		case len(rest) == 0:
		case len(rest) == 1 && region == "" && looksLikeRegion(rest[0]):
			region = rest[0]
		default:
			continue
		}
		bucket := strings.Join(labels[:at], ".")
		if website && (bucket == "" || region == "") {
			return S3{}, false
		}
		return S3{Bucket: bucket, Region: region, Website: website}, true
	}
	return S3{}, false
}

func cutEnding(host string) (string, bool) {
	for _, ending := range [...]string{".localhost", ".amazonaws.com", ".amazonaws.com.cn"} {
		if name, ok := strings.CutSuffix(host, ending); ok && name != "" {
			return name, true
		}
	}
	return "", false
}

// serviceLabel reads "s3", "s3-REGION", "s3-website", "s3-website-REGION",
// "s3-accelerate" and "s3-external-1".
func serviceLabel(label string) (region string, website, ok bool) {
	switch label {
	case "s3", "s3-accelerate":
		return "", false, true
	case "s3-external-1":
		return DefaultRegion, false, true
	case "s3-website":
		return "", true, true
	}
	if r, found := strings.CutPrefix(label, "s3-website-"); found && looksLikeRegion(r) {
		return r, true, true
	}
	if r, found := strings.CutPrefix(label, "s3-"); found && looksLikeRegion(r) {
		return r, false, true
	}
	return "", false, false
}

// looksLikeRegion tells "eu-west-1" and "us-gov-east-1" from other labels.
func looksLikeRegion(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts) < 3 || len(parts[0]) < 2 {
		return false
	}
	last := parts[len(parts)-1]
	return len(last) == 1 && last[0] >= '1' && last[0] <= '9'
}

// IsPlain reports whether host is an IP address or a name of one label, such
// as localhost or a compose service's name: a host that names the machine and
// not a bucket or a distribution.
func IsPlain(host string) bool {
	h := Normalize(host)
	return h != "" && (net.ParseIP(h) != nil || !strings.Contains(h, "."))
}

// Distribution is the host name of a distribution's own domain taken apart.
type Distribution struct {
	Name string // first label: the distribution's id in lower case
	POP  string // edge location in upper case, empty when the name states none
}

// ParseDistribution reads NAME.cloudfront.localhost, NAME.cloudfront.net and
// NAME.POP.cloudfront.localhost.
func ParseDistribution(host string) (Distribution, bool) {
	h := Normalize(host)
	name, ok := strings.CutSuffix(h, ".cloudfront.localhost")
	if !ok {
		name, ok = strings.CutSuffix(h, ".cloudfront.net")
	}
	if !ok {
		return Distribution{}, false
	}
	name, pop, _ := strings.Cut(name, ".")
	if name == "" || strings.Contains(pop, ".") {
		return Distribution{}, false
	}
	return Distribution{Name: name, POP: strings.ToUpper(pop)}, true
}
