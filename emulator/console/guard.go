package console

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/rs/cors"

	"crossfront/emulator/hosts"
)

// guard keeps other people's pages away from the console. A page on the web
// can make a browser send requests here, and with a name of its own that
// resolves to this machine (DNS rebinding) it could even read the answers. So:
//
//   - the Host must be an address, a name of one label or a localhost name,
//     none of which a stranger can point at this machine;
//   - a request with an Origin must come from the console's own pages;
//   - rs/cors answers preflights and sets the Access-Control headers for
//     those, and for nobody else.
func guard(next http.Handler) http.Handler {
	allowed := cors.New(cors.Options{
		AllowOriginVaryRequestFunc: func(r *http.Request, origin string) (bool, []string) {
			return ownOrigin(r, origin), nil
		},
		AllowedMethods: []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete},
		AllowedHeaders: []string{"Content-Type", "Last-Event-ID"},
	}).Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ownHost(r.Host) {
			problem(http.StatusForbidden, "ForeignHost",
				"The console answers under localhost, an address or a name of one label only.").ServeHTTP(w, r)
			return
		}
		if origin := r.Header.Get("Origin"); len(r.Header.Values("Origin")) > 0 && !ownOrigin(r, origin) {
			problem(http.StatusForbidden, "ForeignOrigin",
				"The console API answers its own pages only; another page asked.").ServeHTTP(w, r)
			return
		}
		// No Origin, yet another site's page: an image, a form's GET, a link.
		if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" && strings.HasPrefix(r.URL.Path, "/api/") {
			problem(http.StatusForbidden, "ForeignOrigin",
				"The console API answers its own pages only; another site's page asked.").ServeHTTP(w, r)
			return
		}
		allowed.ServeHTTP(w, r)
	})
}

func ownHost(host string) bool {
	return hosts.IsPlain(host) || strings.HasSuffix(hosts.Normalize(host), ".localhost")
}

// ownOrigin reports whether origin is the one this request was sent to.
func ownOrigin(r *http.Request, origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, r.Host)
}
