package edge

import "maps"

// copyHeaders puts the headers that the cache or the origin gave on the wire.
// The values are shared with the cache: from here on they are replaced, never
// edited in place.
func copyHeaders(x *visit) bool {
	maps.Copy(x.wire.Header(), x.reply.header)
	return false
}
