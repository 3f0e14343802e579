package checks

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestTutorial does what the tutorial says: writes its files, runs its commands, and
// compares what they print. A line … stands for any lines, and one at a line's end for
// the rest of it.
func TestTutorial(t *testing.T) {
	doc, err := os.ReadFile("../docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := binary(t)
	ran := 0
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$").FindAllStringSubmatch(string(doc), -1) {
		language, name, text := m[1], m[2], m[3]
		if language != "console" {
			writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), text)
			continue
		}
		command, want, _ := strings.Cut(text, "\n")
		command = strings.TrimPrefix(command, "$ ")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, "sh", "-c", command)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+path+string(os.PathListSeparator)+os.Getenv("PATH"))
		got, _ := cmd.CombinedOutput() // checks that fail are part of it
		if !pattern(want).Match(got) {
			t.Errorf("$ %s\ngot:\n%s\nwant:\n%s", command, got, want)
		}
		ran++
	}
	if ran < 5 {
		t.Errorf("only %d commands were run", ran)
	}
}

// binary is a folder with the emulator in it.
func binary(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "emulator"), "../cmd/emulator").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// pattern matches an output as the page shows it.
func pattern(want string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(want)
	quoted = regexp.MustCompile(`(?m)^…\n`).ReplaceAllString(quoted, `(?s:.*)`)
	quoted = strings.ReplaceAll(quoted, "…\n", ".*\n")
	return regexp.MustCompile("^" + quoted + "$")
}
