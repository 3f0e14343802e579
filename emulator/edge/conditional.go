package edge

import (
	"net/http"
	"strings"
)

// applyConditions answers 304 when the viewer's copy is the one in the cache.
// Answers that come straight from an origin are left as the origin gave them:
// it saw the conditions itself.
// RFC 9110, section 13.2.2: If-None-Match goes before If-Modified-Since.
func applyConditions(x *visit) bool {
	if !x.reply.entry.is && x.reply.outcome != joined || x.reply.status != http.StatusOK || x.page != nil {
		return false
	}
	if m := x.viewer.Method; m != http.MethodGet && m != http.MethodHead {
		return false
	}
	if !notModified(x.viewer.Header, x.reply.header) {
		return false
	}
	x.reply.status = http.StatusNotModified
	x.dropBody()
	x.reply.part.Total = 0
	return false
}

func (x *visit) dropBody() {
	if x.reply.stream != nil {
		x.reply.stream.Close()
	}
	x.reply.body, x.reply.stream, x.reply.length = nil, nil, 0
}

func notModified(viewer, have http.Header) bool {
	if lines := viewer["If-None-Match"]; lines != nil {
		return matchesETag(strings.Join(lines, ","), first(have, "Etag"))
	}
	condition := first(viewer, "If-Modified-Since")
	if condition == "" {
		return false
	}
	since, err := http.ParseTime(condition)
	if err != nil {
		return false
	}
	modified, err := http.ParseTime(first(have, "Last-Modified"))
	return err == nil && !modified.After(since)
}

// matchesETag compares weakly (RFC 9110, section 8.8.3.2).
func matchesETag(list, etag string) bool {
	if strings.TrimSpace(list) == "*" {
		return true
	}
	if etag == "" {
		return false
	}
	opaque := strings.TrimPrefix(etag, "W/")
	for list = strings.TrimLeft(list, " \t,"); list != ""; list = strings.TrimLeft(list, " \t,") {
		list = strings.TrimPrefix(list, "W/")
		if list[0] != '"' {
			return false
		}
		end := strings.IndexByte(list[1:], '"')
		if end < 0 {
			return false
		}
		if list[:end+2] == opaque {
			return true
		}
		list = list[end+2:]
	}
	return false
}

func first(h http.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}
