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

// TestTutorial does what the pages say: writes their files, runs their commands, and
// compares what they print. A line … stands for any lines, and one at a line's end for
// the rest of it.
func TestTutorial(t *testing.T) {
	path := binary(t)
	for page, commands := range map[string]int{"tutorial.md": 5, "check.md": 1} {
		t.Run(page, func(t *testing.T) {
			if ran := follow(t, "../docs/"+page, path); ran < commands {
				t.Errorf("only %d commands were run", ran)
			}
		})
	}
}

// follow does what a page says, in a folder of its own, and counts the commands.
func follow(t *testing.T, page, path string) (ran int) {
	t.Helper()
	doc, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$").FindAllStringSubmatch(string(doc), -1) {
		language, name, text := m[1], m[2], m[3]
		if language != "console" && name == "" { // nothing to be done
			continue
		}
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
	return ran
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
