package store

import (
	"bufio"
	"maps"
	"os"
	"path"
	"slices"
)

// minCompaction is the size of a log below which nothing is gained by writing
// a new base.
const minCompaction = 64 << 20

// compactAt is the size of the log at which a new base is due: when it is twice
// the base, so that writing bases costs less than the changes did.
func (d *Disk) compactAt() int64 { return max(d.options.CompactAt, 2*d.baseSize) }

// Compact writes down anew what there is, and drops the log of how it came to
// be. That happens by itself when the log has grown.
func (d *Disk) Compact() error {
	err := d.compact()
	if err != nil {
		d.options.Log.Error("store: the log was not compacted", "err", err)
	}
	return err
}

// compact begins a new generation: from then on changes go to its own log, and
// what there was before goes into its base. Changes wait only while lists of
// what there is are copied; records themselves never change.
func (d *Disk) compact() error {
	d.compacting.Lock()
	defer d.compacting.Unlock()
	next := d.generation + 1
	all, err := d.freeze(func() error {
		return d.log.rotate(func() (*os.File, error) { return d.create(fileName(changesPrefix, next)) })
	})
	if err != nil {
		return err
	}
	d.generation = next
	size, err := d.writeBase(fileName(basePrefix, next), all)
	if err == nil {
		d.baseSize = size
		d.removeBefore(next)
	}
	// When the base was not written, the logs before are still there to be read.
	d.log.setLimit(d.compactAt())
	return err
}

// frozen is a bucket at one moment.
type frozen struct {
	about   Bucket
	stacks  []stack
	uploads []upload
}

// freeze copies what there is, and calls then before anything changes.
func (d *Disk) freeze(then func() error) ([]frozen, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := make([]frozen, 0, len(d.buckets))
	for _, b := range d.buckets {
		b.mu.Lock()
		defer b.mu.Unlock()
		all = append(all, b.freeze())
	}
	return all, then()
}

func (b *bucket) freeze() frozen {
	f := frozen{about: b.snapshot(), stacks: make([]stack, 0, b.objects.count)}
	for _, block := range b.objects.blocks {
		for _, s := range block {
			f.stacks = append(f.stacks, stack{top: s.top, older: slices.Clone(s.older)})
		}
	}
	for _, running := range b.uploads {
		for _, u := range running {
			f.uploads = append(f.uploads, upload{Upload: u.Upload, parts: maps.Clone(u.parts)})
		}
	}
	return f
}

// writeBase writes a base, which gets its name when it is complete.
func (d *Disk) writeBase(name string, all []frozen) (int64, error) {
	arriving := path.Join("incoming", name)
	file, err := d.dir.OpenFile(arriving, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	w := &baseWriter{to: bufio.NewWriterSize(file, 1<<20)}
	w.write([]byte(logHeader))
	for _, f := range all {
		w.bucket(f)
	}
	if w.err == nil {
		w.err = w.to.Flush()
	}
	if w.err == nil {
		w.err = file.Sync()
	}
	if err := file.Close(); w.err == nil {
		w.err = err
	}
	if w.err == nil {
		w.err = d.dir.Rename(arriving, name)
	}
	if w.err == nil {
		w.err = d.syncDir()
	}
	if w.err != nil {
		d.dir.Remove(arriving)
	}
	return w.size, w.err
}

// baseWriter writes until something goes wrong.
type baseWriter struct {
	to    *bufio.Writer
	frame []byte
	size  int64
	err   error
}

func (w *baseWriter) write(b []byte) {
	if w.err == nil {
		_, w.err = w.to.Write(b)
		w.size += int64(len(b))
	}
}

func (w *baseWriter) entry(e *entry) {
	if w.err != nil {
		return
	}
	doc, err := e.encode()
	if err != nil {
		w.err = err
		return
	}
	w.frame = appendFrame(w.frame[:0], doc)
	w.write(w.frame)
}

// bucket writes the entries that make f: versions from the oldest on.
func (w *baseWriter) bucket(f frozen) {
	name := f.about.Name
	w.entry(&entry{op: opBucket, bucket: name, about: f.about})
	for _, s := range f.stacks {
		for _, r := range slices.Backward(s.older) {
			w.entry(&entry{op: opPut, bucket: name, record: r})
		}
		w.entry(&entry{op: opPut, bucket: name, record: s.top})
	}
	for _, u := range f.uploads {
		w.entry(&entry{op: opUpload, bucket: name, upload: &u.Upload})
		for _, p := range u.parts {
			w.entry(&entry{op: opPart, bucket: name, key: u.Key, id: u.ID, part: p})
		}
	}
}
