package http1

import (
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
)

// parse reads the head of a request, up to its empty line, into r. It is false
// for everything that is not plain, and for everything that is in any doubt.
func parse(head string, r *http.Request) bool {
	line, rest, _ := strings.Cut(head, "\r\n")
	method, line, _ := strings.Cut(line, " ")
	target, proto, _ := strings.Cut(line, " ")
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
	default:
		return false
	}
	if proto != "HTTP/1.1" || !isTarget(target) {
		return false
	}
	u, err := url.ParseRequestURI(target)
	if err != nil || u.Host != "" || u.Scheme != "" {
		return false
	}
	host, header, ok := parseHeader(rest)
	if !ok || host == "" {
		return false
	}
	r.Method, r.URL, r.RequestURI, r.Host, r.Header = method, u, target, host, header
	r.Proto, r.ProtoMajor, r.ProtoMinor = proto, 1, 1
	r.Body = http.NoBody
	return true
}

func parseHeader(lines string) (host string, header http.Header, ok bool) {
	count := strings.Count(lines, "\r\n")
	header = make(http.Header, count)
	values := make([]string, 0, count)
	for lines != "" {
		line, more, whole := strings.Cut(lines, "\r\n")
		lines = more
		name, value, found := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		if !whole || !found || !isToken(name) || !isValue(value) {
			return "", nil, false
		}
		name = textproto.CanonicalMIMEHeaderKey(name)
		switch name {
		case "Host":
			if host != "" || !isHost(value) {
				return "", nil, false
			}
			host = value
			continue
		case "Connection":
			if !strings.EqualFold(value, "keep-alive") {
				return "", nil, false
			}
		case "Content-Length", "Transfer-Encoding", "Trailer", "Expect", "Upgrade", "Http2-Settings",
			"Pragma": // net/http makes a Cache-Control of it
			return "", nil, false
		}
		if have := header[name]; have != nil {
			header[name] = append(have, value)
			continue
		}
		values = append(values, value)
		header[name] = values[len(values)-1 : len(values) : len(values)]
	}
	return host, header, true
}

// isTarget takes a path of visible ASCII characters, with a query perhaps.
func isTarget(s string) bool {
	if s == "" || s[0] != '/' {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// isValue takes visible ASCII characters and blanks.
func isValue(s string) bool {
	for i := range len(s) {
		if (s[i] < ' ' || s[i] > '~') && s[i] != '\t' {
			return false
		}
	}
	return true
}

// isToken is RFC 9110, section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// isHost takes names and addresses, with a port perhaps.
func isHost(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && strings.IndexByte(".-_:[]", c) < 0 {
			return false
		}
	}
	return s != ""
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
