package har

import (
	"fmt"
	"strings"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// Text writes a report for people.
func (r *Report) Text(p *browser.Painter) {
	for _, f := range r.Failures {
		f.text(p)
		p.Say("", "", "")
	}
	count := fmt.Sprintf(" in %s, %d of them with CORS", browser.Counted(r.Requests, "request"), r.Checked)
	if len(r.Failures) == 0 {
		p.Say(browser.Green, "✓ "+r.File+": no CORS failure", count)
	} else {
		p.Say(browser.Red, fmt.Sprintf("✗ %s: %s", r.File, browser.Counted(len(r.Failures), "CORS failure")), count)
	}
	if r.Replayed != nil {
		p.Say("", fmt.Sprintf("  %s replayed, %d to hosts that the configuration does not have", browser.Counted(r.Replayed.Requests, "request"), r.Replayed.Elsewhere), "")
	}
}

func (f *Failure) text(p *browser.Painter) {
	p.Say(browser.Red, "✗ "+f.Request.Method+" "+f.Request.URL, fmt.Sprintf("  from %s, entry %d", f.Origin, f.Request.Entry))
	if f.Preflight != nil {
		p.Line("preflight", fmt.Sprintf("entry %d, answered %s", f.Preflight.Entry, status(f.Preflight.Status)))
	}
	switch {
	case f.At == "preflight":
		p.Line("request", "never sent: the preflight did not pass")
	default:
		p.Line("answer", status(f.Request.Status))
	}
	if f.Browser != nil {
		verdicts(p, f.Browser)
	}
	if f.Reported != "" {
		p.Line("reported", f.Reported)
	}
	browser.Counsel(p, f.Advice)
	if f.Replay != nil {
		f.Replay.text(p)
	}
}

func status(n int) string {
	if n == 0 {
		return "not in the archive"
	}
	return fmt.Sprint(n)
}

func verdicts(p *browser.Painter, b *journal.Browser) {
	for _, e := range []struct {
		name    string
		verdict journal.Verdict
	}{{"Chromium", b.Chromium}, {"Firefox", b.Firefox}, {"WebKit", b.WebKit}} {
		if e.verdict.Allowed {
			p.Line(e.name, "✓ allowed")
			continue
		}
		p.Line(e.name, "✗ "+e.verdict.Error+"  "+e.verdict.Message)
	}
}

func (r *Replay) text(p *browser.Painter) {
	p.Say("", "", "")
	switch {
	case r.Because != "" && r.Status == 0:
		p.Line("replayed", "not: "+r.Because)
		return
	case r.Explained:
		p.Line("replayed", fmt.Sprintf("the configuration explains it: it answers %d, blocked too (%s)", r.Status, r.Browser.Chromium.Error))
	case allowed(r.Browser):
		p.Line("replayed", fmt.Sprintf("the configuration does not explain it: it answers %d, allowed", r.Status))
	default:
		p.Line("replayed", fmt.Sprintf("blocked by the configuration too, but otherwise: it answers %d (%s)", r.Status, r.Browser.Chromium.Error))
	}
	if len(r.Here) > 0 {
		p.Line("here", strings.Join(r.Here, ", "))
		p.Line("archive", strings.Join(r.There, ", "))
	}
	browser.Counsel(p, r.Advice)
	browser.Sentences(p, "assumed", r.Assumed)
}
