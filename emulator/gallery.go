package emulator

import (
	"context"
	"net/http"
	"sync"

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
	return s.Show(ctx, OfflineOf)
}

// OfflineOf is the world of a suite, behind no address; the function ends it.
// Environment variables are not looked at.
func OfflineOf(ctx context.Context, s *suite.Suite) (suite.World, func(), error) {
	cfg, err := s.Settings(nil, func(string) string { return "" })
	if err != nil {
		return nil, nil, err
	}
	w, err := NewOffline(ctx, cfg, OfflineOptions{KnownObjects: s.KnownObjects})
	if err != nil {
		return nil, nil, err
	}
	return w, w.Close, nil
}
