package store

import (
	"encoding/base64"
	"hash/crc32"
)

// joined is the checksum of the parts' bytes, one part behind the other, worked
// out from the parts' own: CRCs can be joined without reading anything again.
func (a Algorithm) joined(parts []Part) Checksum {
	p := a.polynomial()
	var crc uint64
	for _, part := range parts {
		sum, _ := base64.StdEncoding.DecodeString(part.Checksum.Value)
		var next uint64
		for _, b := range sum {
			next = next<<8 | uint64(b)
		}
		crc = p.shift(crc, part.Size) ^ next
	}
	size := int(p.degree / 8)
	sum := make([]byte, size)
	for i := range sum {
		sum[size-1-i] = byte(crc >> (8 * i))
	}
	return Checksum{Algorithm: a.orDefault(), Type: FullObject, Value: base64.StdEncoding.EncodeToString(sum)}
}

// A polynomial of a CRC, its bits reversed as the tables of hash/crc32 and
// hash/crc64 have them: bit degree-1 is x⁰.
type polynomial struct {
	degree uint
	bits   uint64
}

// polynomial is that of a; only CRCs make checksums of whole multipart objects.
func (a Algorithm) polynomial() polynomial {
	switch a {
	case CRC32:
		return polynomial{32, crc32.IEEE}
	case CRC32C:
		return polynomial{32, crc32.Castagnoli}
	}
	return polynomial{64, nvmePolynomial}
}

// shift is what crc contributes with n bytes behind it: crc times x to the 8n,
// by squaring. All of these CRCs invert their register before and after, which
// cancels out. (Mark Adler's crc32_combine in zlib does the same.)
func (p polynomial) shift(crc uint64, n int64) uint64 {
	power := p.one() >> 8 // x⁸
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			crc = p.times(crc, power)
		}
		power = p.times(power, power)
	}
	return crc
}

func (p polynomial) one() uint64 { return 1 << (p.degree - 1) }

// times multiplies modulo p.
func (p polynomial) times(a, b uint64) uint64 {
	var product uint64
	for bit := p.one(); bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		// b times x
		if b&1 == 1 {
			b = b>>1 ^ p.bits
		} else {
			b >>= 1
		}
	}
	return product
}
