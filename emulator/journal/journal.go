package journal

import (
	"sync"

	"github.com/google/uuid"
)

// DefaultCapacity is how many exchanges a journal keeps when not told.
const DefaultCapacity = 2000

// Journal keeps the last exchanges in memory and tells subscribers of new
// ones. All methods are safe for concurrent use.
type Journal struct {
	capacity int
	complete func(*Exchange)

	mu   sync.Mutex // guards what follows; held for pointer work only
	ring []*entry   // oldest at start once full
	next int        // where the next one goes in a full ring
	subs map[*Subscription]struct{}
}

var _ Recorder = (*Journal)(nil)

// entry is an exchange that may still have to be completed.
type entry struct {
	exchange *Exchange
	once     sync.Once
}

// New returns a journal of the last capacity exchanges; zero means
// DefaultCapacity. complete, which may be nil, adds to an exchange what is
// worked out from the rest of it (browsers' verdicts, advice); it runs once,
// before the exchange is first read, and after the exchange's own Lazy.
func New(capacity int, complete func(*Exchange)) *Journal {
	if capacity <= 0 {
		capacity = DefaultCapacity
	}
	return &Journal{capacity: capacity, complete: complete, subs: make(map[*Subscription]struct{})}
}

// Record keeps e and gives it an id when it has none. It never blocks: a
// subscriber that does not keep up misses exchanges, and finds them by id.
func (j *Journal) Record(e *Exchange) {
	en := &entry{exchange: e}
	j.mu.Lock()
	defer j.mu.Unlock()
	if e.ID == "" {
		// Made under the lock: the order of ids is the order of the ring.
		e.ID = newID()
	}
	if len(j.ring) < j.capacity {
		j.ring = append(j.ring, en)
	} else {
		j.ring[j.next] = en
		j.next = (j.next + 1) % j.capacity
	}
	for s := range j.subs {
		select {
		case s.entries <- Pending{j, en}:
		default:
			s.missed = true
		}
	}
}

// newID is a UUID version 7, or a random one should the clock refuse.
func newID() string {
	if id, err := uuid.NewV7(); err == nil {
		return id.String()
	}
	return uuid.NewString()
}

// read completes the exchange on its first reading.
func (j *Journal) read(en *entry) *Exchange {
	en.once.Do(func() {
		if lazy := en.exchange.Lazy; lazy != nil {
			lazy(en.exchange)
			en.exchange.Lazy = nil // lets go of what it held
		}
		if j.complete != nil {
			j.complete(en.exchange)
		}
		j.link(en)
	})
	return en.exchange
}

// entries is a copy of the ring, oldest first.
func (j *Journal) entries() []*entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := make([]*entry, 0, len(j.ring))
	all = append(all, j.ring[j.next:]...)
	return append(all, j.ring[:j.next]...)
}

// Exchanges returns the newest exchanges, oldest first: those recorded after
// the one with the id after (all of them when it is empty), and of those the
// last limit (all when limit is not positive). An id that has been dropped
// meanwhile still marks its place, because ids sort by time.
func (j *Journal) Exchanges(after string, limit int) []*Exchange {
	all := j.entries()
	if after != "" {
		from := len(all)
		for from > 0 && all[from-1].exchange.ID > after {
			from--
		}
		all = all[from:]
	}
	if limit > 0 && len(all) > limit {
		all = all[len(all)-limit:]
	}
	list := make([]*Exchange, len(all))
	for i, en := range all {
		list[i] = j.read(en)
	}
	return list
}

// Exchange returns the exchange with that id, if it is still kept.
func (j *Journal) Exchange(id string) (*Exchange, bool) {
	for _, en := range j.entries() {
		if en.exchange.ID == id {
			return j.read(en), true
		}
	}
	return nil, false
}

// Len is the number of exchanges kept.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.ring)
}

// Clear forgets all exchanges. Subscribers stay.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ring, j.next = nil, 0
}
