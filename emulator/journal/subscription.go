package journal

import "context"

// subscriptionBuffer is how many exchanges may wait for a slow subscriber.
const subscriptionBuffer = 256

// Subscription is a live feed of exchanges from the moment it was made.
type Subscription struct {
	journal *Journal
	entries chan *entry
	missed  bool // guarded by journal.mu
}

// Subscribe starts a feed. Close it when done.
func (j *Journal) Subscribe() *Subscription {
	s := &Subscription{journal: j, entries: make(chan *entry, subscriptionBuffer)}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.subs[s] = struct{}{}
	return s
}

// Next waits for the next exchange; the error is ctx's.
func (s *Subscription) Next(ctx context.Context) (*Exchange, error) {
	select {
	case en := <-s.entries:
		return s.journal.read(en), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Missed reports whether exchanges were dropped since the last call because
// the subscriber was slow.
func (s *Subscription) Missed() bool {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	missed := s.missed
	s.missed = false
	return missed
}

// Close ends the feed.
func (s *Subscription) Close() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	delete(s.journal.subs, s)
}
