package main

import (
	"context"
	"fmt"
	"io"

	"crossfront/emulator/journal"
)

// printing writes one line for each exchange from now until ctx ends. The
// function that it returns waits for the last one.
func printing(ctx context.Context, w io.Writer, j *journal.Journal) (wait func()) {
	feed := j.Subscribe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer feed.Close()
		for {
			e, err := feed.Next(ctx)
			if err != nil {
				return
			}
			fmt.Fprintln(w, e.Line())
			if feed.Missed() {
				fmt.Fprintln(w, "… requests came faster than lines can be printed; some are left out here")
			}
		}
	}()
	return func() { <-ended }
}
