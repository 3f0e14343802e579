package s3_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// BenchmarkGetObject is a small object read by the bucket's owner without a
// signature, as the edge reads: the whole way through the server.
func BenchmarkGetObject(b *testing.B) {
	clk := &clock.Adjustable{}
	memory := store.NewMemory(clk)
	ctx := access.WithCaller(b.Context(), access.Caller{AccountID: account})
	if _, err := memory.CreateBucket(ctx, store.BucketInput{Name: "media", Region: "us-east-1", Owner: account}); err != nil {
		b.Fatal(err)
	}
	if _, err := memory.PutObject(ctx, "media", "vod/1.ts", store.PutInput{Body: strings.NewReader(strings.Repeat("x", 1000))}); err != nil {
		b.Fatal(err)
	}
	config, err := corsengine.ParseJSON([]byte(rules))
	if err != nil {
		b.Fatal(err)
	}
	if err := memory.UpdateSettings(ctx, "media", func(s *store.Settings) error { return s.SetCORS(config, corsengine.Options{}) }); err != nil {
		b.Fatal(err)
	}
	server := s3.New(s3.Config{Store: memory, Clock: clk, Verifier: sigv4.NewVerifier(sigv4.NewKeyring(nil), clk)})
	for name, host := range map[string]string{"path": "http://localhost/media/vod/1.ts", "virtual": "http://media.s3.us-east-1.amazonaws.com/vod/1.ts"} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, host, nil)
			r.Header.Set("Origin", "https://app.example")
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
