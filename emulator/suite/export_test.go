package suite

import (
	"context"

	"crossfront/emulator/browser"
)

// Visits are the three engines' visits as Run makes them.
func Visits(ctx context.Context, w World, p *browser.Page) []*browser.Visit {
	x := Expectation{Steps: []Step{{Page: p}}}
	var tapes []tape
	var list []*browser.Visit
	for _, e := range browser.Engines() {
		all, failure := x.walk(ctx, w, e, &tapes)
		if failure != nil {
			panic(failure.Got)
		}
		list = append(list, all...)
	}
	return list
}
