package browsers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"crossfront/emulator"
	"crossfront/emulator/browser"
)

// TestAdvice: whoever is blocked is told what to do, and nobody else is: there
// is no false alarm in a thousand healthy exchanges. No browser is needed: that
// the model blocks what they block is shown elsewhere.
func TestAdvice(t *testing.T) {
	const page = "http://app.localhost:3000"
	d := &draw{rand.New(rand.NewPCG(*worldSeed, 2)), page}
	worlds := make([]*world, 2500)
	for i := range worlds {
		worlds[i] = d.world(i)
	}
	healthy, blocked := 0, 0
	for batch := range slices.Chunk(worlds, batchSize) {
		model := offline(t, seed(t, batch))
		for _, w := range batch {
			for i := range w.Asks {
				v := w.visit(t, model, page, i)
				switch advised := len(v.Advice) > 0; {
				case v.Verdict.Allowed && advised:
					t.Errorf("allowed, and still advised: %+v; ask %d in\n%s", v.Advice, i, w)
				case !v.Verdict.Allowed && !advised:
					t.Errorf("blocked with %s, and no advice; ask %d in\n%s", v.Verdict.Error, i, w)
				case advised:
					blocked++
				default:
					healthy += len(v.Legs)
				}
			}
		}
	}
	t.Logf("%d healthy exchanges, %d asks blocked", healthy, blocked)
	if healthy < 1000 || blocked < 1000 {
		t.Error("the draw shows too little")
	}
}

// visit has an engine, another one each time, make an ask in the world.
func (w *world) visit(t *testing.T, model *emulator.Offline, page string, i int) *browser.Visit {
	t.Helper()
	a := &w.Asks[i]
	a.URL = fmt.Sprintf("http://%s.cloudfront.localhost:8080/%s", w.distribution(), a.Key)
	if a.Via == "s3" {
		a.URL = fmt.Sprintf("http://localhost:4566/%s/%s", w.bucket(), a.Key)
	}
	v, err := browser.Go(t.Context(), model, browser.Engines()[i%3], a.page(page))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
