package xxhash

import (
	"encoding/binary"
	"hash"
	"math/bits"
)

// New64 is XXH64.
func New64() hash.Hash {
	h := new(xxh64)
	h.Reset()
	return h
}

type xxh64 struct {
	acc   [4]uint64
	buf   [32]byte // a stripe that is not whole
	n     int      // how much of it is there
	total uint64
}

func (h *xxh64) Reset() {
	*h = xxh64{}
	for i, start := range [4]uint64{prime64_1, prime64_2, 0, prime64_1} {
		switch i {
		case 0:
			start += prime64_2
		case 3:
			start = -start
		}
		h.acc[i] = start
	}
}

func (*xxh64) Size() int { return 8 }

func (*xxh64) BlockSize() int { return 32 }

func (h *xxh64) Write(p []byte) (int, error) {
	written := len(p)
	h.total += uint64(written)
	if h.n > 0 {
		n := copy(h.buf[h.n:], p)
		h.n, p = h.n+n, p[n:]
		if h.n < len(h.buf) {
			return written, nil
		}
		h.stripe(h.buf[:])
		h.n = 0
	}
	for ; len(p) >= len(h.buf); p = p[len(h.buf):] {
		h.stripe(p)
	}
	h.n = copy(h.buf[:], p)
	return written, nil
}

func (h *xxh64) stripe(p []byte) {
	for i := range h.acc {
		h.acc[i] = round(h.acc[i], u64(p[8*i:]))
	}
}

func round(acc, lane uint64) uint64 {
	return bits.RotateLeft64(acc+lane*prime64_2, 31) * prime64_1
}

func (h *xxh64) Sum(b []byte) []byte {
	acc := uint64(prime64_5)
	if h.total >= uint64(len(h.buf)) {
		acc = bits.RotateLeft64(h.acc[0], 1) + bits.RotateLeft64(h.acc[1], 7) + bits.RotateLeft64(h.acc[2], 12) + bits.RotateLeft64(h.acc[3], 18)
		for _, lane := range h.acc {
			acc = (acc^round(0, lane))*prime64_1 + prime64_4
		}
	}
	acc += h.total
	rest := h.buf[:h.n]
	for ; len(rest) >= 8; rest = rest[8:] {
		acc = bits.RotateLeft64(acc^round(0, u64(rest)), 27)*prime64_1 + prime64_4
	}
	if len(rest) >= 4 {
		acc = bits.RotateLeft64(acc^u32(rest)*prime64_1, 23)*prime64_2 + prime64_3
		rest = rest[4:]
	}
	for _, c := range rest {
		acc = bits.RotateLeft64(acc^uint64(c)*prime64_5, 11) * prime64_1
	}
	return binary.BigEndian.AppendUint64(b, avalanche64(acc))
}
