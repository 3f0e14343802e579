package store

import "context"

// Clear drops all buckets with everything in them, locked or not: it is the
// emulator's reset, not a request of S3's.
func (e *engine) Clear(context.Context) error {
	done, err := e.clear()
	if err != nil {
		return err
	}
	return done.wait()
}

func (e *engine) clear() (pending, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, b := range e.buckets {
		b.mu.Lock()
		defer b.mu.Unlock()
	}
	done, err := e.log.add(&entry{op: opClear})
	if err != nil {
		return pending{}, err
	}
	for _, b := range e.buckets {
		b.gone = true
		b.clear()
	}
	clear(e.buckets)
	return done, nil
}
