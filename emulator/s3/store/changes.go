package store

// changes is where an engine writes down what it changes.
type changes interface {
	// add writes e down behind everything that was added before. The caller
	// holds the lock of what e changes and makes the change when add gave no
	// error; once pending.wait gives none, the change is kept.
	add(e *entry) (pending, error)
}

// pending is a change on its way to where it is kept. The zero value is kept.
type pending struct {
	log *changeLog
	end int64 // offset in the log behind the change
}

func (p pending) wait() error {
	if p.log == nil {
		return nil
	}
	return p.log.sync(p.end)
}

// forgetful writes nothing down: what is in memory is all there is.
type forgetful struct{}

func (forgetful) add(*entry) (pending, error) { return pending{}, nil }
