package edge

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
)

// newRequestID makes the value of X-Amz-Cf-Id: 56 characters of URL-safe
// base64 that end in "==", which is 40 bytes. It identifies, and protects
// nothing.
func newRequestID() string {
	var raw [40]byte
	for at := 0; at < len(raw); at += 8 {
		binary.LittleEndian.PutUint64(raw[at:], rand.Uint64())
	}
	var text [56]byte
	base64.URLEncoding.Encode(text[:], raw[:])
	return string(text[:])
}

// A location is one edge location and the header values that name it.
type location struct {
	pop       string   // SEA19-C1
	via       string   // what it adds to Via, without the version
	viaHeader []string // "1.1 " and via; shared, never changed
	popHeader []string // shared, never changed
}

// newLocation makes the location of that name. The host in Via is 32
// hexadecimal digits; each location always has the same here, so that an
// exchange shows which of two it passed.
func newLocation(pop string) *location {
	sum := sha256.Sum256([]byte("cloudfront " + pop))
	via := hex.EncodeToString(sum[:16]) + ".cloudfront.net (CloudFront)"
	return &location{pop: pop, via: via, viaHeader: []string{"1.1 " + via}, popHeader: []string{pop}}
}

// maxLocations is how many locations are kept ready; a viewer may name any.
const maxLocations = 256

// location finds or makes a location.
func (e *Edge) location(pop string) *location {
	e.placesMu.RLock()
	l := e.places[pop]
	e.placesMu.RUnlock()
	if l != nil {
		return l
	}
	l = newLocation(pop)
	e.placesMu.Lock()
	defer e.placesMu.Unlock()
	if len(e.places) < maxLocations {
		e.places[pop] = l
	}
	return l
}
