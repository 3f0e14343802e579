package config

import (
	"crypto/sha1" //nolint:gosec // names, not secrets
	"encoding/base32"
	"strings"

	"crossfront/emulator/edge/policy"
)

// publicKey reads what aws cloudfront get-public-key prints. A bare config gets
// an id in the shape of CloudFront's that follows from its name, and a caller
// reference.
func (l *loader) publicKey(n *node, seed *Seed) {
	config, id := identified(n, "PublicKey")
	k := PublicKey{ID: id}
	before := len(l.problems)
	decode(config, &k.Config, "a public key", l.report)
	if len(l.problems) > before {
		return
	}
	if strings.Contains(id, "-") {
		sum := sha1.Sum([]byte("crossfront:PublicKey:" + k.Config.Name)) //nolint:gosec // as above
		k.ID = "K" + base32.StdEncoding.EncodeToString(sum[:])[:13]
	}
	if k.Config.CallerReference == "" {
		k.Config.CallerReference = "seed-" + k.ID
	}
	policy.NormalizePublicKey(&k.Config)
	l.refused(policy.ValidatePublicKey(&k.Config), config)
	seed.PublicKeys = append(seed.PublicKeys, k)
}

// keyGroup reads what aws cloudfront get-key-group prints. Its keys may be
// called by their names, too. What they are is known when all entries are read.
func (l *loader) keyGroup(n *node, seed *Seed) {
	config, id := identified(n, "KeyGroup")
	g := KeyGroup{ID: id, node: config}
	before := len(l.problems)
	decode(config, &g.Config, "a key group", l.report)
	if len(l.problems) == before {
		seed.KeyGroups = append(seed.KeyGroups, g)
	}
}

// checkKeyGroups looks the groups' keys up and reports what CloudFront would
// refuse.
func (l *loader) checkKeyGroups(seed *Seed) {
	for i := range seed.KeyGroups {
		g := &seed.KeyGroups[i]
		for j, called := range g.Config.Items {
			for _, k := range seed.PublicKeys {
				if k.Config.Name == called {
					g.Config.Items[j] = k.ID
				}
			}
		}
		l.refused(policy.ValidateKeyGroup(&g.Config, catalog{seed, policy.Managed()}), g.node)
		g.node = nil
	}
}
