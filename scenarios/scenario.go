package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"crossfront/emulator/config"
	"crossfront/emulator/suite"
)

// A Scenario is one failure: what people see, why it is so, and what cures it.
type Scenario struct {
	ID       string   `json:"id"`
	Rank     int      `json:"rank"` // among the failures that people ask about, from 1
	Title    string   `json:"title"`
	Symptoms []string `json:"symptoms"` // in the words that people search for
	Layer    string   `json:"layer"`    // "bucket", "edge", "cache" or "client": where the cure is
	Cause    string   `json:"cause"`
	Fix      string   `json:"fix"`
	// Engines says what differs between browsers; empty: nothing does.
	Engines string `json:"engines,omitempty"`
	// Clients are the libraries with which it is shown in a browser, with their
	// versions; package clients has them.
	Clients []string `json:"clients,omitempty"`
	Sources []string `json:"sources"`
	// Broken and Fixed are the two halves: what is expected before the cure, and
	// after it.
	Broken *suite.Suite `json:"-"`
	Fixed  *suite.Suite `json:"-"`

	file string
}

// entry is a scenario's file as it is written.
type entry struct {
	ID       string       `json:"id"`
	Rank     int          `json:"rank"`
	Title    string       `json:"title"`
	Symptoms []string     `json:"symptoms"`
	Layer    string       `json:"layer"`
	Cause    string       `json:"cause"`
	Fix      string       `json:"fix"`
	Engines  string       `json:"engines,omitempty"`
	Clients  []string     `json:"clients,omitempty"`
	Sources  []string     `json:"sources"`
	Broken   config.Value `json:"broken"`
	Fixed    config.Value `json:"fixed"`
}

//go:embed gallery
var gallery embed.FS

// Files are the gallery's files, in the folder gallery.
func Files() fs.FS { return gallery }

// All are the gallery's scenarios by rank. The error has every mistake of every
// file.
func All() ([]*Scenario, error) { return ReadIn(gallery, "gallery") }

// ReadIn reads all scenarios in a folder of a file system.
func ReadIn(fsys fs.FS, dir string) ([]*Scenario, error) {
	fsys, err := fs.Sub(fsys, dir)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []*Scenario
	var mistakes []error
	ids := map[string]string{}
	for _, name := range names {
		s, err := read(config.OpenFileIn(fsys, name, "the scenario"), name)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		if first, taken := ids[s.ID]; taken {
			mistakes = append(mistakes, fmt.Errorf("%s: the id %s is %s's already", name, s.ID, first))
		}
		ids[s.ID] = name
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b *Scenario) int { return a.Rank - b.Rank })
	return all, errors.Join(mistakes...)
}

// Find is the scenario with that id, in any case of letters.
func Find(all []*Scenario, id string) (*Scenario, bool) {
	i := slices.IndexFunc(all, func(s *Scenario) bool { return strings.EqualFold(s.ID, id) })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

func read(f *config.File, name string) (*Scenario, error) {
	root := f.Root()
	if f.Err() == nil && !root.Given() {
		f.Add(root.At(), "the scenario is empty; expected id, title, broken and fixed")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	var in entry
	f.Decode(root, &in, "the scenario")
	if !root.IsMapping() {
		return nil, f.Err()
	}
	s := &Scenario{
		ID: in.ID, Rank: in.Rank, Title: in.Title, Symptoms: in.Symptoms, Layer: in.Layer,
		Cause: strings.TrimSpace(in.Cause), Fix: strings.TrimSpace(in.Fix), Engines: strings.TrimSpace(in.Engines), Clients: in.Clients, Sources: in.Sources, file: name,
	}
	s.check(f, root)
	s.Broken = half(f, root, "broken", name)
	s.Fixed = half(f, root, "fixed", name)
	if err := f.Err(); err != nil {
		return nil, err
	}
	s.prove(f, root)
	return s, f.Err()
}

// half reads one of the two suites.
func half(f *config.File, root config.Value, field, name string) *suite.Suite {
	v := root.Field(field)
	if !v.Given() {
		f.Missing(root, "a scenario needs %s: a suite", field)
		return nil
	}
	return suite.Within(f, v, name+" "+field)
}

// check reports what is missing of the words.
func (s *Scenario) check(f *config.File, root config.Value) {
	for _, field := range [...]string{"id", "title", "symptoms", "layer", "cause", "fix", "sources", "rank"} {
		if !root.Field(field).Given() {
			f.Missing(root, "a scenario needs %s", field)
		}
	}
	if layers := []string{"bucket", "edge", "cache", "client"}; s.Layer != "" && !slices.Contains(layers, s.Layer) {
		f.Add(root.At("layer"), "%q is no layer; expected one of %s", s.Layer, strings.Join(layers, ", "))
	}
	for i, source := range s.Sources {
		if !strings.HasPrefix(source, "https://") {
			f.Add(root.At("sources", i), "%q is no https URL", source)
		}
	}
}

// prove reports a scenario that could not show anything: both halves would hold
// in a world where nothing is wrong.
func (s *Scenario) prove(f *config.File, root config.Value) {
	expects := func(half *suite.Suite, verdict string) bool {
		return slices.ContainsFunc(half.Expectations, func(x suite.Expectation) bool {
			return slices.ContainsFunc(x.Steps, func(s suite.Step) bool { return s.Want.Verdict == verdict })
		})
	}
	if !expects(s.Fixed, suite.Allowed) {
		f.Add(root.At("fixed"), "nothing is expected to be allowed after the cure")
	}
	if expects(s.Fixed, suite.Blocked) && !expects(s.Broken, suite.Blocked) {
		f.Add(root.At("fixed"), "something is blocked after the cure only")
	}
}
