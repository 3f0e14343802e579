package suite

import (
	"context"
	"errors"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
)

// Visits are what each engine, just started, makes of what a page asks for, in w
// as it is after Reset. Engines that ask the same get the same answer, so that one
// does not warm a cache for the next.
func Visits(ctx context.Context, w World, p *browser.Page, engines ...fetch.Engine) ([]*browser.Visit, error) {
	x := Expectation{Steps: []Step{{Page: p}}}
	var tapes []tape
	var list []*browser.Visit
	for _, e := range engines {
		all, failure := x.walk(ctx, w, e, &tapes)
		if failure != nil {
			return nil, errors.New(failure.Got)
		}
		list = append(list, all...)
	}
	return list, nil
}
