package edge

import (
	"net/http"
	"time"

	"crossfront/emulator/edge/cache"
	"crossfront/emulator/edge/policy"
)

const onlyForGet = "a range is only for GET"

// adjust is what the edge changes in an origin request after the policies:
// the conditions of a revalidation, and ranges that no origin should see. whole
// says that it asks for all of an object of which the viewer wants a part.
func (t *errand) adjust(r *policy.OriginRequest) (whole bool) {
	if t.viewer.Method == http.MethodHead {
		// HEAD with Range gives 200 through CloudFront where S3 gives 206:
		// https://github.com/duckdb/duckdb-wasm/issues/1189.
		t.take(r, "Range", onlyForGet)
		t.take(r, "If-Range", onlyForGet)
	}
	if !t.store {
		return false
	}
	if lines := r.Header["Range"]; lines != nil {
		because := ""
		switch {
		case t.viewer.Method != http.MethodGet:
			because = onlyForGet
		case len(lines) != 1 || !validRange(lines[0]):
			because = "the ranges overlap, do not ascend or are not valid: the whole object is asked for"
		case t.stale != nil && t.stale.Key.Slot == cache.Object && t.conditional():
			because, whole = "the edge holds the whole object and revalidates it", true
		}
		if because != "" {
			t.take(r, "Range", because)
			t.take(r, "If-Range", because)
		}
	}
	if t.stale == nil {
		return whole
	}
	if !t.conditional() {
		for _, name := range conditions() {
			t.take(r, name, "the edge asks without conditions")
		}
		return whole
	}
	const because = "the cached object expired: the edge asks whether it is still good"
	for _, name := range conditions() {
		delete(r.Header, name)
	}
	if etag := t.stale.Header["Etag"]; etag != nil {
		t.put(r, "If-None-Match", etag[0], because)
	}
	if modified := t.stale.Header["Last-Modified"]; modified != nil {
		t.put(r, "If-Modified-Since", modified[0], because)
	}
	return whole
}

// conditions are the headers that make a request conditional.
func conditions() [4]string {
	return [...]string{"If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since"}
}

func validRange(line string) bool {
	_, ok := cache.ParseRange(line)
	return ok
}

// conditional reports whether the stale entry can be revalidated: it has a
// validator, and nothing forbids to use it.
func (t *errand) conditional() bool {
	e := t.stale
	return !e.Life.Unconditional && e.Status < 400 && (e.Header["Etag"] != nil || e.Header["Last-Modified"] != nil)
}

// take removes a header that the policies left in.
func (t *errand) take(r *policy.OriginRequest, name, because string) {
	if r.Header[name] == nil {
		return
	}
	delete(r.Header, name)
	for i := range r.Fates {
		if r.Fates[i].Header == name {
			r.Fates[i].Kept, r.Fates[i].What, r.Fates[i].Because = false, policy.FateRemoved, because
		}
	}
}

// put adds a header of the edge's own, in the place of the viewer's.
func (t *errand) put(r *policy.OriginRequest, name, value, because string) {
	r.Header[name] = []string{value}
	for i := range r.Fates {
		if r.Fates[i].Header == name {
			r.Fates[i].Kept, r.Fates[i].What, r.Fates[i].Because = false, policy.FateReplaced, because
			return
		}
	}
	r.Fates = append(r.Fates, policy.Fate{Header: name, What: policy.FateAdded, Because: because})
}

// confirm takes the stale entry, which the origin confirmed, back into the
// cache. The stored headers stay, CORS headers among them: a 304 does not
// un-poison an object. Which few of them a 304 updates is policy's to say.
func (t *errand) confirm(a *answer) {
	e := *t.stale
	e.Header = policy.Refreshed(t.stale.Header, a.raw)
	e.Stored = t.now
	e.Age = originAge(a.raw)
	e.RetryAt = time.Time{}
	a.fresh = t.behavior.Freshness(e.Status, e.Header, t.now, a.origin)
	e.Life = t.lifetime(a.fresh)
	t.edge.cache.Swap(t.stale, &e)
	a.refreshed = &e
}

// rescue is the stale entry that viewers get instead of the failure of o, nil
// when there is none or it is too old for that. Until the error caching time is
// over it is served without asking again.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
func (t *errand) rescue(status int, o *policy.Origin) *cache.Entry {
	if t.stale == nil || !t.stale.UsableOnError(t.now) {
		return nil
	}
	e := *t.stale
	e.RetryAt = t.now.Add(t.behavior.ErrorTTL(status, o))
	t.edge.cache.Swap(t.stale, &e)
	return &e
}

// refresh asks the origin for an expired entry that was served already
// (stale-while-revalidate), with no viewer waiting.
func (x *visit) refresh(e *cache.Entry) {
	t := x.errand()
	t.stale = e
	edge := x.edge
	refreshed := func() bool {
		return edge.find(t.viewer.POP, t.dist.ID, t.key.String, t.viewer.Method, t.viewer.Header) != e
	}
	f, first := edge.flights.Join(edge.ending, t.flightKey(), refreshed, t.fly)
	switch {
	case f == nil:
		return
	case !first:
		f.Leave()
		return
	}
	edge.background.Go(func() {
		defer f.Leave()
		select {
		case <-f.Ended():
		case <-edge.ending.Done():
		}
	})
}
