package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// files is where a seed file and everything that it names is read from. Paths
// use slashes and are relative to the seed file.
type files interface {
	// name is what messages call the file at a path.
	name(p string) string
	// open opens one file for reading.
	open(p string) (fs.File, error)
	// folder is the tree below p, out of which nothing leads.
	folder(p string) fs.FS
	// around is the files round the file at p, and its name there.
	around(p string) (files, string)
}

// disk is the folder that a seed file lies in. The user's own seed file may
// name documents anywhere; objects never leave the folder they come from.
type disk struct {
	base string
}

// onDisk is the files round the seed file at p, and its name there.
func onDisk(p string) (files, string) {
	return disk{base: filepath.Dir(p)}, filepath.Base(p)
}

func (d disk) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(d.base, filepath.FromSlash(p))
}

func (d disk) name(p string) string            { return filepath.ToSlash(d.path(p)) }
func (d disk) open(p string) (fs.File, error)  { return os.Open(d.path(p)) }
func (d disk) folder(p string) fs.FS           { return rootedFS{dir: d.path(p)} }
func (d disk) around(p string) (files, string) { return onDisk(d.path(p)) }

// rootedFS reads files below dir. Each is opened through a root of its own, so
// that a tree kept for later holds no descriptor.
type rootedFS struct {
	dir string
}

func (r rootedFS) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.FS().Open(name)
}

// embedded is a file system that was built in.
type embedded struct {
	fsys fs.FS
}

func (e embedded) name(p string) string           { return path.Clean(p) }
func (e embedded) open(p string) (fs.File, error) { return e.fsys.Open(path.Clean(p)) }

func (e embedded) folder(p string) fs.FS {
	sub, err := fs.Sub(e.fsys, path.Clean(p))
	if err != nil {
		return unreadable{err}
	}
	return sub
}

func (e embedded) around(p string) (files, string) {
	return embedded{fsys: e.folder(path.Dir(path.Clean(p)))}, path.Base(p)
}

// unreadable answers every path with one error.
type unreadable struct {
	err error
}

func (u unreadable) Open(string) (fs.File, error) { return nil, u.err }

// read reads a whole document.
func read(f files, p string) ([]byte, error) {
	file, err := f.open(p)
	if err != nil {
		return nil, plainError(err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil {
		return nil, plainError(err)
	} else if info.IsDir() {
		return nil, errors.New("it is a folder")
	}
	text, err := io.ReadAll(io.LimitReader(file, maxDocument+1))
	if err != nil {
		return nil, plainError(err)
	}
	if len(text) > maxDocument {
		return nil, fmt.Errorf("it is larger than %d MiB", maxDocument>>20)
	}
	return text, nil
}

// plainError is err without operation and path, which messages name themselves.
func plainError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("permission denied")
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
