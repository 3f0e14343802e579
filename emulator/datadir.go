package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"crossfront/emulator/clock"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/s3/store"
)

// A dataDir is the directory that --data-dir names: buckets and distributions
// outlive the process in it. The edge's cache does not, and neither do
// exchanges.
//
//	s3/               the store's own, see store.Disk
//	cloudfront.json   the control plane's state
//	seeded.json       written last, once everything else was seeded
type dataDir struct {
	root    *os.Root
	disk    *store.Disk
	closing sync.Once

	mu    sync.Mutex // one writer of cloudfront.json
	owner *registryKeeper
}

// Names in a data directory.
const (
	storeDir         = "s3"
	controlPlaneFile = "cloudfront.json"
	seededFile       = "seeded.json"
)

// seeded is what seededFile says.
type seeded struct {
	Version             int    `json:"version"` // of the directory's layout
	DefaultDistribution string `json:"defaultDistribution,omitempty"`
}

const layoutVersion = 1

// errReset refuses changes of a world that was reset meanwhile.
var errReset = errors.New("the emulator was reset meanwhile")

// openDataDir opens dir, which is made when it is not there. Only one process
// may have it open.
func openDataDir(dir string, clk clock.Clock, o store.DiskOptions) (*dataDir, error) {
	disk, err := store.OpenDisk(filepath.Join(dir, storeDir), clk, o)
	if err != nil {
		return nil, fmt.Errorf("data-dir: %w", err)
	}
	found := disk.Recovery()
	for _, object := range found.Damaged {
		o.Log.Error("an object's content is not what was stored; reading it fails", "object", object)
	}
	if found.Torn > 0 || found.Orphans > 0 {
		o.Log.Info("the last process ended in the middle of changes; nobody had been told they were done",
			"bytes", found.Torn, "contents", found.Orphans)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("data-dir: %w", err), disk.Close())
	}
	return &dataDir{root: root, disk: disk}, nil
}

// close lets go of the directory; a second time does nothing.
func (d *dataDir) close() (err error) {
	if d == nil {
		return nil
	}
	d.closing.Do(func() { err = errors.Join(d.disk.Close(), d.root.Close()) })
	return err
}

// seeded says what is kept; nil when nothing is, or a seeding was cut off.
func (d *dataDir) seeded() (*seeded, error) {
	text, err := d.root.ReadFile(seededFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s seeded
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("%s: %w", seededFile, err)
	}
	if s.Version != layoutVersion {
		return nil, fmt.Errorf("%s: layout %d, this emulator knows %d only; use another directory", seededFile, s.Version, layoutVersion)
	}
	return &s, nil
}

// empty forgets everything, first of all that it was complete.
func (d *dataDir) empty(ctx context.Context) error {
	for _, name := range [...]string{seededFile, controlPlaneFile} {
		if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := d.syncNames(); err != nil {
		return err
	}
	return d.disk.Clear(ctx)
}

// finish notes that the seed is in.
func (d *dataDir) finish(defaultID string) error {
	return d.write(seededFile, seeded{Version: layoutVersion, DefaultDistribution: defaultID})
}

// load gives a registry the state that is kept.
func (d *dataDir) load(r *registry.Registry) error {
	text, err := d.root.ReadFile(controlPlaneFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing was ever made
	}
	if err != nil {
		return err
	}
	var state registry.State
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields() // what a later version knows must not get lost
	if err := decoder.Decode(&state); err != nil {
		return fmt.Errorf("%s: %w", controlPlaneFile, err)
	}
	if err := r.Load(&state); err != nil {
		return fmt.Errorf("%s: %w", controlPlaneFile, err)
	}
	return nil
}

// A registryKeeper writes down one registry's worlds, until another takes its
// place.
type registryKeeper struct{ dir *dataDir }

// keeper makes the present keeper of the control plane's state.
func (d *dataDir) keeper() *registryKeeper {
	k := &registryKeeper{dir: d}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owner = k
	return k
}

func (k *registryKeeper) save(w *registry.World) error {
	k.dir.mu.Lock()
	defer k.dir.mu.Unlock()
	if k.dir.owner != k {
		return errReset
	}
	return k.dir.write(controlPlaneFile, w.State())
}

// write puts v into the file as JSON, as a whole or not at all, so that it is
// there after the machine went down.
func (d *dataDir) write(name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	arriving := name + ".new"
	file, err := d.root.OpenFile(arriving, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := d.root.Rename(arriving, name); err != nil {
		return err
	}
	return d.syncNames()
}

// syncNames keeps the names of the directory's files.
func (d *dataDir) syncNames() error {
	names, err := d.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(names.Sync(), names.Close())
}
