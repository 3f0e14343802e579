package emulator

import (
	"time"

	"crossfront/emulator/console"
	"crossfront/emulator/edge/cache"
)

func (b *backend) Cache(id string, limit int) (console.Cache, error) {
	w := b.e.world.Load()
	if _, err := w.registry.Distribution(id); err != nil {
		return console.Cache{}, policyError(err)
	}
	entries, total := w.edge.Stored(id, limit)
	list := console.Cache{Total: total, Entries: []console.Stored{}}
	now := b.e.clock.Now()
	for _, e := range entries {
		list.Entries = append(list.Entries, showStored(e, now))
	}
	return list, nil
}

// In the order of cache.Slot and cache.State.
var (
	storedKinds  = [...]string{cache.Object: "object", cache.Head: "head", cache.Part: "part"}
	storedStates = [...]string{cache.Fresh: "fresh", cache.Held: "held", cache.Refreshing: "refreshing", cache.Expired: "expired"}
)

func showStored(e *cache.Entry, now time.Time) console.Stored {
	s := console.Stored{
		Path: e.Path, Query: e.Query, POP: e.Key.POP, Key: e.Key.Key, Kind: storedKinds[e.Key.Slot],
		Status: e.Status, Size: e.Bytes(), Age: e.AgeAt(now), TTL: max(0, int64((e.Life.Fresh-now.Sub(e.Stored))/time.Second)),
		State: storedStates[e.At(now)], Method: e.By.Method,
	}
	if e.By.HasOrigin {
		s.Origin = &e.By.Origin
	}
	if allowed := e.Header["Access-Control-Allow-Origin"]; len(allowed) > 0 {
		s.AllowOrigin = &allowed[0]
	}
	return s
}
