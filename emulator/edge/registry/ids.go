package registry

import (
	"crypto/rand"

	"github.com/google/uuid"
)

// idLength is the length of an id after its leading E, as in E1ABCDEFGHIJKL.
const idLength = 13

// NewID is a random id in the shape of CloudFront's own: E and 13 upper-case
// letters and digits.
func NewID() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	id := make([]byte, idLength)
	rand.Read(id) // never fails: it would end the program instead
	for i, b := range id {
		id[i] = alphabet[b%32]
	}
	return "E" + string(id)
}

func newUUID() string { return uuid.NewString() }

// validID reports whether a given id can stand in an ARN and be a label of a
// host name.
func validID(id string) bool {
	if id == "" || len(id) > 63 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '-' && i > 0 && i < len(id)-1:
		default:
			return false
		}
	}
	return true
}
