package scenarios_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/scenarios"
)

// pages are in docs, made of the scenarios; run go generate ./scenarios after a
// change.
const pages = "../docs/gallery"

var update = flag.Bool("update", false, "write docs/gallery")

// TestPages keeps docs/gallery in step with the scenarios.
func TestPages(t *testing.T) {
	left, err := scenarios.LeftOut()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"README.md": scenarios.Index(all(t), left)}
	for _, s := range all(t) {
		if want[s.ID+".md"], err = s.Page(); err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]string{}
	names, err := filepath.Glob(pages + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.Base(name)] = string(text)
	}
	if !*update {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("docs/gallery is stale, run go generate ./scenarios (-want +got):\n%s", diff)
		}
		return
	}
	write(t, want, got)
}

// TestPictures: each scenario has a picture, and none is of another.
func TestPictures(t *testing.T) {
	var want, got []string
	for _, s := range all(t) {
		want = append(want, s.ID+".webp")
	}
	list, err := os.ReadDir(pages + "/pictures")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range list {
		got = append(got, file.Name())
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/gallery/pictures is stale, run go generate ./scenarios (-want +got):\n%s", diff)
	}
}

// write makes docs/gallery what is wanted; other files in it, such as
// screenshots, stay.
func write(t *testing.T, want, got map[string]string) {
	t.Helper()
	if err := os.MkdirAll(pages, 0o755); err != nil {
		t.Fatal(err)
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			if err := os.Remove(filepath.Join(pages, name)); err != nil {
				t.Error(err)
			}
		}
	}
	for name, text := range want {
		if err := os.WriteFile(filepath.Join(pages, name), []byte(text), 0o644); err != nil {
			t.Error(err)
		}
	}
}
