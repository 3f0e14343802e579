package sigv4

import "strings"

const upperHex = "0123456789ABCDEF"

// unreserved reports whether UriEncode leaves c as it is: RFC 3986's
// unreserved characters and no others.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '_' || c == '.' || c == '~'
}

// appendEscaped appends c, percent-encoded where UriEncode says so.
func appendEscaped(dst []byte, c byte) []byte {
	if unreserved(c) {
		return append(dst, c)
	}
	return append(dst, '%', upperHex[c>>4], upperHex[c&15])
}

// hexByte is the byte that s, which starts after a percent sign, stands for.
func hexByte(s string) (byte, bool) {
	if len(s) < 2 {
		return 0, false
	}
	hi, lo := unhex(s[0]), unhex(s[1])
	if hi < 0 || lo < 0 {
		return 0, false
	}
	return byte(hi<<4 | lo), true
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// appendCanonicalPath appends an escaped path as S3 canonicalises it: every
// byte decoded and encoded again by UriEncode, so that "=" and "%3D" mean the
// same; nothing is normalised, "//" and ".." stay, and an encoded slash stays
// encoded.
func appendCanonicalPath(dst []byte, escaped string) []byte {
	if escaped == "" {
		return append(dst, '/')
	}
	for i := 0; i < len(escaped); i++ {
		switch c := escaped[i]; c {
		case '/':
			dst = append(dst, '/')
		case '%':
			if b, ok := hexByte(escaped[i+1:]); ok {
				dst = appendEscaped(dst, b)
				i += 2
				continue
			}
			dst = appendEscaped(dst, c)
		default:
			dst = appendEscaped(dst, c)
		}
	}
	return dst
}

// appendNormalizedPath appends an escaped path as other services than S3
// canonicalise it: dot segments and repeated slashes removed, and what is
// percent-encoded already encoded once more.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
func appendNormalizedPath(dst []byte, escaped string) []byte {
	var kept []string
	for segment := range strings.SplitSeq(escaped, "/") {
		switch segment {
		case "", ".":
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		default:
			kept = append(kept, segment)
		}
	}
	for _, segment := range kept {
		dst = append(dst, '/')
		for i := range len(segment) {
			dst = appendEscaped(dst, segment[i])
		}
	}
	if len(kept) == 0 || strings.HasSuffix(escaped, "/") {
		dst = append(dst, '/')
	}
	return dst
}
