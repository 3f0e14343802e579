package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
)

// journalCost compares hits with the journal, which has the browsers' verdicts
// worked out when somebody reads, with hits that nobody records, and with hits
// that the page watches live.
func journalCost(ctx context.Context, s *settings) error {
	if _, err := installed("wrk", "wrk"); s.leftOut("all of it", err) {
		return nil
	}
	origin, err := startOrigin()
	if err != nil {
		return err
	}
	defer origin.close()
	dir, err := os.MkdirTemp("", "crossfront-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var list []contender
	for _, kind := range [...]struct {
		name    string
		args    []string
		watched bool
	}{
		{"journal", nil, false},
		{"no journal", []string{"--exchanges=0"}, false},
		{"journal, page open", nil, true},
	} {
		e, err := startEdge(ctx, s.binary, dir, origin.address, kind.args...)
		if err != nil {
			return err
		}
		defer e.stop()
		l := &load{url: fmt.Sprintf("http://%s/%d", e.edge, 1<<10), connections: 16}
		if err := warm(ctx, l.url); err != nil {
			return err
		}
		list = append(list, contender{kind.name, e.pid(), func(ctx context.Context) (result, error) {
			if kind.watched {
				end, err := watch(ctx, e.console)
				if err != nil {
					return result{}, err
				}
				defer end()
			}
			return l.run(ctx, s.seconds)
		}})
	}
	return contest(ctx, s, "1 KB", list)
}

// watch reads the live feed as the page does, until end is called.
func watch(ctx context.Context, console string) (end func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+console+"/api/events", nil)
	if err != nil {
		cancel()
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		cancel()
		return nil, err
	}
	go io.Copy(io.Discard, res.Body)
	return func() { cancel(); res.Body.Close() }, nil
}
