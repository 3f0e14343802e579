package config

import (
	"io/fs"
)

// A File is a YAML or JSON file of another room's, read as seed files are:
// every value knows its place, and all mistakes are collected.
type File struct {
	*loader
	root *node
}

// OpenFile reads the file at path; what says what it is, in messages: "the
// suite". Mistakes are in [File.Err].
func OpenFile(path, what string) *File {
	files, name := onDisk(path)
	return openFile(files, name, what)
}

// OpenFileIn is OpenFile in a file system.
func OpenFileIn(fsys fs.FS, path, what string) *File { return openFile(embedded{fsys}, path, what) }

func openFile(f files, name, what string) *File {
	l := &loader{report: &report{}, files: f}
	return &File{loader: l, root: l.document(name, what)}
}

// Root is the whole, nothing when the file could not be read.
func (f *File) Root() Value { return Value{f.root} }

// Decode fills to, a pointer to a structure with JSON names, from v, and
// reports what does not fit. what names the whole in messages.
func (f *File) Decode(v Value, to any, what string) {
	if v.node != nil {
		decode(v.node, to, what, f.report)
	}
}

// Add reports a mistake.
func (f *File) Add(at Place, format string, args ...any) { f.add(at.position, format, args...) }

// Missing reports that v lacks something, unless v has a field that was not
// understood and may be it.
func (f *File) Missing(v Value, format string, args ...any) { f.missing(v.node, format, args...) }

// Err is all mistakes, as [Problems]; nil when there are none.
func (f *File) Err() error { return f.err() }

// Seed reads the seed that v is, or the seed file whose path it is. What it
// returns is good when there are no mistakes.
func (f *File) Seed(v Value) *Seed {
	if v.node.kind != text {
		return f.seed(v.node)
	}
	files, name := f.files.around(v.node.scalar)
	l := &loader{report: f.report, files: files}
	src := &source{name: files.name(name)}
	var err error
	if src.text, err = read(files, name); err != nil { // a mistake of the file that names it
		f.report.add(v.node.at, "cannot read the seed file %s: %v", src.name, err)
		return nil
	}
	root := parse(src, f.report)
	if root == nil {
		return nil
	}
	return l.seed(root)
}

// A Place is where something stands in a file.
type Place struct{ position }

// Line is the line, from 1; 0 is the file as a whole.
func (p Place) Line() int { return p.line }

// A Value is a value of a file in its place. A field of this type takes
// whatever stands there.
type Value struct{ node *node }

// Given reports whether there is one.
func (v Value) Given() bool { return v.node != nil && v.node.kind != null }

// At is the place of the innermost value that the path of names and indexes
// leads to; steps that lead nowhere are passed over.
func (v Value) At(path ...any) Place {
	if v.node == nil {
		return Place{position{src: &source{}}}
	}
	return Place{v.node.nearest(path...)}
}

// Text is the value as a text; ok is false when it is a list, a mapping or
// nothing.
func (v Value) Text() (s string, ok bool) {
	if v.node == nil || v.node.kind == null || v.node.kind == list || v.node.kind == mapping {
		return "", false
	}
	return v.node.scalar, true
}

// Is says what the value is, in words: a text, a list, a mapping.
func (v Value) Is() string {
	if v.node == nil {
		return null.String()
	}
	return v.node.kind.String()
}

// IsMapping reports whether it has fields.
func (v Value) IsMapping() bool { return v.node != nil && v.node.kind == mapping }

// IsList reports whether it has items.
func (v Value) IsList() bool { return v.node != nil && v.node.kind == list }

// Field is a mapping's field, nothing when there is none.
func (v Value) Field(name string) Value { return Value{v.node.get(name)} }

// Names are a mapping's names in their order.
func (v Value) Names() []string {
	var names []string
	if v.node != nil {
		for _, f := range v.node.fields {
			names = append(names, f.name)
		}
	}
	return names
}

// Items are a list's items.
func (v Value) Items() []Value {
	var items []Value
	if v.node != nil {
		for _, n := range v.node.items {
			items = append(items, Value{n})
		}
	}
	return items
}

// DidYouMean is "; did you mean X?" for the name nearest to the given one, or
// nothing when none is near.
func DidYouMean(given string, names []string) string { return didYouMean(given, names) }
