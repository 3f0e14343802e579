package corsengine

import (
	"fmt"
	"strings"
)

// originWarning says why an AllowedOrigin will match no browser's origin, or
// more of them than it seems to; empty when it is as it should be. An origin is
// scheme, host in lower case and port unless it is the default one, without
// anything behind (https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin).
func originWarning(origin string) string {
	if origin == "*" || origin == "null" {
		return ""
	}
	for _, check := range [...]func(string) string{textWarning, schemeWarning, tailWarning, hostWarning, portWarning, wideWarning} {
		if message := check(origin); message != "" {
			return message
		}
	}
	return ""
}

func textWarning(origin string) string {
	switch {
	case origin == "":
		return "an empty origin matches nothing"
	case strings.TrimSpace(origin) != origin:
		return "the blanks round the origin are compared too, so it matches nothing"
	}
	return ""
}

func schemeWarning(origin string) string {
	switch origin {
	case "http", "https", "http://", "https://":
		// The user guide suggests the bare "https"; minio-go's tests show that S3
		// compares it like any other string (mg-pre-nomatch-delete-http).
		return fmt.Sprintf("a scheme alone is an ordinary string that no origin equals; write %q", strings.TrimSuffix(origin, "://")+"://*")
	}
	star := strings.IndexByte(origin, '*')
	sep := strings.Index(origin, "://")
	// A "*" in front or inside the scheme may stand for it.
	if sep < 0 && (star < 0 || strings.ContainsAny(origin[:star], ".:")) {
		return fmt.Sprintf("the origin has no scheme, so it matches nothing; write %q", "https://"+origin)
	}
	return ""
}

func tailWarning(origin string) string {
	_, authority, ok := strings.Cut(origin, "://")
	if !ok {
		authority = origin
	}
	host, path, ok := strings.Cut(authority, "/")
	switch {
	case !ok:
		return ""
	case path == "":
		return fmt.Sprintf("origins have no slash at the end, so it matches nothing; write %q", strings.TrimSuffix(origin, "/"))
	}
	return fmt.Sprintf("origins have no path, so it matches nothing; write %q", strings.TrimSuffix(origin, authority)+host)
}

func hostWarning(origin string) string {
	for i := range len(origin) {
		if origin[i] >= 0x80 {
			return "browsers send international host names in their xn-- form, so it matches nothing"
		}
	}
	if lower := lowerASCII(origin); lower != origin {
		return fmt.Sprintf("browsers send scheme and host in lower case and S3 compares exactly, so it matches nothing; write %q", lower)
	}
	return ""
}

func portWarning(origin string) string {
	rest, port := cutPort(origin)
	if isDefaultPort(rest, port) {
		return fmt.Sprintf("browsers leave the default port out, so it matches nothing; write %q", rest)
	}
	return ""
}

func wideWarning(origin string) string {
	before, after, ok := strings.Cut(origin, "*")
	if !ok {
		return ""
	}
	_, host, scheme := strings.Cut(before, "://")
	switch {
	case after == "" && host == "" && (scheme || strings.HasPrefix("https://", before)):
		// kahwee-http-star-echo
		return `it matches every site, and unlike a lone "*" S3 echoes the origin and allows credentials`
	case after == "" && !strings.Contains(host, ":"):
		return fmt.Sprintf(`the "*" at the end also matches foreign hosts, as %q`, strings.TrimSuffix(before, ".")+".attacker.example")
	case after != "" && after[0] != '.' && after[0] != ':' && !strings.HasSuffix(before, ":") && (host == "" || strings.HasSuffix(host, ".")):
		return fmt.Sprintf("it also matches foreign hosts, as %q; begin the part behind the \"*\" with a dot", before+"attacker-"+after)
	}
	return ""
}
