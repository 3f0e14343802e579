package browser

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"crossfront/corsengine/fetch"
)

// setting is where a request goes, as far as engines add headers by it.
type setting struct {
	engine       fetch.Engine
	from         initiator
	h2           bool // HTTP/2: CloudFront over https; S3 speaks HTTP/1.1 only
	trustworthy  bool // https or this machine
	crossOrigin  bool
	mode         string
	credentialed bool
	preflight    bool
	silent       bool // it tells nothing of itself in Sec-Fetch-…
}

// own are the headers that the engine adds by itself. Values that no answer of
// S3 or CloudFront can depend on are shortened.
func (s *setting) own(origin string) http.Header {
	h := http.Header{}
	h.Set("User-Agent", s.userAgent())
	h.Set("Accept", s.accept())
	h.Set("Accept-Language", "en-US,en;q=0.9")
	h.Set("Accept-Encoding", s.acceptEncoding())
	if origin != "null" {
		h.Set("Referer", origin+"/")
	}
	if s.trustworthy && !s.silent {
		s.metadata(h)
	}
	if p := s.priority(); p != "" {
		h.Set("Priority", p)
	}
	if media := s.from.name == "video" || s.from.name == "audio"; media && s.engine == fetch.WebKit && !s.preflight {
		h.Set("Icy-Metadata", "1")
	}
	return h
}

func (s *setting) userAgent() string {
	switch s.engine {
	case fetch.Chromium:
		return "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
	case fetch.Firefox:
		return "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
	}
	return "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
}

func (s *setting) accept() string {
	if s.preflight {
		return "*/*"
	}
	switch s.from.name {
	case "img":
		return "image/avif,image/webp,image/*,*/*;q=0.8"
	case "style":
		return "text/css,*/*;q=0.1"
	case "eventsource":
		return "text/event-stream"
	}
	return "*/*"
}

func (s *setting) acceptEncoding() string {
	switch {
	case !s.preflight && (s.from.name == "video" || s.from.name == "audio"):
		return "identity"
	case !s.trustworthy:
		return "gzip, deflate"
	case s.engine == fetch.WebKit && !s.h2:
		return "gzip, deflate"
	case s.engine == fetch.WebKit:
		return "gzip, deflate, br"
	}
	return "gzip, deflate, br, zstd"
}

// metadata are the headers for trustworthy hosts.
func (s *setting) metadata(h http.Header) {
	site := "same-origin"
	if s.crossOrigin {
		site = "cross-site"
	}
	h.Set("Sec-Fetch-Site", site)
	h.Set("Sec-Fetch-Mode", s.mode)
	h.Set("Sec-Fetch-Dest", s.from.dest)
	if s.preflight {
		return
	}
	if s.crossOrigin && s.credentialed && s.engine != fetch.WebKit {
		h.Set("Sec-Fetch-Storage-Access", "none")
	}
	if s.engine == fetch.Chromium {
		h.Set("Sec-Ch-Ua", `"Not:A-Brand";v="8", "Chromium";v="156"`)
		h.Set("Sec-Ch-Ua-Mobile", "?0")
		h.Set("Sec-Ch-Ua-Platform", `"Linux"`)
	}
}

// priority is the header Priority, which silences response headers policies
// that do not list it. Chromium sends it over HTTP/2 only and not for classic
// scripts, Firefox over both but not for XMLHttpRequest, fonts, scripts and
// preloads, WebKitGTK never (measured).
func (s *setting) priority() string {
	switch {
	case s.engine == fetch.Chromium && s.h2:
		switch {
		case s.preflight:
			return "u=1, i"
		case s.from.name == "script":
			return ""
		case s.from.name == "font", s.from.name == "style":
			return "u=0"
		case s.from.name == "module":
			return "u=1"
		case s.from.name == "img", s.from.name == "video", s.from.name == "audio", s.from.name == "track":
			return "i"
		}
		return "u=1, i"
	case s.engine == fetch.Firefox:
		switch s.from.name {
		case "xhr", "font", "script", "module", "preload":
			if s.preflight {
				return "u=4" // measured for fetch
			}
			return ""
		case "img":
			if s.from.dest == "empty" { // by a service worker
				return "u=5"
			}
			return "u=5, i"
		case "style":
			return "u=2"
		}
		return "u=4"
	}
	return ""
}

// trustworthy reports whether a URL is potentially trustworthy (Secure
// Contexts): https, or this machine.
func trustworthy(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	return u.Scheme == "https" || host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// placing are the emulator's own headers, which say where a viewer is. No page
// sends them; they are taken off on arrival.
func placing(name string) bool { return strings.HasPrefix(strings.ToLower(name), "x-emulator-") }
