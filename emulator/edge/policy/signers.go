package policy

import (
	"slices"
	"time"

	"crossfront/emulator/edge/signed"
)

// Signers are who may sign requests of a behavior; without a signature by one
// of them a request is refused.
type Signers struct {
	Keys   signed.Keys // of all trusted groups, by the key's id
	Groups []string    // ids of the trusted key groups
	// Accounts are the trusted signers of the older kind. Their key pairs are
	// made on pages of the AWS console that only an account's root user sees:
	// none is known here, so nothing that they sign is let in.
	Accounts []string
}

// compileSigners is nil for a behavior that anyone may ask.
func compileSigners(c *DefaultCacheBehavior, src Source) *Signers {
	if !c.TrustedKeyGroups.Enabled && !c.TrustedSigners.Enabled {
		return nil
	}
	s := &Signers{
		Keys:     signed.Keys{},
		Groups:   slices.Clone(c.TrustedKeyGroups.Items),
		Accounts: slices.Clone(c.TrustedSigners.Items),
	}
	for _, id := range s.Groups {
		group, ok := src.KeyGroup(id)
		if !ok {
			continue
		}
		for _, keyID := range group.Items {
			s.add(keyID, src)
		}
	}
	return s
}

func (s *Signers) add(keyID string, src Source) {
	if cfg, ok := src.PublicKey(keyID); ok {
		if key, err := signed.ParseKey(cfg.EncodedKey); err == nil {
			s.Keys[keyID] = key
		}
	}
}

// Check decides whether v may be answered at the time now.
func (s *Signers) Check(v *Viewer, now time.Time) signed.Verdict {
	r := signed.Request{Scheme: v.Scheme, Host: v.Host, Path: v.Path, RawQuery: v.RawQuery, Cookies: v.Header["Cookie"], IP: v.IP}
	return signed.Check(&r, s.Keys, now)
}
