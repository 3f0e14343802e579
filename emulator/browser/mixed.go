package browser

import (
	"net/url"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// mixed stops a request of an https page to an http URL, before anything is
// asked (Mixed Content, "should fetching request be blocked as mixed content?").
// This machine's are exempt, but not in WebKit where the page says that it means
// them (see [Permission]; measured: WebKitGTK; localhost, names below it and
// 127.0.0.1). Images, audio and video are not stopped:
// they are asked for over https instead, which the note says. The messages were
// measured (mixed.yaml, lna.yaml).
func (t *trip) mixed(u *url.URL) bool {
	page, err := url.Parse(t.page.Origin)
	here := trustworthy(u)
	if err != nil || page.Scheme != "https" || u.Scheme != "http" || here && (t.engine != fetch.WebKit || t.page.LocalNetwork == "") {
		return false
	}
	switch t.from.name {
	case "img", "video", "audio":
		t.visit.Notes = append(t.visit.Notes, "The page is https: browsers may ask for "+u.String()+" over https instead.")
		return false
	}
	t.visit.Verdict = mixedVerdict(t.engine, t.page.Origin, u)
	a := journal.Advice{Layer: "client", Cause: causeMixed,
		What: "The page is https and asks for http: mixed content is stopped in the browser, whatever the server would answer.",
		Fix:  "Ask for https:" + u.String()[len("http:"):] + "."}
	if here {
		a.What = "The page is https and asks for http: WebKit stops that as mixed content, this machine's own addresses too, which the others let pass."
		a.Fix = "Serve the page over http from localhost as well, or ask for https."
	}
	t.visit.Advice = []journal.Advice{a}
	return true
}

const (
	causeMixed   = "MIXED"
	mixedContent = "MixedContent" // ours: engines have no name for it
)

func mixedVerdict(e fetch.Engine, page string, u *url.URL) journal.Verdict {
	target := u.String()
	v := journal.Verdict{Error: mixedContent}
	switch e {
	case fetch.Chromium:
		v.Message = "Mixed Content: The page at '" + page + "/' was loaded over HTTPS, but requested an insecure resource '" + target +
			"'. This request has been blocked; the content must be served over HTTPS."
	case fetch.Firefox:
		v.Message = "Blocked loading mixed active content “" + target + "”"
	default:
		v.Message = "[blocked] The page at " + page + "/ requested insecure content from " + target +
			". This content was blocked and must"
		if !trustworthy(u) { // there it ends in the middle
			v.Message += " be served over HTTPS."
		}
	}
	return v
}
