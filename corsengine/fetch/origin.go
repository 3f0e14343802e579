package fetch

import (
	"net/url"
	"strings"
)

// OriginOf is the serialised origin of an http or https URL: scheme, host in
// lower case and port unless it is the default one (HTML, "serialization of an
// origin"). It is "null" for anything else.
func OriginOf(raw string) string {
	if origin := plainOrigin(raw); origin != "" {
		return origin
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "null"
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	default:
		return "null"
	}
	return scheme + "://" + strings.TrimSuffix(host, ":")
}

// plainOrigin is OriginOf for URLs in which it stands as it is; empty for
// others.
func plainOrigin(raw string) string {
	scheme, rest, _ := strings.Cut(raw, "://")
	if scheme != "http" && scheme != "https" {
		return ""
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		return ""
	}
	for i := range end {
		if c := rest[i]; c != '.' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	if strings.IndexByte(rest, '%') >= 0 { // an escape may be wrong
		return ""
	}
	return raw[:len(scheme)+3+end]
}

// parsesAsURL is Chromium's test of an Access-Control-Allow-Origin value, near
// enough to the URL standard: there is a scheme, and http-like ones have a host
// (acao-host-only, z-acao-bare-host, z-acao-undefined, acao-wild-sub,
// acao-star-star).
func parsesAsURL(value string) bool {
	scheme, rest, ok := strings.Cut(value, ":")
	if !ok || !isScheme(scheme) {
		return false
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "ws", "wss", "ftp":
	default:
		return true
	}
	authority := strings.TrimLeft(rest, `/\`)
	if at := strings.IndexAny(authority, `/\?#`); at >= 0 {
		authority = authority[:at]
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	host, port := authority, ""
	if at := strings.LastIndexByte(authority, ':'); at >= 0 && !strings.Contains(authority[at:], "]") {
		host, port = authority[:at], authority[at+1:]
	}
	return host != "" && !strings.ContainsAny(host, " <>^|%") && strings.Trim(port, "0123456789") == ""
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(c))) {
			return false
		}
	}
	return s != ""
}
