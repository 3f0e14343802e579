package fetch

import (
	"math"
	"strconv"
	"strings"
)

// safeMethod is Fetch's "CORS-safelisted method".
func safeMethod(method string) bool {
	return method == "GET" || method == "HEAD" || method == "POST"
}

// Limits of Fetch's "CORS-safelisted request-header" and "CORS-unsafe
// request-header names".
const (
	maxSafeValue  = 128  // bytes of one value
	maxSafeValues = 1024 // bytes of all safelisted values
)

// safeHeader is Fetch's "CORS-safelisted request-header", for a name in lower
// case. Chromium knows client hints besides (pf-dpr-hdr), and WebKit takes the
// range unit in any case (range-upper).
func safeHeader(e Engine, name, value string) bool {
	if len(value) > maxSafeValue {
		return false
	}
	if e == Chromium && chromiumsOwn(name, value) {
		return true
	}
	switch name {
	case "accept":
		return !hasUnsafeByte(e, value)
	case "accept-language", "content-language":
		return strings.IndexFunc(value, notInLanguage) < 0
	case "content-type":
		return !hasUnsafeByte(e, value) && safeContentType(value)
	case "range":
		return safeRange(e, value)
	}
	return false
}

// hasUnsafeByte looks for Fetch's "CORS-unsafe request-header bytes"; to Firefox
// those above ASCII are among them (measured).
func hasUnsafeByte(e Engine, value string) bool {
	for i := range len(value) {
		c := value[i]
		if e == Firefox && c >= 0x80 || c < 0x20 && c != '\t' || c == 0x7F || strings.IndexByte(`"():<>?@[\]{}`, c) >= 0 {
			return true
		}
	}
	return false
}

func notInLanguage(c rune) bool {
	switch {
	case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
		return false
	}
	return !strings.ContainsRune(" *,-.;=", c)
}

// safeContentType looks at the essence only, so parameters do not matter (MIME
// Sniffing, "parse a MIME type").
func safeContentType(value string) bool {
	essence, _, _ := strings.Cut(value, ";")
	switch strings.ToLower(strings.Trim(essence, " \t\r\n")) {
	case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain":
		return true
	}
	return false
}

// safeRange takes one range with a start, without blanks: bytes=0-99, bytes=100-
// (Fetch, "parse a single range header value"; range-0-99, range-suffix,
// range-multi, range-spaces). Positions have 64 bits in the engines (measured).
func safeRange(e Engine, value string) bool {
	unit, set, ok := strings.Cut(value, "=")
	if !ok || unit != "bytes" && !(e == WebKit && strings.EqualFold(unit, "bytes")) {
		return false
	}
	first, last, ok := strings.Cut(set, "-")
	if !ok || !digits(first) || last != "" && !digits(last) {
		return false
	}
	if e == Chromium && (overflows(first) || overflows(last)) {
		return false
	}
	start, err := strconv.ParseUint(first, 10, 64)
	if err != nil {
		return false
	}
	if last == "" {
		return true
	}
	end, err := strconv.ParseUint(last, 10, 64)
	return err == nil && start <= end
}

// overflows reports whether Chromium takes a position for too great a number:
// those from the greatest of 64 bits on (measured, as in cors.cc).
func overflows(position string) bool {
	n, err := strconv.ParseInt(position, 10, 64)
	return position != "" && (err != nil || n == math.MaxInt64)
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// chromiumsOwn is what Chromium takes besides: client hints whose values have
// their form, and Intervention (services/network/public/cpp/cors/cors.cc;
// measured).
func chromiumsOwn(name, value string) bool {
	switch name {
	case "intervention":
		return true
	case "device-memory", "downlink", "dpr":
		whole, fraction, point := strings.Cut(value, ".")
		return digits(whole) && (!point || digits(fraction))
	case "rtt", "viewport-width", "width":
		return digits(value)
	case "ect":
		return value == "slow-2g" || value == "2g" || value == "3g" || value == "4g"
	case "save-data":
		return strings.EqualFold(value, "on")
	}
	return false
}
