package player

import (
	"io/fs"
	"strings"
	"testing"
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
