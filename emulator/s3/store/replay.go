package store

import (
	"fmt"
	"slices"
)

// replay makes changes again that were written down. Nothing is thrown away
// meanwhile: what one entry lets go of, a later one may need.
type replay struct {
	engine *engine
	blobs  map[string]*blob // by name; all that were ever spoken of
}

// apply makes the change e. Nobody else uses the engine yet, so that no lock is
// needed.
func (r *replay) apply(e *entry) error {
	all := r.engine.buckets
	switch e.op {
	case opBucket:
		all[e.bucket] = newBucket(e.about)
		return nil
	case opClear:
		for _, b := range all {
			b.clear()
		}
		clear(all)
		return nil
	}
	b := all[e.bucket]
	if b == nil {
		return fmt.Errorf("%w: no bucket %q", errMalformed, e.bucket)
	}
	switch e.op {
	case opSettings:
		b.settings.Store(&e.about.Settings)
	case opDropBucket:
		b.clear()
		delete(all, e.bucket)
	case opPut, opSwap:
		return r.record(b, e)
	case opRemove:
		b.remove(e.key, e.version)
	case opUpload:
		b.begin(&upload{Upload: *e.upload, parts: make(map[int]*part)})
	case opPart:
		u, err := b.find(e.key, e.id)
		if err != nil {
			return fmt.Errorf("%w: %w", errMalformed, err)
		}
		e.part.blob = r.blob(e.part.blob)
		u.put(e.part)
	case opAbort:
		b.end(e.key, e.id)
	}
	return nil
}

func (r *replay) record(b *bucket, e *entry) error {
	blobs := slices.Clone(e.record.content())
	for i := range blobs {
		blobs[i] = r.blob(blobs[i])
	}
	made := newRecord(e.record.object(), blobs...)
	r.engine.common.share(made)
	if err := made.charge(r.engine.budget); err != nil {
		return err
	}
	if e.op == opSwap {
		b.objects.swap(made)
		return nil
	}
	b.put(made, e.id)
	return nil
}

// blob is the one blob of b's name, needed once more.
func (r *replay) blob(b *blob) *blob {
	known := r.blobs[b.name]
	if known == nil || b.name == "" {
		known = &blob{keeper: r.engine.keeper, name: b.name, size: b.size}
		r.blobs[b.name] = known
	}
	known.retain()
	return known
}
