package checks

import (
	"go/ast"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestClaims: what the page of claims names is there.
func TestClaims(t *testing.T) {
	doc, err := os.ReadFile("../docs/claims.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	for _, f := range goFiles(t) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.test() {
				tests[fn.Name.Name] = true
			}
		}
	}
	bench, err := os.ReadFile("../bench/main.go")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, line := range strings.Split(string(doc), "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| README") {
			continue
		}
		before := named
		for _, m := range regexp.MustCompile("`(Test\\w+|scripts/[\\w.-]+)`").FindAllStringSubmatch(line, -1) {
			named++
			if name := m[1]; strings.HasPrefix(name, "Test") && !tests[name] {
				t.Errorf("there is no test %s", name)
			} else if _, err := os.Stat("../" + name); !strings.HasPrefix(name, "Test") && err != nil {
				t.Errorf("there is no %s", name)
			}
		}
		if _, parts, ok := strings.Cut(line, "bench "); ok {
			parts, _, _ = strings.Cut(parts, " with")
			for _, m := range regexp.MustCompile("`([a-z0-9]+)`").FindAllStringSubmatch(parts, -1) {
				named++
				if !strings.Contains(string(bench), `{"`+m[1]+`", "`) {
					t.Errorf("there is no part %s of the bench", m[1])
				}
			}
		}
		if named == before {
			t.Errorf("nothing shows it: %s", line)
		}
	}
	if named < 40 {
		t.Errorf("only %d are named", named)
	}
}

// TestCI: what CI is to run is there, and every script that tries something is run.
func TestCI(t *testing.T) {
	run, err := os.ReadFile("../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	apart := []string{
		"fuzz.sh",            // make fuzz: as long as one likes
		"backend.sh",         // builds a cluster to keep objects in, which takes minutes: by hand
		"coverage.sh",        // make test
		"suites.sh",          // other projects' suites: by hand, they change
		"clean-machine.sh",   // all of this once more, in a container
		"make-demo-media.sh", // make what is in the repository
		"make-client-media.sh",
		"need.sh", // installs
	}
	list, err := os.ReadDir("../scripts")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range list {
		name := file.Name()
		if strings.HasSuffix(name, ".sh") && !strings.Contains(string(run), "scripts/"+name) && !slices.Contains(apart, name) {
			t.Errorf("CI does not run scripts/%s", name)
		}
	}
}

// TestFailures: of a log, CI repeats what failed and what it said, and nothing of
// what passed.
func TestFailures(t *testing.T) {
	got, err := exec.Command("awk", "-f", "../.ci/failures.awk", "testdata/ci.log").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	want, err := os.ReadFile("testdata/ci-failures.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}
