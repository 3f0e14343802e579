package store

import "strings"

// listVersions makes a page of all versions.
func (x *index) listVersions(q VersionsQuery) VersionsPage {
	var page VersionsPage
	if q.Max <= 0 {
		return page
	}
	p, skip := x.beginVersions(q)
	full := func() bool { return len(page.Versions)+len(page.Prefixes) == q.Max }
	for {
		s := x.at(p)
		if s == nil || !strings.HasPrefix(s.top.Key, q.Prefix) {
			return page
		}
		common := commonPrefix(s.top.Key, q.Prefix, q.Delimiter)
		if common != "" && common == q.KeyMarker {
			p = x.behind(common) // the page before ended with it
			continue
		}
		if common != "" {
			if full() {
				page.Truncated = true
				return page
			}
			page.Prefixes = append(page.Prefixes, common)
			page.NextKey, page.NextVersion = common, ""
			p = x.behind(common)
			continue
		}
		for i, r := range s.all() {
			if i < skip {
				continue
			}
			if full() {
				page.Truncated = true
				return page
			}
			page.Versions = append(page.Versions, Version{Object: r.object(), IsLatest: i == 0})
			page.NextKey, page.NextVersion = r.Key, r.VersionID
		}
		skip = 0
		p = x.next(p)
	}
}

// beginVersions is where a page begins, and how many versions of that key came
// on the page before.
func (x *index) beginVersions(q VersionsQuery) (p position, skip int) {
	if q.KeyMarker == "" || q.KeyMarker < q.Prefix {
		return x.seek(q.Prefix), 0
	}
	p = x.seek(q.KeyMarker)
	s := x.at(p)
	if s == nil || s.top.Key != q.KeyMarker {
		return p, 0
	}
	if q.VersionMarker == "" {
		return x.next(p), 0
	}
	return p, s.find(q.VersionMarker) + 1
}
