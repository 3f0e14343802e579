package journal

import (
	"net/url"
	"strings"
	"time"
)

// HAR is an HTTP archive, version 1.2, as far as the journal can fill one in:
// http://www.softwareishard.com/blog/har-12-spec/. Sizes are in bytes, times in
// milliseconds, and -1 means unknown.
type HAR struct {
	Log HARLog `json:"log"`
}

// HARLog is the one member of a HAR.
type HARLog struct {
	Version string     `json:"version"`
	Creator HARCreator `json:"creator"`
	Entries []HAREntry `json:"entries"`
}

// HARCreator names the program that made the archive.
type HARCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// HAREntry is one exchange. Custom fields start with an underscore.
type HAREntry struct {
	StartedDateTime time.Time   `json:"startedDateTime"`
	Time            float64     `json:"time"`
	Request         HARRequest  `json:"request"`
	Response        HARResponse `json:"response"`
	Cache           struct{}    `json:"cache"`
	Timings         HARTimings  `json:"timings"`
	Exchange        *Exchange   `json:"_exchange"` // everything that was decided
}

// HARRequest is a request in an archive.
type HARRequest struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []HARPair `json:"cookies"`
	Headers     []HARPair `json:"headers"`
	QueryString []HARPair `json:"queryString"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

// HARResponse is a response in an archive.
type HARResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []HARPair  `json:"cookies"`
	Headers     []HARPair  `json:"headers"`
	Content     HARContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int64      `json:"bodySize"`
}

// HARContent describes a body; the journal keeps no bodies.
type HARContent struct {
	Size     int64  `json:"size"`
	MimeType string `json:"mimeType"`
}

// HARPair is a name and a value.
type HARPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// HARTimings are required by the format; only wait is ever known.
type HARTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// NewHAR makes an archive of exchanges, in the order given. version is the
// emulator's own.
func NewHAR(version string, exchanges []*Exchange) *HAR {
	entries := make([]HAREntry, len(exchanges))
	for i, e := range exchanges {
		entries[i] = harEntry(e)
	}
	return &HAR{Log: HARLog{
		Version: "1.2",
		Creator: HARCreator{Name: "Crossfront", Version: version},
		Entries: entries,
	}}
}

func harEntry(e *Exchange) HAREntry {
	mime, _ := Value(e.Response.Headers, "Content-Type")
	location, _ := Value(e.Response.Headers, "Location")
	return HAREntry{
		StartedDateTime: e.Time,
		Request: HARRequest{
			Method: e.Request.Method, URL: e.Request.URL, HTTPVersion: "HTTP/1.1",
			Cookies: requestCookies(e.Request.Headers), Headers: pairs(e.Request.Headers),
			QueryString: query(e.Request.URL), HeadersSize: -1, BodySize: -1,
		},
		Response: HARResponse{
			Status: e.Response.Status, HTTPVersion: "HTTP/1.1",
			Cookies: []HARPair{}, Headers: pairs(e.Response.Headers),
			Content:     HARContent{Size: e.Response.Bytes, MimeType: mime},
			RedirectURL: location, HeadersSize: -1, BodySize: e.Response.Bytes,
		},
		Exchange: e,
	}
}

func pairs(headers []Header) []HARPair {
	list := make([]HARPair, len(headers))
	for i, h := range headers {
		list[i] = HARPair{h[0], h[1]}
	}
	return list
}

// query lists the parameters of a URL in their own order.
func query(rawURL string) []HARPair {
	list := []HARPair{}
	_, raw, _ := strings.Cut(rawURL, "?")
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		list = append(list, HARPair{unescape(name), unescape(value)})
	}
	return list
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func requestCookies(headers []Header) []HARPair {
	list := []HARPair{}
	for _, h := range headers {
		if !strings.EqualFold(h[0], "Cookie") {
			continue
		}
		for part := range strings.SplitSeq(h[1], ";") {
			if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
				list = append(list, HARPair{name, value})
			}
		}
	}
	return list
}
