package store

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	basePrefix    = "base."
	changesPrefix = "changes."
)

func fileName(prefix string, generation uint64) string {
	return fmt.Sprintf("%s%016x", prefix, generation)
}

// generations are which files of prefix there are, in order.
func (d *Disk) generations(prefix string) ([]uint64, error) {
	names, err := fs.ReadDir(d.dir.FS(), ".")
	if err != nil {
		return nil, err
	}
	var all []uint64
	for _, name := range names {
		digits, ok := strings.CutPrefix(name.Name(), prefix)
		if !ok || len(digits) != 16 {
			continue
		}
		if n, err := strconv.ParseUint(digits, 16, 64); err == nil {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all, nil
}

// create makes an empty log file, so that it is there after a crash.
func (d *Disk) create(name string) (*os.File, error) {
	file, err := d.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	if _, err = file.WriteString(logHeader); err == nil {
		if err = file.Sync(); err == nil {
			err = d.syncDir()
		}
	}
	if err != nil {
		file.Close()
		return nil, full(err)
	}
	return file, nil
}

// removeBefore removes the files of earlier generations. Those that stay,
// because that fails, are removed the next time.
func (d *Disk) removeBefore(generation uint64) {
	for _, prefix := range []string{basePrefix, changesPrefix} {
		all, err := d.generations(prefix)
		if err != nil {
			return
		}
		for _, n := range all {
			if n < generation {
				d.dir.Remove(fileName(prefix, n))
			}
		}
	}
}
