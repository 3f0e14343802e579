package store

import (
	"encoding/binary"
	"errors"
	"time"
)

var errMalformed = errors.New("store: malformed entry")

// A coder writes values behind one another, or reads them: one walk through a
// value serves both, so that the two cannot differ. Bytes stay bytes, which
// JSON would not promise: keys and metadata need not be UTF-8. What is being
// written is never touched: others read it meanwhile.
type coder struct {
	buf     []byte // written so far, or left to read
	reading bool
	bad     bool // what was read is not what was written; all further values are zero
}

// take is the next n bytes to read.
func (c *coder) take(n uint64) []byte {
	if c.bad || n > uint64(len(c.buf)) {
		c.bad = true
		return nil
	}
	b := c.buf[:n]
	c.buf = c.buf[n:]
	return b
}

func (c *coder) number(n *int64) {
	if !c.reading {
		c.buf = binary.AppendVarint(c.buf, *n)
		return
	}
	v, size := binary.Varint(c.buf)
	if size <= 0 || c.bad {
		c.bad, *n = true, 0
		return
	}
	*n, c.buf = v, c.buf[size:]
}

func (c *coder) count(n *int) {
	v := int64(*n)
	if c.number(&v); c.reading {
		*n = int(v)
	}
}

func (c *coder) bytes(b *[]byte) {
	n := len(*b)
	c.count(&n)
	if !c.reading {
		c.buf = append(c.buf, *b...)
		return
	}
	*b = append([]byte(nil), c.take(uint64(n))...)
}

// text takes any string type.
func text[S ~string](c *coder, s *S) {
	n := len(*s)
	c.count(&n)
	if !c.reading {
		c.buf = append(c.buf, *s...)
		return
	}
	*s = S(c.take(uint64(n)))
}

func (c *coder) flag(b *bool) {
	var n int64
	if *b {
		n = 1
	}
	if c.number(&n); c.reading {
		*b = n == 1
	}
}

// moment keeps a time to the nanosecond, in UTC; the zero time stays that.
func (c *coder) moment(t *time.Time) {
	set := !t.IsZero()
	if c.flag(&set); !set {
		return
	}
	seconds, nanoseconds := t.Unix(), int64(t.Nanosecond())
	c.number(&seconds)
	if c.number(&nanoseconds); c.reading {
		*t = time.Unix(seconds, nanoseconds).UTC()
	}
}

// list does each with every element; an empty list comes back as nil.
func list[T any](c *coder, all *[]T, each func(*T)) {
	n := len(*all)
	c.count(&n)
	if c.reading {
		*all = nil
		if n < 0 || n > len(c.buf) { // every element has a byte at least
			c.bad = c.bad || n != 0
			return
		}
		if n > 0 {
			*all = make([]T, n)
		}
	}
	for i := range *all {
		each(&(*all)[i])
	}
}

// table keeps a map; an empty one comes back as nil.
func (c *coder) table(m *map[string]string) {
	type pair struct{ name, value string }
	var pairs []pair
	for name, value := range *m {
		pairs = append(pairs, pair{name, value})
	}
	list(c, &pairs, func(p *pair) {
		text(c, &p.name)
		text(c, &p.value)
	})
	if !c.reading {
		return
	}
	*m = nil
	for _, p := range pairs {
		if *m == nil {
			*m = make(map[string]string, len(pairs))
		}
		(*m)[p.name] = p.value
	}
}
