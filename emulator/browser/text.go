package browser

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"crossfront/emulator/journal"
)

// Text writes an outcome for people: the journey of each request, what the
// engines say, the cause and the fix.
func (o *Outcome) Text(p *Painter) {
	p.line(bold, "page", journal.Clean(o.Request.words()))
	Journey(p, o.Visits)
	o.verdicts(p)
	Counsel(p, o.Advice())
	var notes, assumed []string
	for _, v := range o.Visits {
		notes, assumed = addNew(notes, v.Notes), addNew(assumed, v.Assumed)
	}
	Sentences(p, "note", notes)
	Sentences(p, "assumed", assumed)
}

// Journey writes the requests of visits, those of engines that ask the same
// once.
func Journey(p *Painter, visits []*Visit) {
	for _, g := range (&Outcome{Visits: visits}).groups() {
		p.gap()
		if len(g.engines) < len(visits) {
			p.line(bold, "in "+strings.Join(g.engines, ", "), "")
		}
		for _, l := range g.lines {
			p.line(l.code, l.label, l.paint(p))
		}
	}
	p.gap()
}

// addNew adds what is not there yet.
func addNew(list, more []string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// words are what a page asks for, in one line.
func (p *Page) words() string {
	i := initiatorOf(p.Initiator)
	text := p.Method + " " + p.URL + " from " + p.Origin + " by " + i.name
	switch {
	case i.element && p.CrossOrigin == "":
		text += " without crossorigin"
	case i.element:
		text += ` crossorigin="` + p.CrossOrigin + `"`
	case p.credentials() == "include":
		text += " with credentials"
	}
	if p.Embedder != "" {
		text += ", on a page with Cross-Origin-Embedder-Policy: " + string(p.Embedder)
	}
	return text
}

// Counsel writes the causes with their fixes: the one to act on first, what
// will come up next behind it.
func Counsel(p *Painter, all []journal.Advice) {
	for i, a := range all {
		label := "cause"
		if i > 0 {
			label = "and then"
		}
		p.gap()
		p.line(bold, label, journal.Clean(a.What)+p.paint(dim, " ["+a.Layer+", "+a.Cause+"]"))
		p.line(green, "fix", journal.Clean(a.Fix))
	}
}

// Sentences writes sentences under one label, if there are any.
func Sentences(p *Painter, label string, all []string) {
	if len(all) > 0 {
		p.gap()
	}
	for _, one := range all {
		p.line(dim, label, journal.Clean(one))
	}
}

func (o *Outcome) verdicts(p *Painter) {
	for _, v := range o.Visits {
		if v.Verdict.Allowed {
			p.line(green, engineName(v.Engine), p.paint(green, "✓ allowed")+readable(v))
			continue
		}
		p.line(red, engineName(v.Engine), p.paint(red, "✗ "+v.Verdict.Error)+"  "+journal.Clean(v.Verdict.Message))
	}
}

func readable(v *Visit) string {
	if len(v.Readable) == 0 {
		return ""
	}
	return "; the script may read " + strings.Join(v.Readable, ", ")
}

func engineName(lower string) string {
	for _, e := range Engines() {
		if strings.EqualFold(e.String(), lower) {
			return e.String()
		}
	}
	return lower
}

// A group is engines with the same journey.
type group struct {
	engines []string
	lines   []textLine
}

type textLine struct {
	code, label string
	parts       []part
}

type part struct{ code, text string }

func (l *textLine) paint(p *Painter) string {
	var b strings.Builder
	for _, one := range l.parts {
		if one.code == "" {
			b.WriteString(one.text)
			continue
		}
		b.WriteString(p.paint(one.code, one.text))
	}
	return b.String()
}

func (l *textLine) plain() string {
	text := l.label
	for _, one := range l.parts {
		text += one.text
	}
	return text
}

// groups are the journeys, those that read the same once.
func (o *Outcome) groups() []*group {
	var list []*group
next:
	for _, v := range o.Visits {
		lines := journey(v)
		for _, g := range list {
			if slices.EqualFunc(g.lines, lines, func(a, b textLine) bool { return a.plain() == b.plain() }) {
				g.engines = append(g.engines, engineName(v.Engine))
				continue next
			}
		}
		list = append(list, &group{engines: []string{engineName(v.Engine)}, lines: lines})
	}
	return list
}

// journey tells a visit leg by leg.
func journey(v *Visit) []textLine {
	var lines []textLine
	if len(v.Legs) == 0 {
		return []textLine{{dim, "request", []part{{"", "never made"}}}}
	}
	for i := range v.Legs {
		lines = append(lines, legLines(&v.Legs[i])...)
	}
	if last := &v.Legs[len(v.Legs)-1]; last.Preflight {
		lines = append(lines, textLine{dim, "request", []part{{dim, "never sent: the preflight did not pass"}}})
	}
	return lines
}

func legLines(l *Leg) []textLine {
	x := l.Exchange
	label := "request"
	if l.Preflight {
		label = "preflight"
	}
	head := textLine{blue, label, []part{{bold, journal.Clean(x.Request.Method + " " + pathOf(x.Request.URL))}, {"", carried(x)}}}
	if l.Because != "" {
		head.parts = append(head.parts, part{dim, "  (" + journal.Clean(l.Because) + ")"})
	}
	lines := []textLine{head}
	if x.Edge != nil {
		lines = append(lines, edgeLines(x)...)
	}
	if x.S3 != nil {
		lines = append(lines, s3Line(x.S3))
	} else if x.Edge != nil && x.Edge.OriginResponse != nil && x.Edge.OriginRequest != nil {
		lines = append(lines, textLine{"", "  origin", []part{{"", fmt.Sprintf("%s answered %d", journal.Clean(hostOf(x.Edge.OriginRequest.URL)), x.Edge.OriginResponse.Status)}}})
	}
	for _, f := range x.Faults {
		lines = append(lines, textLine{"", "  fault", []part{{red, journal.Clean(f.What)}, {dim, "  (from " + journal.Clean(f.From) + ")"}}})
	}
	return append(lines, answerLine(l))
}

// carried are the headers that CORS is about.
func carried(x *journal.Exchange) string {
	text := ""
	for _, name := range [...]string{"Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"} {
		if v, ok := journal.Value(x.Request.Headers, name); ok {
			text += "  " + name + ": " + journal.Clean(v)
		}
	}
	if text == "" {
		return "  without Origin"
	}
	return text
}

func pathOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.RequestURI()
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.Host
}

// edgeLines are what the edge did: whose, what the cache said, and what became
// of Origin.
func edgeLines(x *journal.Exchange) []textLine {
	e := x.Edge
	who := "no distribution"
	if e.DistributionID != "" {
		who = e.DistributionID
		if e.Behavior != "" {
			who += ", behavior " + e.Behavior
		}
	}
	lines := []textLine{{"", "  edge", []part{{"", journal.Clean(who + ", cache " + e.Cache)}}}}
	for _, s := range e.Steps {
		if !tells(&s) {
			continue
		}
		code := ""
		if strings.Contains(s.What, "removed") || strings.HasPrefix(s.What, "Refused") || strings.Contains(s.What, "not added") || strings.Contains(s.What, " failed: ") {
			code = red
		}
		text := s.What
		if s.Because != "" {
			text += ": " + s.Because
		}
		lines = append(lines, textLine{"", "", []part{{code, journal.Clean(text)}}})
	}
	return lines
}

// tells picks the steps that have to do with CORS.
func tells(s *journal.Step) bool {
	switch s.Stage {
	case "gate", "signature", "cache", "error page", "origin failover", "viewer-request function", "viewer-response function":
		return true
	case "origin request":
		return strings.HasPrefix(s.What, "Origin ") || strings.HasPrefix(s.What, "Access-Control-")
	case "response headers policy":
		return strings.HasPrefix(s.What, "Access-Control-Allow-")
	}
	return false
}

func s3Line(s *journal.S3) textLine {
	what := s.Operation
	if what == "" {
		what = "answer"
	}
	text := fmt.Sprintf("%s: %s %d", s.Bucket, what, s.Status)
	if s.Code != "" {
		text += " " + s.Code
	}
	parts := []part{{"", journal.Clean(text)}}
	if s.Code != "" && s.Access != "" {
		parts = append(parts, part{red, journal.Clean("; " + s.Access)})
	}
	switch {
	case s.CORS == nil:
		parts = append(parts, part{"", "; no CORS request: no Origin arrived"})
	case s.CORS.Rule == nil:
		parts = append(parts, part{red, journal.Clean("; " + s.CORS.Why)})
	default:
		parts = append(parts, part{"", journal.Clean("; " + s.CORS.Why)})
	}
	return textLine{"", "  bucket", parts}
}

func answerLine(l *Leg) textLine {
	x := l.Exchange
	mark, code := "✓", green
	if !l.Verdict.Allowed {
		mark, code = "✗", red
	}
	if x.Response.Status == 0 {
		return textLine{"", "  answer", []part{{red, "✗ none: the connection broke"}}}
	}
	parts := []part{{code, fmt.Sprintf("%s %d", mark, x.Response.Status)}}
	seen := false
	for _, h := range x.Response.Headers {
		if strings.HasPrefix(strings.ToLower(h[0]), "access-control-") {
			seen = true
			parts = append(parts, part{"", "  " + journal.Clean(h[0]+": "+h[1])})
		}
	}
	if !seen {
		parts = append(parts, part{"", "  no CORS headers"})
	}
	return textLine{"", "  answer", parts}
}
