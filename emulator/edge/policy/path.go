package policy

import "strings"

// NormalizePath is the viewer's raw path as behaviors are matched on it: RFC
// 3986 normalised, with repeated slashes as one. The origin still gets the raw
// path. The result is stable: normalising it again changes nothing.
//
// Source: DG:DownloadDistValuesCacheBehavior ("CloudFront normalizes URI paths
// consistent with RFC 3986 and then matches the path"); steps: RFC 3986,
// sections 6.2.2.1 to 6.2.2.3.
func NormalizePath(raw string) string {
	if isNormalPath(raw) {
		return raw
	}
	return removeDotSegments(normalizeEscapes(raw))
}

// isNormalPath spares the common path every copy.
func isNormalPath(p string) bool {
	if p == "" || p[0] != '/' {
		return false
	}
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '%':
			return false
		case '/':
			if i+1 < len(p) && (p[i+1] == '/' || p[i+1] == '.') {
				return false
			}
		}
	}
	return true
}

// normalizeEscapes decodes escapes of unreserved characters and writes the
// others with upper-case digits; a "%" that begins no escape becomes "%25".
func normalizeEscapes(p string) string {
	if !strings.Contains(p, "%") {
		return p
	}
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(p) + 4)
	for i := 0; i < len(p); i++ {
		if p[i] != '%' {
			b.WriteByte(p[i])
			continue
		}
		if i+2 >= len(p) || unhex(p[i+1]) < 0 || unhex(p[i+2]) < 0 {
			b.WriteString("%25")
			continue
		}
		c := byte(unhex(p[i+1])<<4 | unhex(p[i+2]))
		if isUnreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
		i += 2
	}
	return b.String()
}

// removeDotSegments resolves "." and ".." and drops empty segments; a final
// slash stays.
func removeDotSegments(p string) string {
	var kept []string
	segments := strings.Split(p, "/")
	for _, s := range segments {
		switch s {
		case "", ".":
		case "..":
			if len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
		default:
			kept = append(kept, s)
		}
	}
	out := "/" + strings.Join(kept, "/")
	switch segments[len(segments)-1] {
	case "", ".", "..":
		if out != "/" {
			out += "/"
		}
	}
	return out
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// isUnreserved is RFC 3986, section 2.3.
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
