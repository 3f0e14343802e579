package har

// A pair is a request with the preflight that went before it. Either may be
// missing.
type pair struct {
	request, preflight *Entry
}

// pairs finds the preflight of each request: the last one before or beside it
// to the same URL, for its method and from its origin, that no other request
// took. Some browsers write a preflight behind its request. A request that the
// archive's browser answered from its own cache has none.
func pairs(a *Archive) []pair {
	waiting := map[string][]*Entry{} // preflights by what they announce
	for i := range a.Entries {
		if e := &a.Entries[i]; e.preflight() {
			k := e.Request.Header.Get("Access-Control-Request-Method") + " " + e.Request.URL
			waiting[k] = append(waiting[k], e)
		}
	}
	var list []pair
	taken := map[*Entry]bool{}
	for i := range a.Entries {
		e := &a.Entries[i]
		if e.preflight() || !web(e.Request.URL) {
			continue
		}
		k := e.Request.Method + " " + e.Request.URL
		p := pair{request: e}
		if at := nearest(waiting[k], e); at >= 0 {
			p.preflight = waiting[k][at]
			copy(waiting[k][1:at+1], waiting[k][:at])
			waiting[k] = waiting[k][1:]
			taken[p.preflight] = true
		}
		list = append(list, p)
	}
	for i := range a.Entries {
		if e := &a.Entries[i]; e.preflight() && !taken[e] {
			list = append(list, pair{preflight: e})
		}
	}
	return list
}

// nearest is the place of the preflight that belongs to e, -1 for none: the
// last that began before it, else the next one within preflightLag entries.
func nearest(list []*Entry, e *Entry) int {
	best := -1
	for i, p := range list[:min(len(list), preflightLag)] {
		if o := e.Request.Header.Get("Origin"); o != "" && o != p.Request.Header.Get("Origin") {
			continue
		}
		if p.Index < e.Index || best < 0 && p.Index-e.Index <= preflightLag && p.Started.Compare(e.Started) <= 0 {
			best = i
		}
	}
	return best
}

// preflightLag is how many entries behind its request a preflight may stand, and
// how many preflights to one URL are looked at.
const preflightLag = 50
