package staged

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/suite"
)

// Unable says why an expectation cannot be staged; empty when it can.
func Unable(x *suite.Expectation) string {
	for i := range x.Steps {
		s := &x.Steps[i]
		if s.Page != nil && s.Page.Origin == fetch.OriginOf(s.Page.URL) {
			return "the page and what it asks for are of one origin, which has two servers here"
		}
		if s.Advance != 0 && x.SameBrowser && keptUntil(x, i) > patience {
			return "the browser's own clock cannot be moved, and what it keeps outlasts the test's patience"
		}
	}
	return ""
}

// patience is how long a real browser's own clock is waited for, and its reports.
const patience = 10 * time.Second

// keptUntil is how long a browser keeps anything of the steps before one: of
// preflights for the standard's 5 seconds, or as long as the answer says. Of
// answers to GET nobody knows.
func keptUntil(x *suite.Expectation, step int) time.Duration {
	kept := 5 * time.Second
	for i := range step {
		s := &x.Steps[i]
		if s.Page != nil && slices.Contains([]string{"", http.MethodGet, http.MethodHead}, s.Page.Method) {
			return math.MaxInt64
		}
		if said, err := strconv.Atoi(s.Origin.Header.Get("Access-Control-Max-Age")); err == nil {
			kept = max(kept, time.Duration(said)*time.Second)
		}
	}
	return kept + time.Second
}

// wait waits: where the scenario lets more time pass, nothing more changes in the
// browser.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
