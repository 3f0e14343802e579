package origin

import (
	"context"
	"io"
	"sync"
)

// A Spool is a body that arrives once and is read by any number of viewers,
// each from its first byte, while it is still arriving. It holds the whole body
// as long as that is at most its limit. Beyond, it overflows: bytes that all
// readers have read are let go, no more readers are admitted once the first
// bytes are gone, and the origin is read only as fast as the slowest reader.
type Spool struct {
	limit int64

	mu      sync.Mutex
	change  chan struct{} // closed, and replaced, whenever anything below changes
	chunks  [][]byte
	base    int64 // position of the first chunk: 0 until the spool overflows
	end     int64 // position behind the last chunk
	over    bool
	done    bool
	err     error // why the body ended early; nil at a clean end
	readers map[*SpoolReader]struct{}

	complete bool // the announced length is here; used by Fill only
}

const (
	smallChunk = 4 << 10
	largeChunk = 64 << 10
	window     = 1 << 20 // bytes that may wait for the slowest reader after an overflow
)

// NewSpool makes a spool that keeps at most limit bytes.
func NewSpool(limit int64) *Spool {
	return &Spool{limit: limit, change: make(chan struct{}), readers: map[*SpoolReader]struct{}{}}
}

// Fill reads src to its end into the spool. length is the announced length, -1
// when there is none. overflowed is called when the limit is passed; complete
// is called with the whole body when it was not, before any reader can see that
// it is complete. The body must not be changed.
func (s *Spool) Fill(ctx context.Context, src io.Reader, length int64, overflowed func(), complete func(body []byte)) {
	if length == 0 {
		complete(nil)
		s.finish(nil)
		return
	}
	var buf []byte
	if length > 0 && length <= s.limit {
		buf = make([]byte, length) // one allocation
	}
	for size := smallChunk; ; size = largeChunk {
		if len(buf) == 0 {
			buf = make([]byte, size)
		}
		n, err := src.Read(buf)
		if n > 0 && s.append(buf[:n:n], length, complete) {
			overflowed()
		}
		buf = buf[n:]
		if s.complete {
			s.finish(nil)
			return
		}
		if err == io.EOF {
			if length > 0 {
				err = io.ErrUnexpectedEOF
			} else {
				err = nil
				s.ended(complete)
			}
			s.finish(err)
			return
		}
		if err == nil {
			err = s.backpressure(ctx)
		}
		if err != nil {
			s.finish(err)
			return
		}
	}
}

// append publishes p, unless it is the last of the announced length: then
// complete comes first.
func (s *Spool) append(p []byte, length int64, complete func([]byte)) (overflow bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chunks = append(s.chunks, p)
	end := s.end + int64(len(p))
	if !s.over && end > s.limit {
		s.over, overflow = true, true
	}
	if end == length {
		s.complete = true
		if !s.over {
			complete(s.join(end))
		}
	}
	s.end = end
	s.wake()
	return overflow
}

// ended takes the end of a body that came without a length.
func (s *Spool) ended(complete func([]byte)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		complete(s.join(s.end))
	}
}

func (s *Spool) finish(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done, s.err = true, err
	s.wake()
}

// join is all chunks as one. The lock is held, and nothing was released.
func (s *Spool) join(size int64) []byte {
	first := s.chunks
	if len(first) == 0 {
		return nil
	}
	if len(first) == 1 {
		return first[0]
	}
	whole := make([]byte, 0, size)
	for _, c := range first {
		whole = append(whole, c...)
	}
	return whole
}

// wake tells everyone who waits that something changed. The lock is held.
func (s *Spool) wake() {
	close(s.change)
	s.change = make(chan struct{})
}

// backpressure waits, after an overflow, until the readers have caught up.
func (s *Spool) backpressure(ctx context.Context) error {
	for {
		s.mu.Lock()
		if !s.over {
			s.mu.Unlock()
			return nil
		}
		if len(s.readers) > 0 { // else the first may be on its way
			s.release()
		}
		waiting, change := s.end-s.base, s.change
		s.mu.Unlock()
		if waiting <= window {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// release lets go of the chunks that every reader is past. The lock is held.
func (s *Spool) release() {
	low := s.end
	for r := range s.readers {
		low = min(low, r.at)
	}
	for len(s.chunks) > 0 && s.base+int64(len(s.chunks[0])) <= low {
		s.base += int64(len(s.chunks[0]))
		s.chunks[0] = nil
		s.chunks = s.chunks[1:]
	}
}

// Reader reads the body from its first byte; ok is false when that byte is gone
// already. The reader waits for bytes until ctx ends.
func (s *Spool) Reader(ctx context.Context) (r *SpoolReader, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.base > 0 {
		return nil, false
	}
	r = &SpoolReader{spool: s, ctx: ctx}
	s.readers[r] = struct{}{}
	return r, true
}

// A SpoolReader is one viewer's reading of a [Spool].
type SpoolReader struct {
	spool *Spool
	ctx   context.Context
	at    int64 // guarded by spool.mu
	chunk int   // index of the chunk that at is in, while nothing was released
	off   int   // in that chunk
	base  int64 // spool.base that chunk counts from
}

// Read gives the next bytes, waiting for them when necessary.
func (r *SpoolReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	s := r.spool
	for {
		s.mu.Lock()
		if r.at < s.end {
			n := copy(p, r.rest())
			r.at += int64(n)
			r.off += n
			if s.over {
				s.wake() // the filler may be waiting for this reader
			}
			s.mu.Unlock()
			return n, nil
		}
		done, err, change := s.done, s.err, s.change
		s.mu.Unlock()
		if done {
			if err == nil {
				err = io.EOF
			}
			return 0, err
		}
		select {
		case <-change:
		case <-r.ctx.Done():
			return 0, r.ctx.Err()
		}
	}
}

// rest is what is unread of the chunk that r.at is in. The lock is held, and
// there is something unread.
func (r *SpoolReader) rest() []byte {
	s := r.spool
	if r.base != s.base { // chunks were released: find the place again
		r.base, r.chunk, r.off = s.base, 0, int(r.at-s.base)
	}
	for r.off >= len(s.chunks[r.chunk]) {
		r.off -= len(s.chunks[r.chunk])
		r.chunk++
	}
	return s.chunks[r.chunk][r.off:]
}

// Close lets the spool forget the reader.
func (r *SpoolReader) Close() error {
	s := r.spool
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.readers, r)
	s.wake()
	return nil
}
