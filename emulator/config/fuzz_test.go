package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzSeed reads any text as a seed file: it is a seed, or there are problems,
// each with a place inside the text.
func FuzzSeed(f *testing.F) {
	cases, _ := filepath.Glob("testdata/bad/*.txtar")
	for _, path := range cases {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if file.Name != "want" {
				f.Add(file.Data, file.Name == "seed.json")
			}
		}
	}
	good, err := os.ReadFile("testdata/good/seed.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, false)
	f.Fuzz(func(t *testing.T, text []byte, asJSON bool) {
		name := "seed.yaml"
		if asJSON {
			name = "seed.json"
		}
		files := embedded{fsys: fstest.MapFS{
			name:        {Data: text},
			"vod/a.txt": {Data: []byte("a"), Mode: fs.FileMode(0o644)},
		}}
		seed, err := readSeed(files, name)
		if err == nil {
			if seed == nil {
				t.Fatal("neither a seed nor an error")
			}
			return
		}
		var problems Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("an error of another kind: %v", err)
		}
		for _, p := range problems {
			if p.Line < 0 || p.Column < 0 || p.Message == "" {
				t.Errorf("problem without a place or words: %+v", p)
			}
		}
	})
}
