package config

import (
	"fmt"
	"reflect"
	"slices"

	"crossfront/corsengine"
	"crossfront/emulator/edge/policy"
)

// Switches choose the other answer where it is disputed, or not known, what AWS
// does. All off is the documented, or else the stricter answer. Each is set by
// its field's name, as --switch IgnoreUnusualHeaders; docs/fidelity.md says
// what they are about.
type Switches struct {
	CORS       corsengine.Options
	CloudFront policy.Options
	Signatures SignatureSwitches
	S3         S3Switches
}

// SignatureSwitches are about who signed a request.
type SignatureSwitches struct {
	CheckQueryChecksums bool // see sigv4.Verifier.WithQueryChecksums
	RefuseVersion2      bool // see sigv4.Verifier.WithVersion2
}

// S3Switches are about S3's addresses; see s3.Config.
type S3Switches struct {
	RequireRegion      bool
	TemporaryRedirects bool // for 24 hours
}

// flags calls f with every switch.
func (s *Switches) flags(f func(name string, on reflect.Value)) {
	groups := reflect.ValueOf(s).Elem()
	for i := range groups.NumField() {
		group := groups.Field(i)
		for j := range group.NumField() {
			if field := group.Type().Field(j); field.Type.Kind() == reflect.Bool {
				f(field.Name, group.Field(j))
			}
		}
	}
}

// SwitchNames are the names of all switches, sorted.
func SwitchNames() []string {
	var names []string
	new(Switches).flags(func(name string, _ reflect.Value) { names = append(names, name) })
	slices.Sort(names)
	return names
}

func setSwitches(c *Config, value string) error {
	found := false
	c.Switches.flags(func(name string, on reflect.Value) {
		if name == value {
			on.SetBool(true)
			found = true
		}
	})
	if !found {
		return fmt.Errorf("there is no switch %q%s", value, didYouMean(value, SwitchNames()))
	}
	return nil
}
