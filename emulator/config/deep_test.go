package config

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestHostileText feeds text that would exhaust a parser without limits.
func TestHostileText(t *testing.T) {
	cases := map[string]struct{ name, text, want string }{
		"YAML brackets":    {"seed.yaml", "buckets: " + strings.Repeat("[", 100_000), "seed.yaml:1:110: values are nested more than 100 deep"},
		"YAML braces":      {"seed.yaml", "buckets: " + strings.Repeat("{a: ", 100_000), "values are nested more than 100 deep"},
		"YAML dashes":      {"seed.yaml", "buckets:\n" + strings.Repeat("- ", 100_000), "values are nested more than 100 deep"},
		"YAML indentation": {"seed.yaml", staircase(500), "values are nested more than 100 deep"},
		"a large YAML":     {"seed.yaml", "#" + strings.Repeat("x", maxYAML), "the file is larger than 1 MiB"},
		"JSON brackets":    {"seed.json", strings.Repeat("[", 200) + strings.Repeat("]", 200), "values are nested more than 100 deep"},
		"open brackets":    {"seed.json", strings.Repeat("[", 100_000), "this is no JSON: "},
		"no name":          {"seed", strings.Repeat("[", 100_000), "values are nested more than 100 deep"},
		"no UTF-8":         {"seed.yaml", "buckets: \xff\n", "seed.yaml:1:10: this byte is no UTF-8"},
		"a tag":            {"seed.yaml", "buckets: !!binary abc\n", "seed.yaml:1:10: Tag is not understood here"},
		"two documents":    {"seed.yaml", "buckets: []\n---\nbuckets: []\n", "seed.yaml:2:1: a second document starts here"},
		"an unknown alias": {"seed.yaml", "buckets: *x\n", "no anchor &x stands before this alias"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := readSeed(embedded{fsys: fstest.MapFS{tc.name: {Data: []byte(tc.text)}}}, tc.name)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v\nwant %s", err, tc.want)
			}
		})
	}
}

func staircase(steps int) string {
	var b strings.Builder
	b.WriteString("buckets:\n")
	for i := range steps {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}
