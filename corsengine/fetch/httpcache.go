package fetch

import (
	"net/http"
	"strings"
	"time"
)

// An httpCache is what a browser keeps of answers. The zero one is empty.
type httpCache struct{ entries map[cacheKey]*entry }

// An entry is one stored answer.
type entry struct {
	response *Response
	selected selection
	by       Request   // who had it stored
	stored   time.Time // when
	fresh    time.Time // until when
}

func (c *httpCache) put(k cacheKey, e *entry) {
	if c.entries == nil {
		c.entries = map[cacheKey]*entry{}
	}
	c.entries[k] = e
}

// fetch answers from the cache or from the network (Fetch, "HTTP-network-or-cache
// fetch"), and stores what comes.
func (t *travel) fetch() (*Response, error) {
	t.out.Cached = nil
	sent := t.sent()
	k := t.s.engine.cacheKeyOf(&t.l, sent.Request)
	e := t.lookup(k, sent)
	switch {
	case e == nil:
	case t.useAsIs(e, sent):
		t.out.Cached = &Cached{By: e.by, Age: int(t.s.now.Sub(e.stored) / time.Second)}
		return e.response, nil
	case e.response.Status == http.StatusPartialContent:
		if res, whole, err := t.complete(e, sent); err != nil || whole {
			return t.came(k, sent, res, err)
		}
	default:
		for name, values := range t.revalidation(e, sent) {
			sent.Header[name] = values
		}
	}
	res, err := t.s.network(sent)
	if err == nil && res.Status == http.StatusNotModified && e != nil && !conditional(sent.Request) {
		return t.revalidated(k, sent, e, res), nil
	}
	return t.came(k, sent, res, err)
}

// lookup is the stored answer that may be used for a request, if only after
// asking.
func (t *travel) lookup(k cacheKey, sent *Sent) *entry {
	if sent.Method != http.MethodGet || t.l.Cache == CacheReload || t.l.Cache == CacheNoStore || sent.Header["Range"] != nil {
		return nil
	}
	return t.s.answers.entries[k]
}

// useAsIs: it is whole, fresh, and was selected by the same headers.
func (t *travel) useAsIs(e *entry, sent *Sent) bool {
	selected := selectionOf(sent)
	return e.response.Status != http.StatusPartialContent && t.l.Cache != CacheNoCache &&
		t.s.now.Before(e.fresh) && e.selected.matches(&selected, e.response.Header["Vary"])
}

// revalidation are the headers that ask whether a stored answer still holds.
// When Vary does not match, the date says nothing, but the tag does, except in
// WebKit, which then asks anew; only WebKit asks so of what is no 200
// (net/http/http_cache_transaction.cc, nsHttpChannel.cpp, NetworkCache.cpp; drawn:
// browsers/sequences_test.go).
func (t *travel) revalidation(e *entry, sent *Sent) http.Header {
	if t.s.engine != WebKit && e.response.Status != http.StatusOK {
		return nil
	}
	selected := selectionOf(sent)
	h := validators(e.response)
	if !e.selected.matches(&selected, e.response.Header["Vary"]) {
		delete(h, "If-Modified-Since")
		if t.s.engine == WebKit {
			return nil
		}
	}
	return h
}

// revalidated completes a stored answer with a 304: the headers that it brings
// replace the stored ones, among them Access-Control-Allow-Origin, the others
// stay (RFC 9111, section 3.2; reval-304-acao, reval-304-otheracao).
func (t *travel) revalidated(k cacheKey, sent *Sent, old *entry, res *Response) *Response {
	merged := &Response{Status: old.response.Status, Header: old.response.Header.Clone(), Respelled: old.response.Respelled}
	for name, values := range res.Header {
		if name != "Content-Length" {
			merged.Header[name] = values
		}
	}
	if has(res, allowOrigin) {
		merged.Respelled = res.Respelled
	}
	renewed := *old
	renewed.selected = selectionOf(sent)
	renewed.response, renewed.fresh = merged, t.s.now.Add(t.s.engine.lifetime(merged, t.s.now)-aged(merged))
	t.s.answers.put(k, &renewed)
	t.out.Cached = &Cached{By: old.by, Age: int(t.s.now.Sub(old.stored) / time.Second), Revalidated: true}
	return merged
}

// complete is Chromium's attempt to use a part that it has: it asks for the
// rest first, and then, as measured, for the whole all the same
// (x-fetch-range-then-full). whole says that the first answer was the whole.
func (t *travel) complete(e *entry, sent *Sent) (res *Response, whole bool, err error) {
	rest := *sent
	rest.Header = sent.Header.Clone()
	rest.Header["Range"] = []string{"bytes=0-"}
	rest.Header["If-Range"] = []string{combined(e.response, "Etag")}
	if start := strings.IndexByte(combined(e.response, "Content-Range"), '-'); start >= 0 {
		end, _, _ := strings.Cut(combined(e.response, "Content-Range")[start+1:], "/")
		rest.Header["Range"] = []string{"bytes=" + next(end) + "-"}
	}
	res, err = t.s.network(&rest)
	return res, err == nil && res.Status != http.StatusPartialContent, err
}

// came takes an answer of the network.
func (t *travel) came(k cacheKey, sent *Sent, res *Response, err error) (*Response, error) {
	if err != nil {
		return nil, err
	}
	switch {
	case t.stores(sent, res):
		t.s.answers.put(k, &entry{
			response: res, selected: selectionOf(sent), by: *sent.Request, stored: t.s.now,
			fresh: t.s.now.Add(t.s.engine.lifetime(res, t.s.now) - aged(res)),
		})
	case t.l.Cache != CacheNoStore && t.s.engine.forgets(&k, sent, res):
		delete(t.s.answers.entries, k)
	}
	return res, nil
}

// aged is how long the answer was on its way, in other caches.
func aged(res *Response) time.Duration { return seconds(combined(res, "Age")) }
