package edge

// makeKey works out the cache key. It is worked out also where nothing is
// cached: the journal shows what is in it, and, more telling, what is not.
func makeKey(x *visit) bool {
	x.key = x.behavior.Key(&x.viewer)
	x.keyed = true
	return false
}
