package staged

import (
	"slices"
	"strconv"
	"strings"

	"crossfront/browsers/drive"
	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
	"crossfront/emulator/suite"
)

// A Step is one request of a page, as the browser and the model of it saw it.
type Step struct {
	Line  int             `json:"line"`
	URL   string          `json:"url"`
	Got   drive.Report    `json:"got"`
	Want  drive.Report    `json:"want"`  // by the model
	Model journal.Verdict `json:"model"` // in words
	// Asked are the requests that reached the emulator, and Asks those that the
	// model has of the browser, with what browsers decide of them.
	Asked []string `json:"asked"`
	Asks  []string `json:"asks"`
	// Console is what the browser printed of what is blocked: the model's message,
	// or, where that was not printed, all that was.
	Console string `json:"console,omitempty"`
}

// Agrees reports whether the browser asked what the model says, its page saw what
// it says, and its console shows the model's message.
func (s *Step) Agrees() bool {
	return s.Got == s.Want && slices.Equal(s.Asked, s.Asks) && (!audible(s.Model.Message) || s.Console == s.Model.Message)
}

// Failure is how the two differ, in a suite's words.
func (s *Step) Failure() suite.Failure {
	f := suite.Failure{Line: s.Line, Expected: words(&s.Want), Got: words(&s.Got)}
	switch {
	case s.Got != s.Want:
	case !slices.Equal(s.Asked, s.Asks):
		f.Expected, f.Got = strings.Join(s.Asks, "; "), strings.Join(s.Asked, "; ")
	default:
		f.Expected += ": " + s.Model.Message
		f.Got += ": " + s.Console
	}
	return f
}

// words are a report's.
func words(r *drive.Report) string {
	if !r.Allowed {
		return "blocked"
	}
	text := "allowed"
	for _, part := range []struct {
		there bool
		text  string
	}{
		{r.Status != 0, "status " + strconv.Itoa(r.Status)},
		{r.Headers != "", "headers " + r.Headers},
		{r.Opaque, "opaque"},
		{r.Timing, "with times"},
	} {
		if part.there {
			text += ", " + part.text
		}
	}
	return text
}

// expected is what the model has a page see of a visit.
func expected(s *suite.Step, v *browser.Visit, got drive.Report) drive.Report {
	r := drive.Report{Allowed: v.Verdict.Allowed, Opaque: v.Opaque, Timing: v.Timing, Headers: strings.Join(v.Readable, " ")}
	switch x := v.Answer(); {
	case x != nil:
		r.Status = x.Response.Status
	case v.Kept != nil:
		r.Status = v.Kept.Status
	default:
		r.Status = got.Status // of what a service worker had stored nobody speaks
	}
	return seen(s, r)
}

// seen is a report as far as what asks shows it to the page.
func seen(s *suite.Step, r drive.Report) drive.Report {
	out := drive.Report{Allowed: r.Allowed}
	if !r.Allowed {
		return out
	}
	switch s.Page.Initiator {
	case "", "fetch", "xhr":
		out.Status, out.Headers = r.Status, endToEnd(r.Headers)
	case "img":
		out.Opaque = r.Opaque
	}
	if s.Want.Timing != nil {
		out.Timing = r.Timing
	}
	return out
}

// endToEnd leaves out the names that belong to a connection, which the model has
// none of.
func endToEnd(names string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(names), func(name string) bool {
		return name == "connection" || name == "keep-alive" || name == "transfer-encoding"
	}), " ")
}
