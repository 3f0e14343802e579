package journal

import "context"

// subscriptionBuffer is how many exchanges may wait for a slow subscriber.
const subscriptionBuffer = 256

// Subscription is a live feed of exchanges from the moment it was made.
type Subscription struct {
	journal *Journal
	entries chan Pending
	missed  bool // guarded by journal.mu
}

// Subscribe starts a feed. Close it when done.
func (j *Journal) Subscribe() *Subscription {
	s := &Subscription{journal: j, entries: make(chan Pending, subscriptionBuffer)}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.subs[s] = struct{}{}
	return s
}

// Pending is an exchange that a feed brought; Exchange completes and reads it.
type Pending struct {
	journal *Journal
	entry   *entry
}

// Exchange is the exchange, complete.
func (p Pending) Exchange() *Exchange { return p.journal.read(p.entry) }

// C is where exchanges arrive, as they are recorded.
func (s *Subscription) C() <-chan Pending { return s.entries }

// Next waits for the next exchange; the error is ctx's.
func (s *Subscription) Next(ctx context.Context) (*Exchange, error) {
	select {
	case p := <-s.entries:
		return p.Exchange(), nil
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
