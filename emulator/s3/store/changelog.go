package store

import (
	"os"
	"slices"
	"sync"
)

// A changeLog writes changes into a file, one behind the other. Many that come
// at once are written, and synced, together: whoever needs its change kept
// first does that for all that are there by then.
type changeLog struct {
	files *files
	// grown is called, in a goroutine of its own, when a compaction is due.
	grown func()

	mu      sync.Mutex
	done    sync.Cond // synced, err or syncing changed
	file    *os.File
	buf     []byte // added, and not yet on its way
	added   int64  // bytes added since the store was opened
	synced  int64  // of those, how many are kept
	syncing bool
	err     error // the file cannot be trusted any more; stays
	unused  []unused
	size    int64 // of file, with what is on its way
	limit   int64 // of size, for a compaction; 0 while one runs
	closing bool
	running sync.WaitGroup
}

// unused is a blob that nobody needs once the log is kept up to after.
type unused struct {
	name  string
	after int64
}

var _ changes = (*changeLog)(nil)

func newChangeLog(f *files, file *os.File, size int64) *changeLog {
	l := &changeLog{files: f, file: file, size: size}
	l.done.L = &l.mu
	return l
}

func (l *changeLog) add(e *entry) (pending, error) {
	doc, err := e.encode()
	if err != nil {
		return pending{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return pending{}, l.err
	}
	before := len(l.buf)
	l.buf = appendFrame(l.buf, doc)
	l.added += int64(len(l.buf) - before)
	return pending{log: l, end: l.added}, nil
}

// sync returns when everything up to end is kept.
func (l *changeLog) sync(end int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.syncLocked(end)
}

func (l *changeLog) syncLocked(end int64) error {
	for l.synced < end && l.err == nil {
		if l.syncing {
			l.done.Wait()
			continue
		}
		l.flush()
	}
	if l.synced >= end {
		return nil
	}
	return l.err
}

// flush writes what was added so far. It lets go of the lock meanwhile.
func (l *changeLog) flush() {
	buf, upTo := l.buf, l.added
	l.buf, l.syncing = nil, true
	l.size += int64(len(buf))
	l.mu.Unlock()
	err := l.keep(buf)
	l.mu.Lock()
	l.syncing = false
	if err != nil {
		l.err = err
	} else {
		l.synced = upTo
		l.dropUnused()
		l.watchSize()
	}
	l.done.Broadcast()
}

// keep writes and syncs buf. Contents that it speaks of have their names by
// then; those are synced first.
func (l *changeLog) keep(buf []byte) error {
	if err := l.files.syncNames(); err != nil {
		return err
	}
	if _, err := l.file.Write(buf); err != nil {
		return full(err)
	}
	return l.file.Sync()
}

// drop throws a blob away as soon as the change that made it useless is kept;
// until then, a crash brings back who needs it.
func (l *changeLog) drop(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unused = append(l.unused, unused{name, l.added})
	l.dropUnused()
}

func (l *changeLog) dropUnused() {
	if l.err != nil {
		return
	}
	l.unused = slices.DeleteFunc(l.unused, func(u unused) bool {
		if u.after > l.synced {
			return false
		}
		l.files.remove(u.name)
		return true
	})
}

func (l *changeLog) watchSize() {
	if l.closing || l.limit == 0 || l.size < l.limit {
		return
	}
	l.limit = 0 // one at a time
	l.running.Go(l.grown)
}

// rotate goes on in another file, when everything is kept in this one.
func (l *changeLog) rotate(open func() (*os.File, error)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.syncLocked(l.added); err != nil {
		return err
	}
	for l.syncing {
		l.done.Wait()
	}
	next, err := open()
	if err != nil {
		return err
	}
	l.file.Close()
	l.file, l.size = next, int64(len(logHeader))
	return nil
}

// setLimit says at which size of the file a compaction is due.
func (l *changeLog) setLimit(size int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit = size
}

// close keeps what was added, and refuses what comes later.
func (l *changeLog) close() error {
	l.mu.Lock()
	l.closing = true
	l.mu.Unlock()
	l.running.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == errClosed {
		return nil
	}
	err := l.syncLocked(l.added)
	for l.syncing {
		l.done.Wait()
	}
	l.err = errClosed
	l.done.Broadcast()
	if closing := l.file.Close(); err == nil {
		err = closing
	}
	return err
}
