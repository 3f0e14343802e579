package emulator

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// doors are the imports each room may have from this module: a room and what
// it may open. Third-party modules are nobody's door, except that the two
// engines keep to the standard library. Test files may open any door.
var doors = map[string][]string{
	"corsengine":             {"corsengine/wellformed"},
	"corsengine/fetch":       {},
	"corsengine/wellformed":  {},
	"emulator/clock":         {},
	"emulator/fault":         {"emulator/clock", "emulator/edge/policy", "emulator/hosts", "emulator/journal"},
	"emulator/hosts":         {},
	"emulator/http1":         {},
	"emulator/journal":       {},
	"emulator/localca":       {},
	"emulator/advice":        {"corsengine", "corsengine/fetch", "emulator/journal"},
	"emulator/browser":       {"corsengine/fetch", "emulator/advice", "emulator/journal"},
	"emulator/console":       {"corsengine", "emulator/hosts", "emulator/journal"},
	"emulator/demo":          {},
	"emulator/config":        {"corsengine", "emulator/demo", "emulator/edge/policy", "emulator/fault", "emulator/hosts", "emulator/s3/access", "emulator/s3/remote"},
	"emulator/har":           {"corsengine", "corsengine/fetch", "emulator/advice", "emulator/browser", "emulator/journal"},
	"emulator/suite":         {"corsengine/fetch", "emulator/advice", "emulator/browser", "emulator/config", "emulator/journal"},
	"emulator/s3/access":     {},
	"emulator/s3/sigv4":      {"emulator/clock", "emulator/hosts", "emulator/s3/xxhash"},
	"emulator/s3/settings":   {"emulator/s3/wire"},
	"emulator/s3/store":      {"corsengine", "emulator/clock", "emulator/s3/access", "emulator/s3/settings", "emulator/s3/xxhash"},
	"emulator/s3/remote":     {"emulator/s3/sigv4", "emulator/s3/store"},
	"emulator/s3/wire":       {"corsengine/wellformed"},
	"emulator/s3/xxhash":     {},
	"emulator/s3":            {"corsengine", "emulator/clock", "emulator/fault", "emulator/hosts", "emulator/journal", "emulator/s3/access", "emulator/s3/settings", "emulator/s3/sigv4", "emulator/s3/store", "emulator/s3/wire"},
	"emulator/edge/signed":   {},
	"emulator/edge/policy":   {"emulator/edge/signed", "emulator/hosts"},
	"emulator/edge/registry": {"emulator/clock", "emulator/edge/function", "emulator/edge/policy", "emulator/hosts"},
	"emulator/edge/cache":    {},
	"emulator/edge/function": {},
	"emulator/edge/origin":   {"emulator/edge/policy", "emulator/fault", "emulator/hosts"},
	"emulator/edge/keyvalue": {"emulator/clock", "emulator/edge/policy", "emulator/edge/registry"},
	"emulator/edge/api":      {"corsengine/wellformed", "emulator/clock", "emulator/edge/function", "emulator/edge/policy", "emulator/edge/registry"},
	"emulator/edge":          {"emulator/clock", "emulator/edge/accesslog", "emulator/edge/cache", "emulator/edge/function", "emulator/edge/origin", "emulator/edge/policy", "emulator/edge/registry", "emulator/edge/signed", "emulator/fault", "emulator/hosts", "emulator/journal"},
	"scenarios":              {"emulator/browser", "emulator/config", "emulator/suite"},
	"scenarios/staged":       {"browsers/drive", "corsengine/fetch", "emulator", "emulator/browser", "emulator/config", "emulator/journal", "emulator/localca", "emulator/suite", "scenarios"},
	"web/player":             {},
	"checks":                 {}, // nothing but tests
	"bench":                  {},
	"browsers":               {}, // nothing but tests
	"clients":                {}, // nothing but tests
	"browsers/drive":         {"corsengine/fetch"},

	"emulator/edge/accesslog": {"emulator/clock"},
}

// engines depend on nothing but the standard library.
var engines = []string{"corsengine", "corsengine/fetch", "corsengine/wellformed"}

// assemblies put rooms together and may open every door.
var assemblies = []string{"emulator", "cmd/emulator"}

const module = "crossfront/"

func TestDoors(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || len(d.Name()) > 2 && d.Name()[0] == '.') {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		room := path.Dir(strings.TrimPrefix(filepath.ToSlash(file), "../"))
		if slices.Contains(assemblies, room) || strings.HasSuffix(room, "test") { // suites, such as storetest
			return nil
		}
		seen++
		checkDoors(t, room, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < len(doors) {
		t.Errorf("looked at %d files for %d rooms: the walk went wrong", seen, len(doors))
	}
}

func checkDoors(t *testing.T, room, file string) {
	t.Helper()
	allowed, known := doors[room]
	if !known {
		t.Errorf("%s: room %s has no entry in the table of doors", file, room)
		return
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, imp := range parsed.Imports {
		name, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		own, ours := strings.CutPrefix(name, module)
		switch {
		case ours && !slices.Contains(allowed, own):
			t.Errorf("%s imports %s: not a door of %s", file, name, room)
		case !ours && slices.Contains(engines, room) && strings.Contains(strings.Split(name, "/")[0], "."):
			t.Errorf("%s imports %s: %s keeps to the standard library", file, name, room)
		}
	}
}
