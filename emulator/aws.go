package emulator

import (
	"net/http"
	"strings"

	"crossfront/emulator/edge/keyvalue"
	"crossfront/emulator/s3/sigv4"
)

// cloudFrontVersion is the version that every path of the CloudFront API
// starts with.
const cloudFrontVersion = "/2020-05-31/"

// cloudFrontResources are the first path elements of the API. A bucket may be
// called 2020-05-31, so the version alone does not tell an unsigned request.
var cloudFrontResources = [...]string{
	"distribution", "cache-policy", "origin-request-policy", "response-headers-policy",
	"origin-access-control", "origin-access-identity", "tagging", "function", "key-group",
	"public-key", "key-value-store", "streaming-distribution", "field-level-encryption",
	"realtime-log-config", "monitoring-subscription", "continuous-deployment-policy", "conflicting-alias",
}

// awsFront serves the AWS APIs that share one port, told apart by the
// signature's scope, else by the request's shape.
func awsFront(s3, cloudFront, keyValue, sts http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case isSTS(r):
			sts.ServeHTTP(w, r)
		case isKeyValue(r):
			keyValue.ServeHTTP(w, r)
		case isCloudFront(r):
			cloudFront.ServeHTTP(w, r)
		default:
			s3.ServeHTTP(w, r)
		}
	})
}

func isSTS(r *http.Request) bool {
	service, _, ok := sigv4.Scope(r)
	return ok && service == "sts"
}

func isCloudFront(r *http.Request) bool {
	if service, _, ok := sigv4.Scope(r); ok {
		return service == "cloudfront"
	}
	rest, ok := strings.CutPrefix(r.URL.Path, cloudFrontVersion)
	if !ok {
		return false
	}
	for _, resource := range cloudFrontResources {
		if strings.HasPrefix(rest, resource) {
			return true
		}
	}
	return false
}

// isKeyValue: at an endpoint URL, clients call the host ACCOUNT.HOST, which S3
// would take for a bucket's.
func isKeyValue(r *http.Request) bool {
	if service, _, ok := sigv4.Scope(r); ok {
		return service == keyvalue.Service
	}
	return strings.HasPrefix(r.URL.Path, "/key-value-stores/arn:aws:cloudfront:")
}
