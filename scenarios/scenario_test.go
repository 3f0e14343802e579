package scenarios_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"crossfront/emulator"
	"crossfront/emulator/config"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
)

func all(t *testing.T) []*scenarios.Scenario {
	t.Helper()
	list, err := scenarios.All()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestGallery: every scenario is broken, and fixed, as it says.
func TestGallery(t *testing.T) {
	for _, s := range all(t) {
		t.Run(s.ID, func(t *testing.T) {
			o, err := s.Run(t.Context(), emulator.OfflineOf)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range []*suite.Report{o.Broken, o.Fixed} {
				for _, x := range r.Results {
					for _, f := range x.Failures {
						t.Errorf("%s line %d, %s: expected %s, got %s", r.Suite, f.Line, x.Name, f.Expected, f.Got)
					}
				}
			}
		})
	}
}

// TestCureIsNeeded: with the cure taken away, what the fixed half expects fails.
// Where the world stays and the page is cured, the two halves ask differently.
func TestCureIsNeeded(t *testing.T) {
	for _, s := range all(t) {
		t.Run(s.ID, func(t *testing.T) {
			if sameWorld(s) {
				if asks(s.Broken) == asks(s.Fixed) {
					t.Error("the same world is asked for the same: nothing was cured")
				}
				return
			}
			uncured := *s
			half := *s.Fixed
			half.Seed = s.Broken.Seed
			uncured.Fixed = &half
			o, err := uncured.Run(t.Context(), emulator.OfflineOf)
			if err == nil && o.Holds {
				t.Error("holds without its cure")
			}
		})
	}
}

func sameWorld(s *scenarios.Scenario) bool {
	return reflect.DeepEqual(told(s.Broken.Seed), told(s.Fixed.Seed))
}

// told is a seed without the functions that open its files, which are never equal.
func told(s *config.Seed) *config.Seed {
	seed := *s
	seed.Buckets = slices.Clone(s.Buckets)
	for i := range seed.Buckets {
		objects := slices.Clone(seed.Buckets[i].Objects)
		for j := range objects {
			objects[j].Open = nil
		}
		seed.Buckets[i].Objects = objects
	}
	return &seed
}

// asks is everything that a half asks for.
func asks(s *suite.Suite) string {
	var b strings.Builder
	for _, x := range s.Expectations {
		fmt.Fprintln(&b, x.ServiceWorker)
		for _, step := range x.Steps {
			fmt.Fprintf(&b, "%+v %v %v %+v\n", step.Page, step.Advance, step.Invalidate, step.Origin)
		}
	}
	return b.String()
}

// TestMistakes: what a scenario lacks is said, all at once, with its place.
func TestMistakes(t *testing.T) {
	tests := map[string][]string{
		"":       {"the scenario is empty"},
		"[]":     {"the scenario"},
		"id: A":  {"needs title", "needs symptoms", "needs layer", "needs cause", "needs fix", "needs sources", "needs rank", "needs broken: a suite", "needs fixed: a suite"},
		"colour": {"the scenario"},
		"id: A\nlayer: moon\nsources: ['http://a']\n": {`"moon" is no layer`, `"http://a" is no https URL`},
		whole("expect: allowed", "cache: miss"):       {"nothing is expected to be allowed after the cure"},
		whole("expect: allowed", "expect: maybe"):     {"maybe"},
	}
	for text, wants := range tests {
		_, err := scenarios.ReadIn(fstest.MapFS{"g/a.yaml": {Data: []byte(text)}}, "g")
		for _, want := range wants {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v\nlacks %q", text, err, want)
			}
		}
	}
	twice := []byte(whole("expect: blocked", "expect: allowed"))
	if _, err := scenarios.ReadIn(fstest.MapFS{"g/a.yaml": {Data: twice}, "g/b.yaml": {Data: twice}}, "g"); err == nil || !strings.Contains(err.Error(), "is a.yaml's already") {
		t.Errorf("one id twice: %v", err)
	}
}

// whole is a scenario with one expectation in each half.
func whole(broken, fixed string) string {
	half := func(expects string) string {
		return "{config: {buckets: [{name: media}]}, from: 'https://a.example', expectations: [{name: a, request: 'https://media.s3.us-east-1.amazonaws.com/a', " + expects + "}]}"
	}
	return "id: A\nrank: 1\ntitle: a\nsymptoms: [a]\nlayer: bucket\ncause: a\nfix: a\nsources: ['https://a.example']\n" +
		"broken: " + half(broken) + "\nfixed: " + half(fixed) + "\n"
}

func TestSearch(t *testing.T) {
	list := all(t)
	for _, tt := range []struct{ text, id string }{
		{"", list[0].ID},
		{"my video does not play", "NO-CORS-CONFIG"},
		{"No 'Access-Control-Allow-Origin' header is present on the requested resource.", "NO-CORS-CONFIG"},
		{"works with cache disabled", "CACHE-BROWSER"},
		{"ETag undefined", "ETAG-NOT-EXPOSED"},
		{"fonts are not shown", "FONT"},
		{"canvas tainted", "CANVAS-TAINT"},
	} {
		found := scenarios.Search(list, tt.text)
		first := ""
		if len(found) > 0 {
			first = found[0].ID
		}
		if tt.id != "" && first != tt.id {
			t.Errorf("%q finds %d, %s first, not %s", tt.text, len(found), first, tt.id)
		}
	}
	if found := scenarios.Search(list, "qwertz asdf yxcv"); found != nil {
		t.Error("finds what nobody wrote")
	}
	if _, ok := scenarios.Find(list, "no-cors-config"); !ok {
		t.Error("an id in small letters is not found")
	}
}

// FuzzRead: no file brings the reader down.
func FuzzRead(f *testing.F) {
	f.Add(whole("expect: blocked", "expect: allowed"))
	f.Add("id: &a [*a]")
	f.Add("broken: {expectations: [{steps: [{advance: 1h}]}]}")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := scenarios.ReadIn(fstest.MapFS{"g/a.yaml": {Data: []byte(text)}}, "g")
		if err == nil && len(list) != 1 {
			t.Errorf("%d scenarios, no mistake", len(list))
		}
	})
}
