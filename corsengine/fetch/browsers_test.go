package fetch

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// browserCase is a case of testdata/browser-cases.json; testdata/README.md tells
// its fields.
type browserCase struct {
	ID        string `json:"case"`
	Responses map[string]map[string]script
	Steps     []browserStep
	Engines   map[string]struct {
		Allowed                             []*bool
		Error, Console, Requests, Announced []string
	}
}

type browserStep struct {
	Op   string
	R    string                 // the resource
	W    string                 // its host
	Co   string                 // crossorigin
	Type string                 // of a script or beacon
	Tag  string                 // of a video
	Ms   int                    // of a wait
	Vsrc *struct{ W, R string } // the video of a track
	Init struct {
		Method, Credentials, Mode, Cache, Redirect string
		Headers                                    map[string]string
	}
	XHR struct {
		Method                          string
		Headers                         map[string]string
		WithCredentials, UploadListener bool
	}
}

// A script is what a resource answers, request after request.
type script []scripted

type scripted struct {
	S        int
	H        [][2]string
	B        string
	NoOrigin *scripted
	Inm      *struct {
		Etag string
		H    [][2]string
	}
}

func (s *script) UnmarshalJSON(doc []byte) error {
	var many []scripted
	if doc[0] != '[' {
		doc = fmt.Appendf(nil, "[%s]", doc)
	}
	err := json.Unmarshal(doc, &many)
	*s = many
	return err
}

func readBrowserCases(t testing.TB) []browserCase {
	t.Helper()
	doc, err := os.ReadFile("testdata/browser-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []browserCase
	if err := json.Unmarshal(doc, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func engines() map[string]Engine {
	return map[string]Engine{"chromium": Chromium, "firefox": Firefox, "webkit": WebKit}
}

const measuringPage = "http://app.localhost:9400"

// hostNames are the hosts of the cases, as their request lines call them.
func hostNames() map[string]string {
	return map[string]string{
		"http://cdn.localhost:9401": "cdn", "http://cdn.app.localhost:9401": "cdn", "http://other.localhost:9402": "other", measuringPage: "page",
	}
}

func (c *browserCase) url(host, resource string) string {
	return host + "/r/N/" + c.ID + "/" + resource
}

// loads are what the browser is asked for at a step: one thing, or a media
// element with its track.
func (s *browserStep) loads(c *browserCase) []Load {
	host := map[string]string{"": "http://cdn.localhost:9401", "sscdn": "http://cdn.app.localhost:9401", "page": measuringPage}
	l := Load{
		Request: Request{Method: s.Init.Method, URL: c.url(host[s.W], s.R), Origin: measuringPage, Mode: s.Init.Mode,
			Credentials: CredentialsMode(s.Init.Credentials), Headers: http.Header{}},
		Top: measuringPage, Cache: CacheMode(s.Init.Cache), Redirect: RedirectMode(s.Init.Redirect),
	}
	for name, value := range s.Init.Headers {
		l.Headers.Set(name, value)
	}
	element := func(initiator string) {
		l.Initiator = initiator
		switch s.Co {
		case "":
			l.Mode, l.Credentials = "no-cors", Include
		case "use-credentials":
			l.Credentials = Include
		}
	}
	switch s.Op {
	case "fetch", "workerfetch":
	case "sandboxfetch":
		l.Origin = "null"
	case "framefetch":
		l.Origin = "http://www.app.localhost:9400"
	case "xhr":
		l.Initiator, l.Method, l.Preflight = InitiatorXHR, s.XHR.Method, s.XHR.UploadListener
		for name, value := range s.XHR.Headers {
			l.Headers.Set(name, value)
		}
		if s.XHR.WithCredentials {
			l.Credentials = Include
		}
	case "img":
		element(InitiatorImage)
	case "video":
		element(InitiatorVideo)
		if s.Tag != "" {
			l.Initiator = s.Tag
		}
	case "track":
		element(InitiatorTrack)
		v := l
		v.Initiator, v.URL = InitiatorVideo, c.url(host[s.Vsrc.W], s.Vsrc.R)
		return []Load{l, v}
	case "script":
		element(InitiatorScript)
		if s.Type == "module" {
			l.Mode, l.Credentials = "cors", SameOrigin
		}
	case "dynimport":
		l.Initiator = InitiatorScript
	case "font":
		l.Initiator = InitiatorFont
	case "css":
		element(InitiatorStyle)
	case "cssimg":
		l.Initiator = InitiatorCSSImage
	case "preload":
		element(InitiatorPreload)
	case "beacon":
		l.Initiator, l.Method, l.Credentials = InitiatorBeacon, "POST", Include
		l.Headers.Set("Content-Type", s.Type)
	case "sse":
		l.Initiator = InitiatorEventSource
	default:
		panic("no op " + s.Op)
	}
	return []Load{l}
}

// A measuringServer answers as a case scripts it, and notes what reached it.
type measuringServer struct {
	c         *browserCase
	hits      map[string]int
	requests  []string
	announced []string
}

func (m *measuringServer) answer(s *Sent) (*Response, error) {
	host := OriginOf(s.Request.URL)
	resource, _, _ := strings.Cut(s.Request.URL[strings.LastIndexByte(s.Request.URL, '/')+1:], "?")
	res := m.scripted(resource, s)
	line := fmt.Sprintf("%s %s/%s %d", s.Method, hostNames()[host], resource, res.Status)
	if origin := s.Header["Origin"]; origin != nil {
		line += " Origin:" + origin[0]
	}
	m.requests = append(m.requests, line)
	if s.Preflight {
		m.announced = append(m.announced, strings.Join(s.Unsafe, ","))
	}
	return res, nil
}

func (m *measuringServer) scripted(resource string, s *Sent) *Response {
	list := m.c.Responses[resource][s.Method]
	if list == nil {
		return &Response{Status: 403, Header: http.Header{}}
	}
	key := s.Method + " " + resource
	a := list[min(m.hits[key], len(list)-1)]
	m.hits[key]++
	if a.NoOrigin != nil && s.Header["Origin"] == nil {
		a = *a.NoOrigin
	}
	if a.Inm != nil && slices.Equal(s.Header["If-None-Match"], []string{a.Inm.Etag}) {
		return m.response(304, a.Inm.H, s)
	}
	res := m.response(max(a.S, 200), a.H, s)
	if a.Inm != nil {
		res.Header.Set("Etag", a.Inm.Etag)
	}
	if strings.HasPrefix(a.B, "@") && s.Header["Range"] != nil && res.Status == 200 {
		res.Status = 206
		res.Header.Set("Content-Range", "bytes 0-99/1000")
	}
	return res
}

func (m *measuringServer) response(status int, h [][2]string, s *Sent) *Response {
	urls := strings.NewReplacer("{origin}", measuringPage, "{reqorigin}", strings.Join(s.Header["Origin"], ""),
		"{res:b}", m.c.url("http://cdn.localhost:9401", "b"), "{ores:b}", m.c.url("http://other.localhost:9402", "b"), "{pres:b}", m.c.url(measuringPage, "b"))
	lines := make([][2]string, len(h))
	for i := range h {
		lines[i] = [2]string{h[i][0], urls.Replace(h[i][1])}
	}
	return ResponseOf(status, lines)
}

// measuredName is an engine's name as the cases have it.
func measuredName(name string) string {
	name = strings.TrimPrefix(name, "blockedReason:")
	name, _, _ = strings.Cut(name, "/")
	return name
}

// Every case in every engine: is each step allowed, what is printed, and what
// reaches the server, preflights among it.
func TestBrowsers(t *testing.T) {
	cases := readBrowserCases(t)
	if len(cases) != 184 {
		t.Fatalf("%d cases", len(cases))
	}
	for _, c := range cases {
		for name, e := range engines() {
			t.Run(c.ID+"/"+name, func(t *testing.T) { c.play(t, e, name) })
		}
	}
}

func (c *browserCase) play(t *testing.T, e Engine, name string) {
	want := c.Engines[name]
	server := &measuringServer{c: c, hits: map[string]int{}}
	session := NewSession(e, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), server.answer)
	var allowed []*bool
	var names []string
	together := false
	for i := range c.Steps {
		step := &c.Steps[i]
		if step.Op == "wait" {
			session.Advance(time.Duration(step.Ms) * time.Millisecond)
			yes := true
			allowed = append(allowed, &yes)
			continue
		}
		for j, l := range step.loads(c) {
			o, err := session.Load(&l)
			if err != nil {
				t.Fatal(err)
			}
			if o.Verdict.Message != "" && !slices.ContainsFunc(want.Console, sameLine(o.Verdict.Message)) {
				t.Errorf("said %q, measured %q", o.Verdict.Message, want.Console)
			}
			names = append(names, o.names()...)
			if j > 0 {
				together = true
				continue
			}
			allowed = append(allowed, o.Seen.pointer())
		}
	}
	var measured []string
	for _, n := range want.Error {
		measured = append(measured, measuredName(n))
	}
	if together { // a media element and its track ask in either order
		slices.Sort(want.Requests)
		slices.Sort(server.requests)
	}
	for _, d := range []string{
		cmp.Diff(want.Allowed, allowed), cmp.Diff(measured, unique(names)), cmp.Diff(want.Requests, append([]string{}, server.requests...)),
		cmp.Diff(want.Announced, server.announced),
	} {
		if d != "" {
			t.Error("measured (-), got (+):\n", d)
		}
	}
}

// sameLine compares without the paths of pages, which are the measuring's own.
func sameLine(message string) func(string) bool {
	return func(line string) bool {
		path, _, _ := strings.Cut(line, measuringPage+"/p/")
		return line == message || len(path) < len(line) && strings.HasPrefix(message, path+measuringPage+"/")
	}
}

func (o *Outcome) names() []string {
	if o.Verdict.Error == "" {
		return nil
	}
	return append([]string{o.Verdict.Error}, o.Also...)
}

func (s Seen) pointer() *bool {
	yes := s == SeenSuccess
	if s == SeenNothing {
		return nil
	}
	return &yes
}

func unique(names []string) []string {
	var list []string
	for _, n := range names {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}
