package edge

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"crossfront/emulator/edge/accesslog"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// logged is a bench whose distribution logs, and the lines of its log.
func logged(t *testing.T, cookies bool, change func(*registry.Registry, *policy.DistributionConfig), options ...func(*Config)) (*bench, func() [][]string) {
	t.Helper()
	var text strings.Builder
	var log *accesslog.Log
	b := newBench(t, func(r *registry.Registry, c *policy.DistributionConfig) {
		c.Logging = &policy.LoggingConfig{Enabled: new(true), IncludeCookies: &cookies, Bucket: "logs.s3.amazonaws.com", Prefix: "cdn"}
		if change != nil {
			change(r, c)
		}
	}, append(options, func(c *Config) {
		log = accesslog.New(accesslog.Config{Clock: c.Clock, Deliver: func(_ context.Context, bucket, key string, file []byte) error {
			if bucket != "logs.s3.amazonaws.com" || !strings.HasPrefix(key, "cdn/E1.2026-11-23-12.") {
				t.Errorf("delivered to %s %s", bucket, key)
			}
			z, err := gzip.NewReader(bytes.NewReader(file))
			if err != nil {
				return err
			}
			_, err = io.Copy(&text, z)
			return err
		}})
		t.Cleanup(log.Close)
		c.AccessLog = log
	})...)
	return b, func() (lines [][]string) {
		log.Close()
		for line := range strings.Lines(text.String()) {
			if !strings.HasPrefix(line, "#") {
				lines = append(lines, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
			}
		}
		return lines
	}
}

// The fields that tests look at, by their place.
const (
	fieldLocation, fieldIP, fieldMethod, fieldDomain, fieldPath, fieldStatus     = 2, 4, 5, 6, 7, 8
	fieldReferer, fieldQuery, fieldCookie, fieldResult, fieldID, fieldHost       = 9, 11, 12, 13, 14, 15
	fieldForwarded, fieldResponse, fieldVersion, fieldDetail, fieldType          = 19, 22, 23, 28, 29
	fieldSent, fieldReceived, fieldTLS, fieldLength, fieldStart, fieldEnd    int = 3, 17, 20, 30, 31, 32
)

func TestAccessLog(t *testing.T) {
	b, lines := logged(t, false, func(_ *registry.Registry, c *policy.DistributionConfig) { c.DefaultRootObject = "index.html" })
	b.origin.answer(text("0123456789", "Content-Type", "text/plain; charset=utf-8"))
	w := b.get("/?a=b%20c", "Host", "E1.cloudfront.net", "Referer", "https://page.example/x y", "Cookie", "id=1", "X-Forwarded-For", "198.51.100.9",
		popHeader, "NRT20-C1", clientIPHeader, "203.0.113.7")
	b.get("/", "Range", "bytes=2-4", popHeader, "NRT20-C1")
	got := lines()
	if len(got) != 2 || len(got[0]) != 33 || len(got[1]) != 33 {
		t.Fatalf("%d lines: %q", len(got), got)
	}
	for field, want := range map[int]string{
		0: "2026-11-23", 1: "12:00:00", fieldLocation: "NRT20-C1", fieldIP: "203.0.113.7", fieldMethod: "GET",
		fieldDomain: "e1.cloudfront.localhost", fieldPath: "/", fieldStatus: "200", fieldReferer: "https://page.example/x%20y",
		fieldQuery: "a=b%2520c", fieldCookie: "-", fieldResult: "Miss", fieldID: header(w, "X-Amz-Cf-Id"), fieldHost: "E1.cloudfront.net",
		fieldForwarded: "198.51.100.9", fieldTLS: "-", fieldResponse: "Miss", fieldVersion: "HTTP/1.1", fieldDetail: "Miss",
		fieldType: "text/plain;%20charset=utf-8", fieldLength: "10", fieldStart: "-", fieldEnd: "-",
	} {
		if got[0][field] != want {
			t.Errorf("field %d: %q, want %q", field+1, got[0][field], want)
		}
	}
	if sent, err := strconv.Atoi(got[0][fieldSent]); err != nil || sent < 200 || sent > 500 {
		t.Errorf("sc-bytes %s", got[0][fieldSent])
	}
	if received, err := strconv.Atoi(got[0][fieldReceived]); err != nil || received < 100 || received > 200 {
		t.Errorf("cs-bytes %s", got[0][fieldReceived])
	}
	if r := got[1]; r[fieldStatus] != "206" || r[fieldResult] != "Hit" || r[fieldLength] != "3" || r[fieldStart] != "2" || r[fieldEnd] != "4" {
		t.Errorf("a part: %q", r)
	}
}

func TestAccessLogCookies(t *testing.T) {
	b, lines := logged(t, true, nil)
	b.get("/a", "Cookie", "id=1", "Cookie", "b=2")
	if got := lines(); len(got) != 1 || got[0][fieldCookie] != "id=1;%20b=2" {
		t.Errorf("%q", got)
	}
}

// Results and their details, by what happened.
func TestAccessLogResults(t *testing.T) {
	secure := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.ViewerProtocolPolicy = "redirect-to-https"
	}
	blocked := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.Restrictions = &policy.Restrictions{GeoRestriction: policy.GeoRestriction{RestrictionType: "blacklist", Quantity: 1, Items: []string{"FR"}}}
	}
	paged := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 1, Items: []policy.CustomErrorResponse{
			{ErrorCode: 404, ResponsePagePath: "/index.html", ResponseCode: "200"}}}
	}
	down := func(c *Config) { c.S3 = failing{errors.New("broken")} }
	tests := []struct {
		name     string
		change   func(*registry.Registry, *policy.DistributionConfig)
		options  []func(*Config)
		method   string
		headers  []string
		origin   http.HandlerFunc
		requests int
		status   string
		result   string
		detail   string
	}{
		{"redirect", secure, nil, "GET", nil, text("x"), 1, "301", "Redirect", "Redirect"},
		{"blocked country", blocked, nil, "GET", []string{countryHeader, "FR"}, text("x"), 1, "403", "Error", "ClientGeoBlocked"},
		{"method", nil, nil, "POST", nil, text("x"), 1, "403", "Error", "InvalidRequestMethod"},
		{"the origin's error", nil, nil, "GET", nil, status(404, "no"), 1, "404", "Error", "Error"},
		{"the origin's error, cached", nil, nil, "GET", nil, status(404, "no"), 2, "404", "Error", "Error"},
		{"a custom page keeps Error", paged, nil, "GET", nil, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/index.html" {
				text("app")(w, r)
				return
			}
			status(404, "no")(w, r)
		}, 1, "200", "Error", "Error"},
		{"no origin", nil, []func(*Config){down}, "GET", nil, nil, 1, "502", "Error", "OriginInvalidResponseError"},
		{"no origin, cached", nil, []func(*Config){down}, "GET", nil, nil, 2, "502", "Error", "Error"},
		{"hit", nil, nil, "GET", nil, text("x"), 2, "200", "Hit", "Hit"},
		{"HEAD", nil, nil, "HEAD", nil, text("x"), 1, "200", "Miss", "Miss"},
		{"a function's answer", onEvent(t, "viewer-request", "function handler() { return {statusCode: 401} }"), nil, "GET", nil, nil, 1, "401", "FunctionGeneratedResponse", "FunctionGeneratedResponse"},
		{"a function that fails", onEvent(t, "viewer-request", "function handler() { throw 1 }"), nil, "GET", nil, nil, 1, "503", "FunctionExecutionError", "FunctionExecutionError"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, lines := logged(t, false, tt.change, tt.options...)
			if tt.origin != nil {
				b.origin.answer(tt.origin)
			}
			for range tt.requests {
				b.do(tt.method, "/a", nil, tt.headers...)
			}
			got := lines()
			if len(got) != tt.requests {
				t.Fatalf("%d lines", len(got))
			}
			last := got[len(got)-1]
			if last[fieldStatus] != tt.status || last[fieldResult] != tt.result || last[fieldResponse] != tt.result || last[fieldDetail] != tt.detail {
				t.Errorf("status %s, %s, %s, %s", last[fieldStatus], last[fieldResult], last[fieldResponse], last[fieldDetail])
			}
		})
	}
}

// What broke off on the way is an error in the end, not at first.
func TestAccessLogOfBrokenReplies(t *testing.T) {
	b, lines := logged(t, false, nil, func(c *Config) { c.S3 = patient{c.S3.(*fakeOrigin)} })
	r := newRequest(http.MethodGet, "/a", "e1.cloudfront.localhost")
	b.ServeHTTP(&leaver{newRecorder()}, r)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	b.origin.answer(func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
	func() {
		defer func() { _ = recover() }()
		b.ServeHTTP(newRecorder(), newRequest(http.MethodGet, "/b", "e1.cloudfront.localhost").WithContext(ctx))
	}()
	got := lines()
	if len(got) != 2 {
		t.Fatalf("%d lines: %q", len(got), got)
	}
	if r := got[0]; r[fieldStatus] != "200" || r[fieldResult] != "Error" || r[fieldResponse] != "Miss" || r[fieldDetail] != "ClientCommError" {
		t.Errorf("left during the body: %q", r)
	}
	if r := got[1]; r[fieldStatus] != "000" || r[fieldResult] != "Error" || r[fieldLength] != "-" {
		t.Errorf("left before: %q", r)
	}
}

// leaver is a viewer who is gone when the body comes.
type leaver struct{ *httptest.ResponseRecorder }

func (leaver) Write([]byte) (int, error) { return 0, errors.New("gone") }

// Requests that nobody can read, and those for nobody, are in no log.
func TestAccessLogLeavesOut(t *testing.T) {
	b, lines := logged(t, false, nil)
	b.get("/" + strings.Repeat("a", 9000))
	b.get("/", "Host", "elsewhere.example")
	if got := lines(); len(got) != 0 {
		t.Errorf("%q", got)
	}
	quiet := newBench(t, nil, func(c *Config) {
		c.AccessLog = accesslog.New(accesslog.Config{Clock: c.Clock, Deliver: func(context.Context, string, string, []byte) error {
			t.Error("a distribution without logging logged")
			return nil
		}})
	})
	quiet.get("/a")
	quiet.config.AccessLog.Close()
}
