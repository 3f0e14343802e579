package browsers

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator/suite"
	"crossfront/scenarios/staged"
)

// TestGallery: what real browsers make of the gallery's steps is what the model
// says. What cannot be staged is named and left out.
func TestGallery(t *testing.T) {
	table := &galleryTable{rows: map[string][]string{}}
	t.Cleanup(func() { table.write(t) })
	for _, e := range []fetch.Engine{fetch.Chromium, fetch.Firefox, fetch.WebKit} {
		t.Run(e.String(), func(t *testing.T) {
			s := newSite(t, "")
			if e == fetch.Chromium {
				findChromium(t)
			} else if !all() {
				t.Skip("`make browsers` asks Firefox and WebKit, too")
			}
			end, err := drive.Open(e, s.origin+drive.Loop)
			if err != nil {
				t.Fatal(err)
			}
			defer end()
			table.engines = append(table.engines, e.String())
			testGallery(t, &staged.Stage{Engine: e, Site: s.Site}, table)
		})
	}
}

func testGallery(t *testing.T, stage *staged.Stage, table *galleryTable) {
	gallery, err := staged.Gallery(stage.Site.Origin)
	if err != nil {
		t.Fatal(err)
	}
	taken, left := 0, 0
	for _, scenario := range gallery {
		before, apart := taken, 0
		for _, half := range []*suite.Suite{scenario.Broken, scenario.Fixed} {
			for i := range half.Expectations {
				x := &half.Expectations[i]
				if why := stage.Unable(half, x); why != "" {
					t.Logf("left out: %s, %s: %s", half.Name, x.Name, why)
					left++
					continue
				}
				steps, err := stage.Take(t.Context(), half, x)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range steps {
					if taken++; !s.Agrees() {
						apart++
						t.Errorf("%s, %s, line %d, %s: the browser: %+v; the model: %+v", half.Name, x.Name, s.Line, s.URL, s.Got, s.Model)
					}
				}
			}
		}
		table.add(scenario.ID, taken-before, apart)
	}
	t.Logf("%d steps taken in %d scenarios, %d expectations left out", taken, len(gallery), left)
	if taken < len(gallery) {
		t.Error("few steps were taken")
	}
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
	case taken == 0:
		cell = "not staged"
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
