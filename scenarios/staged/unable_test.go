package staged

import (
	"net/http"
	"testing"
	"time"

	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
)

func TestUnable(t *testing.T) {
	put := func(maxAge string, advance time.Duration) suite.Step {
		s := suite.Step{Page: &browser.Page{Method: "PUT", URL: "https://cdn.example.com/a", Origin: "https://app.example.com"}, Advance: advance}
		s.Origin.Header = http.Header{"Access-Control-Max-Age": {maxAge}}
		return s
	}
	get := suite.Step{Page: &browser.Page{URL: "https://cdn.example.com/a", Origin: "https://app.example.com"}}
	own := suite.Step{Page: &browser.Page{URL: "https://app.example.com/a", Origin: "https://app.example.com"}}
	for name, tt := range map[string]struct {
		x      suite.Expectation
		unable bool
	}{
		"no time passes":                {suite.Expectation{SameBrowser: true, Steps: []suite.Step{put("600", 0), put("600", 0)}}, false},
		"a browser each":                {suite.Expectation{Steps: []suite.Step{put("600", 0), put("600", time.Hour)}}, false},
		"nothing outlasts some seconds": {suite.Expectation{SameBrowser: true, Steps: []suite.Step{put("5", 0), put("5", time.Hour)}}, false},
		"the default does not":          {suite.Expectation{SameBrowser: true, Steps: []suite.Step{put("", 0), put("", time.Hour)}}, false},
		"a preflight does":              {suite.Expectation{SameBrowser: true, Steps: []suite.Step{put("600", 0), put("5", time.Hour)}}, true},
		"an answer may":                 {suite.Expectation{SameBrowser: true, Steps: []suite.Step{get, put("5", time.Hour)}}, true},
		"of one origin":                 {suite.Expectation{Steps: []suite.Step{own}}, true},
	} {
		if why := Unable(&tt.x); (why != "") != tt.unable {
			t.Errorf("%s: %q", name, why)
		}
	}
}
