package scenarios

import (
	"fmt"
	"io/fs"
	"strings"
)

// Page is the scenario's page in docs/gallery, in Markdown.
func (s *Scenario) Page() (string, error) {
	text, err := fs.ReadFile(gallery, "gallery/"+s.file)
	if err != nil {
		return "", err
	}
	broken, fixed, ok := halves(string(text))
	if !ok {
		return "", fmt.Errorf("%s: broken and fixed do not begin lines of their own, in this order", s.file)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n`%s`, number %d among the failures that people ask about. The cure is in the %s.\n\n", plain(s.Title), s.ID, s.Rank, place(s.Layer))
	fmt.Fprintf(&b, "```sh\nemulator scenario run %s\n```\n\n## What people see\n\n", s.ID)
	for _, symptom := range s.Symptoms {
		fmt.Fprintf(&b, "- %s\n", plain(symptom))
	}
	fmt.Fprintf(&b, "\n## Why\n\n%s\n\n## The fix\n\n%s\n\n", plain(s.Cause), plain(s.Fix))
	if s.Engines != "" {
		fmt.Fprintf(&b, "## Where browsers differ\n\n%s\n\n", plain(s.Engines))
	}
	if len(s.Clients) > 0 {
		fmt.Fprintf(&b, "## Shown with\n\n%s, [in a real browser](../../clients).\n\n", strings.Join(s.Clients, ", "))
	}
	fmt.Fprintf(&b, "## Broken\n\n![What the page shows of it](pictures/%s.webp)\n\n```yaml\n%s```\n\n## Fixed\n\n```yaml\n%s```\n\n## Sources\n\n", s.ID, broken, fixed)
	for _, source := range s.Sources {
		fmt.Fprintf(&b, "- %s\n", source)
	}
	fmt.Fprintf(&b, "\nMade of [%s](../../scenarios/gallery/%s); see [the gallery](../gallery.md).\n", s.file, s.file)
	return b.String(), nil
}

// Index is docs/gallery/README.md: all scenarios by rank, and the failures that
// are none.
func Index(all []*Scenario, left []Left) string {
	var b strings.Builder
	b.WriteString("# The gallery's failures\n\nBy how often people ask about them. [What they are](../gallery.md), and how to add one.\n\n| | failure | cure in the |\n|---|---|---|\n")
	for _, s := range all {
		fmt.Fprintf(&b, "| %d | [%s](%s.md) `%s` | %s |\n", s.Rank, plain(s.Title), s.ID, s.ID, place(s.Layer))
	}
	b.WriteString("\nFailures that no scenario can show:\n\n")
	for _, l := range left {
		fmt.Fprintf(&b, "- %s (`%s`). %s\n", l.Title, l.ID, plain(strings.ReplaceAll(l.Why, "\n", " ")))
	}
	return b.String()
}

// plain keeps Markdown from reading marks into words.
func plain(text string) string {
	return strings.NewReplacer("*", `\*`, "<", `\<`).Replace(text)
}

// place is a layer as a place for a cure.
func place(layer string) string {
	switch layer {
	case "cache":
		return "edge's cache"
	case "client":
		return "page or its client"
	}
	return layer
}

// halves are the two suites as they are written. Names that fixed takes over
// from broken stay names.
func halves(text string) (broken, fixed string, ok bool) {
	_, rest, ok := strings.Cut(text, "\nbroken:\n")
	if !ok {
		return "", "", false
	}
	broken, fixed, ok = strings.Cut(rest, "\nfixed:\n")
	return outdent(broken + "\n"), outdent(fixed), ok
}

func outdent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimPrefix(line, "  "))
	}
	return b.String()
}
