package edge

// applyHeaders applies the behavior's response headers policy: after the cache,
// so on hits, misses, relayed errors and redirects alike, and a change of the
// policy shows without an invalidation. A function's response is one like the
// origin's; to pages that the edge itself makes it adds no CORS header unless a
// switch says so.
func applyHeaders(x *visit) bool {
	if x.behavior == nil || x.behavior.ResponseHeaders == nil || x.abandoned {
		return false
	}
	p, h := x.behavior.ResponseHeaders, x.wire.Header()
	if x.reply.generated && x.reply.outcome != functionMade {
		x.changes = p.ApplyGenerated(&x.viewer, x.reply.status, h)
		return false
	}
	x.changes = p.Apply(&x.viewer, x.reply.status, h)
	return false
}
