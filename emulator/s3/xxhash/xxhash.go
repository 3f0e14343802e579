// Package xxhash has the three hashes of the xxHash family that S3 takes as
// checksums: XXHASH64 is XXH64, XXHASH3 is XXH3 with 64 bits and XXHASH128 is
// XXH3 with 128 bits, all without a seed and in their canonical form, which is
// big-endian.
//
// The algorithms are those of
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md; names of
// steps and constants are the specification's.
package xxhash

import (
	"encoding/binary"
	"math/bits"
)

const (
	prime32_1 = 0x9E3779B1
	prime32_2 = 0x85EBCA77
	prime32_3 = 0xC2B2AE3D

	prime64_1 = 0x9E3779B185EBCA87
	prime64_2 = 0xC2B2AE3D27D4EB4F
	prime64_3 = 0x165667B19E3779F9
	prime64_4 = 0x85EBCA77C2B2AE63
	prime64_5 = 0x27D4EB2F165667C5

	primeMX1 = 0x165667919E3779F9
	primeMX2 = 0x9FB21C651E98DF25
)

func u32(b []byte) uint64 { return uint64(binary.LittleEndian.Uint32(b)) }

func u64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// avalanche64 is how XXH64 spreads the last bits, and XXH3 those of the
// shortest inputs.
func avalanche64(h uint64) uint64 {
	h = (h ^ h>>33) * prime64_2
	h = (h ^ h>>29) * prime64_3
	return h ^ h>>32
}

func avalanche(h uint64) uint64 {
	h = (h ^ h>>37) * primeMX1
	return h ^ h>>32
}

// fold is the two halves of a product.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
