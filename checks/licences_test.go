package checks

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// thirdParty lists what is in the binary that others wrote.
const thirdParty = "../THIRD-PARTY.md"

var update = flag.Bool("update", false, "write THIRD-PARTY.md")

// licences by sentences that only they have.
func licences() []struct{ name, has string } {
	return []struct{ name, has string }{
		{"Apache-2.0", "Apache License"},
		{"MPL-2.0", "Mozilla Public License"},
		{"MIT", "Permission is hereby granted, free of charge"},
		{"BSD-3-Clause", "Neither the name of"},
		{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
	}
}

// TestThirdParty: everything in the binary is listed, under a licence that allows
// it to be.
func TestThirdParty(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What is in the binary that others wrote\n\nMade by `go test ./checks -run ThirdParty -update`.\n\n| module | version | licence |\n|---|---|---|\n")
	for _, row := range append(goModules(t), pagePackages(t)...) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", row[0], row[1], row[2])
		if row[2] == "" {
			t.Errorf("%s has a licence that is not known here", row[0])
		}
	}
	if *update {
		if err := os.WriteFile(thirdParty, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(thirdParty)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(got)); diff != "" {
		t.Errorf("THIRD-PARTY.md is stale, run go test ./checks -run ThirdParty -update (-want +got):\n%s", diff)
	}
}

// goModules are those that the binary is linked from, and Go's own library.
func goModules(t *testing.T) (rows [][3]string) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "../cmd/emulator").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(strings.ReplaceAll(string(out), " ", "\x00"))
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		part := strings.Split(line, "\x00")
		rows = append(rows, [3]string{part[0], part[1], licenceIn(t, part[2])})
	}
	if len(rows) < 5 {
		t.Fatalf("only %d modules", len(rows))
	}
	return append(rows, [3]string{"Go's standard library", "", "BSD-3-Clause"})
}

func licenceIn(t *testing.T, dir string) string {
	files, err := filepath.Glob(dir + "/LICEN[SC]E*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no licence: %v", dir, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range licences() {
		if strings.Contains(string(text), l.has) {
			return l.name
		}
	}
	return ""
}

// pagePackages are those that the page is made of.
func pagePackages(t *testing.T) (rows [][3]string) {
	doc, err := os.ReadFile("../web/player/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev              bool
		}
	}
	if err := json.Unmarshal(doc, &lock); err != nil {
		t.Fatal(err)
	}
	for path, p := range lock.Packages {
		name, ok := strings.CutPrefix(path, "node_modules/")
		if !ok || p.Dev {
			continue
		}
		if !slices.ContainsFunc(licences(), func(l struct{ name, has string }) bool { return l.name == p.License }) {
			p.License = stated(name)
		}
		rows = append(rows, [3]string{name + " (npm)", p.Version, p.License})
	}
	slices.SortFunc(rows, func(a, b [3]string) int { return strings.Compare(a[0], b[0]) })
	return rows
}

// stated is the licence of packages that state it in a file only.
func stated(name string) string {
	if name == "dom-walk" { // LICENCE: MIT
		return "MIT"
	}
	return ""
}
