package fault

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// A Hit is a fault that acts on one request.
type Hit struct {
	*Fault
	ID    string
	set   *Set
	armed *armed
	delay time.Duration
	broke atomic.Bool
}

// ErrCut is how a body ends that the fault cuts.
var ErrCut = errors.New("injected fault: the body was cut")

// Wait makes an answer that is there late. It returns ctx's cause when ctx ends
// before. A nil Hit does not wait.
func (h *Hit) Wait(ctx context.Context) error {
	if h == nil || h.delay == 0 {
		return nil
	}
	return h.holdUntil(ctx, h.set.clock.Now().Add(h.delay))
}

// holdUntil counts as a failure until it is over: who gives up meanwhile looks at
// once, and does not wait for this to notice.
func (h *Hit) holdUntil(ctx context.Context, at time.Time) error {
	before := h.broke.Swap(true)
	if err := h.set.wait(ctx, h.armed, at); err != nil {
		return err
	}
	h.broke.Store(before)
	return nil
}

// InPlace reports whether the fault answers in the place of who was asked.
func (h *Hit) InPlace() bool { return h.Reset || h.Status != 0 }

// Broke notes that the request failed for the fault.
func (h *Hit) Broke() { h.broke.Store(true) }

// Body is the answer's body as the fault has it: so fast, so much. Without
// either it is the body itself.
func (h *Hit) Body(ctx context.Context, body io.ReadCloser) io.ReadCloser {
	if h == nil || h.Truncate == nil && h.Bandwidth == 0 {
		return body
	}
	b := &faultyBody{ReadCloser: body, hit: h, ctx: ctx, next: h.set.clock.Now(), left: -1}
	if h.Truncate != nil {
		b.left = *h.Truncate
	}
	return b
}

// ticks is how many pieces of a paced body there are in a second.
const ticks = 10

type faultyBody struct {
	io.ReadCloser
	hit  *Hit
	ctx  context.Context
	left int64     // -1: all
	next time.Time // when the next piece may come
}

func (b *faultyBody) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if b.left == 0 {
		return b.cut()
	}
	size := int64(len(p))
	rate := b.hit.Bandwidth
	if rate > 0 {
		size = min(size, max(1, rate/ticks))
	}
	if b.left > 0 {
		size = min(size, b.left)
	}
	n, err := b.ReadCloser.Read(p[:size])
	if b.left > 0 {
		b.left -= int64(n)
	}
	if rate > 0 && n > 0 {
		b.next = b.next.Add(time.Duration(n) * time.Second / time.Duration(rate))
		if late := b.hit.holdUntil(b.ctx, b.next); late != nil {
			return n, late
		}
	}
	return n, err
}

// cut ends the body, unless it is at its end anyway.
func (b *faultyBody) cut() (int, error) {
	var one [1]byte
	if n, err := io.ReadFull(b.ReadCloser, one[:]); n == 0 {
		return 0, err
	}
	b.hit.Broke()
	return 0, ErrCut
}
