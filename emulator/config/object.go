package config

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"
)

const (
	// maxObject is the largest object that one PUT takes, in bytes.
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
	maxObject = 5 << 30
	// maxObjects is how many files one entry may upload: more is a slip, such
	// as "from: /".
	maxObjects = 100_000
	// maxKey is the longest key in bytes.
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
	maxKey = 1024
)

func (l *loader) objects(entries []objectEntry, nodes *node) []Object {
	var out []Object
	at := map[string]int{}
	for i := range entries {
		n := nodes.items[i]
		headers, kind := l.objectHeaders(entries[i].Headers, n)
		for _, o := range l.upload(&entries[i], n) {
			o.Headers, o.ContentType = headers, contentType(o.Key)
			if kind != "" {
				o.ContentType = kind
			}
			if first, ok := at[o.Key]; ok { // a later entry overwrites, as a later PUT does
				out[first] = o
				continue
			}
			at[o.Key] = len(out)
			out = append(out, o)
		}
	}
	return out
}

// upload lists what one entry uploads.
func (l *loader) upload(e *objectEntry, n *node) []Object {
	if e.From == "" {
		l.missing(n, "objects need from: a folder or a file")
		return nil
	}
	at := n.nearest("from")
	file, err := l.files.open(e.From)
	if err != nil {
		l.add(at, "cannot read %s: %v", l.files.name(e.From), plainError(err))
		return nil
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		l.add(at, "cannot read %s: %v", l.files.name(e.From), plainError(err))
		return nil
	}
	if info.IsDir() {
		return l.tree(e, n)
	}
	if !info.Mode().IsRegular() {
		l.add(at, "%s is neither a file nor a folder", l.files.name(e.From))
		return nil
	}
	key := e.To
	if key == "" || strings.HasSuffix(key, "/") {
		key += path.Base(l.files.name(e.From))
	}
	files, from := l.files, e.From
	o := Object{Key: key, Size: info.Size(), Open: func() (io.ReadCloser, error) { return files.open(from) }}
	if !l.fits(&o, n, l.files.name(e.From)) {
		return nil
	}
	return []Object{o}
}

// tree lists the files below a folder, in the order of their names.
func (l *loader) tree(e *objectEntry, n *node) []Object {
	at := n.nearest("from")
	if e.To != "" && !strings.HasSuffix(e.To, "/") {
		l.add(n.nearest("to"), "%s is a folder, so to is a prefix and needs a slash at its end: %s/", e.From, e.To)
		return nil
	}
	fsys := l.files.folder(e.From)
	base := l.files.name(e.From)
	var out []Object
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			l.add(at, "cannot read %s: %v", path.Join(base, name), plainError(err))
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		info, err := fs.Stat(fsys, name)
		if !l.uploadable(path.Join(base, name), entry, info, err, at) {
			return nil
		}
		o := Object{Key: e.To + name, Size: info.Size(), Open: func() (io.ReadCloser, error) { return fsys.Open(name) }}
		if l.fits(&o, n, path.Join(base, name)) {
			out = append(out, o)
		}
		if len(out) > maxObjects {
			return errTooMany()
		}
		return nil
	})
	if err != nil {
		l.add(at, "%s: %v", base, err)
	}
	return out
}

func errTooMany() error { return errors.New("more than 100000 files; name a smaller folder") }

// uploadable refuses links that lead out of the folder and what is no file.
func (l *loader) uploadable(name string, entry fs.DirEntry, info fs.FileInfo, err error, at position) bool {
	link := entry.Type()&fs.ModeSymlink != 0
	switch {
	case err != nil && link:
		l.add(at, "%s is a link that leaves the folder or leads nowhere; only files inside it are uploaded", name)
	case err != nil:
		l.add(at, "cannot read %s: %v", name, plainError(err))
	case info.IsDir():
		l.add(at, "%s is a link to a folder; name that folder in an entry of its own", name)
	case !info.Mode().IsRegular():
		l.add(at, "%s is no regular file", name)
	default:
		return true
	}
	return false
}

// fits holds an object to S3's limits.
func (l *loader) fits(o *Object, n *node, name string) bool {
	switch {
	case o.Size > maxObject:
		l.add(n.nearest("from"), "%s has %d bytes; S3 takes at most %d in one PUT", name, o.Size, int64(maxObject))
	case len(o.Key) > maxKey:
		l.add(n.nearest("to"), "the key of %s has %d bytes; S3 takes at most %d", name, len(o.Key), maxKey)
	case !utf8.ValidString(o.Key):
		l.add(n.nearest("from"), "the name of %q is no UTF-8, so it makes no key", name)
	default:
		return true
	}
	return false
}

// objectHeaders checks the headers of an entry and takes Content-Type out.
func (l *loader) objectHeaders(given map[string]string, n *node) (headers http.Header, kind string) {
	headers = http.Header{}
	for _, f := range headerFields(n) {
		value := given[f.name]
		name := strings.ToLower(f.name)
		if strings.ContainsAny(value, "\r\n\x00") {
			l.add(f.at, "the value of %s holds a line break", f.name)
			continue
		}
		switch {
		case name == "content-type":
			kind = value
		case isObjectHeader(name):
			headers.Set(f.name, value)
		case strings.HasPrefix(name, "access-control-"):
			l.add(f.at, "S3 stores no %s with an object: CORS headers come from the bucket's cors or from a response headers policy", f.name)
		default:
			l.add(f.at, "S3 stores no %s with an object; expected Content-Type, Cache-Control, Content-Disposition, Content-Encoding, Content-Language, Expires or x-amz-meta-…", f.name)
		}
	}
	return headers, kind
}

func headerFields(n *node) []field {
	if headers := n.get("headers"); headers != nil {
		return headers.fields
	}
	return nil
}

// isObjectHeader tells what S3 stores with an object.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
func isObjectHeader(lower string) bool {
	switch lower {
	case "cache-control", "content-disposition", "content-encoding", "content-language", "expires":
		return true
	}
	name, ok := strings.CutPrefix(lower, "x-amz-meta-")
	return ok && name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	}) < 0
}
