package policy

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A said is what an origin says about caching, -1 where it says nothing.
type said struct {
	status                        int
	noStore, noCache, private     bool
	sMaxAge, maxAge, expires      int
	staleIfError, staleRevalidate int
	varyStar                      bool
}

// ttlModel answers second by second, as the guide's tables read.
type ttlModel struct {
	min, max, normal int // TTLs
	errorMin         int // error caching minimum TTL of said.status
	said
}

func (m *ttlModel) given() int {
	for _, v := range []int{m.sMaxAge, m.maxAge, m.expires} {
		if v >= 0 {
			return v
		}
	}
	return -1
}

// fresh says whether an object of that age is served without asking the
// origin. Source: DG:Expiration (the table), DG:HTTPStatusCodes.
func (m *ttlModel) fresh(age int) bool {
	switch {
	case m.min == 0 && m.max == 0 && m.normal == 0:
		return false
	case m.status >= 400:
		return m.freshError(age)
	case m.min == 0 && m.varyStar:
		return false
	}
	return m.freshObject(age)
}

func (m *ttlModel) freshObject(age int) bool {
	forbidden := m.noStore || m.noCache || m.private
	if m.min == 0 {
		switch {
		case forbidden:
			return false
		case m.given() < 0:
			return age < m.normal
		}
		return age < m.given() && age < m.max
	}
	switch {
	case age < m.min: // whatever the origin says
		return true
	case forbidden:
		return false
	case m.given() < 0:
		return age < m.normal
	}
	return age < m.given() && age < m.max
}

func (m *ttlModel) freshError(age int) bool {
	switch {
	case slices.Contains([]int{404, 414, 500, 501, 502, 503, 504}, m.status):
	case slices.Contains([]int{400, 403, 405, 412, 415}, m.status) && (m.sMaxAge >= 0 || m.maxAge >= 0):
	default:
		return false
	}
	return (age < m.errorMin || age < m.given()) && age < m.max
}

// end is the first second in which an object is not fresh any more, Vary aside.
func (m *ttlModel) end() int {
	age := 0
	for m.freshObject(age) {
		age++
	}
	return age
}

// kept says whether there is anything to serve stale.
func (m *ttlModel) kept() bool {
	return m.status < 400 && (m.min > 0 || m.max > 0 || m.normal > 0) && (m.min > 0 || !(m.noStore || m.noCache || m.private))
}

// onError says whether an object of that age, not fresh, stands in for an origin
// that fails. Source: DG:HTTPStatusCodes, DG:Expiration ("Stale-If-Error").
func (m *ttlModel) onError(age int) bool {
	if !m.kept() || age >= m.max {
		return false
	}
	return m.staleIfError < 0 || age < m.end()+m.staleIfError
}

// meanwhile says whether an object of that age, not fresh, is served while the
// origin is asked. Source: DG:Expiration ("Stale-While-Revalidate").
func (m *ttlModel) meanwhile(age int) bool {
	return m.kept() && !(m.min == 0 && m.varyStar) && age < m.max && age < m.end()+m.staleRevalidate
}

// header writes what was said, in some order and spelling.
func (s *said) header(t *rapid.T) http.Header {
	h := http.Header{}
	var directives []string
	flag := func(on bool, name string) {
		if on {
			directives = append(directives, rapid.SampledFrom([]string{name, strings.ToUpper(name)}).Draw(t, "case"))
		}
	}
	number := func(n int, name string) {
		if n >= 0 {
			form := rapid.SampledFrom([]string{"=", `="`}).Draw(t, "form")
			directives = append(directives, name+form+strconv.Itoa(n)+strings.TrimPrefix(form, "="))
		}
	}
	flag(s.noStore, "no-store")
	flag(s.noCache, "no-cache")
	flag(s.private, "private")
	flag(rapid.Bool().Draw(t, "public"), "public")
	number(s.sMaxAge, "s-maxage")
	number(s.maxAge, "max-age")
	number(s.staleIfError, "stale-if-error")
	number(s.staleRevalidate, "stale-while-revalidate")
	directives = rapid.Permutation(directives).Draw(t, "order")
	if len(directives) > 1 && rapid.Bool().Draw(t, "two lines") {
		h.Add("Cache-Control", directives[0])
		directives = directives[1:]
	}
	if len(directives) > 0 {
		h.Add("Cache-Control", strings.Join(directives, rapid.SampledFrom([]string{",", ", ", " ,  "}).Draw(t, "comma")))
	}
	if s.expires >= 0 {
		h.Set("Expires", testNow().Add(time.Duration(s.expires)*time.Second).Format(http.TimeFormat))
	}
	if s.varyStar {
		h.Set("Vary", rapid.SampledFrom([]string{"*", "Origin, *"}).Draw(t, "Vary"))
	}
	return h
}

// A stored answer is fresh, stale while the origin is asked, and stale while it
// fails, in exactly those seconds in which the slow model says so.
func TestFreshnessAgainstTheTable(t *testing.T) {
	const horizon = 30
	rapid.Check(t, func(r *rapid.T) {
		seconds := func(label string) int { return rapid.IntRange(-1, 9).Draw(r, label) }
		m := ttlModel{min: rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(r, "MinTTL"), said: said{
			status:  rapid.SampledFrom([]int{200, 200, 200, 206, 301, 400, 401, 403, 404, 405, 410, 412, 415, 416, 429, 500, 503, 504}).Draw(r, "status"),
			noStore: rapid.IntRange(0, 5).Draw(r, "no-store") == 0, noCache: rapid.IntRange(0, 5).Draw(r, "no-cache") == 0,
			private: rapid.IntRange(0, 5).Draw(r, "private") == 0, varyStar: rapid.IntRange(0, 5).Draw(r, "vary") == 0,
			sMaxAge: seconds("s-maxage"), maxAge: seconds("max-age"), expires: seconds("Expires"),
			staleIfError: seconds("stale-if-error"), staleRevalidate: seconds("stale-while-revalidate"),
		}}
		m.normal = m.min + rapid.IntRange(0, 6).Draw(r, "DefaultTTL")
		m.max = m.normal + rapid.IntRange(0, 6).Draw(r, "MaxTTL")
		m.errorMin = 10
		var responses []CustomErrorResponse
		if rapid.Bool().Draw(r, "error TTL") && pageable(m.status) {
			m.errorMin = rapid.IntRange(0, 12).Draw(r, "ErrorCachingMinTTL")
			responses = append(responses, CustomErrorResponse{ErrorCode: m.status, ErrorCachingMinTTL: new(int64(m.errorMin))})
		}
		b := ttlBehavior(t, int64(m.min), int64(m.normal), int64(m.max), Options{}, responses...)
		f := b.Freshness(m.status, m.header(r), testNow(), nil)
		for age := range horizon {
			at := time.Duration(age) * time.Second
			fresh := f.Store && !f.MustRevalidate && at < f.Fresh
			if want := m.fresh(age); fresh != want {
				r.Fatalf("fresh at %d s: %v, want %v (%+v)", age, fresh, want, f)
			}
			if fresh || m.status >= 400 {
				continue
			}
			if got, want := f.Store && at < f.Fresh+f.StaleIfError, m.onError(age); got != want {
				r.Fatalf("stale at %d s while the origin fails: %v, want %v (%+v)", age, got, want, f)
			}
			if got, want := f.Store && at < f.Fresh+f.StaleWhileRevalidate, m.meanwhile(age); got != want {
				r.Fatalf("stale at %d s while the origin is asked: %v, want %v (%+v)", age, got, want, f)
			}
		}
	})
}
