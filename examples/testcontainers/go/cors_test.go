package example

import (
	"net/http"
	"os"
	"testing"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const seed = `
buckets:
  - name: media
    cors: [{AllowedOrigins: ["https://app.example.com"], AllowedMethods: [GET]}]
`

func TestCORS(t *testing.T) {
	image := os.Getenv("CROSSFRONT_IMAGE")
	if image == "" {
		image = "crossfront"
	}
	emulator, err := testcontainers.Run(t.Context(), image,
		testcontainers.WithEnv(map[string]string{"EMULATOR_SEED": seed}),
		testcontainers.WithExposedPorts("4566/tcp"),
		testcontainers.WithWaitStrategy(wait.ForHealthCheck())) // the image's own: healthy means seeded
	testcontainers.CleanupContainer(t, emulator)
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := emulator.PortEndpoint(t.Context(), "4566/tcp", "http")
	if err != nil {
		t.Fatal(err)
	}
	for origin, want := range map[string]int{"https://app.example.com": 200, "https://evil.example": 403} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, endpoint+"/media/a.txt", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "GET")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: got %d, want %d", origin, res.StatusCode, want)
		}
	}
}
