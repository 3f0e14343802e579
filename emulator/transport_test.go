package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"crossfront/emulator/edge/origin"
	"crossfront/emulator/s3/access"
)

func originRequest(t *testing.T, ctx context.Context) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, "GET", "https://media.s3.us-east-1.amazonaws.com/a%20b?x=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestTransportCarriesRequestAndAnswer(t *testing.T) {
	tr := &s3Transport{s3: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, ok := access.CallerFrom(r.Context())
		if !ok || caller.Service != "cloudfront.amazonaws.com" || caller.SourceARN != "arn:d" || caller.SignedHost != "media.s3.us-east-1.amazonaws.com" {
			t.Errorf("S3 sees caller %+v, %v", caller, ok)
		}
		if r.TLS == nil {
			t.Error("S3 takes an https request for a plain one")
		}
		if r.Host != "media.s3.us-east-1.amazonaws.com" || r.RequestURI != "/a%20b?x=1" || r.URL.Path != "/a b" || r.URL.IsAbs() {
			t.Errorf("S3 sees %s %s %s", r.Host, r.RequestURI, r.URL)
		}
		w.Header()["ETag"] = []string{`"e"`}
		w.Header()["x-amz-request-id"] = []string{"R"}
		w.Header().Set("Content-Length", "5")
		w.WriteHeader(http.StatusPartialContent)
		io.WriteString(w, "hello")
	})}
	ctx := origin.WithIdentity(t.Context(), origin.Identity{
		DistributionARN: "arn:d", AccountID: AccountID, SignedHost: "media.s3.us-east-1.amazonaws.com",
	})
	res, err := tr.RoundTrip(originRequest(t, ctx))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != "hello" || res.StatusCode != 206 || res.ContentLength != 5 ||
		res.Header.Get("Etag") != `"e"` || res.Header.Get("X-Amz-Request-Id") != "R" {
		t.Errorf("got %d %q %v, length %d, %v", res.StatusCode, body, res.Header, res.ContentLength, err)
	}
}

func TestTransportWithoutIdentityIsAnonymous(t *testing.T) {
	tr := &s3Transport{s3: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if caller, ok := access.CallerFrom(r.Context()); ok {
			t.Errorf("S3 sees caller %+v", caller)
		}
	})}
	res, err := tr.RoundTrip(originRequest(t, t.Context()))
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("got %v, %v", res, err)
	}
	res.Body.Close()
}

func TestTransportBreaksOff(t *testing.T) {
	early := &s3Transport{s3: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })}
	if _, err := early.RoundTrip(originRequest(t, t.Context())); !errors.Is(err, errAnswerCut) {
		t.Errorf("before the head: got %v", err)
	}
	late := &s3Transport{s3: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "half")
		panic(http.ErrAbortHandler)
	})}
	res, err := late.RoundTrip(originRequest(t, t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); string(body) != "half" || !errors.Is(err, errAnswerCut) {
		t.Errorf("in the body: got %q, %v", body, err)
	}
}

func TestTransportLetsGoWhenTheReaderDoes(t *testing.T) {
	done := make(chan error, 1)
	tr := &s3Transport{s3: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(w, strings.NewReader(strings.Repeat("x", 1<<20)))
		done <- err
	})}
	res, err := tr.RoundTrip(originRequest(t, t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if err := <-done; err == nil {
		t.Error("S3 went on writing to nobody")
	}
}

func TestIsCloudFront(t *testing.T) {
	tests := []struct {
		target, authorization string
		want                  bool
	}{
		{"/2020-05-31/distribution", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cloudfront/aws4_request, SignedHeaders=host, Signature=0", true},
		{"/2020-05-31/distribution", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0", false},
		{"/2020-05-31/distribution/E1/config", "", true},
		{"/2020-05-31/cache-policy?Type=managed", "", true},
		{"/2020-05-31/photo.jpg", "", false}, // a bucket of that name
		{"/2020-05-31", "", false},
		{"/media/vod/index.m3u8", "", false},
		{"/media?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request", "", false},
	}
	for _, tt := range tests {
		r, err := http.NewRequest("GET", "http://localhost:4566"+tt.target, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tt.authorization != "" {
			r.Header.Set("Authorization", tt.authorization)
		}
		if got := isCloudFront(r); got != tt.want {
			t.Errorf("%s, %q: got %v", tt.target, tt.authorization, got)
		}
	}
}
