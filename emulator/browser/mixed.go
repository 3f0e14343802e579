package browser

import (
	"net/url"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// mixed stops a request of an https page to an http URL that is not this
// machine's, before anything is asked (Mixed Content, "should fetching request
// be blocked as mixed content?"). Images, audio and video are not stopped:
// they are asked for over https instead, which the note says. The messages are
// the engines' known ones; they were not measured.
func (t *trip) mixed(u *url.URL) bool {
	page, err := url.Parse(t.page.Origin)
	if err != nil || page.Scheme != "https" || u.Scheme != "http" || trustworthy(u) {
		return false
	}
	switch t.from.name {
	case "img", "video", "audio":
		t.visit.Notes = append(t.visit.Notes, "The page is https: browsers may ask for "+u.String()+" over https instead.")
		return false
	}
	t.visit.Verdict = mixedVerdict(t.engine, t.page.Origin, u.String())
	t.visit.Advice = []journal.Advice{{Layer: "client", Cause: causeMixed,
		What: "The page is https and asks for http: mixed content is stopped in the browser, whatever the server would answer.",
		Fix:  "Ask for https:" + u.String()[len("http:"):] + "."}}
	return true
}

const (
	causeMixed   = "MIXED"
	mixedContent = "MixedContent" // ours: engines have no name for it
)

func mixedVerdict(e fetch.Engine, page, target string) journal.Verdict {
	v := journal.Verdict{Error: mixedContent}
	switch e {
	case fetch.Chromium:
		v.Message = "Mixed Content: The page at '" + page + "/' was loaded over HTTPS, but requested an insecure resource '" + target +
			"'. This request has been blocked; the content must be served over HTTPS."
	case fetch.Firefox:
		v.Message = "Blocked loading mixed active content “" + target + "”"
	default:
		v.Message = "[blocked] The page at " + page + "/ requested insecure content from " + target +
			". This content was blocked and must be served over HTTPS."
	}
	return v
}
