package suite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"crossfront/emulator/config"
	"crossfront/emulator/suite"
)

// FuzzSuite reads any text as a suite: it is one, or there are problems, each
// with a place and words.
func FuzzSuite(f *testing.F) {
	cases, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range cases {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if file.Name == "suite.yaml" {
				f.Add(file.Data, false)
			}
		}
	}
	f.Add([]byte(`{"config": "seed.yaml", "expectations": [{"name": "a", "request": "https://e1.cloudfront.net/", "expect": "allowed"}]}`), true)
	f.Fuzz(func(t *testing.T, text []byte, asJSON bool) {
		name := "suite.yaml"
		if asJSON {
			name = "suite.json"
		}
		s, err := suite.ReadIn(fstest.MapFS{name: {Data: text}, "seed.yaml": {Data: []byte(benchSeed)}}, name)
		if err == nil {
			if s == nil || s.Seed == nil || len(s.Expectations) == 0 {
				t.Fatalf("neither a suite nor an error: %+v", s)
			}
			for _, x := range s.Expectations {
				if x.Name == "" || len(x.Steps) == 0 {
					t.Fatalf("an expectation without a name or steps: %+v", x)
				}
				for _, step := range x.Steps {
					if step.Page != nil && len(step.Page.Mistakes()) > 0 {
						t.Fatalf("a page with mistakes: %+v", step.Page.Mistakes())
					}
				}
			}
			return
		}
		var problems config.Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("an error of another kind: %v", err)
		}
		for _, p := range problems {
			if p.Line < 0 || p.Column < 0 || p.Message == "" || p.File == "" {
				t.Errorf("problem without a place or words: %+v", p)
			}
		}
	})
}

func updating() bool { return os.Getenv("UPDATE_SCRIPTS") != "" }
