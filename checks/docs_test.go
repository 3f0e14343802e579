package checks

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// TestLinksLeadSomewhere: in every Markdown file, those into the tree.
func TestLinksLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
	count := 0
	for _, name := range files(t, ".md") {
		doc, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(withoutCode(string(doc)), -1) {
			if strings.Contains(m[1], ":") {
				continue
			}
			count++
			if _, err := os.Stat("../" + path.Join(path.Dir(name), m[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d links", count)
	}
}

// withoutCode is a Markdown text without its fenced code.
func withoutCode(doc string) string {
	var b strings.Builder
	for i, part := range strings.Split(doc, "```") {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}
