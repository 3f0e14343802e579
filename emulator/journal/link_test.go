package journal

import "testing"

// TestPreflightIsLinked: the last preflight for the same URL, method and origin,
// whatever came between, also once the ring is full.
func TestPreflightIsLinked(t *testing.T) {
	preflight := func(url, method, origin string) *Exchange {
		return &Exchange{Request: Request{Method: "OPTIONS", URL: url, Headers: []Header{{"Origin", origin}, {"Access-Control-Request-Method", method}}}}
	}
	request := func(url, method, origin string) *Exchange {
		return &Exchange{Request: Request{Method: method, URL: url, Headers: []Header{{"Origin", origin}}}}
	}
	needs := func(x *Exchange) { x.Browser = &Browser{NeedsPreflight: x.Request.Method != "GET"} }
	for _, capacity := range []int{100, 8} {
		j := New(capacity, needs)
		for i := range 6 { // fills the smaller one
			j.Record(&Exchange{ID: string(rune('0' + i)), Request: Request{Method: "GET", URL: "/"}})
		}
		old, own, after := preflight("/a", "PUT", "o"), preflight("/a", "PUT", "o"), preflight("/a", "PUT", "o")
		put := request("/a", "PUT", "o")
		for _, x := range []*Exchange{
			old, own, preflight("/b", "PUT", "o"), preflight("/a", "DELETE", "o"), preflight("/a", "PUT", "other"), put, after,
		} {
			j.Record(x)
		}
		others := []*Exchange{request("/a", "GET", "o"), request("/a", "PUT", "nobody")}
		for _, x := range others {
			j.Record(x)
		}
		if got, _ := j.Exchange(put.ID); got.Preflight != own.ID {
			t.Errorf("%d: linked to %q, want %q", capacity, got.Preflight, own.ID)
		}
		for _, x := range others {
			if got, _ := j.Exchange(x.ID); got.Preflight != "" {
				t.Errorf("%d: %s %v is linked to %q", capacity, x.Request.Method, x.Request.Headers, got.Preflight)
			}
		}
	}
}
