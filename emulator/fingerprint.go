package emulator

import (
	"context"
	"slices"

	"crossfront/corsengine"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/s3/access"
)

// A fingerprint tells whether somebody changed a world's settings. Versions of
// settings are immutable values behind pointers, so that identity is enough.
// Objects do not count: the story goes on when somebody uploads a file.
type fingerprint struct {
	controlPlane *registry.World
	buckets      []bucketPrint
}

type bucketPrint struct {
	name   string
	cors   *corsengine.Config
	policy *access.Policy
	block  access.PublicAccessBlock
}

func (w *world) fingerprint() fingerprint {
	f := fingerprint{controlPlane: w.registry.World()}
	// Memory gives no error here; if another store does, an empty list makes
	// the world look changed, which is the harmless side.
	buckets, _ := w.store.Buckets(context.Background())
	for _, b := range buckets {
		f.buckets = append(f.buckets, bucketPrint{b.Name, b.CORS, b.Policy, b.Block()})
	}
	return f
}

func (f fingerprint) equal(g fingerprint) bool {
	return f.controlPlane == g.controlPlane && slices.Equal(f.buckets, g.buckets)
}
