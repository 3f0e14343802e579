package browser

import (
	"fmt"
	"io"
	"strings"

	"crossfront/emulator/journal"
)

// A Painter writes lines, in colour where that is wanted.
type Painter struct {
	W      io.Writer
	Colour bool
}

// The escapes of SGR, ECMA-48.
const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
	blue  = "36"
)

func (p *Painter) paint(code, text string) string {
	if !p.Colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// labelWidth is where the text begins, behind the label.
const labelWidth = 11

// line writes "label      text".
func (p *Painter) line(code, label, text string) {
	pad := strings.Repeat(" ", max(1, labelWidth-len([]rune(label))))
	if text == "" {
		pad = ""
	}
	fmt.Fprintln(p.W, p.paint(code, label)+pad+text)
}

func (p *Painter) gap() { fmt.Fprintln(p.W) }

// Colours for [Painter.Say].
const (
	Red   = red
	Green = green
)

// Say writes a line of two parts, the first in colour.
func (p *Painter) Say(code, first, rest string) {
	fmt.Fprintln(p.W, p.paint(code, journal.Clean(first))+journal.Clean(rest))
}

// Line writes a labelled line.
func (p *Painter) Line(label, text string) { p.line(bold, label, journal.Clean(text)) }

// Counted is "1 request" or "2 requests".
func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
