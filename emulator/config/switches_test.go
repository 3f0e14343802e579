package config

import (
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestSwitches: every switch has a name of its own, can be set, is explained in
// the fidelity page, and says what was meant when it is misspelt.
func TestSwitches(t *testing.T) {
	page, err := os.ReadFile("../../docs/fidelity.md")
	if err != nil {
		t.Fatal(err)
	}
	names := SwitchNames()
	if len(names) < 15 || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("switches: %q", names)
	}
	for _, name := range names {
		c, err := Settings([]string{"--switch", name}, environ(), io.Discard)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.Switches == (Switches{}) {
			t.Errorf("%s sets nothing", name)
		}
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/fidelity.md does not name %s", name)
		}
	}
	c, err := Settings(nil, environ("EMULATOR_SWITCHES=KeepHSTSOverHTTP,RefuseOddMethod"), io.Discard)
	if err != nil || !c.Switches.CloudFront.KeepHSTSOverHTTP || !c.Switches.CORS.RefuseOddMethod {
		t.Errorf("%+v, %v", c, err)
	}
	_, err = Settings([]string{"--switch", "KeepHSTSOverHTTPS"}, environ(), io.Discard)
	if err == nil || err.Error() != `--switch: there is no switch "KeepHSTSOverHTTPS"; did you mean KeepHSTSOverHTTP?` {
		t.Errorf("misspelt: %v", err)
	}
}
