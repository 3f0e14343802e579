package emulatortest_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/emulatortest"
	"crossfront/emulator/suite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A failing is a test that notes its failures.
type failing struct {
	testing.TB
	said []string
}

func (f *failing) Helper()                        {}
func (f *failing) Error(args ...any)              { f.said = append(f.said, fmt.Sprint(args...)) }
func (f *failing) Errorf(format string, a ...any) { f.Error(fmt.Sprintf(format, a...)) }
func (f *failing) Fatal(args ...any)              { f.Error(args...); panic(f) }
func (f *failing) Fatalf(format string, a ...any) { f.Fatal(fmt.Sprintf(format, a...)) }
func (f *failing) FailNow()                       { panic(f) }

// said is what a check says of a test that it fails.
func said(t *testing.T, check func(testing.TB)) string {
	f := &failing{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil && p != any(f) {
				panic(p)
			}
		}()
		check(f)
	}()
	return strings.Join(f.said, "\n")
}

// TestWords: a test fails in the explainer's words.
func TestWords(t *testing.T) {
	server := emulatortest.StartSeed(t, seed)
	got := said(t, func(t testing.TB) { server.ExpectAllowed(t, player()) })
	for _, want := range []string{
		"GET https://cdn.example.com/vod/index.m3u8, from https://app.example.com\n",
		"expected   allowed\n",
		"got        blocked: MissingAllowOriginHeader in chromium; blocked: CORSMissingAllowOrigin in firefox; blocked: OriginNotAllowed in webkit (bucket NO-CORS-CONFIG",
		"cause      Bucket media has no CORS configuration",
		`fix        Add this rule to the bucket's CORS configuration: [{"AllowedOrigins":["https://app.example.com"]`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
}

func TestMistakes(t *testing.T) {
	server := emulatortest.Start(t, "--empty")
	for name, c := range map[string]struct {
		check func(testing.TB)
		want  []string
	}{
		"a flag": {func(t testing.TB) { emulatortest.Start(t, "--confg", "seed.yaml") }, []string{"confg"}},
		"a seed": {func(t testing.TB) { emulatortest.StartSeed(t, "buckets: [{nam: media}]\ndistributions: 3") },
			[]string{"seed:1:12: an entry of buckets has no field nam", "seed:2:16: distributions"}},
		"a reason": {func(t testing.TB) { server.ExpectBlocked(t, player(), "NO-CORS-CONFG") }, []string{"NO-CORS-CONFIG"}},
		"a host":   {func(t testing.TB) { server.ExpectAllowed(t, player()) }, []string{"cdn.example.com is no distribution's and none of S3's"}},
		"a page": {func(t testing.TB) {
			server.ExpectAllowed(t, &browser.Page{URL: "https://media.s3.amazonaws.com/a", Origin: "app"})
		}, []string{"origin:"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := said(t, c.check)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("got %q, want %q in it", got, want)
				}
			}
		})
	}
}

// TestAskLeavesNothing: what pages fetch for a test is not in the edge's cache
// afterwards.
func TestAskLeavesNothing(t *testing.T) {
	server := emulatortest.StartSeed(t, seed)
	for range 2 {
		server.Expect(t, player(), suite.Want{Cache: "miss", Status: http.StatusOK})
	}
	if got := server.Ask(t, player(), fetch.Firefox); len(got) != 1 || got[0].Engine != "firefox" {
		t.Errorf("got %+v", got)
	}
}

func TestClient(t *testing.T) {
	server := emulatortest.StartSeed(t, seed)
	for _, c := range []struct{ url, want string }{
		{"https://cdn.example.com/vod/index.m3u8", "HTTP/2.0 200"},
		{"http://e1example.cloudfront.net/vod/index.m3u8", "HTTP/1.1 200"},
		{"https://media.s3.us-east-1.amazonaws.com/vod/index.m3u8", "HTTP/1.1 403"}, // private
	} {
		res, err := server.Client().Get(c.url)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if got := fmt.Sprint(res.Proto, " ", res.StatusCode); got != c.want {
			t.Errorf("%s: got %s, want %s", c.url, got, c.want)
		}
	}
	if res, err := server.Client().Get("https://www.example.org/"); err == nil {
		res.Body.Close()
		t.Error("a foreign host was asked")
	}
}

// TestHundreds: each test may have its own.
func TestHundreds(t *testing.T) {
	t.Run("all", func(t *testing.T) {
		for range 300 {
			t.Run("one", func(t *testing.T) {
				t.Parallel()
				server := emulatortest.StartSeed(t, seed)
				res, err := server.Client().Get("http://cdn.example.com/vod/index.m3u8")
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				server.ExpectBlocked(t, player(), "bucket")
			})
		}
	})
}

// TestNothingGiven: an emulator without a configuration is an empty one, in memory.
func TestNothingGiven(t *testing.T) {
	e, err := emulator.New(nil, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer e.Close(t.Context())
	res, err := http.Get("http://" + e.Addresses().Console + "/api/state")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	defer http.DefaultClient.CloseIdleConnections()
	if doc, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(doc), `"buckets":[]`) {
		t.Errorf("%s, %v", doc, err)
	}
}

// TestDocs: the documentation's code is the example's.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../../docs/go-tests.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(doc), "```go\n")
	code, _, _ := strings.Cut(rest, "```")
	if code == "" || !strings.Contains(string(example), code) {
		t.Error("docs/go-tests.md shows other code than example_test.go")
	}
}
