package browsers

import (
	"testing"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator/suite"
	"crossfront/scenarios/staged"
)

// TestGallery: what real browsers make of the gallery's steps is what the model
// says. What cannot be staged is named and left out.
func TestGallery(t *testing.T) {
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
			testGallery(t, &staged.Stage{Engine: e, Site: s.Site})
		})
	}
}

func testGallery(t *testing.T, stage *staged.Stage) {
	gallery, err := staged.Gallery(stage.Site.Origin)
	if err != nil {
		t.Fatal(err)
	}
	taken, left := 0, 0
	for _, scenario := range gallery {
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
						t.Errorf("%s, %s, line %d, %s: the browser: %+v; the model: %+v", half.Name, x.Name, s.Line, s.URL, s.Got, s.Model)
					}
				}
			}
		}
	}
	t.Logf("%d steps taken in %d scenarios, %d expectations left out", taken, len(gallery), left)
	if taken < len(gallery) {
		t.Error("few steps were taken")
	}
}
