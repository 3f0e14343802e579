package edge

import (
	"net"
	"net/http"
	"strings"

	"crossfront/emulator/edge/policy"
)

// applyProtocolPolicy redirects to https, or refuses http, where the behavior
// says so.
func applyProtocolPolicy(x *visit) bool {
	if x.behavior.ViewerProtocolPolicy == "allow-all" {
		return false
	}
	verdict := x.behavior.Protocol(&x.viewer)
	switch verdict.Status {
	case 0:
		return false
	case http.StatusForbidden:
		x.refuse(&cause{
			status:   http.StatusForbidden,
			sentence: "Bad request: this content is served over HTTPS only.",
			what:     "Refused: the viewer came over http",
			because:  verdict.Because,
		})
		return true
	}
	x.redirect(verdict)
	return true
}

// redirect sends the viewer to the same URL over https. The page's bytes, 167
// for a 301, are those of captures since 2023.
func (x *visit) redirect(verdict policy.ProtocolVerdict) {
	text := "301 Moved Permanently"
	if verdict.Status == http.StatusTemporaryRedirect {
		text = "307 Temporary Redirect"
	}
	body := "<html>\r\n<head><title>" + text + "</title></head>\r\n<body>\r\n" +
		"<center><h1>" + text + "</h1></center>\r\n<hr><center>CloudFront</center>\r\n</body>\r\n</html>\r\n"
	x.reply = reply{
		status: verdict.Status,
		header: http.Header{
			"Content-Type": {"text/html"},
			"Server":       {"CloudFront"},
			"Location":     {secureURL(&x.viewer, x.edge.config.TLSPort)},
		},
		body:      []byte(body),
		length:    int64(len(body)),
		outcome:   redirect,
		generated: true,
	}
	x.note = verdict.Because
}

// secureURL is the viewer's URL over https. CloudFront's https port is the
// usual one; here it may be another, which is named when the viewer named a
// port too.
func secureURL(v *policy.Viewer, tlsPort string) string {
	host := v.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
		if strings.Contains(name, ":") {
			host = "[" + name + "]"
		}
		if tlsPort != "" && tlsPort != "443" {
			host += ":" + tlsPort
		}
	}
	url := "https://" + host + v.Path
	if v.RawQuery != "" {
		url += "?" + v.RawQuery
	}
	return url
}
