package cache

import "net/http"

// maxParts is how many parts of one object are kept.
const maxParts = 256

// Part is the stored part that holds span, nil when none does. The receiver is
// what Get gave for the slot Part.
func (e *Entry) Part(span Span) *Entry {
	for _, p := range e.parts {
		if p.Range.Start <= span.Start && span.End <= p.Range.End {
			return p
		}
	}
	return nil
}

// Total is the size of the object that the parts are of.
func (e *Entry) Total() int64 { return e.Range.Total }

// gathered is a new part together with those that are stored of the same
// version of the object. Parts of another version go, and so do parts that the
// new one covers.
func (c *Cache) gathered(e *Entry) *Entry {
	all := *e
	all.Body, all.parts = nil, []*Entry{e}
	have, ok := c.entries.Peek(e.Key)
	if !ok || have.Range.Total != e.Range.Total || !sameVersion(have.Header, e.Header) {
		return &all
	}
	room := c.MaxEntry() - int64(len(e.Body))
	for _, p := range have.parts {
		covered := e.Range.Start <= p.Range.Start && p.Range.End <= e.Range.End
		if covered || len(all.parts) == maxParts || room < int64(len(p.Body)) {
			continue
		}
		room -= int64(len(p.Body))
		all.parts = append(all.parts, p)
	}
	return &all
}

func sameVersion(a, b http.Header) bool {
	return a.Get("Etag") == b.Get("Etag") && a.Get("Last-Modified") == b.Get("Last-Modified")
}
