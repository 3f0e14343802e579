package console

import (
	"context"
	"time"
)

// A stream brings this many exchanges a second at most, and so many at once:
// reading works out verdicts and advice, which a load test must not pay for
// because a page stands open. Who is behind gets what the journal still keeps.
const (
	paceRate  = 2000
	paceBurst = 256
)

// pace slows one stream down.
type pace struct {
	due time.Time // when what was sent so far would have been sent at paceRate
}

// rest waits as long as n exchanges ask for; false when ctx ended meanwhile.
func (p *pace) rest(ctx context.Context, n int) bool {
	now := time.Now()
	if p.due.Before(now) {
		p.due = now
	}
	p.due = p.due.Add(time.Duration(n) * time.Second / paceRate)
	ahead := p.due.Sub(now) - paceBurst*time.Second/paceRate
	if ahead <= 0 {
		return ctx.Err() == nil
	}
	select {
	case <-time.After(ahead):
		return true
	case <-ctx.Done():
		return false
	}
}
