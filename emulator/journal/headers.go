package journal

import (
	"net/http"
	"slices"
	"sort"
	"strings"
)

// HeaderList copies h into a list in the order in which Go's HTTP writes
// headers: by name, each name's values in their own order. The order in which
// a request's headers arrived is not known (net/http keeps a map).
func HeaderList(h http.Header) []Header {
	names := make([]string, 0, len(h))
	n := 0
	for name, values := range h {
		names = append(names, name)
		n += len(values)
	}
	sort.Strings(names)
	list := make([]Header, 0, n)
	for _, name := range names {
		for _, v := range h[name] {
			list = append(list, Header{name, v})
		}
	}
	return list
}

// RequestHeaders is HeaderList with Host, which net/http keeps apart, in front.
func RequestHeaders(host string, h http.Header) []Header {
	return slices.Insert(HeaderList(h), 0, Header{"Host", host})
}

// Value is the first value of the header name in list, and whether there is
// one. Names compare without case.
func Value(list []Header, name string) (string, bool) {
	for _, h := range list {
		if strings.EqualFold(h[0], name) {
			return h[1], true
		}
	}
	return "", false
}
