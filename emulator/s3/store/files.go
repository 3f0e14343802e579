package store

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"sync/atomic"
	"syscall"
)

// files keeps bytes in files. Their names are random: nothing that a client
// says becomes part of a path. A file is written under incoming/, synced, and
// then moved to content/, so that a name there always is a whole file; and the
// log speaks of it only after that, so that no other is ever read.
type files struct {
	dir     *os.Root
	content *os.Root    // dir/content
	names   *os.File    // the same directory, to sync
	renamed atomic.Bool // a file came to it since it was synced
	buffers sync.Pool
	log     *changeLog // nil while the store is being opened
}

var _ keeper = (*files)(nil)

// copyBuffer is how many bytes go through at once.
const copyBuffer = 128 << 10

func openFiles(dir *os.Root) (*files, error) {
	for _, name := range []string{"content", "incoming"} {
		if err := dir.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	f := &files{dir: dir, buffers: sync.Pool{New: func() any { return new([copyBuffer]byte) }}}
	var err error
	if f.content, err = dir.OpenRoot("content"); err == nil {
		f.names, err = f.content.Open(".")
	}
	if err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *files) close() {
	if f.content != nil {
		f.content.Close()
	}
	if f.names != nil {
		f.names.Close()
	}
}

func (f *files) write(r io.Reader, _, limit int64, sums io.Writer) (*blob, error) {
	b := newBlob(f)
	name := rand.Text()
	arriving := path.Join("incoming", name)
	file, err := f.dir.OpenFile(arriving, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, full(err)
	}
	if b.size, err = f.fill(file, r, limit, sums); err == nil && b.size > 0 {
		err = full(file.Sync())
	}
	if closing := file.Close(); err == nil {
		err = full(closing)
	}
	if err != nil || b.size == 0 { // no bytes need no file
		f.dir.Remove(arriving)
		return b, err
	}
	if err := f.dir.Rename(arriving, path.Join("content", name)); err != nil {
		f.dir.Remove(arriving)
		return nil, full(err)
	}
	f.renamed.Store(true)
	b.name = name
	return b, nil
}

func (f *files) fill(to io.Writer, r io.Reader, limit int64, sums io.Writer) (size int64, err error) {
	buffer := f.buffers.Get().(*[copyBuffer]byte)
	defer f.buffers.Put(buffer)
	for {
		n, err := fill(r, buffer[:])
		size += int64(n)
		if limit > 0 && size > limit {
			return 0, &Error{Kind: TooLarge, Size: size, Limit: limit}
		}
		sums.Write(buffer[:n])
		if _, err := to.Write(buffer[:n]); err != nil {
			return 0, full(err)
		}
		if err == io.EOF {
			return size, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// full is err as OutOfSpace when it says that the disk is full.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &Error{Kind: OutOfSpace}
	}
	return err
}

// syncNames keeps the names of all files that were moved so far.
func (f *files) syncNames() error {
	if !f.renamed.Swap(false) {
		return nil
	}
	return f.names.Sync()
}

func (f *files) read(b *blob, offset, length int64) io.ReadCloser {
	return &fileReader{files: f, blob: b, offset: offset, left: length}
}

func (f *files) free(b *blob) {
	if b.name != "" && f.log != nil {
		f.log.drop(b.name)
	}
}

// remove removes a file. When that fails it is removed at the next start.
func (f *files) remove(name string) { f.content.Remove(name) }

// fileReader reads a part of a file, which it opens when it is first asked.
type fileReader struct {
	files  *files
	blob   *blob
	offset int64
	left   int64
	file   *os.File
}

var _ io.WriterTo = (*fileReader)(nil)

func (r *fileReader) open() error {
	if r.file != nil || r.left == 0 {
		return nil
	}
	file, err := r.files.content.Open(r.blob.name)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil && info.Size() != r.blob.size {
		err = errDamaged
	}
	if err == nil {
		_, err = file.Seek(r.offset, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return err
	}
	r.file = file
	return nil
}

func (r *fileReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	if err := r.open(); err != nil {
		return 0, err
	}
	n, err := r.file.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	return n, short(err, r.left)
}

// WriteTo hands the file itself to w: a connection has the kernel send it.
func (r *fileReader) WriteTo(w io.Writer) (int64, error) {
	if err := r.open(); err != nil || r.left == 0 {
		return 0, err
	}
	n, err := io.CopyN(w, r.file, r.left)
	r.left -= n
	return n, short(err, r.left)
}

// short is err, but for a file that ends too early.
func short(err error, left int64) error {
	if err == io.EOF && left > 0 {
		return io.ErrUnexpectedEOF
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func (r *fileReader) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
