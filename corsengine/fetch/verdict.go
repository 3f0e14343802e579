package fetch

import "net/http"

// Engine is a browser engine.
type Engine uint8

// The engines. The zero Engine is the Fetch standard itself; it has no messages.
const (
	standard Engine = iota
	Chromium
	Firefox
	WebKit
)

// String is the engine's name.
func (e Engine) String() string {
	switch e {
	case Chromium:
		return "Chromium"
	case Firefox:
		return "Firefox"
	case WebKit:
		return "WebKit"
	}
	return "Fetch standard"
}

// Verdict is what one engine makes of an answer.
type Verdict struct {
	Allowed bool   `json:"allowed"`
	Error   string `json:"error"`   // the engine's name for the reason; empty when allowed
	Message string `json:"message"` // the first line that it prints to the console; empty when allowed
}

// Verdicts are the three engines' verdicts.
type Verdicts struct {
	Chromium Verdict `json:"chromium"`
	Firefox  Verdict `json:"firefox"`
	WebKit   Verdict `json:"webkit"`
}

// Allowed reports whether every engine allows it.
func (v Verdicts) Allowed() bool {
	return v.Chromium.Allowed && v.Firefox.Allowed && v.WebKit.Allowed
}

// Of is one engine's verdict.
func (v Verdicts) Of(e Engine) Verdict {
	switch e {
	case Chromium:
		return v.Chromium
	case Firefox:
		return v.Firefox
	}
	return v.WebKit
}

// CheckActual is what the engines make of the answer to the request itself. Its
// status does not matter, except that a redirect is followed if the check passes
// (Fetch, "HTTP fetch"). Where [KeptDecides], the answer is allowed: whether the
// kept one passes, this exchange does not tell. A request that is no CORS request
// is allowed.
func CheckActual(r *Request, res *Response) Verdicts {
	return each(func(e Engine) Verdict {
		if !r.CORS() || e.unchecked(r) || KeptDecides(res) {
			return Verdict{Allowed: true}
		}
		return e.actual(r, res)
	})
}

// KeptDecides reports whether the verdict is that of the answer which the browser
// has kept: a 304 to its own conditional request leaves the kept
// Access-Control-Allow-Origin when it brings none, and replaces it when it does
// (measured: reval-304-acao, reval-304-otheracao).
func KeptDecides(res *Response) bool {
	return res.Status == http.StatusNotModified && !has(res, allowOrigin)
}

// CheckPreflight is what the engines make of the answer to the preflight. An
// engine that sends none for this request allows it.
func CheckPreflight(r *Request, res *Response) Verdicts {
	return each(func(e Engine) Verdict {
		need, unsafe := e.NeedsPreflight(r)
		if !need {
			return Verdict{Allowed: true}
		}
		return e.preflight(r, res, unsafe)
	})
}

func each(check func(Engine) Verdict) Verdicts {
	return Verdicts{Chromium: check(Chromium), Firefox: check(Firefox), WebKit: check(WebKit)}
}

// unchecked reports whether an engine asks for this without CORS although the
// standard does not: WebKitGTK fetches fonts in no-cors mode (font-missing,
// font-mismatch).
func (e Engine) unchecked(r *Request) bool { return e == WebKit && r.Initiator == InitiatorFont }

func (e Engine) actual(r *Request, res *Response) Verdict {
	if res.Status == 0 {
		return e.broken(r, false)
	}
	switch e {
	case Chromium:
		return chromium{r, res}.actual()
	case Firefox:
		return firefox{r, res}.actual()
	}
	return webkit{r, res}.actual()
}

func (e Engine) preflight(r *Request, res *Response, unsafe []string) Verdict {
	if res.Status == 0 {
		return e.broken(r, true)
	}
	switch e {
	case Chromium:
		return chromium{r, res}.preflight(unsafe)
	case Firefox:
		return firefox{r, res}.preflight(unsafe)
	}
	return webkit{r, res}.preflight(unsafe)
}
