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

// A body is an object's content in pieces, none of them empty. It never
// changes, so readers need no lock and copies share the pieces.
type body struct {
	pieces [][]byte
	ends   []int64 // ends[i] is the offset behind pieces[i]
}

var _ Content = (*body)(nil)

func (b *body) append(piece []byte) {
	if len(piece) == 0 {
		return
	}
	b.pieces = append(b.pieces, piece)
	b.ends = append(b.ends, b.Size()+int64(len(piece)))
}

// Size is the body's length in bytes.
func (b *body) Size() int64 {
	if len(b.ends) == 0 {
		return 0
	}
	return b.ends[len(b.ends)-1]
}

// Range reads a part of the body; what lies outside of it is left out.
func (b *body) Range(offset, length int64) io.ReadCloser {
	offset = min(max(offset, 0), b.Size())
	length = min(max(length, 0), b.Size()-offset)
	r := &bodyReader{body: b, left: length}
	// The piece that offset is in is the first whose end lies behind it.
	for r.piece < len(b.ends) && b.ends[r.piece] <= offset {
		r.piece++
	}
	if r.piece < len(b.ends) {
		r.at = int(offset - (b.ends[r.piece] - int64(len(b.pieces[r.piece]))))
	}
	return r
}

type bodyReader struct {
	body  *body
	piece int   // index of the piece to read from
	at    int   // offset in it
	left  int64 // bytes still to give
}

var _ io.WriterTo = (*bodyReader)(nil)

// next is what can be given in one go, up to limit bytes.
func (r *bodyReader) next(limit int) []byte {
	p := r.body.pieces[r.piece][r.at:]
	p = p[:min(int64(len(p)), r.left, int64(limit))]
	r.left -= int64(len(p))
	if r.at += len(p); r.at == len(r.body.pieces[r.piece]) {
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

// readBody reads r to its end and writes it to sums too. It stops with
// TooLarge behind limit bytes, when limit is not 0. size is the length to
// expect, -1 for none; memory is taken only as bytes arrive.
func readBody(r io.Reader, size, limit int64, sums io.Writer) (*body, error) {
	b := &body{}
	grow := int64(firstPiece)
	for {
		want := grow
		if left := size - b.Size(); left >= 0 {
			want = left + 1 // one more, to see the end in the same go
		}
		want = min(want, lastPiece)
		piece := make([]byte, want)
		n, err := fill(r, piece)
		if total := b.Size() + int64(n); limit > 0 && total > limit {
			return nil, &Error{Kind: TooLarge, Size: total, Limit: limit}
		}
		sums.Write(piece[:n])
		b.append(trim(piece[:n]))
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
		grow = min(2*grow, lastPiece)
	}
}

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
