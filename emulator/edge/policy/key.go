package policy

import (
	"net/http"
	"strings"
)

// A Key is the cache key of a request, with what is in it.
type Key struct {
	// String is the whole key, readable:
	//	edemo.cloudfront.localhost/vod/a.m3u8?v=1
	//	origin: https://app.example.com
	//	cookie session=1
	// OPTIONS and a space stand before the host in keys of OPTIONS requests.
	String string
	Path   string // the path that is in the key
	Query  string // the query string that is in the key, without "?"; empty for none
	In     []Part // headers, query strings and cookies that are in the key; nil for none
}

// A Part is one element of a cache key.
type Part struct {
	Kind  string // one of the Part… constants
	Name  string // a header's is in lower case
	Value string
}

// Kinds of [Part].
const (
	PartHeader = "header"
	PartQuery  = "query"
	PartCookie = "cookie"
)

// Key is the cache key of v: the distribution's domain name (not the viewer's
// Host), the path, and what the cache policy or the legacy settings put into
// it. Only OPTIONS carries its method. The scheme is not in it.
// Source: DG:understanding-the-cache-key;
// DG:DownloadDistValuesCacheBehavior#DownloadDistValuesCachedHTTPMethods.
func (b *Behavior) Key(v *Viewer) Key {
	var room [512]byte
	buf := room[:0]
	if v.Method == http.MethodOptions {
		buf = append(buf, "OPTIONS "...)
	}
	buf = append(buf, b.dist.DomainName...)
	k := Key{Path: b.dist.RootObject(v.Path)}
	buf = append(buf, k.Path...)
	buf, k.Query, k.In = b.keyQuery(buf, v.RawQuery)
	buf, k.In = b.keyHeaders(buf, k.In, v)
	if b.cookies.key.mode != nameNone {
		buf, k.In = b.keyCookies(buf, k.In, v.Header["Cookie"])
	}
	k.String = string(buf)
	return k
}

// keyQuery adds the keyed query strings in the viewer's order and spelling:
// order, names' case and values' case all make another key.
// Source: DG:QueryStringParameters ("Parameter order", "case").
func (b *Behavior) keyQuery(buf []byte, raw string) ([]byte, string, []Part) {
	if raw == "" || b.query.key.mode == nameNone {
		return buf, "", nil
	}
	in := make([]Part, 0, 1+strings.Count(raw, "&")+len(b.headers.keyed))
	start := len(buf) + 1
	eachQuery(raw, func(pair, name, value string) bool {
		if b.query.key.takes(name) {
			buf = append(append(buf, querySeparator(len(in))), pair...)
			in = append(in, Part{PartQuery, name, value})
		}
		return true
	})
	if b.query.key.mode == nameAll {
		// Verbatim: empty parameters make another key too.
		return append(append(buf[:start-1], '?'), raw...), raw, in
	}
	if len(in) == 0 {
		return buf, "", nil
	}
	return buf, string(buf[start:]), in
}

func querySeparator(before int) byte {
	if before == 0 {
		return '?'
	}
	return '&'
}

// keyHeaders adds the keyed headers that the request has, names in lower case,
// values as they are, and the normalised Accept-Encoding.
// Source: DG:header-caching (values' case counts, names' does not).
func (b *Behavior) keyHeaders(buf []byte, in []Part, v *Viewer) ([]byte, []Part) {
	for i, name := range b.headers.keyed {
		value, ok := keyedValue(v, name)
		if !ok || name == "Accept-Encoding" && b.headers.encoding != encodingPlain {
			continue
		}
		buf, in = appendHeader(buf, in, b.headers.keyLines[i], value)
	}
	if b.headers.encoding != encodingPlain {
		if key, _ := b.headers.encoding.normalEncoding(acceptEncoding(v)); key != "" {
			buf, in = appendHeader(buf, in, "accept-encoding", key)
		}
	}
	return buf, in
}

func appendHeader(buf []byte, in []Part, name, value string) ([]byte, []Part) {
	buf = append(buf, '\n')
	buf = append(buf, name...)
	buf = append(buf, ": "...)
	buf = append(buf, value...)
	return buf, append(in, Part{PartHeader, name, value})
}

// keyedValue is the value of a canonical header name as the edge sees it.
func keyedValue(v *Viewer, name string) (string, bool) {
	if name == "Host" {
		return v.Host, true
	}
	if isCloudFrontHeader(name) {
		return cloudFrontValue(v, name)
	}
	values := v.Header[name]
	if name == "Accept-Encoding" {
		values = acceptEncoding(v)
	}
	switch len(values) {
	case 0:
		return "", false
	case 1:
		return values[0], true
	}
	return strings.Join(values, ", "), true
}

// keyCookies adds the keyed cookies, sorted by name.
func (b *Behavior) keyCookies(buf []byte, in []Part, lines []string) ([]byte, []Part) {
	var room [16]cookie
	for _, c := range appendCookies(room[:0], lines, b.cookies.key.takes) {
		buf = append(buf, "\ncookie "...)
		buf = append(buf, c.name...)
		buf = append(buf, '=')
		buf = append(buf, c.value...)
		in = append(in, Part{PartCookie, c.name, c.value})
	}
	return buf, in
}
