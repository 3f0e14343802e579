package sigv4

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// canonicalRequest is the text that a signature is made over:
//
//	verb, path, query, headers, blank line, signed header names, payload hash
//
// each on its own line.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html#canonical-request
func (c *claim) canonicalRequest(r *http.Request, payloadHash string) []byte {
	b := make([]byte, 0, 512)
	b = append(b, r.Method...)
	b = append(b, '\n')
	if c.service == ServiceS3 {
		b = appendCanonicalPath(b, escapedPath(r.URL))
	} else {
		b = appendNormalizedPath(b, escapedPath(r.URL))
	}
	b = append(b, '\n')
	b = c.params.appendCanonical(b)
	b = append(b, '\n')
	for _, name := range c.signed {
		b = append(b, name...)
		b = append(b, ':')
		b = c.appendHeader(b, r, name)
		b = append(b, '\n')
	}
	b = append(b, '\n')
	for i, name := range c.signed {
		if i > 0 {
			b = append(b, ';')
		}
		b = append(b, name...)
	}
	b = append(b, '\n')
	return append(b, payloadHash...)
}

// escapedPath is the path as it stood on the wire. url.URL.EscapedPath escapes
// anew when the wire form is unusual, and would lose encoded slashes then.
func escapedPath(u *url.URL) string {
	if u.RawPath != "" {
		if p, err := url.PathUnescape(u.RawPath); err == nil && p == u.Path {
			return u.RawPath
		}
	}
	return (&url.URL{Path: u.Path}).EscapedPath()
}

// appendHeader appends a header's canonical value: its lines trimmed, runs of
// spaces made one, joined by commas.
func (c *claim) appendHeader(b []byte, r *http.Request, name string) []byte {
	switch name {
	case "host":
		return appendTrimmed(b, r.Host)
	case "content-length":
		// Not among the headers of a request that was made in this process.
		if r.ContentLength >= 0 {
			return strconv.AppendInt(b, r.ContentLength, 10)
		}
	case "transfer-encoding": // net/http moves it out of the headers
		return appendTrimmed(b, strings.Join(r.TransferEncoding, ","))
	}
	lines := r.Header[http.CanonicalHeaderKey(name)]
	if len(lines) == 0 && c.presigned && strings.HasPrefix(name, "x-amz-") {
		// The AWS SDK for JavaScript v2 signs some headers that it then moves
		// into the query.
		if value, ok := c.params.fold(name); ok {
			return appendTrimmed(b, value)
		}
	}
	for i, line := range lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendTrimmed(b, line)
	}
	return b
}

func appendTrimmed(b []byte, s string) []byte {
	s = strings.Trim(s, " \t")
	for i := range len(s) {
		if s[i] == ' ' && s[i-1] == ' ' { // s does not start with a space
			continue
		}
		b = append(b, s[i])
	}
	return b
}
