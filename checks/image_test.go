package checks

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestImageHasItsSources: the image is built from what .dockerignore lets
// through, and nothing tells of a folder that it lacks but a failed build.
func TestImageHasItsSources(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join(root, ".dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	var through []string
	for line := range strings.Lines(string(doc)) {
		if folder, ok := strings.CutPrefix(strings.TrimSpace(line), "!"); ok && strings.HasSuffix(folder, "/") {
			through = append(through, folder)
		}
	}
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{if .Module}}{{if .Module.Main}}{{.Dir}}{{end}}{{end}}{{end}}", "../cmd/emulator").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if len(packages) < 20 {
		t.Fatalf("only %d packages", len(packages))
	}
	for _, dir := range packages {
		folder, err := filepath.Rel(root, dir)
		if err != nil {
			t.Fatal(err)
		}
		if folder = filepath.ToSlash(folder) + "/"; !hasPrefix(folder, through) {
			t.Errorf("%s is needed to build, and .dockerignore keeps it out", folder)
		}
	}
}

func hasPrefix(folder string, of []string) bool {
	for _, prefix := range of {
		if strings.HasPrefix(folder, prefix) {
			return true
		}
	}
	return false
}
