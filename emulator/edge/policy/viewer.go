package policy

import "net/http"

// A Viewer is one request as it arrived at the edge, after the edge has taken
// its own X-Emulator-… headers off and a viewer-request function has run.
type Viewer struct {
	Method   string      // GET
	Scheme   string      // "http" or "https"
	Host     string      // the Host header, with its port if it has one
	Path     string      // raw and escaped, begins with "/"
	RawQuery string      // without "?"
	Header   http.Header // canonical names, without Host
	IP       string      // the viewer's address, without port
	Port     int         // the viewer's port; 0 unknown
	Country  string      // ISO 3166-1 alpha-2, upper case; empty unknown
	POP      string      // edge location: SEA19-C1
	// ProtoMajor and ProtoMinor are the viewer's HTTP version.
	ProtoMajor, ProtoMinor int
	// ContentLength is the body's length; -1 unknown, 0 no body.
	ContentLength int64
	// TLS is the value of CloudFront-Viewer-TLS,
	// TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake; empty over http.
	TLS string
	// RequestID is what X-Amz-Cf-Id will say; empty leaves that header out of
	// the origin request, for the caller to add.
	RequestID string
	// Via is what the edge adds to Via, without the version:
	// 3f…9a.cloudfront.net (CloudFront). Empty leaves Via out of the origin
	// request, for the caller to add.
	Via string
}

// GetWithBody reports a GET that carries a body, which CloudFront refuses with
// 403 whatever the origin is.
// Source: DG:RequestAndResponseBehaviorCustomOrigin ("GET requests that include a body").
func (v *Viewer) GetWithBody() bool {
	return v.Method == http.MethodGet && v.ContentLength != 0
}

// Preflight reports a CORS preflight: OPTIONS with Origin and
// Access-Control-Request-Method.
// Source: https://fetch.spec.whatwg.org/#cors-preflight-request
func (v *Viewer) Preflight() bool {
	return v.Method == http.MethodOptions && len(v.Header["Origin"]) > 0 &&
		len(v.Header["Access-Control-Request-Method"]) > 0
}
