package emulator

import (
	"context"
	"io"
	"net/http"
	"sync"

	"crossfront/emulator/config"
	"crossfront/emulator/console"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
)

// gallery shows scenarios, each in worlds of its own, offline: nothing of it
// touches what the emulator serves.
type gallery struct {
	once sync.Once
	all  []*scenarios.Scenario
	err  error
}

var _ console.Gallery = (*gallery)(nil)

func (g *gallery) read() ([]*scenarios.Scenario, error) {
	g.once.Do(func() { g.all, g.err = scenarios.All() })
	return g.all, g.err
}

// Search implements [console.Gallery].
func (g *gallery) Search(words string) (any, error) {
	all, err := g.read()
	if err != nil {
		return nil, err
	}
	found := scenarios.Search(all, words)
	if found == nil {
		found = []*scenarios.Scenario{}
	}
	return found, nil
}

// Scenario implements [console.Gallery].
func (g *gallery) Scenario(ctx context.Context, id string) (any, error) {
	all, err := g.read()
	if err != nil {
		return nil, err
	}
	s, ok := scenarios.Find(all, id)
	if !ok {
		return nil, console.Errors{{Status: http.StatusNotFound, Code: "NoSuchScenario", Message: "There is no scenario " + id + "."}}
	}
	return s.Show(ctx, offlineWorld)
}

// offlineWorld is the world of a suite, behind no address.
func offlineWorld(ctx context.Context, s *suite.Suite) (suite.World, func(), error) {
	args := []string{}
	for _, name := range s.Switches {
		args = append(args, "--switch="+name)
	}
	cfg, err := config.Settings(args, func(string) string { return "" }, io.Discard)
	if err != nil {
		return nil, nil, err
	}
	cfg.Plant(s.Seed)
	w, err := NewOffline(ctx, cfg, OfflineOptions{KnownObjects: s.KnownObjects})
	if err != nil {
		return nil, nil, err
	}
	return w, w.Close, nil
}
