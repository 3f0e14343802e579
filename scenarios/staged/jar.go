package staged

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
)

// A jar is the cookies that the browser holds for a URL's host when a page asks
// for it.
//
// Where the two are of different sites it depends on the browser which cookies
// it sends: WebKitGTK those that the host set as a page itself, Firefox those that
// were set while the page was open, Chromium both. They are set so that they are
// sent.
type jar struct {
	*Stage
	url   string
	page  *drive.Page
	lines []string // of Cookie
}

func (j *jar) fill(ctx context.Context) error { return j.set(ctx, "") }

func (j *jar) empty(ctx context.Context) error { return j.set(ctx, "; Max-Age=0") }

// set sets the cookies with an attribute more.
func (j *jar) set(ctx context.Context, more string) error {
	if len(j.lines) == 0 {
		return nil
	}
	u, err := url.Parse(j.url)
	if err != nil {
		return err
	}
	u = &url.URL{Scheme: "https", Host: u.Hostname()}
	own, at := u.String(), j.page
	if j.Engine == fetch.WebKit {
		at = &drive.Page{Origin: own}
	}
	j.serve(own)
	if err := j.visit(ctx, at); err != nil {
		return err
	}
	u.Path = drive.Cookies
	q := url.Values{}
	for _, pair := range strings.Split(strings.Join(j.lines, "; "), "; ") {
		q.Add("set", pair+more)
	}
	u.RawQuery = q.Encode()
	r, err := j.site.Ask(ctx, &drive.Ask{URL: u.String(), Credentials: "include", Mode: "cors"})
	if err == nil && !r.Allowed {
		err = fmt.Errorf("%s cannot set its cookies", own)
	}
	return err
}
