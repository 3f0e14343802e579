package browsers

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/browsers/chromiumtest"
	"crossfront/corsengine/fetch"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
	"crossfront/scenarios/staged"
)

// leftOut are the expectations that no real browser takes.
func leftOut() []string {
	return []string{
		"maxage-stale.yaml broken, the origin stops allowing PUT, and nobody sees it yet: " +
			"the browser's own clock cannot be moved, and what it keeps outlasts the test's patience",
	}
}

// TestGallery: what real browsers make of every step of the gallery is what the
// model says: what is asked, whether it is allowed, what the page then sees of it,
// and else what the console says, word for word.
func TestGallery(t *testing.T) {
	table := &galleryTable{rows: map[string][]string{}}
	t.Cleanup(func() { table.write(t) })
	for _, e := range []fetch.Engine{fetch.Chromium, fetch.Firefox, fetch.WebKit} {
		t.Run(e.String(), func(t *testing.T) {
			if e == fetch.Chromium {
				chromiumtest.Path(t)
			} else if !all() {
				t.Skip("`make browsers` asks Firefox and WebKit, too")
			}
			stage, err := staged.Open(e)
			if err != nil {
				t.Fatal(err)
			}
			defer stage.Close()
			table.engines = append(table.engines, e.String())
			testGallery(t, stage, table)
		})
	}
}

func testGallery(t *testing.T, stage *staged.Stage, table *galleryTable) {
	gallery, err := scenarios.All()
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, scenario := range gallery {
		for _, half := range []*suite.Suite{scenario.Broken, scenario.Fixed} {
			for i := range half.Expectations {
				if x := &half.Expectations[i]; staged.Unable(x) != "" {
					left = append(left, half.Name+", "+x.Name+": "+staged.Unable(x))
				}
			}
		}
		var lost error
		t.Run(scenario.ID, func(t *testing.T) { lost = testScenario(t, stage, scenario, table) })
		if lost != nil {
			t.Fatal(lost) // the others would wait for it, too
		}
	}
	if diff := cmp.Diff(leftOut(), left); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

// testScenario takes what can be taken. The error is the browser's, which does
// not go on.
func testScenario(t *testing.T, stage *staged.Stage, scenario *scenarios.Scenario, table *galleryTable) error {
	taken, apart := 0, 0
	defer func() { table.add(scenario.ID, taken, apart) }()
	for _, half := range []*suite.Suite{scenario.Broken, scenario.Fixed} {
		for i := range half.Expectations {
			x := &half.Expectations[i]
			if staged.Unable(x) != "" {
				continue
			}
			steps, err := stage.Take(t.Context(), half, x)
			if err != nil {
				t.Error(err)
				return err
			}
			for _, s := range steps {
				if taken++; !s.Agrees() {
					apart++
					f := s.Failure()
					t.Errorf("%s, %s, line %d, %s: the browser: %s; the model: %s %s", half.Name, x.Name, s.Line, s.URL, f.Got, f.Expected, s.Model.Error)
				}
			}
		}
	}
	if taken == 0 {
		t.Error("no step was taken")
	}
	return nil
}

// A galleryTable is what each engine made of each scenario, for $ARTIFACTS.
type galleryTable struct {
	engines []string
	ids     []string
	rows    map[string][]string
}

func (g *galleryTable) add(id string, taken, apart int) {
	if !slices.Contains(g.ids, id) {
		g.ids = append(g.ids, id)
	}
	cell := fmt.Sprintf("%d requests as the model says", taken)
	switch {
	case apart > 0:
		cell = fmt.Sprintf("%d of %d requests otherwise", apart, taken)
	case taken == 1:
		cell = "1 request as the model says"
	}
	g.rows[id] = append(g.rows[id], cell)
}

func (g *galleryTable) write(t *testing.T) {
	dir := os.Getenv("ARTIFACTS")
	if dir == "" || len(g.engines) == 0 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| scenario | %s |\n|---%s|\n", strings.Join(g.engines, " | "), strings.Repeat("|---", len(g.engines)))
	for _, id := range g.ids {
		fmt.Fprintf(&b, "| %s | %s |\n", id, strings.Join(g.rows[id], " | "))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Error(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "gallery.md"), []byte(b.String()), 0o644); err != nil {
		t.Error(err)
	}
}
