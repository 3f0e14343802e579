package xxhash

import "math/bits"

// short64 is XXH3 with 64 bits of at most 240 bytes.
func short64(p []byte) uint64 {
	n := len(p)
	length := uint64(n)
	switch {
	case n == 0:
		return avalanche64(key64(secret, 56) ^ key64(secret, 64))
	case n < 4:
		return avalanche64(few(p) ^ key32(0) ^ key32(4))
	case n <= 8:
		h := (u32(p[n-4:]) + u32(p)<<32) ^ key64(secret, 8) ^ key64(secret, 16)
		h = (h ^ bits.RotateLeft64(h, 49) ^ bits.RotateLeft64(h, 24)) * primeMX2
		h = (h ^ (h>>35 + length)) * primeMX2
		return h ^ h>>28
	case n <= 16:
		lo := u64(p) ^ key64(secret, 24) ^ key64(secret, 32)
		hi := u64(p[n-8:]) ^ key64(secret, 40) ^ key64(secret, 48)
		return avalanche(length + bits.ReverseBytes64(lo) + hi + fold(lo, hi))
	case n <= 128:
		acc := length * prime64_1
		for i := (n - 1) / 32; i >= 0; i-- {
			acc += mix16(p[16*i:], 32*i) + mix16(p[n-16*(i+1):], 32*i+16)
		}
		return avalanche(acc)
	}
	acc := length * prime64_1
	for i := range 8 {
		acc += mix16(p[16*i:], 16*i)
	}
	acc = avalanche(acc)
	for i := 8; i < n/16; i++ {
		acc += mix16(p[16*i:], 16*(i-8)+3)
	}
	return avalanche(acc + mix16(p[n-16:], 136-17))
}

// short128 is XXH3 with 128 bits of at most 240 bytes.
func short128(p []byte) (hi, lo uint64) {
	n := len(p)
	length := uint64(n)
	switch {
	case n == 0:
		return avalanche64(key64(secret, 80) ^ key64(secret, 88)), avalanche64(key64(secret, 64) ^ key64(secret, 72))
	case n < 4:
		lo = few(p)
		hi = uint64(bits.RotateLeft32(bits.ReverseBytes32(uint32(lo)), 13))
		return avalanche64(hi ^ key32(8) ^ key32(12)), avalanche64(lo ^ key32(0) ^ key32(4))
	case n <= 8:
		keyed := (u32(p) + u32(p[n-4:])<<32) ^ key64(secret, 16) ^ key64(secret, 24)
		hi, lo = bits.Mul64(keyed, prime64_1+length<<2)
		hi += lo << 1
		lo ^= hi >> 3
		lo = (lo ^ lo>>35) * primeMX2
		return avalanche(hi), lo ^ lo>>28
	case n <= 16:
		first, last := u64(p), u64(p[n-8:])
		hi, lo = bits.Mul64(first^last^key64(secret, 32)^key64(secret, 40), prime64_1)
		lo += (length - 1) << 54
		last ^= key64(secret, 48) ^ key64(secret, 56)
		hi += last + (last&0xffffffff)*(prime32_2-1)
		lo ^= bits.ReverseBytes64(hi)
		high, low := bits.Mul64(lo, prime64_2)
		return avalanche(high + hi*prime64_2), avalanche(low)
	}
	acc := pair{lo: length * prime64_1}
	if n <= 128 {
		for i := (n - 1) / 32; i >= 0; i-- {
			acc.mix(p[16*i:], p[n-16*(i+1):], 32*i)
		}
		return acc.finish(length)
	}
	for i := 0; i < 128; i += 32 {
		acc.mix(p[i:], p[i+16:], i)
	}
	acc = pair{avalanche(acc.hi), avalanche(acc.lo)}
	for i := 128; i+32 <= n; i += 32 {
		acc.mix(p[i:], p[i+16:], 3+i-128)
	}
	acc.mix(p[n-16:], p[n-32:], 136-17-16)
	return acc.finish(length)
}

// few is one to three bytes and how many they are.
func few(p []byte) uint64 {
	n := len(p)
	return uint64(p[0])<<16 | uint64(p[n/2])<<24 | uint64(p[n-1]) | uint64(n)<<8
}

// mix16 is 16 bytes of input mixed with the secret from at on.
func mix16(p []byte, at int) uint64 {
	return fold(u64(p)^key64(secret, at), u64(p[8:])^key64(secret, at+8))
}

type pair struct{ hi, lo uint64 }

// mix takes up twice 16 bytes.
func (a *pair) mix(p, q []byte, at int) {
	a.lo = (a.lo + mix16(p, at)) ^ (u64(q) + u64(q[8:]))
	a.hi = (a.hi + mix16(q, at+16)) ^ (u64(p) + u64(p[8:]))
}

func (a *pair) finish(length uint64) (hi, lo uint64) {
	return -avalanche(a.lo*prime64_1 + a.hi*prime64_4 + length*prime64_2), avalanche(a.lo + a.hi)
}
