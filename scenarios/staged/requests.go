package staged

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// asks are the requests of a visit.
func asks(v *browser.Visit) []string {
	lines := []string{}
	for i := range v.Legs {
		lines = append(lines, line(v.Legs[i].Exchange))
	}
	return lines
}

// asked are the requests that the emulator answered since its journal was
// cleared: so many as are expected, which it may record some time after the page
// has its answer, or more.
func (p *play) asked(ctx context.Context, expected int) ([]string, error) {
	j := p.running.Journal()
	for late := time.Now().Add(patience); j.Len() < expected && time.Now().Before(late); {
		if err := wait(ctx, 5*time.Millisecond); err != nil {
			return nil, err
		}
	}
	lines := []string{}
	for _, x := range j.Exchanges("", 0) {
		lines = append(lines, line(x))
	}
	return lines, nil
}

// decided are the headers by which servers and caches answer otherwise.
func decided() []string {
	return []string{
		"Access-Control-Request-Headers", "Access-Control-Request-Method", "Cookie", "If-None-Match", "Origin", "Priority", "Range", "Sec-Fetch-Dest", "Sec-Fetch-Mode",
	}
}

// line is a request as far as a browser decides on it, and how it was answered.
func line(x *journal.Exchange) string {
	text := fmt.Sprint(x.Request.Method, " ", x.Response.Status)
	for _, h := range x.Request.Headers {
		if slices.ContainsFunc(decided(), func(name string) bool { return strings.EqualFold(name, h[0]) }) {
			text += " " + h[0] + ": " + h[1]
		}
	}
	return text
}
