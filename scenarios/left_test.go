package scenarios_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"crossfront/scenarios"
)

// TestEveryFailure: each of the failures that people have is a scenario, or on
// the list of those that cannot be one, with its rank.
func TestEveryFailure(t *testing.T) {
	known, err := os.ReadFile("testdata/failures.txt")
	if err != nil {
		t.Fatal(err)
	}
	left, err := scenarios.LeftOut()
	if err != nil {
		t.Fatal(err)
	}
	ranks := map[string]int{}
	for _, s := range all(t) {
		ranks[s.ID] = s.Rank
	}
	for _, l := range left {
		if _, both := ranks[l.ID]; both {
			t.Errorf("%s is a scenario, and on the list of those that are none", l.ID)
		}
		if l.Title == "" || l.Why == "" {
			t.Errorf("%s lacks its title, or why it is no scenario", l.ID)
		}
		ranks[l.ID] = l.Rank
	}
	for line := range strings.Lines(string(known)) {
		rank, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch got, there := ranks[id]; {
		case !there:
			t.Errorf("%s is neither a scenario nor on the list", id)
		case strconv.Itoa(got) != rank:
			t.Errorf("%s has rank %d, want %s", id, got, rank)
		}
	}
	for _, l := range left {
		if !strings.Contains(string(known), " "+l.ID+"\n") {
			t.Errorf("%s is not among the failures that are known", l.ID)
		}
	}
}
