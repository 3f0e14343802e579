package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"sync"
)

// A signingKey signs one day's requests of one key pair to one service in one
// region.
type signingKey [sha256.Size]byte

func deriveKey(secret string, s *scope) *signingKey {
	k := mac([]byte("AWS4"+secret), s.date)
	k = mac(k[:], s.region)
	k = mac(k[:], s.service)
	k = mac(k[:], terminal)
	return &k
}

func mac(key []byte, message string) (sum signingKey) {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(message))
	h.Sum(sum[:0])
	return sum
}

// sign is the signature of a string to sign, in hex.
func (k *signingKey) sign(stringToSign []byte) string {
	sum := mac(k[:], string(stringToSign))
	return hex.EncodeToString(sum[:])
}

// maxCachedKeys bounds a keyCache. A developer signs with one key for one
// region all day.
const maxCachedKeys = 64

// A keyCache keeps derived signing keys. It is emptied when it is full.
type keyCache struct {
	mu   sync.Mutex
	keys map[scope]*signingKey
}

func (c *keyCache) key(secret string, s *scope) *signingKey {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k, ok := c.keys[*s]; ok {
		return k
	}
	if c.keys == nil || len(c.keys) >= maxCachedKeys {
		c.keys = make(map[scope]*signingKey)
	}
	k := deriveKey(secret, s)
	c.keys[*s] = k
	return k
}
