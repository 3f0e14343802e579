package xxhash

import (
	"encoding/hex"
	"hash"
	"testing"
)

// vectors are hashes of the first n bytes of input(), made with two other
// implementations: github.com/cespare/xxhash/v2 and github.com/zeebo/xxh3.
// Those of nothing are the specification's own.
var vectors = []struct {
	n                   int
	xxh64, xxh3, xxh128 string
}{
	{0, "ef46db3751d8e999", "2d06800538d394c2", "99aa06d3014798d86001c324468d497f"},
	{1, "e934a84adb052768", "c44bdff4074eecdb", "a6cd5e9392000f6ac44bdff4074eecdb"},
	{3, "b39d9193b0d3d30b", "cbc2ccf20e3bb8db", "bea9dd3e60acc6dfcbc2ccf20e3bb8db"},
	{4, "46eff9be9516d55a", "9092ee6d1e68c7ba", "0600bbfff9b3f100f0f03580e6d09042"},
	{8, "8f54176e9a7652a5", "8bb5228bbb9ef995", "592175b4b3e6e759e6a5e2a4e0052ac2"},
	{9, "a32653c9344efd7a", "fed9384b884e712e", "55bfe4e737d345055ca68df7e43b52d8"},
	{16, "c259caf3cfd9d620", "26cf74202fe4d5a1", "900c8f13bef2a56ac7feb457dbb27a83"},
	{17, "a60bdb9e52b18b4b", "66eb5bf14fb05a41", "63e9d4850def432ad698015193372cd6"},
	{32, "1413fdd1e4718fba", "92d3c6cb86d364f0", "a18dd06a3f7ec24f787abd031c871ebd"},
	{33, "5feb5f41c71a9bee", "72a0305ee15bca7b", "f7942dcbb0cdc47496230808525bed28"},
	{64, "1085f91ac6bca1ba", "be9dbf3eba439f38", "88a80bc5f61e69b9e71ace6c251c1838"},
	{65, "e4f7b6c8f5220623", "8fd54b77e19dc52c", "37ccd599af47198a38a78c02c086ebcb"},
	{96, "501e1798fd9d3d38", "2611f8013b936b57", "5e13e4f7f82c5104be6346c03e46fd4c"},
	{97, "2e87b3963f373477", "f68b43c94030b3ee", "8588214a8534b977a0d78e5a755b64ac"},
	{128, "cd3fb8df050893ad", "025514a47e02c033", "efb7de5a23ce15bf3d7e21d334f94838"},
	{129, "df3328e505abd047", "b9e57505817aadee", "48e352311541d7bf43f83c02dddf1c7e"},
	{160, "38a456edfedf81ff", "a3062427d8846afc", "ecc1072709a091228f523201f1d4aad0"},
	{161, "64eb23e1b2be1131", "9cbbd391b31b4abd", "f251fb6c5e6ac542882fbbefc2fa210c"},
	{240, "69f44d350fef22cb", "44a95e35e12dd1cf", "f14fd7ef8ce713be9aec11ed1bb8c728"},
	{241, "b9a79051d51e0ab2", "2de42aed8d7c80d8", "7165b5dfadecd5502de42aed8d7c80d8"},
	{256, "0f939d39459b5d2b", "7d48882da4d57f46", "05b471a11364a32b7d48882da4d57f46"},
	{1024, "248e51d9e4e5e0d6", "4129bc6deea0cf5a", "c6de5c16f70e8e2a4129bc6deea0cf5a"},
	{1025, "8f2063b8e347d927", "2e3244100e08d07a", "b37af895dce3aa3a2e3244100e08d07a"},
	{1088, "0b5ceeaf3b1671bd", "a7a5f4740fcad4a3", "cb25ead15bdec6eca7a5f4740fcad4a3"},
	{1089, "992c5dd24c3e40c2", "3b2a59aa231cc85c", "b366df704b1c10aa3b2a59aa231cc85c"},
	{2048, "20c8a0cb27dee21f", "e812dc15f17a72b4", "87a064788ee53d5de812dc15f17a72b4"},
	{2049, "a8bbe5af781b96f7", "0135de6e2cbba3af", "aca65cc1db951b450135de6e2cbba3af"},
	{5000, "f0e352a85469c7f2", "fdae5893511c8d8f", "55d050fb66e05e5cfdae5893511c8d8f"},
}

func input() []byte {
	p := make([]byte, 5000)
	for i := range p {
		p[i] = byte(i * 131 >> 3)
	}
	return p
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		for name, test := range map[string]struct {
			hash hash.Hash
			want string
		}{"XXH64": {New64(), v.xxh64}, "XXH3": {New3(), v.xxh3}, "XXH128": {New128(), v.xxh128}} {
			test.hash.Write(input()[:v.n])
			if got := hex.EncodeToString(test.hash.Sum(nil)); got != test.want {
				t.Errorf("%s of %d bytes: %s, want %s", name, v.n, got, test.want)
			}
			if len(test.want) != 2*test.hash.Size() {
				t.Errorf("%s says it has %d bytes", name, test.hash.Size())
			}
		}
	}
	if len(secret) != 192 {
		t.Errorf("the secret has %d bytes", len(secret))
	}
}

// FuzzSplits: how an input comes in pieces does not matter, nor that the sum
// was asked for in between, nor what was hashed before.
func FuzzSplits(f *testing.F) {
	for _, v := range vectors {
		f.Add(input()[:v.n], uint16(v.n/2), uint16(v.n/3))
	}
	f.Fuzz(func(t *testing.T, p []byte, a, b uint16) {
		first := min(int(a), len(p))
		second := min(first+int(b), len(p))
		for name, start := range map[string]func() hash.Hash{"XXH64": New64, "XXH3": New3, "XXH128": New128} {
			whole, split := start(), start()
			whole.Write(p)
			split.Write([]byte("something else"))
			split.Reset()
			for _, piece := range [][]byte{p[:first], p[first:second], p[second:]} {
				split.Write(piece)
				split.Sum(nil)
			}
			if got, want := hex.EncodeToString(split.Sum(nil)), hex.EncodeToString(whole.Sum(nil)); got != want {
				t.Errorf("%s of %d bytes in three pieces: %s, want %s", name, len(p), got, want)
			}
		}
	})
}
