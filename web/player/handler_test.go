package player

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHandler(t *testing.T) {
	h := Handler()
	cases := []struct {
		name, method, path string
		status             int
		contentType        string
	}{
		{"the root is the page", "GET", "/", 200, "text/html; charset=utf-8"},
		{"the page by its name", "GET", "/index.html", 200, "text/html; charset=utf-8"},
		{"head has no body", "HEAD", "/", 200, "text/html; charset=utf-8"},
		{"not a file of the page", "GET", "/nothing.js", 404, "text/plain; charset=utf-8"},
		{"dot files stay inside", "GET", "/.keep", 404, "text/plain; charset=utf-8"},
		{"the page is not written to", "POST", "/", 405, "text/plain; charset=utf-8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(c.method, "http://localhost"+c.path, nil))
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			if got := w.Header().Get("Content-Type"); got != c.contentType {
				t.Errorf("Content-Type %q, want %q", got, c.contentType)
			}
			if c.status == 200 && w.Header().Get("Content-Security-Policy") != ContentSecurityPolicy {
				t.Errorf("the page came without its Content-Security-Policy")
			}
			if c.method == "HEAD" && w.Body.Len() != 0 {
				t.Errorf("HEAD had a body of %d bytes", w.Body.Len())
			}
		})
	}
}

func TestHandlerValidates(t *testing.T) {
	h := Handler()
	first := httptest.NewRecorder()
	h.ServeHTTP(first, httptest.NewRequest("GET", "http://localhost/", nil))
	r := httptest.NewRequest("GET", "http://localhost/", nil)
	r.Header.Set("If-None-Match", first.Header().Get("Etag"))
	second := httptest.NewRecorder()
	h.ServeHTTP(second, r)
	if second.Code != http.StatusNotModified {
		t.Errorf("status %d for a page that has not changed, want 304", second.Code)
	}
}

func TestGzip(t *testing.T) {
	var gz bytes.Buffer
	zw := gzip.NewWriter(&gz)
	if _, err := zw.Write([]byte("let a = 1")); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	assets := load(fstest.MapFS{
		"a.js":    {Data: []byte("let a = 1")},
		"a.js.gz": {Data: gz.Bytes()},
	})
	if len(assets) != 1 {
		t.Fatalf("%d assets, want the twin to join its original", len(assets))
	}
	cases := []struct {
		accept  string
		gzipped bool
	}{
		{"gzip, deflate, br, zstd", true},
		{"br;q=1, GZIP;q=0.5", true},
		{"gzip;q=0", false},
		{"gzip;q=0.000", false},
		{"identity", false},
		{"", false},
	}
	for _, c := range cases {
		r := httptest.NewRequest("GET", "http://localhost/a.js", nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		assets["a.js"].serve(w, r)
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != c.gzipped {
			t.Errorf("%q: gzipped %v, want %v", c.accept, got, c.gzipped)
		}
		body := io.Reader(w.Body)
		if c.gzipped {
			zr, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body = zr
		}
		text, err := io.ReadAll(body)
		if err != nil || string(text) != "let a = 1" {
			t.Errorf("%q: body %q, error %v", c.accept, text, err)
		}
	}
}

func TestUnbuiltPageSaysWhatToRun(t *testing.T) {
	page, err := unbuilt.ReadFile("unbuilt/index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "make web") {
		t.Error("the page that stands in for the real one does not say how to build it")
	}
}
