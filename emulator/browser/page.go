package browser

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// A Page is what a page asks for: one request, as its code states it.
type Page struct {
	Method      string                `json:"method"` // empty: GET
	URL         string                `json:"url"`
	Origin      string                `json:"origin"`      // the page's: https://app.example.com, or null
	Header      http.Header           `json:"headers"`     // set by the page; Cookie is what the browser holds for the host
	Credentials fetch.CredentialsMode `json:"credentials"` // empty: same-origin
	Initiator   string                `json:"initiator"`   // one of Initiators; empty: fetch
	// CrossOrigin is the attribute of an element: "anonymous" or
	// "use-credentials"; empty: the element does not have it.
	CrossOrigin string `json:"crossorigin,omitempty"`
	// Cache is fetch's option of that name: no-store, reload or no-cache; empty: default.
	Cache fetch.CacheMode `json:"cache,omitempty"`
	// Embedder is the page's Cross-Origin-Embedder-Policy; empty: none.
	Embedder fetch.EmbedderPolicy `json:"embedder,omitempty"`
	// LocalNetwork is the user's answer to Chromium's question; empty: not asked.
	LocalNetwork Permission `json:"localNetwork,omitempty"`
	Via          string     `json:"via,omitempty"` // "edge" or "s3" where the URL does not say
}

// A Mistake is something that no page can ask for.
type Mistake struct {
	Field   string // of the Page, as its JSON calls it; headers/NAME for one header
	Message string
}

// Mistakes are all of a page's.
func (p *Page) Mistakes() []Mistake {
	var list mistakes
	list.method(p)
	list.url(p.URL)
	list.origin(p.Origin)
	list.oneOf("credentials", string(p.Credentials), string(fetch.Omit), string(fetch.SameOrigin), string(fetch.Include))
	list.oneOf("initiator", p.Initiator, Initiators()...)
	list.oneOf("crossorigin", p.CrossOrigin, "anonymous", "use-credentials")
	list.oneOf("cache", string(p.Cache), string(fetch.CacheDefault), string(fetch.CacheNoStore), string(fetch.CacheReload), string(fetch.CacheNoCache))
	list.oneOf("embedder", string(p.Embedder), string(fetch.UnsafeNone), string(fetch.RequireCORP), string(fetch.Credentialless))
	list.oneOf("localNetwork", string(p.LocalNetwork), string(Granted), string(Denied))
	list.oneOf("via", p.Via, journal.EntryEdge, journal.EntryS3)
	list.element(p)
	for _, name := range sortedNames(p.Header) {
		list.header(name, p.Header[name])
	}
	return list
}

type mistakes []Mistake

func (m *mistakes) add(field, format string, args ...any) {
	*m = append(*m, Mistake{field, fmt.Sprintf(format, args...)})
}

func (m *mistakes) method(p *Page) {
	switch upper := strings.ToUpper(p.Method); {
	case p.Method == "":
	case !isToken(p.Method):
		m.add("method", "%q is no method", p.Method)
	case upper == "CONNECT" || upper == "TRACE" || upper == "TRACK": // Fetch, "forbidden method"
		m.add("method", "browsers let no page send %s", upper)
	}
}

func (m *mistakes) url(raw string) {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		m.add("url", "a URL is needed, for example https://cdn.example.com/vod/index.m3u8")
	case err != nil || u.Host == "" || u.Hostname() == "":
		m.add("url", "%q is no absolute URL; expected one like https://cdn.example.com/vod/index.m3u8", raw)
	case u.Scheme != "http" && u.Scheme != "https":
		m.add("url", "%q is neither http nor https", raw)
	case u.User != nil:
		m.add("url", "browsers let no page ask for a URL with a user name or password")
	}
}

func (m *mistakes) origin(origin string) {
	switch is := fetch.OriginOf(origin); {
	case origin == "":
		m.add("origin", "the page's origin is needed, for example https://app.example.com")
	case origin == "null" || is == origin:
	case is == "null":
		m.add("origin", "%q is no origin; expected one like https://app.example.com or http://localhost:3000, or null", origin)
	default:
		u, err := url.Parse(origin)
		if err == nil && (u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil) {
			m.add("origin", "an origin is scheme, host and port only; expected %s", bareOrigin(u))
			return
		}
		m.add("origin", "a browser sends this origin as %s", is)
	}
}

func bareOrigin(u *url.URL) string {
	return fetch.OriginOf((&url.URL{Scheme: u.Scheme, Host: u.Host}).String())
}

func (m *mistakes) oneOf(field, value string, of ...string) {
	if value != "" && !slices.Contains(of, value) {
		m.add(field, "%q is not known here; expected %s", value, orList(of))
	}
}

// orList is "a, b or c".
func orList(of []string) string {
	if len(of) < 2 {
		return strings.Join(of, "")
	}
	return strings.Join(of[:len(of)-1], ", ") + " or " + of[len(of)-1]
}

func (m *mistakes) element(p *Page) {
	i := initiatorOf(p.Initiator)
	code := i.name == "fetch" || i.name == "xhr"
	if p.CrossOrigin != "" && !i.element {
		m.add("crossorigin", "%s has no attribute crossorigin; credentials: include sends cookies", i.name)
	}
	if i.element && p.Credentials != "" {
		m.add("credentials", "an element's credentials follow from its crossorigin: anonymous or use-credentials")
	}
	if !code && p.Method != "" && !strings.EqualFold(p.Method, http.MethodGet) {
		m.add("method", "%s asks with GET", i.name)
	}
	if i.name != "fetch" && p.Cache != "" {
		m.add("cache", "%s has no option cache; fetch has", i.name)
	}
	if i.name == "xhr" && p.Credentials == fetch.Omit {
		m.add("credentials", "XMLHttpRequest knows same-origin and include (withCredentials) only")
	}
}

func (m *mistakes) header(name string, values []string) {
	field := "headers/" + name
	lower := strings.ToLower(name)
	switch {
	case !isToken(name):
		m.add(field, "%q is no header name", name)
	case slices.ContainsFunc(values, func(v string) bool { return strings.ContainsAny(v, "\r\n\x00") }):
		m.add(field, "the value of %s holds a line break", name)
	case lower == "origin":
		m.add(field, "browsers set Origin; say which page asks instead")
	case lower != "cookie" && fetch.Forbidden(lower, values...):
		m.add(field, "browsers let no page set %s", name)
	}
}

// isToken is RFC 9110's token.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7F || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

func sortedNames(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// mode is the request mode, and credentials the credentials mode, that follow
// from what asks.
func (p *Page) mode() string {
	if initiatorOf(p.Initiator).element && p.CrossOrigin == "" {
		return "no-cors"
	}
	return "cors"
}

func (p *Page) credentials() fetch.CredentialsMode {
	switch i := initiatorOf(p.Initiator); {
	case i.element && p.CrossOrigin == "anonymous":
		return fetch.SameOrigin
	case i.element && p.Embedder == fetch.Credentialless: // HTML, "credentialless"
		return fetch.SameOrigin
	case i.element: // without the attribute, too
		return fetch.Include
	case p.Credentials == "":
		return fetch.SameOrigin
	}
	return p.Credentials
}
