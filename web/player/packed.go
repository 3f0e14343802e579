package player

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
)

// packed is a file system whose larger files are kept as NAME.gz, which spares the
// binary half a megabyte, and read as NAME.
type packed struct {
	fs.FS
}

// Open implements [fs.FS].
func (p packed) Open(name string) (fs.File, error) {
	file, err := p.FS.Open(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	small, gone := p.FS.Open(name + ".gz")
	if gone != nil {
		return nil, err // of the name that was asked for
	}
	defer small.Close()
	info, err := small.Stat()
	if err != nil {
		return nil, err
	}
	unpack, err := gzip.NewReader(small)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(unpack)
	if err != nil {
		return nil, err
	}
	return &unpacked{bytes.NewReader(text), unpackedInfo{info, name, int64(len(text))}}, nil
}

// unpacked is one of those files, open.
type unpacked struct {
	*bytes.Reader
	info unpackedInfo
}

func (f *unpacked) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *unpacked) Close() error               { return nil }

type unpackedInfo struct {
	fs.FileInfo
	name string
	size int64
}

func (i unpackedInfo) Name() string { return i.name }
func (i unpackedInfo) Size() int64  { return i.size }
