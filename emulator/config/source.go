package config

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A source is a file's text under the name by which messages call it.
type source struct {
	name string
	text []byte
}

// A position is a place in a source. Lines and columns count from 1, columns
// in characters; line 0 stands for the file as a whole.
type position struct {
	src       *source
	line, col int
}

// at is the position of a byte offset.
func (s *source) at(offset int) position {
	offset = max(0, min(offset, len(s.text)))
	start := bytes.LastIndexByte(s.text[:offset], '\n') + 1
	return position{
		src:  s,
		line: bytes.Count(s.text[:offset], []byte("\n")) + 1,
		col:  utf8.RuneCount(s.text[start:offset]) + 1,
	}
}

// whole is the position of the file as a whole.
func (s *source) whole() position { return position{src: s} }

func (p position) String() string {
	if p.line == 0 {
		return p.src.name
	}
	return fmt.Sprintf("%s:%d:%d", p.src.name, p.line, p.col)
}

// excerptWidth is how many characters of a line an excerpt shows.
const excerptWidth = 100

// excerpt is the line at p with a caret under the column, or nothing when p
// has no line.
func (p position) excerpt() string {
	lines := bytes.Split(p.src.text, []byte("\n"))
	if p.line < 1 || p.line > len(lines) {
		return ""
	}
	line := []rune(strings.TrimRight(masked(lines, p.line-1), "\r"))
	at := min(max(p.col-1, 0), len(line))
	from := 0
	if at > excerptWidth*3/4 {
		from = at - excerptWidth/2
	}
	shown := line[from:min(len(line), from+excerptWidth)]
	pad := make([]rune, at-from)
	for i := range pad {
		pad[i] = ' '
		if shown[i] == '\t' {
			pad[i] = '\t'
		}
	}
	number := fmt.Sprint(p.line)
	return fmt.Sprintf("  %s | %s\n  %s | %s^\n", number, printable(shown), strings.Repeat(" ", len(number)), string(pad))
}

// masked is the line numbered n without the secrets in it: what follows their
// name, in the line or on the next. Every character keeps its place.
func masked(lines [][]byte, n int) string {
	const name = "secretAccessKey"
	line := string(lines[n])
	at := strings.Index(line, name)
	switch {
	case at >= 0:
		at += len(name)
	case n > 0 && endsIn(string(lines[n-1]), name):
		at = 0
	default:
		return line
	}
	return line[:at] + strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\r' {
			return r
		}
		return '•'
	}, line[at:])
}

// endsIn reports whether a line ends with the name of a value on the next.
func endsIn(line, name string) bool {
	_, behind, found := strings.Cut(line, name)
	return found && strings.Trim(behind, "\"': \t\r|>-+0123456789") == ""
}

// printable replaces control characters, which a terminal would obey.
func printable(text []rune) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (r < ' ' || (r >= 0x7f && r < 0xa0)) {
			return '\uFFFD'
		}
		return r
	}, string(text))
}
