package scenarios

import (
	"embed"
	"strings"

	"crossfront/emulator/config"
)

// A Left is a failure that people have, and that no scenario shows.
type Left struct {
	ID    string `json:"id"`
	Rank  int    `json:"rank"` // as Scenario.Rank
	Title string `json:"title"`
	Why   string `json:"why"` // it cannot be shown
}

//go:embed left.yaml
var left embed.FS

// LeftOut are the failures that no scenario shows, by rank.
func LeftOut() ([]Left, error) {
	f := config.OpenFileIn(left, "left.yaml", "the list")
	var list []Left
	f.Decode(f.Root(), &list, "the list")
	for i := range list {
		list[i].Why = strings.TrimSpace(list[i].Why)
	}
	return list, f.Err()
}
