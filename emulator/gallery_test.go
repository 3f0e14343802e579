package emulator_test

import (
	"encoding/json"
	"testing"

	"crossfront/scenarios"
)

// TestGalleryByConsole: a scenario comes with all that happens in it, and leaves
// the user's own world alone.
func TestGalleryByConsole(t *testing.T) {
	r := start(t)
	before := r.console(200, "GET", "/api/state", "")
	var found []scenarios.Scenario
	if err := json.Unmarshal([]byte(r.console(200, "GET", "/api/scenarios?q=my+video+does+not+play", "")), &found); err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].ID != "NO-CORS-CONFIG" {
		t.Errorf("found %+v", found)
	}
	var shown scenarios.Shown
	if err := json.Unmarshal([]byte(r.console(200, "GET", "/api/scenarios/cf-origin-not-keyed", "")), &shown); err != nil {
		t.Fatal(err)
	}
	for name, half := range map[string]scenarios.Half{"broken": shown.Broken, "fixed": shown.Fixed} {
		if half.YAML == "" || len(half.Expectations) == 0 {
			t.Fatalf("%s: %+v", name, half)
		}
		for _, x := range half.Expectations {
			last := x.Steps[len(x.Steps)-1]
			if !x.Holds || len(last.Visits) != 3 || last.Visits[0].Last().Edge == nil {
				t.Errorf("%s, %s: holds %v, %d visits", name, x.Name, x.Holds, len(last.Visits))
			}
			for _, v := range last.Visits {
				if v.Verdict.Allowed != (name == "fixed") {
					t.Errorf("%s, %s: %s allows: %v", name, x.Name, v.Engine, v.Verdict.Allowed)
				}
			}
		}
	}
	if after := r.console(200, "GET", "/api/state", ""); after != before {
		t.Errorf("the world was %s\nand is %s", before, after)
	}
	if list := r.console(200, "GET", "/api/exchanges", ""); list != "[]\n" && list != "[]" {
		t.Errorf("exchanges: %.200s", list)
	}
	r.console(404, "GET", "/api/scenarios/NOTHING", "")
}
