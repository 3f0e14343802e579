package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzFaults reads any text as the console's list of faults: they can be named, or
// there are problems, each with a place inside the text.
func FuzzFaults(f *testing.F) {
	for _, text := range []string{
		`{"bucket":"media","status":503,"every":3}`, `[{"origin":"a.example","latency":"35s","jitter":"1s"}]`,
		"faults:\n- {bucket: media, reset: true, times: 1}\n", `{"faults":[{"bucket":"media","truncate":0,"bandwidth":1,"path":"/a*","methods":["GET"]}]}`,
		`{"bucket":"media","latency":"1h","probability":0.5,"code":"x"}`, "", "[]", "{", "-", "- - a", "&a [*a]", `{"bucket":000,"status"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := ReadFaults(text, "the fuzzer")
		var problems Problems
		if err != nil && (!errors.As(err, &problems) || len(problems) == 0) {
			t.Fatalf("%T: %v", err, err)
		}
		for _, p := range problems {
			if p.Message == "" || p.Line < 0 {
				t.Errorf("a problem without a place or words: %+v", p)
			}
		}
		if err != nil {
			return
		}
		for i := range all {
			if f := &all[i]; f.From != "the fuzzer" || f.Bucket+f.Origin == "" || strings.HasPrefix(f.String(), " on ") {
				t.Errorf("a fault that does nothing, or is nowhere: %+v", *f)
			}
		}
	})
}

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
