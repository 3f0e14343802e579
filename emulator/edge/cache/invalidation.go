package cache

import "strings"

// Mark is a point in the sequence of invalidations.
type Mark uint64

// logLength is how many invalidations are remembered for the sake of answers
// that are on their way. An answer that is longer under way than that is not
// stored.
const logLength = 64

// A log is the last invalidations.
type log struct {
	now    Mark // number of the last one
	recent [logLength]invalidation
}

type invalidation struct {
	distribution string   // empty: all
	paths        []string // nil: all
}

func (l *log) add(distribution string, paths []string) {
	l.now++
	l.recent[l.now%logLength] = invalidation{distribution, paths}
}

// since reports whether e was invalidated after mark.
func (l *log) since(mark Mark, e *Entry) bool {
	if l.now-mark >= logLength {
		return true
	}
	for at := mark + 1; at <= l.now; at++ {
		if l.recent[at%logLength].covers(e) {
			return true
		}
	}
	return false
}

func (i invalidation) covers(e *Entry) bool {
	if i.distribution != "" && i.distribution != e.Key.Distribution {
		return false
	}
	if i.paths == nil {
		return true
	}
	for _, p := range i.paths {
		if Covers(p, e.Path, e.Query) {
			return true
		}
	}
	return false
}

// Covers reports whether an invalidation path names an object: exactly, or up
// to a last "*". Letter case counts. The query string must be named as far as
// it is in the cache key, unless the star covers it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
func Covers(pattern, path, query string) bool {
	if !strings.HasPrefix(pattern, "/") {
		path = strings.TrimPrefix(path, "/") // the leading slash is optional
	}
	prefix, star := strings.CutSuffix(pattern, "*")
	if len(prefix) <= len(path) {
		if star {
			return strings.HasPrefix(path, prefix)
		}
		return prefix == path && query == ""
	}
	rest, ok := strings.CutPrefix(prefix, path)
	if !ok || rest[0] != '?' {
		return false
	}
	if rest = rest[1:]; star {
		return query != "" && strings.HasPrefix(query, rest)
	}
	return query != "" && query == rest
}

// Invalidate forgets, at every edge location, each entry of the distribution
// that one of the paths covers, in all its variants by header and cookie, and
// returns how many there were.
func (c *Cache) Invalidate(distribution string, paths []string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log.add(distribution, paths)
	inv := invalidation{distribution, paths}
	gone := 0
	for _, k := range c.entries.Keys() {
		if k.Distribution != distribution {
			continue
		}
		if e, _ := c.entries.Peek(k); inv.covers(e) {
			c.entries.Remove(k)
			gone++
		}
	}
	c.invalidated.Add(int64(gone))
	return gone
}
