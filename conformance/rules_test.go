package conformance_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRulesNameTests holds docs/cloudfront-rules.md to its word: the tests and
// cases that it names are there.
func TestRulesNameTests(t *testing.T) {
	doc, err := os.ReadFile("../docs/cloudfront-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(source, -1) {
			tests[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var cases []string
	for _, file := range []string{"cloudfront-vectors.json", "cloudfront-derived.json"} {
		for _, v := range readVectors(t, file) {
			cases = append(cases, v.ID)
		}
	}
	named := 0
	for _, name := range regexp.MustCompile(`\bTest[A-Z]\w+`).FindAllString(string(doc), -1) {
		if named++; !tests[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		for id := range strings.SplitSeq(cells[3], ",") {
			id = strings.TrimSpace(id)
			if strings.Contains(id, " ") || !strings.Contains(id, "-") || strings.Trim(id, "-") == "" {
				continue
			}
			named++
			prefix, open := strings.CutSuffix(id, "*")
			if !slices.ContainsFunc(cases, func(have string) bool { return have == id || open && strings.HasPrefix(have, prefix) }) {
				t.Errorf("there is no case %s", id)
			}
		}
	}
	if named < 150 {
		t.Errorf("only %d tests and cases were found in the document", named)
	}
}
