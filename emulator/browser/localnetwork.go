package browser

import (
	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

const causeLNA = "LNA"

// A Permission is the user's answer to Chromium's question whether a page may
// reach this machine or its network.
type Permission string

// The permissions. Empty: the question is not asked, as a page here stands for
// one in production, whose hosts are public.
const (
	Granted Permission = "granted"
	Denied  Permission = "denied"
)

// closer stops a request to an address that is closer than the page's own,
// where the page says what the user answered. No header is looked at.
func (t *trip) closer(r *fetch.Request) bool {
	if t.page.LocalNetwork == "" {
		return false
	}
	v := fetch.CheckLocalNetwork(t.engine, r, fetch.SpaceOf(t.page.Origin), t.page.LocalNetwork == Granted)
	if v.Allowed {
		return false
	}
	t.visit.Verdict = journal.Verdict(v)
	t.visit.Advice = []journal.Advice{{Layer: "client", Cause: causeLNA,
		What: "Chromium lets no page from elsewhere reach this machine or its network without the user's permission; nobody was asked, and no header can change it.",
		Fix:  "Serve the page from localhost, too, or grant the permission: in the browser's question, its site settings, or by policy in automation."}}
	return true
}
