package store

import (
	"io"
	"sync/atomic"
)

// A keeper keeps bytes. It knows nothing of what they are of.
type keeper interface {
	// write keeps what r gives until its end, and writes it to sums too. It
	// fails with TooLarge behind limit bytes, when limit is not 0, with
	// OutOfSpace, and with r's own error; nothing is kept then. size is the
	// length to expect, -1 for none. The blob is needed once.
	write(r io.Reader, size, limit int64, sums io.Writer) (*blob, error)
	// read gives length bytes of b from offset on; both lie within b.
	read(b *blob, offset, length int64) io.ReadCloser
	// free throws b's bytes away: nobody needs it any more.
	free(b *blob)
}

// A blob is bytes that never change. Records and parts that hold the same
// bytes share a blob; it counts them.
type blob struct {
	keeper keeper
	size   int64
	needed atomic.Int64
	pieces body   // of a blob in memory
	name   string // of a blob on disk
}

func newBlob(k keeper) *blob {
	b := &blob{keeper: k}
	b.needed.Store(1)
	return b
}

func (b *blob) retain() { b.needed.Add(1) }

func (b *blob) release() {
	if b.needed.Add(-1) == 0 {
		b.keeper.free(b)
	}
}

// content is a record's bytes while somebody reads them.
type content struct {
	record *record
	closed atomic.Bool
}

var _ Content = (*content)(nil)

// open is r's content; r is needed until it is closed.
func (r *record) open() *content {
	r.retain()
	return &content{record: r}
}

func (c *content) Size() int64 { return c.record.Size }

func (c *content) Close() error {
	if !c.closed.Swap(true) {
		c.record.release()
	}
	return nil
}

func (c *content) Range(offset, length int64) io.ReadCloser {
	offset = min(max(offset, 0), c.record.Size)
	length = min(max(length, 0), c.record.Size-offset)
	c.record.retain()
	r := &contentReader{record: c.record, left: length}
	blobs := r.record.content()
	for r.next < len(blobs) && blobs[r.next].size <= offset {
		offset -= blobs[r.next].size
		r.next++
	}
	r.skip = offset
	return r
}

// contentReader reads a record's blobs one behind the other; each is opened
// when its turn comes.
type contentReader struct {
	record  *record
	next    int           // the blob to open next
	skip    int64         // bytes of it to leave out
	left    int64         // bytes still to open
	current io.ReadCloser // nil between two blobs
	closed  bool
}

var _ io.WriterTo = (*contentReader)(nil)

// advance opens the next blob; false at the end.
func (r *contentReader) advance() bool {
	if r.left == 0 || r.closed {
		return false
	}
	b := r.record.content()[r.next]
	n := min(r.left, b.size-r.skip)
	r.current = b.keeper.read(b, r.skip, n)
	r.next, r.skip, r.left = r.next+1, 0, r.left-n
	return true
}

func (r *contentReader) drop() error {
	if r.current == nil {
		return nil
	}
	err := r.current.Close()
	r.current = nil
	return err
}

func (r *contentReader) Read(p []byte) (int, error) {
	for {
		if r.current == nil && !r.advance() {
			return 0, io.EOF
		}
		n, err := r.current.Read(p)
		if err == io.EOF {
			err = r.drop()
		}
		if n > 0 || err != nil || len(p) == 0 {
			return n, err
		}
	}
}

func (r *contentReader) WriteTo(w io.Writer) (int64, error) {
	var total int64
	for r.current != nil || r.advance() {
		n, err := io.Copy(w, r.current)
		total += n
		if err != nil {
			return total, err
		}
		if err := r.drop(); err != nil {
			return total, err
		}
	}
	return total, nil
}

func (r *contentReader) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	err := r.drop()
	r.record.release()
	return err
}
