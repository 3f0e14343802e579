package player

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFilesHavePage(t *testing.T) {
	page, err := fs.ReadFile(Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(strings.ToLower(string(page)), "<!doctype html>") {
		t.Errorf("index.html begins with %.40q", page)
	}
}

// TestBuiltPageIsWhole holds what the real page must bring with it: every
// file that it names, and nothing that it would have to fetch from elsewhere.
func TestBuiltPageIsWhole(t *testing.T) {
	if !Built() {
		t.Skip("the page is not built in this checkout; npm test builds it")
	}
	page, err := fs.ReadFile(Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"player.js", "player.css", "icon.svg"} {
		if _, err := fs.Stat(Files(), name); err != nil {
			t.Errorf("%s is missing: %v", name, err)
		}
		if !strings.Contains(string(page), name) {
			t.Errorf("index.html does not name %s", name)
		}
	}
	if strings.Contains(string(page), `"http`) {
		t.Error("index.html names something outside the page")
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

// TestPacked: what is kept packed is read as if it were not, and served whole.
func TestPacked(t *testing.T) {
	var small bytes.Buffer
	z := gzip.NewWriter(&small)
	if _, err := z.Write([]byte("console.log('hello')")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	files := packed{fstest.MapFS{"a.js.gz": {Data: small.Bytes()}, "b.js.gz": {Data: []byte("not packed")}, "c.html": {Data: []byte("<p>")}}}
	server := http.FileServerFS(files)
	for _, c := range []struct {
		path, want string
		status     int
	}{{"/a.js", "console.log('hello')", 200}, {"/c.html", "<p>", 200}, {"/d.js", "", 404}, {"/b.js", "", 500}} {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest("GET", c.path, nil))
		if w.Code != c.status || c.want != "" && w.Body.String() != c.want {
			t.Errorf("%s: got %d %q", c.path, w.Code, w.Body)
		}
	}
}
