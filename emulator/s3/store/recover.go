package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// recover reads the newest base and the changes since, and puts the directory
// in order.
func (d *Disk) recover() error {
	bases, err := d.generations(basePrefix)
	if err != nil {
		return err
	}
	logs, err := d.generations(changesPrefix)
	if err != nil {
		return err
	}
	r := &replay{engine: &d.engine, blobs: make(map[string]*blob)}
	if len(bases) > 0 {
		d.generation = bases[len(bases)-1]
		name := fileName(basePrefix, d.generation)
		// A base got its name when it was complete.
		if d.baseSize, err = d.read(name, r.apply); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for len(logs) > 0 && logs[0] < d.generation {
		logs = logs[1:]
	}
	for i, n := range logs {
		if n != d.generation+uint64(i) {
			return fmt.Errorf("%s is missing", fileName(changesPrefix, d.generation+uint64(i)))
		}
	}
	file, size, err := d.replayLogs(logs, r.apply)
	if err != nil {
		return err
	}
	d.log = newChangeLog(d.files, file, size)
	if err := d.sweep(r.blobs); err != nil {
		file.Close()
		return err
	}
	d.removeBefore(d.generation)
	d.generation += uint64(max(len(logs), 1) - 1)
	d.files.log, d.engine.log = d.log, d.log
	d.log.grown = func() { d.Compact() }
	d.log.setLimit(d.compactAt())
	return nil
}

// replayLogs applies the logs, and gives the last one to go on with: what a
// crash tore off its end is cut off. Only the last can be torn, since each is
// synced before the next is begun.
func (d *Disk) replayLogs(logs []uint64, apply func(*entry) error) (*os.File, int64, error) {
	if len(logs) == 0 {
		if d.baseSize > 0 {
			return nil, 0, fmt.Errorf("%s is missing", fileName(changesPrefix, d.generation))
		}
		file, err := d.create(fileName(changesPrefix, d.generation))
		return file, int64(len(logHeader)), err
	}
	for i, n := range logs {
		name := fileName(changesPrefix, n)
		whole, err := d.read(name, apply)
		if i == len(logs)-1 && (err == nil || errors.Is(err, errTorn)) {
			return d.resume(name, whole)
		}
		if err != nil {
			return nil, 0, fmt.Errorf("%s, behind byte %d: %w", name, whole, err)
		}
	}
	return nil, 0, nil // not reached: the last log returns above
}

// resume opens a log to write behind whole.
func (d *Disk) resume(name string, whole int64) (*os.File, int64, error) {
	if whole == 0 { // not even the header
		file, err := d.create(name)
		return file, int64(len(logHeader)), err
	}
	file, err := d.dir.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return nil, 0, err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err == nil && end > whole {
		d.recovery.Torn = end - whole
		if err = file.Truncate(whole); err == nil {
			err = file.Sync()
		}
	}
	if err == nil {
		_, err = file.Seek(whole, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, 0, err
	}
	return file, whole, nil
}

// read reads a log file.
func (d *Disk) read(name string, apply func(*entry) error) (int64, error) {
	file, err := d.dir.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	return readFrames(file, apply)
}

// sweep removes contents that nothing needs, and everything that was arriving;
// and finds out which contents are not as they were left.
func (d *Disk) sweep(known map[string]*blob) error {
	arriving, err := fs.ReadDir(d.dir.FS(), "incoming")
	if err != nil {
		return err
	}
	for _, f := range arriving {
		d.dir.Remove("incoming/" + f.Name())
	}
	there, err := fs.ReadDir(d.files.content.FS(), ".")
	if err != nil {
		return err
	}
	whole := make(map[string]bool, len(there))
	for _, f := range there {
		b := known[f.Name()]
		if b == nil || b.needed.Load() == 0 {
			d.files.remove(f.Name())
			d.recovery.Orphans++
			continue
		}
		info, err := f.Info()
		whole[f.Name()] = err == nil && info.Size() == b.size
	}
	d.inspect(whole)
	return nil
}

// inspect counts what is there, and notes what is damaged.
func (d *Disk) inspect(whole map[string]bool) {
	for _, b := range d.buckets {
		for _, block := range b.objects.blocks {
			for i := range block {
				for _, r := range block[i].all() {
					d.recovery.Versions++
					for _, content := range r.content() {
						if content.name != "" && !whole[content.name] {
							d.recovery.Damaged = append(d.recovery.Damaged, b.name+"/"+r.Key)
							break
						}
					}
				}
			}
		}
	}
}
