// Package staged has real browsers take the gallery's scenarios: each expectation
// against an emulator of its own, on ports of its own, which no browser's cache
// knows.
package staged

import (
	"bytes"
	"io"
	"io/fs"
	"strings"

	"crossfront/scenarios"
)

// Gallery is the gallery with its pages at another origin than
// https://app.example.com.
func Gallery(origin string) ([]*scenarios.Scenario, error) {
	return scenarios.ReadIn(stagedAt{scenarios.Files(), origin}, "gallery")
}

// stagedAt is the gallery with its page at another origin.
type stagedAt struct {
	fs.FS
	origin string
}

func (f stagedAt) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".yaml") {
		return file, err
	}
	defer file.Close()
	doc, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	return &stagedFile{bytes.NewReader(bytes.ReplaceAll(doc, []byte("https://app.example.com"), []byte(f.origin))), info}, err
}

// ReadDir keeps folders as they are.
func (f stagedAt) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.FS, name) }

type stagedFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *stagedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *stagedFile) Close() error               { return nil }
