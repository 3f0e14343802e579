package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one mistake in a seed file or in a document that it names.
type Problem struct {
	File    string // as messages name it
	Line    int    // from 1; 0 when the mistake is the file as a whole
	Column  int    // from 1, in characters
	Message string // what is wrong and what was expected
	excerpt string
}

// Error is the problem in one line, with its place.
func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems are all the mistakes of a seed file, in the order of the text.
type Problems []*Problem

// Error lists every problem, each with the line it stands in and a caret.
func (ps Problems) Error() string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Error())
		b.WriteByte('\n')
		b.WriteString(p.excerpt)
	}
	if len(ps) > 1 {
		fmt.Fprintf(&b, "%d mistakes\n", len(ps))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// maxProblems is how many mistakes are listed before the rest is counted only.
const maxProblems = 50

// A report collects problems.
type report struct {
	problems Problems
	// odd are values with a field that they should not have, or of another
	// kind: what seems to be missing there may just be misspelt.
	odd map[*node]bool
}

func (r *report) mark(n *node) {
	if r.odd == nil {
		r.odd = map[*node]bool{}
	}
	r.odd[n] = true
}

// missing reports that the mapping n lacks something, unless it is odd.
func (r *report) missing(n *node, format string, args ...any) {
	if !r.odd[n] {
		r.add(n.at, format, args...)
	}
}

func (r *report) add(at position, format string, args ...any) {
	p := &Problem{File: at.src.name, Line: at.line, Column: at.col, Message: fmt.Sprintf(format, args...), excerpt: at.excerpt()}
	for _, other := range r.problems {
		if other.Error() == p.Error() {
			return
		}
	}
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, p)
	}
}

// err is the problems as an error, or nil when there are none.
func (r *report) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	files := map[string]int{} // in the order in which they first showed a mistake
	for _, p := range r.problems {
		if _, ok := files[p.File]; !ok {
			files[p.File] = len(files)
		}
	}
	slices.SortStableFunc(r.problems, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(files[a.File], files[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.problems
}
