package browser

import "crossfront/corsengine/fetch"

// unseen is what goes another way where the page is, in real life, another one
// than here, or what no message tells.
func unseen(o *fetch.Outcome) (notes []string) {
	r := &o.Request
	page := fetch.SpaceOf(r.Origin)
	if v := fetch.CheckLocalNetwork(fetch.Chromium, r, page, false); !v.Allowed {
		notes = append(notes, "Chromium 142 and later let a page from elsewhere reach this machine or its network only with the user's permission, whatever the answer says ("+v.Error+"): serve the page from localhost, too.")
	}
	return notes
}
