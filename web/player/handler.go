package player

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// ContentSecurityPolicy is what the page needs and no more. Script and style
// come from the page's own files. Media, poster and playlists come from
// whichever edge the stream is behind, so connections may go anywhere that
// speaks http. Video.js transmuxes in a worker made from a blob and keeps its
// icons in a data: URL.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"connect-src 'self' http: https:; img-src 'self' data: http: https:; media-src blob: http: https:; " +
	"font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// asset is one file of the page, ready to be sent.
type asset struct {
	contentType string
	etag        string
	plain       []byte
	gzipped     []byte // nil when there is no twin
}

// Handler serves the page's files by their path: / is index.html, anything
// that is not a file of the page is 404. Files are validated by ETag on each
// load, so a rebuilt binary shows at once.
func Handler() http.Handler {
	assets := load(Files())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		a, ok := assets[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
			return
		}
		a.serve(w, r)
	})
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", ContentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Vary", "Accept-Encoding")
	body, etag := a.plain, a.etag
	if a.gzipped != nil && acceptsGzip(r.Header) {
		body, etag = a.gzipped, a.etag+"-gz"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Etag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// acceptsGzip tells whether gzip is named in Accept-Encoding, and not refused
// there with q=0 (RFC 9110, section 12.5.3).
func acceptsGzip(h http.Header) bool {
	for _, line := range h.Values("Accept-Encoding") {
		for item := range strings.SplitSeq(line, ",") {
			coding, weight, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
				_, q, _ := strings.Cut(weight, "=")
				return strings.Trim(strings.TrimSpace(q), "0.") != "" || strings.TrimSpace(q) == ""
			}
		}
	}
	return false
}

// load reads the files at the top of files; gzipped twins join their originals.
func load(files fs.FS) map[string]*asset {
	assets := make(map[string]*asset)
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return assets
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".gz") {
			continue
		}
		plain, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		sum := sha256.Sum256(plain)
		a := &asset{contentType: contentType(name), etag: hex.EncodeToString(sum[:8]), plain: plain}
		if gz, err := fs.ReadFile(files, name+".gz"); err == nil {
			a.gzipped = gz
		}
		assets[name] = a
	}
	return assets
}

// contentType knows the page's own kinds: the machine's MIME tables differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
