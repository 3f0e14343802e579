package fetch

import (
	"net/http"
	"net/url"
)

// Follow is the request for the URL that an answer of that status leads to
// (Fetch, "HTTP-redirect fetch"). Authorization is dropped and the origin
// becomes null where the standard says so (rd-auth-cross, rd-cross-noacao).
func Follow(r *Request, status int, to *url.URL) Request {
	next := *r
	next.URL = to.String()
	next.Headers = r.Headers.Clone()
	if next.RedirectedFrom == "" {
		next.RedirectedFrom = r.URL
	}
	method := r.Sent()
	if (status == 301 || status == 302) && method == http.MethodPost ||
		status == 303 && method != http.MethodGet && method != http.MethodHead {
		next.Method = http.MethodGet
		for _, name := range [...]string{"Content-Encoding", "Content-Language", "Content-Location", "Content-Type"} {
			next.Headers.Del(name)
		}
	}
	here := OriginOf(r.URL)
	if here == OriginOf(next.URL) {
		return next
	}
	next.Headers.Del("Authorization")
	if r.Origin != here && r.Origin != "null" {
		next.Origin, next.PageOrigin = "null", r.Origin
	}
	return next
}

// redirectRefused is what engines make of a redirect that the page wants to be
// an error (rd-mode-error). Firefox prints nothing.
func (e Engine) redirectRefused(r *Request) Verdict {
	switch e {
	case Chromium:
		return Verdict{Error: "net::ERR_FAILED", Message: "Failed to load resource: net::ERR_FAILED"}
	case WebKit:
		return Verdict{Error: "RedirectNotAllowed", Message: "Not allowed to follow a redirection while loading " + r.URL}
	}
	return Verdict{}
}
