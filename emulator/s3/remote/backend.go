package remote

import (
	"log/slog"
	"net/url"
	"strings"
)

// A Backend is where a bucket's objects are.
type Backend struct {
	Bucket   string // the cluster's
	Prefix   string // before all keys; empty, or ends with a slash
	Endpoint *url.URL
	Region   string // that requests are signed for
	// Who asks. Without AccessKeyID requests are not signed.
	AccessKeyID     string
	SecretAccessKey Secret
}

// String says where it is, without who asks: s3://bucket/prefix at http://….
func (b *Backend) String() string {
	return "s3://" + strings.TrimSuffix(b.Bucket+"/"+b.Prefix, "/") + " at " + b.Endpoint.Scheme + "://" + b.Endpoint.Host
}

// same reports whether the cluster can copy from one to the other by itself.
func (b *Backend) same(other *Backend) bool {
	return *b.Endpoint == *other.Endpoint && b.AccessKeyID == other.AccessKeyID && b.SecretAccessKey == other.SecretAccessKey && b.Region == other.Region
}

// A Secret is a text that nothing prints.
type Secret string

const hidden = "(hidden)"

// String hides it.
func (Secret) String() string { return hidden }

// GoString hides it.
func (Secret) GoString() string { return hidden }

// MarshalText hides it.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides it.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
