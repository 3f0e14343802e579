package browsers

import (
	"errors"
	"os"
	"testing"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
)

// A site is the page that asks.
type site struct {
	*drive.Site
	origin string
}

func newSite(t *testing.T, policy fetch.EmbedderPolicy) *site {
	t.Helper()
	s, err := drive.NewSite(policy)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &site{s, s.Origin}
}

// fetch implements driver.
func (s *site) fetch(t *testing.T, a *ask) report {
	t.Helper()
	said, err := s.Ask(t.Context(), a.wire())
	if err != nil {
		t.Fatalf("%s %s: %v", a.Method, a.URL, err)
	}
	return report{said, ""}
}

func openFirefox(t *testing.T, s *site) driver { return open(t, fetch.Firefox, s) }
func openWebKit(t *testing.T, s *site) driver  { return open(t, fetch.WebKit, s) }

// open opens one of the browsers that are heavy, and not part of `make test`.
func open(t *testing.T, e fetch.Engine, s *site) driver {
	t.Helper()
	if !all() {
		t.Skip("`make browsers` asks Firefox and WebKit, too")
	}
	end, err := drive.Open(e, s.origin+drive.Loop)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return s
}

// all reports whether all browsers are asked for.
func all() bool { return os.Getenv("BROWSERS") == "all" }

// TestMissing: what is not installed is said.
func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("CHROMIUM", "")
	for _, e := range []fetch.Engine{fetch.Chromium, fetch.Firefox} {
		var missing *drive.ErrMissing
		if end, err := drive.Open(e, "http://localhost"); !errors.As(err, &missing) {
			t.Errorf("%v: %v", e, err)
			if err == nil {
				end()
			}
		}
	}
}
