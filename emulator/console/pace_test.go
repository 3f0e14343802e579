package console

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pace
		begin := time.Now()
		for range paceBurst {
			p.rest(t.Context(), 1)
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("a burst took %v", took)
		}
		for range 10 {
			p.rest(t.Context(), paceRate/10)
		}
		if took := time.Since(begin); took != time.Second {
			t.Errorf("a second's worth more took %v", took)
		}
		time.Sleep(time.Hour) // makes no credit beyond the burst
		begin = time.Now()
		p.rest(t.Context(), paceBurst+paceRate)
		if took := time.Since(begin); took != time.Second {
			t.Errorf("after an hour a burst and a second's worth took %v", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if p.rest(ctx, 10*paceRate) || p.rest(ctx, 0) {
			t.Error("goes on after the client went")
		}
	})
}
