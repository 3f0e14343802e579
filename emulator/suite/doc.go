// Package suite reads and runs suites: files of expectations on what pages may
// ask a configuration for. A suite is the regression test of a CORS set-up: it
// runs offline, in milliseconds, and says of what fails why, and what to change.
//
// suitefile.go is the file as it is written, read.go makes a [Suite] of it with
// all mistakes reported at once, run.go asks a [World], the files after it say
// what came of it.
package suite

import (
	"io"
	"net/http"
	"slices"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
)

// A World is what a suite is run against.
type World interface {
	browser.FreshWorld
	// Advance moves the clock of TTLs and expiries.
	Advance(d time.Duration)
	// Invalidate has the edge forget paths.
	Invalidate(paths []string) error
	// SetOrigin changes what custom origins answer; status 0 is 200.
	SetOrigin(status int, header http.Header)
}

// A Suite is a suite file, read and free of mistakes.
type Suite struct {
	Name         string // the file's, as given
	Seed         *config.Seed
	Switches     []string // names of config.Switches to throw
	KnownObjects bool
	Expectations []Expectation
	KeepVisits   bool // in results; they are large

	file *config.File
}

// Settings is the configuration that the suite's world is made of: serve's flags
// and variables, with the suite's switches and seed. Its errors are
// [config.Settings]'s.
func (s *Suite) Settings(flags []string, getenv func(string) string) (*config.Config, error) {
	flags = slices.Clone(flags)
	for _, name := range s.Switches {
		flags = append(flags, "--switch="+name)
	}
	cfg, err := config.Settings(flags, getenv, io.Discard)
	if err != nil {
		return nil, err
	}
	cfg.Plant(s.Seed)
	return cfg, nil
}

// An Expectation is a sequence of steps in one world, in most cases one.
type Expectation struct {
	Name  string
	Line  int
	Steps []Step
	// SameBrowser: one browser takes all steps, and keeps what browsers keep.
	SameBrowser bool
	// ServiceWorker is the site's in that browser; empty: none.
	ServiceWorker browser.ServiceWorker
}

// A Step moves the clock, invalidates, or asks and expects.
type Step struct {
	Name       string // empty for most
	Line       int
	Advance    time.Duration
	Invalidate []string
	Page       *browser.Page // nil: nothing is asked
	Origin     OriginAnswer  // of custom origins, at this step
	Want       Want

	at func(path ...any) config.Place
}

// OriginAnswer is what custom origins are taken to answer.
type OriginAnswer struct {
	Status int // 0: 200
	Header http.Header
}

// Want is what is expected of a step; what is empty does not matter.
type Want struct {
	Verdict  string // Allowed or Blocked
	Reason   Reason // of a block
	Readable []string
	// Unreadable are headers that are there, and kept from the script.
	Unreadable []string
	Opaque     *bool  // no script can read what was loaded
	Timing     *bool  // Resource Timing shows more than zeros
	Cache      string // one of the journal's Cache… words
	Status     int
	Engines    []fetch.Engine // that count
}

// Verdicts.
const (
	Allowed = "allowed"
	Blocked = "blocked"
)
