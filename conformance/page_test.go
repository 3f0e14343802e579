package conformance_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page lists the cases that tests take from AWS's documents and captures.
const page = "../docs/vectors.md"

var update = flag.Bool("update", false, "write docs/vectors.md")

// TestPage keeps the page in step with the cases.
func TestPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# The cases behind fidelity

Made by ` + "`go test ./conformance -run TestPage -update`" + ` of ` + "`testdata/s3-cors-vectors.json`" + ` and
` + "`testdata/cloudfront-vectors.json`" + `. S3's are run by ` + "`corsengine`" + ` and ` + "`emulator/s3`" + `, over HTTP in both
ways of addressing; CloudFront's by ` + "`conformance`" + `, against the built binary. What follows
from them is in [fidelity](fidelity.md).

`)
	s3 := s3Rows(t)
	cloudfront := cloudFrontRows(t)
	b.WriteString(counted("S3's CORS", s3))
	b.WriteString(counted("CloudFront", cloudfront))
	b.WriteString(table("S3's CORS", s3))
	b.WriteString(table("CloudFront", cloudfront))
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(got)); diff != "" {
		t.Errorf("docs/vectors.md is stale, run go test ./conformance -run TestPage -update (-want +got):\n%s", diff)
	}
}

// A row is one case.
type row struct{ id, what, evidence, source string }

func s3Rows(t *testing.T) (rows []row) {
	var cases []struct {
		ID, Evidence, Source string
		Request              struct{ Method, Path string }
		Expect               struct{ Status int }
	}
	decodeFile(t, "../testdata/s3-cors-vectors.json", &cases)
	for _, c := range cases {
		rows = append(rows, row{c.ID, fmt.Sprintf("%s %s: %d", c.Request.Method, c.Request.Path, c.Expect.Status), evidence(c.Evidence), c.Source})
	}
	return rows
}

func cloudFrontRows(t *testing.T) (rows []row) {
	for _, v := range readVectors(t, "cloudfront-vectors.json") {
		what := v.Area
		if v.Note != "" {
			what += ": " + v.Note
		}
		if why := v.notYet(); why != "" {
			what += " (not run: " + why + ")"
		}
		rows = append(rows, row{v.ID, what, evidence(v.Evidence), v.Source})
	}
	return rows
}

// evidence is a class in the words of the fidelity page.
func evidence(class string) string {
	switch class {
	case "aws-recorded":
		return "recorded"
	case "aws-docs", "docs":
		return "documented"
	case "ceph-tests":
		return "suite"
	}
	return class
}

// counted is a line on how many cases have which evidence.
func counted(title string, rows []row) string {
	n := map[string]int{}
	for _, r := range rows {
		n[r.evidence]++
	}
	var parts []string
	for _, class := range []string{"recorded", "documented", "suite", "community", "inferred"} {
		if n[class] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[class], class))
		}
	}
	return fmt.Sprintf("%s: %d cases, %s.\n\n", title, len(rows), strings.Join(parts, ", "))
}

func table(title string, rows []row) string {
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.id, b.id) })
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n| case | what | evidence | source |\n|---|---|---|---|\n", title)
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.id, cell(r.what), r.evidence, cell(r.source))
	}
	return b.String() + "\n"
}

// cell keeps a text from being read as the table's own marks.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "*", `\*`, "<", `\<`, "\n", " ").Replace(text)
}

func decodeFile(t *testing.T, name string, to any) {
	t.Helper()
	doc, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(doc, to); err != nil {
		t.Fatal(err)
	}
}
