package journal

import "net/http"

// linkReach is how many exchanges may lie between a preflight and its request.
const linkReach = 100

// link finds the preflight of a request that needed one: the last before it to
// the same URL, for its method and from its origin.
func (j *Journal) link(en *entry) {
	x := en.exchange
	if x.Browser == nil || !x.Browser.NeedsPreflight || x.Request.Method == http.MethodOptions {
		return
	}
	for _, before := range j.preflightsBefore(en) {
		if p := j.read(before); announces(p, x) {
			x.Preflight = p.ID
			return
		}
	}
}

// preflightsBefore are the OPTIONS requests within reach, newest first.
func (j *Journal) preflightsBefore(en *entry) (list []*entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := len(j.ring)
	for back, seen := 1, -1; back <= n && seen < linkReach; back++ {
		e := j.ring[(j.next+n-back)%n]
		switch {
		case e == en:
			seen = 0
		case seen >= 0:
			seen++
			if e.exchange.Request.Method == http.MethodOptions {
				list = append(list, e)
			}
		}
	}
	return list
}

// announces reports whether p is the preflight that x needed.
func announces(p, x *Exchange) bool {
	method, _ := Value(p.Request.Headers, "Access-Control-Request-Method")
	asked, _ := Value(p.Request.Headers, "Origin")
	origin, _ := Value(x.Request.Headers, "Origin")
	return method == x.Request.Method && p.Request.URL == x.Request.URL && asked == origin
}
