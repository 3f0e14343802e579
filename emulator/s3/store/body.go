package store

import (
	"io"
)

// Pieces of a body grow from firstPiece to lastPiece bytes while its length is
// not known, so that a small body costs little and a large one is not copied
// to grow.
const (
	firstPiece = 4 << 10
	lastPiece  = 1 << 20
)

// A body is bytes in memory, in pieces, none of them empty. It never changes,
// so readers need no lock.
type body [][]byte

// ram is the keeper of bytes in memory.
type ram struct{ budget *Budget }

var _ keeper = (*ram)(nil)

func (k *ram) read(b *blob, offset, length int64) io.ReadCloser {
	r := &bodyReader{body: b.pieces, left: length}
	for r.piece < len(r.body) && int64(len(r.body[r.piece])) <= offset {
		offset -= int64(len(r.body[r.piece]))
		r.piece++
	}
	r.at = int(offset)
	return r
}

// free gives the bytes back to the budget. Memory itself comes back when the
// last reader has let go, which Go sees to.
func (k *ram) free(b *blob) { k.budget.Release(b.size) }

// write takes memory only as bytes arrive, and from the budget first.
func (k *ram) write(r io.Reader, size, limit int64, sums io.Writer) (*blob, error) {
	// A small body is one piece: its head comes with the blob.
	made := &struct {
		blob
		one [1][]byte
	}{blob: blob{keeper: k}}
	b := &made.blob
	b.pieces = made.one[:0]
	b.needed.Store(1)
	if err := k.fill(b, r, size, limit, sums); err != nil {
		b.release()
		return nil, err
	}
	return b, nil
}

func (k *ram) fill(b *blob, r io.Reader, size, limit int64, sums io.Writer) error {
	grow := int64(firstPiece)
	for {
		want := grow
		if left := size - b.size; left >= 0 {
			want = left + 1 // one more, to see the end in the same go
		}
		want = min(want, lastPiece)
		if !k.budget.Reserve(want) {
			return &Error{Kind: OutOfSpace, Size: b.size + want, Limit: k.budget.Limit()}
		}
		piece := make([]byte, want)
		n, err := fill(r, piece)
		k.budget.Release(want - int64(n))
		b.size += int64(n)
		if limit > 0 && b.size > limit {
			return &Error{Kind: TooLarge, Size: b.size, Limit: limit}
		}
		sums.Write(piece[:n])
		if n > 0 {
			b.pieces = append(b.pieces, trim(piece[:n]))
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		grow = min(2*grow, lastPiece)
	}
}

type bodyReader struct {
	body  body
	piece int   // index of the piece to read from
	at    int   // offset in it
	left  int64 // bytes still to give
}

var _ io.WriterTo = (*bodyReader)(nil)

// next is what can be given in one go, up to limit bytes.
func (r *bodyReader) next(limit int) []byte {
	p := r.body[r.piece][r.at:]
	p = p[:min(int64(len(p)), r.left, int64(limit))]
	r.left -= int64(len(p))
	if r.at += len(p); r.at == len(r.body[r.piece]) {
		r.piece, r.at = r.piece+1, 0
	}
	return p
}

func (r *bodyReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	return copy(p, r.next(len(p))), nil
}

// WriteTo hands the pieces themselves to w.
func (r *bodyReader) WriteTo(w io.Writer) (int64, error) {
	var total int64
	for r.left > 0 {
		n, err := w.Write(r.next(lastPiece))
		total += int64(n)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func (r *bodyReader) Close() error { return nil }

// fill reads until p is full or r ends, and gives r's error as it is:
// io.ReadFull would make a short body and a broken connection look alike.
func fill(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

// trim gives back the memory behind a piece that is far from full.
func trim(p []byte) []byte {
	if cap(p)-len(p) > cap(p)/8 {
		return append(make([]byte, 0, len(p)), p...)
	}
	return p
}
