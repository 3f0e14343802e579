package fetch

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What scripts saw in all three engines, measured in November 2026; headers
// that the measuring server added are left out.
func TestReadable(t *testing.T) {
	etag := func(expose ...string) http.Header {
		return http.Header{"Etag": {`"e1"`}, "Content-Type": {"text/plain"}, "X-Amz-Request-Id": {"R1"}, "Access-Control-Expose-Headers": expose}
	}
	tests := []struct {
		name    string
		request Request
		header  http.Header
		want    string
	}{
		{"expose-none", Request{}, http.Header{"Etag": {`"e1"`}, "Last-Modified": {"x"}, "Accept-Ranges": {"bytes"}, "Content-Language": {"en"},
			"Expires": {"0"}, "Pragma": {"x"}, "Cache-Control": {"no-store"}, "Content-Length": {"1"}},
			"cache-control content-language content-length expires last-modified pragma"},
		{"expose one, in another case", Request{}, etag("etag"), "content-type etag"},
		{"expose-star", Request{}, etag("*"), "access-control-expose-headers content-type etag x-amz-request-id"},
		{"cred-expose-star", Request{Credentials: Include}, etag("*"), "content-type"},
		{"expose-invalid", Request{}, etag("ETag, bad header"), "content-type"},
		{"expose-setcookie", Request{}, http.Header{"Set-Cookie": {"z=1"}, "Access-Control-Expose-Headers": {"Set-Cookie, *"}}, "access-control-expose-headers"},
		{"two lines", Request{}, etag("ETag", "x-amz-request-id"), "content-type etag x-amz-request-id"},
		{"same origin", Request{Origin: "http://cdn.localhost"}, etag(), "access-control-expose-headers content-type etag x-amz-request-id"},
		{"no-cors", Request{Mode: "no-cors"}, etag("*"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.request
			r.URL = "http://cdn.localhost/a"
			if r.Origin == "" {
				r.Origin = "http://app.localhost:9400"
			}
			got := Readable(&r, &Response{Status: 200, Header: tt.header})
			if !slices.Equal(got, strings.Fields(tt.want)) {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

// Every name that was measured is one that may be asked for.
func TestErrorNames(t *testing.T) {
	for _, c := range readBrowserCases(t) {
		for name, e := range engines() {
			for _, got := range c.Engines[name].Error {
				if got = measuredName(got); !slices.Contains(ErrorNames(e), got) && !slices.Contains(asides(), got) {
					t.Errorf("%s: %v has no error %s", c.ID, e, got)
				}
			}
		}
	}
}

// asides are names of what engines print besides a reason, and of network errors.
func asides() []string {
	return []string{"FontDownloadFailed", "EventSourceFailed", "TextTrackDenied"}
}
