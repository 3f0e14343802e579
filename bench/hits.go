package main

import (
	"context"
	"fmt"
)

// sizes are those of objects: a playlist, a small segment or an image, a
// segment.
var sizes = [...]struct {
	name  string
	bytes int
}{{"1 KB", 1 << 10}, {"64 KB", 64 << 10}, {"2 MB", 2 << 20}}

// hits compares answers from the cache, asked for by wrk.
func hits(ctx context.Context, s *settings) error {
	if _, err := installed("wrk", "wrk"); s.leftOut("all of it", err) {
		return nil
	}
	c, err := startCaches(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	for _, size := range sizes {
		list := make([]contender, len(c.list))
		for i, one := range c.list {
			l := &load{url: fmt.Sprintf("http://%s/%d", one.address, size.bytes), connections: 16}
			if err := warm(ctx, l.url); err != nil {
				return err
			}
			list[i] = contender{one.name, one.pid, func(ctx context.Context) (result, error) { return l.run(ctx, s.seconds) }}
		}
		if err := contest(ctx, s, size.name, list); err != nil {
			return err
		}
	}
	return nil
}

// missScript asks for another object each time.
const missScript = `local n = 0
local prefix
function init(args) prefix = args[1] end
function request() n = n + 1; return wrk.format("GET", prefix .. n) end
`

// misses compares answers that have to be fetched, and are then stored: 1 KB
// from an origin that is the same process for all.
func misses(ctx context.Context, s *settings) error {
	if _, err := installed("wrk", "wrk"); s.leftOut("all of it", err) {
		return nil
	}
	c, err := startCaches(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	list := make([]contender, len(c.list))
	for i, one := range c.list {
		round := 0
		list[i] = contender{one.name, one.pid, func(ctx context.Context) (result, error) {
			round++
			l := &load{url: "http://" + one.address, connections: 16, script: missScript, args: []string{fmt.Sprintf("/1024/%d/", round)}}
			return l.run(ctx, s.seconds)
		}}
	}
	return contest(ctx, s, "1 KB", list)
}
