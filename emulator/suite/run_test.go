package suite_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
)

// TestRun runs the suites in testdata: each archive has a suite, what it names,
// and "want", the report or the mistakes.
func TestRun(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files, want := fstest.MapFS{}, -1
			for i, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: f.Data}
				if f.Name == "want" {
					want = i
				}
			}
			got := outcome(t, files)
			if updating() {
				archive.Files[want].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// outcome is the report of suite.yaml in words, without times, or its mistakes.
func outcome(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	if _, err := suite.ReadIn(files, "suite.yaml"); err != nil {
		return err.Error() + "\n"
	}
	s, w := prepare(t, files, "suite.yaml")
	report := s.Run(t.Context(), w)
	var text bytes.Buffer
	report.Text(&browser.Painter{W: &text})
	var junit bytes.Buffer
	if err := suite.WriteJUnit(&junit, []*suite.Report{report}); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(junit.Bytes(), new(struct{})); err != nil {
		t.Errorf("the JUnit report is no XML: %v", err)
	}
	if n := strings.Count(junit.String(), "<failure "); n != report.Failed {
		t.Errorf("the JUnit report has %d failures, want %d", n, report.Failed)
	}
	return regexp.MustCompile(`\([0-9.]+[mµ]?s\)`).ReplaceAllString(text.String(), "(TIME)")
}

// TestTapes: an engine that goes along another one's tape gets what it would
// get in a world of its own.
func TestTapes(t *testing.T) {
	s, w := prepare(t, twoHundred(), "suite.yaml")
	var pages []*browser.Page
	for _, x := range s.Expectations[:8] {
		pages = append(pages, x.Steps[0].Page)
	}
	for _, p := range pages {
		alone, err := browser.Ask(t.Context(), w, p)
		if err != nil {
			t.Fatal(err)
		}
		together, err := suite.Visits(t.Context(), w, p, browser.Engines()...)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range alone.Visits {
			got := together[i]
			if v.Verdict != got.Verdict || !cmp.Equal(v.Readable, got.Readable) || !cmp.Equal(v.Advice, got.Advice) || len(v.Legs) != len(got.Legs) {
				t.Errorf("%s %s in %s: alone %+v, along a tape %+v", p.Method, p.URL, v.Engine, v.Verdict, got.Verdict)
			}
		}
	}
}

// TestDocs runs the example of docs/check.md in the world that the page gives it.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../../docs/check.md")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range []string{"seed.yaml", "cors.suite.yaml"} {
		_, rest, _ := strings.Cut(string(doc), "```yaml "+name+"\n")
		example, _, _ := strings.Cut(rest, "```")
		files[name] = &fstest.MapFile{Data: []byte(example)}
	}
	s, w := prepare(t, files, "cors.suite.yaml")
	report := s.Run(t.Context(), w)
	if report.Failed > 0 || report.Held != 4 {
		var text bytes.Buffer
		report.Text(&browser.Painter{W: &text})
		t.Errorf("%d held:\n%s", report.Held, text.String())
	}
}

// TestRunInSeveralWorlds: who shares the work changes nothing, nor the order.
func TestRunInSeveralWorlds(t *testing.T) {
	s, w := prepare(t, twoHundred(), "suite.yaml")
	_, second := prepare(t, twoHundred(), "suite.yaml")
	_, third := prepare(t, twoHundred(), "suite.yaml")
	alone, together := s.Run(t.Context(), w), s.Run(t.Context(), w, second, third)
	for _, r := range []*suite.Report{alone, together} {
		r.Took = 0
		for i := range r.Results {
			r.Results[i].Took = 0
		}
	}
	if diff := cmp.Diff(alone, together); diff != "" {
		t.Error(diff)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if r := s.Run(ended, w, second); len(r.Results) != 0 || r.Failed != 0 {
		t.Errorf("after the end: %d results, %d failed", len(r.Results), r.Failed)
	}
}
