package store

import (
	"slices"
	"sort"
	"strings"
)

// blockSize is how many records a block holds at most. At a million keys that
// makes some 3,000 blocks: finding is two binary searches, inserting moves at
// most blockSize pointers, or the list of blocks when one splits.
const blockSize = 512

// An index keeps records in the order of their keys: a list of sorted blocks.
// A B-tree of two levels, one might say; a real one wins nothing at the sizes
// that fit into memory, and no B-tree library is among our dependencies. The
// zero value is empty. It takes no locks.
type index struct {
	blocks [][]*record // none of them empty
	count  int
}

// A record is an object with its content. It never changes once it is in an
// index.
type record struct {
	Object
	body *body
}

// A position is a place in an index; valid until the index changes.
type position struct{ block, at int }

// search is the position of the first record for which reached holds, which
// must hold for all records behind it too.
func (x *index) search(reached func(key string) bool) position {
	b := sort.Search(len(x.blocks), func(i int) bool {
		block := x.blocks[i]
		return reached(block[len(block)-1].Key)
	})
	if b == len(x.blocks) {
		return position{block: b}
	}
	block := x.blocks[b]
	return position{b, sort.Search(len(block), func(i int) bool { return reached(block[i].Key) })}
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

// at is the record at p, nil behind the last.
func (x *index) at(p position) *record {
	if p.block >= len(x.blocks) {
		return nil
	}
	return x.blocks[p.block][p.at]
}

func (x *index) next(p position) position {
	if p.at++; p.at == len(x.blocks[p.block]) {
		return position{block: p.block + 1}
	}
	return p
}

// get is the record of key, or nil.
func (x *index) get(key string) *record {
	if r := x.at(x.seek(key)); r != nil && r.Key == key {
		return r
	}
	return nil
}

// put adds r, or replaces the record that has its key.
func (x *index) put(r *record) {
	if len(x.blocks) == 0 {
		x.blocks, x.count = [][]*record{{r}}, 1
		return
	}
	p := x.seek(r.Key)
	if found := x.at(p); found != nil && found.Key == r.Key {
		x.blocks[p.block][p.at] = r
		return
	}
	if p.block == len(x.blocks) { // behind the last: keep filling the last block
		p = position{p.block - 1, len(x.blocks[p.block-1])}
	}
	x.count++
	block := slices.Insert(x.blocks[p.block], p.at, r)
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

// remove takes out the record of key and says whether there was one.
func (x *index) remove(key string) bool {
	p := x.seek(key)
	if r := x.at(p); r == nil || r.Key != key {
		return false
	}
	x.count--
	x.blocks[p.block] = slices.Delete(x.blocks[p.block], p.at, p.at+1)
	if len(x.blocks[p.block]) == 0 {
		x.blocks = slices.Delete(x.blocks, p.block, p.block+1)
	}
	return true
}

// clone is a copy that changes apart from x; the records are shared.
func (x *index) clone() index {
	blocks := make([][]*record, len(x.blocks))
	for i, block := range x.blocks {
		blocks[i] = slices.Clone(block)
	}
	return index{blocks: blocks, count: x.count}
}

// list makes a page. A common prefix is taken once and stepped over at once,
// however many keys it stands for.
func (x *index) list(q ListQuery) ListPage {
	var page ListPage
	if q.Max <= 0 {
		return page
	}
	p := x.seek(q.Prefix)
	if q.After >= q.Prefix && q.After != "" {
		p = x.search(func(k string) bool { return k > q.After })
	}
	for taken := 0; ; {
		r := x.at(p)
		if r == nil || !strings.HasPrefix(r.Key, q.Prefix) {
			return page
		}
		common := commonPrefix(r.Key, q.Prefix, q.Delimiter)
		if common != "" && common == q.After {
			p = x.behind(common) // the page before ended with it
			continue
		}
		if taken == q.Max {
			page.Truncated = true
			return page
		}
		taken++
		if common != "" {
			page.Prefixes, page.Last = append(page.Prefixes, common), common
			p = x.behind(common)
			continue
		}
		page.Objects, page.Last = append(page.Objects, r.Object), r.Key
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
