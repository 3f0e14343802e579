package emulatortest

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"crossfront/emulator"
	"crossfront/emulator/config"
)

// Credentials that every emulator takes, unless its seed or flags name others.
const (
	AccessKeyID     = "test"
	SecretAccessKey = "test"
)

// patience is how long requests in flight may take when the test is over.
const patience = 5 * time.Second

// A Server is an emulator that runs until its test ends.
type Server struct {
	*emulator.Emulator
	// Endpoint is where AWS clients find S3 and the CloudFront API, such as
	// http://127.0.0.1:4566.
	Endpoint string
	// Console is the base URL of the page and of the console API.
	Console string

	client *http.Client
}

// Start runs an emulator with flags of `emulator serve`, such as "--config",
// "testdata/seed.yaml"; without any it has the demo, with "--empty" nothing. A
// configuration with mistakes fails the test, with all of them. Environment
// variables are not looked at.
func Start(t testing.TB, flags ...string) *Server {
	t.Helper()
	cfg, err := config.Load(emulator.FreePorts(flags...), unset, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return run(t, cfg)
}

// StartSeed is [Start] with a seed file's text. Files that it names are looked for
// in the test's folder.
func StartSeed(t testing.TB, seed string, flags ...string) *Server {
	t.Helper()
	return Start(t, append(flags, "--seed", seed)...)
}

func unset(string) string { return "" }

func run(t testing.TB, cfg *config.Config) *Server {
	t.Helper()
	e, err := emulator.New(cfg, emulator.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := e.Addresses().URLs()
	s := &Server{Emulator: e, Endpoint: "http://" + e.Addresses().AWS, Console: at.Console}
	s.client = &http.Client{Transport: newWay(e)}
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Errorf("the emulator does not close: %v", err)
		}
	})
	return s
}

// Client takes requests to the hosts of production, such as
// https://cdn.example.com and https://media.s3.us-east-1.amazonaws.com, to the
// emulator; over https, too, as its certificates are trusted. It follows redirects
// there. A request to anywhere else fails.
func (s *Server) Client() *http.Client { return s.client }

// Advance moves the emulator's clock: that of TTLs, ages and expiries.
func (s *Server) Advance(d time.Duration) { s.Live().Advance(d) }

// Invalidate has all distributions forget the paths, which begin with a slash and
// may end in *; at once, unlike CloudFront.
func (s *Server) Invalidate(t testing.TB, paths ...string) {
	t.Helper()
	if err := s.Live().Invalidate(paths); err != nil {
		t.Fatal(err)
	}
}
