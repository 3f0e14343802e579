package settings

import (
	"crypto/rand"
	"encoding/hex"
)

// newID makes an id for a rule that came without one: 32 hexadecimal digits in
// the groups of a UUID. Real ones are opaque too.
func newID() string {
	var random [16]byte
	rand.Read(random[:]) // never fails
	text := hex.EncodeToString(random[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
