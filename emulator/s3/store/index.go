package store

import (
	"iter"
	"slices"
	"sort"
	"strings"
)

// blockSize is how many records a block holds at most. At a million keys that
// makes some 3,000 blocks: finding is two binary searches, inserting moves at
// most blockSize stacks, or the list of blocks when one splits.
const blockSize = 512

// An index keeps the versions of keys in the order of the keys: a list of
// sorted blocks. A B-tree of two levels, one might say; a real one wins nothing
// at the sizes that fit into memory, and no B-tree library is among our
// dependencies. The zero value is empty. It takes no locks, and it needs the
// records it holds: what it drops, it releases.
type index struct {
	blocks [][]stack // none of them empty
	count  int       // keys
}

// A stack is the versions of one key.
type stack struct {
	top   *record   // the latest; never nil
	older []*record // the newest first
}

// all is every version, the newest first.
func (s *stack) all() iter.Seq2[int, *record] {
	return func(yield func(int, *record) bool) {
		if !yield(0, s.top) {
			return
		}
		for i, r := range s.older {
			if !yield(i+1, r) {
				return
			}
		}
	}
}

// find is where the version id is in the stack, 0 at the top, or -1.
func (s *stack) find(id string) int {
	for i, r := range s.all() {
		if r.VersionID == id {
			return i
		}
	}
	return -1
}

// cut takes version i out and gives it back; false when nothing is left.
func (s *stack) cut(i int) (*record, bool) {
	if i > 0 {
		r := s.older[i-1]
		s.older = slices.Delete(s.older, i-1, i)
		return r, true
	}
	r := s.top
	if len(s.older) == 0 {
		return r, false
	}
	s.top = s.older[0]
	s.older = slices.Delete(s.older, 0, 1)
	return r, true
}

// A position is a place in an index; valid until the index changes.
type position struct{ block, at int }

// search is the position of the first record for which reached holds, which
// must hold for all records behind it too.
func (x *index) search(reached func(key string) bool) position {
	b := sort.Search(len(x.blocks), func(i int) bool {
		block := x.blocks[i]
		return reached(block[len(block)-1].top.Key)
	})
	if b == len(x.blocks) {
		return position{block: b}
	}
	block := x.blocks[b]
	return position{b, sort.Search(len(block), func(i int) bool { return reached(block[i].top.Key) })}
}

// seek is the position of the first record whose key is not below key.
func (x *index) seek(key string) position {
	return x.search(func(k string) bool { return k >= key })
}

// behind is the position of the first record whose key is above all keys that
// begin with prefix.
func (x *index) behind(prefix string) position {
	return x.search(func(k string) bool { return k > prefix && !strings.HasPrefix(k, prefix) })
}

// at is the stack at p, nil behind the last.
func (x *index) at(p position) *stack {
	if p.block >= len(x.blocks) {
		return nil
	}
	return &x.blocks[p.block][p.at]
}

func (x *index) next(p position) position {
	if p.at++; p.at == len(x.blocks[p.block]) {
		return position{block: p.block + 1}
	}
	return p
}

// stack is the versions of key, or nil.
func (x *index) stack(key string) *stack {
	if s := x.at(x.seek(key)); s != nil && s.top.Key == key {
		return s
	}
	return nil
}

// latest is the newest version of key, a delete marker perhaps, or nil.
func (x *index) latest(key string) *record {
	if s := x.stack(key); s != nil {
		return s.top
	}
	return nil
}

// version is a version of key, or nil.
func (x *index) version(key, id string) *record {
	if s := x.stack(key); s != nil {
		for _, r := range s.all() {
			if r.VersionID == id {
				return r
			}
		}
	}
	return nil
}

// put makes r its key's latest version. A version with the same id, which only
// the null version can have, goes.
func (x *index) put(r *record) {
	p := x.seek(r.Key)
	if s := x.at(p); s != nil && s.top.Key == r.Key {
		if s.top.VersionID == r.VersionID { // the common case without versioning
			s.top.release()
			s.top = r
			return
		}
		if i := s.find(r.VersionID); i > 0 {
			old, _ := s.cut(i)
			old.release()
		}
		s.older = slices.Insert(s.older, 0, s.top)
		s.top = r
		return
	}
	x.insert(p, r)
}

// insert adds a key at p, which seek found.
func (x *index) insert(p position, r *record) {
	x.count++
	if len(x.blocks) == 0 {
		x.blocks = [][]stack{{{top: r}}}
		return
	}
	if p.block == len(x.blocks) { // behind the last: keep filling the last block
		p = position{p.block - 1, len(x.blocks[p.block-1])}
	}
	block := slices.Insert(x.blocks[p.block], p.at, stack{top: r})
	x.blocks[p.block] = block
	if len(block) <= blockSize {
		return
	}
	// Keys often come in order: splitting the last block near its end leaves
	// full blocks behind.
	cut := len(block) / 2
	if p.block == len(x.blocks)-1 {
		cut = len(block) - blockSize/16
	}
	x.blocks = slices.Insert(x.blocks, p.block+1, slices.Clone(block[cut:]))
	x.blocks[p.block] = slices.Clone(block[:cut])
}

// swap puts r where the version of its id is.
func (x *index) swap(r *record) {
	s := x.stack(r.Key)
	if s == nil {
		return
	}
	switch i := s.find(r.VersionID); {
	case i == 0:
		s.top.release()
		s.top = r
	case i > 0:
		s.older[i-1].release()
		s.older[i-1] = r
	}
}

// remove takes out a version of key and says whether there was one.
func (x *index) remove(key, id string) bool {
	p := x.seek(key)
	s := x.at(p)
	if s == nil || s.top.Key != key {
		return false
	}
	i := s.find(id)
	if i < 0 {
		return false
	}
	r, left := s.cut(i)
	r.release()
	if left {
		return true
	}
	x.count--
	x.blocks[p.block] = slices.Delete(x.blocks[p.block], p.at, p.at+1)
	if len(x.blocks[p.block]) == 0 {
		x.blocks = slices.Delete(x.blocks, p.block, p.block+1)
	}
	return true
}

// clear releases everything.
func (x *index) clear() {
	for _, block := range x.blocks {
		for i := range block {
			for _, r := range block[i].all() {
				r.release()
			}
		}
	}
	*x = index{}
}

// list makes a page of latest versions.
func (x *index) list(q ListQuery) ListPage {
	var page ListPage
	found := x.walk(q, &page)
	if len(found) > 0 {
		page.Objects = make([]Object, len(found))
	}
	for i, r := range found {
		page.Objects[i] = r.object()
	}
	return page
}

// walk fills a page but for its objects, which it gives back. A common prefix
// is taken once and stepped over at once, however many keys it stands for.
func (x *index) walk(q ListQuery, page *ListPage) (found []*record) {
	if q.Max <= 0 {
		return nil
	}
	p := x.seek(q.Prefix)
	if q.After >= q.Prefix && q.After != "" {
		p = x.search(func(k string) bool { return k > q.After })
	}
	for {
		s := x.at(p)
		if s == nil || !strings.HasPrefix(s.top.Key, q.Prefix) {
			return found
		}
		r := s.top
		if r.DeleteMarker {
			p = x.next(p)
			continue
		}
		common := commonPrefix(r.Key, q.Prefix, q.Delimiter)
		if common != "" && common == q.After {
			p = x.behind(common) // the page before ended with it
			continue
		}
		if len(found)+len(page.Prefixes) == q.Max {
			page.Truncated = true
			return found
		}
		if common != "" {
			page.Prefixes, page.Last = append(page.Prefixes, common), common
			p = x.behind(common)
			continue
		}
		found, page.Last = append(found, r), r.Key
		p = x.next(p)
	}
}

// commonPrefix is key up to the first delimiter behind prefix, with it; empty
// when there is none.
func commonPrefix(key, prefix, delimiter string) string {
	if delimiter == "" {
		return ""
	}
	i := strings.Index(key[len(prefix):], delimiter)
	if i < 0 {
		return ""
	}
	return key[:len(prefix)+i+len(delimiter)]
}
