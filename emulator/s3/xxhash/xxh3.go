package xxhash

import (
	"encoding/binary"
	"hash"
)

// New3 is XXH3 with 64 bits.
func New3() hash.Hash { return newXXH3(false) }

// New128 is XXH3 with 128 bits.
func New128() hash.Hash { return newXXH3(true) }

const (
	stripeLen       = 64
	stripesPerBlock = (len(secret) - stripeLen) / 8
	shortest        = 240 // inputs up to here are hashed in other ways
)

// xxh3 is the state of both. The last stripe of an input is its last 64 bytes,
// wherever it begins, so that the one before is kept; and all of a short input.
type xxh3 struct {
	wide    bool
	acc     [8]uint64
	stripes int // of the present block
	buf     [stripeLen]byte
	n       int
	before  [stripeLen]byte
	head    [shortest]byte
	total   uint64
}

func newXXH3(wide bool) *xxh3 {
	h := &xxh3{wide: wide}
	h.Reset()
	return h
}

func (h *xxh3) Reset() {
	*h = xxh3{wide: h.wide, acc: [8]uint64{prime32_3, prime64_1, prime64_2, prime64_3, prime64_4, prime32_2, prime64_5, prime32_1}}
}

func (h *xxh3) Size() int {
	if h.wide {
		return 16
	}
	return 8
}

func (*xxh3) BlockSize() int { return stripeLen }

func (h *xxh3) Write(p []byte) (int, error) {
	written := len(p)
	if h.total < shortest {
		copy(h.head[h.total:], p)
	}
	h.total += uint64(written)
	for len(p) > 0 {
		if h.n == stripeLen { // and there is more behind it
			h.stripe()
		}
		n := copy(h.buf[h.n:], p)
		h.n, p = h.n+n, p[n:]
	}
	return written, nil
}

// stripe takes up the buffered stripe.
func (h *xxh3) stripe() {
	accumulate(&h.acc, h.buf[:], secret[8*h.stripes:])
	if h.stripes++; h.stripes == stripesPerBlock {
		scramble(&h.acc)
		h.stripes = 0
	}
	h.before, h.n = h.buf, 0
}

func accumulate(acc *[8]uint64, stripe []byte, key string) {
	for i := range acc {
		lane := u64(stripe[8*i:])
		keyed := lane ^ key64(key, 8*i)
		acc[i^1] += lane
		acc[i] += (keyed & 0xffffffff) * (keyed >> 32)
	}
}

func scramble(acc *[8]uint64) {
	for i := range acc {
		acc[i] = (acc[i] ^ acc[i]>>47 ^ key64(secret, len(secret)-stripeLen+8*i)) * prime32_1
	}
}

func (h *xxh3) Sum(b []byte) []byte {
	hi, lo := h.sum()
	if h.wide {
		b = binary.BigEndian.AppendUint64(b, hi)
	}
	return binary.BigEndian.AppendUint64(b, lo)
}

// sum is the hash; of 64 bits hi has no meaning.
func (h *xxh3) sum() (hi, lo uint64) {
	switch {
	case h.total <= shortest && h.wide:
		return short128(h.head[:h.total])
	case h.total <= shortest:
		return 0, short64(h.head[:h.total])
	}
	acc := h.acc
	last := append(append(make([]byte, 0, 2*stripeLen), h.before[:]...), h.buf[:h.n]...)
	accumulate(&acc, last[len(last)-stripeLen:], secret[len(secret)-stripeLen-7:])
	lo = merge(&acc, 11, h.total*prime64_1)
	if h.wide {
		hi = merge(&acc, len(secret)-stripeLen-11, ^(h.total * prime64_2))
	}
	return hi, lo
}

func merge(acc *[8]uint64, at int, result uint64) uint64 {
	for i := 0; i < len(acc); i += 2 {
		result += fold(acc[i]^key64(secret, at+8*i), acc[i+1]^key64(secret, at+8*i+8))
	}
	return avalanche(result)
}
