package store

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
)

// Disk is a Store in a directory. What it said was done is there after the
// process was killed, or the machine, and what it did not say may be there or
// not, but always as a whole.
//
// Contents are files (see files); everything else is in memory, and written
// down change by change in a log:
//
//	lock         locked while a process uses the directory
//	content/     a file for every content, by a random name
//	incoming/    contents on their way; nothing of it survives a start
//	base.N       everything there was at the beginning of generation N
//	changes.N    what changed since, see frame.go
//
// Why a log, and not a small file beside each content: a change of metadata is
// one append, and all that wait at the same moment share one sync, which is
// what a change costs; several things that change together, such as the object
// and the end of its upload, are one entry; and starting reads one file from
// front to back in place of a million. A log grows, so that now and then a new
// base is written, while everything goes on.
type Disk struct {
	engine
	options DiskOptions
	dir     *os.Root
	lock    *os.File
	files   *files
	log     *changeLog

	compacting sync.Mutex // one at a time
	generation uint64
	baseSize   int64
	recovery   Recovery
}

var _ Store = (*Disk)(nil)

var (
	errClosed  = errors.New("store: closed")
	errDamaged = errors.New("store: a content is not what was stored")
)

// A Recovery is what a Disk found when it was opened.
type Recovery struct {
	Versions int   // objects, their versions, and delete markers
	Torn     int64 // bytes of changes nobody was told of, dropped
	Orphans  int   // contents that nothing needed, removed
	// Damaged are contents, as bucket/key, that are missing or have another
	// length: not by a crash, but by somebody else. Reading them fails.
	Damaged []string
}

// DiskOptions may all be left out.
type DiskOptions struct {
	// Budget is what the store's memory comes out of: records, not contents.
	Budget *Budget
	// CORS are the switches under which the rules of buckets are compiled.
	CORS corsengine.Options
	// Log is told of what goes wrong behind the scenes.
	Log *slog.Logger
	// CompactAt is the size of the log, in bytes, below which no new base is
	// written; 0 is 64 MB.
	CompactAt int64
}

// OpenDisk opens the store in dir, which is made if it is not there. It fails
// when another process has the store open.
func OpenDisk(dir string, clk clock.Clock, o DiskOptions) (*Disk, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.CompactAt == 0 {
		o.CompactAt = minCompaction
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	d := &Disk{dir: root, options: o, engine: engine{clock: clk, budget: o.Budget, buckets: make(map[string]*bucket)}}
	if err := d.open(); err != nil {
		d.release()
		return nil, fmt.Errorf("opening the store in %s: %w", dir, err)
	}
	return d, nil
}

func (d *Disk) open() error {
	var err error
	if d.lock, err = d.dir.OpenFile("lock", os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if err := lockFile(d.lock); err != nil {
		return fmt.Errorf("another process uses it: %w", err)
	}
	if d.files, err = openFiles(d.dir); err != nil {
		return err
	}
	d.keeper = d.files
	if err := d.recover(); err != nil {
		return err
	}
	d.recompile()
	return nil
}

// recompile puts the rules of all buckets under the switches that now hold. A
// configuration that they would refuse was taken once, and stays as it was.
func (d *Disk) recompile() {
	if d.options.CORS == (corsengine.Options{}) {
		return
	}
	for _, b := range d.buckets {
		next := *b.settings.Load()
		if err := next.SetCORS(next.CORS, d.options.CORS); err == nil {
			b.settings.Store(&next)
		}
	}
}

// release lets go of everything that is open.
func (d *Disk) release() {
	if d.files != nil {
		d.files.close()
	}
	if d.lock != nil {
		d.lock.Close() // unlocks it
	}
	d.dir.Close()
}

// Recovery is what was found when the store was opened.
func (d *Disk) Recovery() Recovery { return d.recovery }

// Close lets go of the directory, when everything is kept. What is still being
// read ends with an error.
func (d *Disk) Close() error {
	err := d.log.close()
	d.release()
	return err
}

// syncDir keeps the names in the directory itself.
func (d *Disk) syncDir() error {
	dir, err := d.dir.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
