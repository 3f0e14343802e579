package suite

import (
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
	"crossfront/emulator/journal"
)

type engine = fetch.Engine

const (
	maxExpectations = 10_000
	maxSteps        = 1_000
	maxAdvance      = 100 * 365 * 24 * time.Hour
	maxPaths        = 3_000
)

// Read reads a suite file with the configuration that it names. Its error is
// [config.Problems]: every mistake with its place.
func Read(path string) (*Suite, error) { return read(config.OpenFile(path, "the suite"), path) }

// ReadIn is Read in a file system.
func ReadIn(fsys fs.FS, path string) (*Suite, error) {
	return read(config.OpenFileIn(fsys, path, "the suite"), path)
}

func read(f *config.File, name string) (*Suite, error) {
	if err := f.Err(); err != nil {
		return nil, err
	}
	root := f.Root()
	if !root.Given() {
		f.Add(root.At(), "the suite is empty; expected config and expectations")
		return nil, f.Err()
	}
	s := Within(f, root, name)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Within reads a suite that is a part of a file. Mistakes are in the file's Err;
// with any, the suite is of no use.
func Within(f *config.File, root config.Value, name string) *Suite {
	r := &reader{File: f, root: root, suite: &Suite{Name: name, file: f}, names: map[string]int{}}
	f.Decode(root, &r.in, "the suite")
	r.top(root)
	return r.suite
}

// A reader makes a suite of a file's structures.
type reader struct {
	*config.File
	root  config.Value
	in    suiteFile
	suite *Suite
	names map[string]int // expectation to line
}

func (r *reader) top(root config.Value) {
	if !root.IsMapping() {
		return // reported
	}
	s := r.suite
	s.KnownObjects = r.in.KnownObjects
	switch {
	case r.in.Config.Given():
		s.Seed = r.Seed(r.in.Config)
	default:
		r.Missing(root, "a suite needs config: a seed file's path, or the seed itself")
	}
	for i, name := range r.in.Switches {
		if all := config.SwitchNames(); !slices.Contains(all, name) {
			r.Add(root.At("switches", i), "there is no switch %q%s", name, config.DidYouMean(name, all))
		}
	}
	s.Switches = r.in.Switches
	all := root.Field("expectations").Items()
	switch {
	case len(all) == 0 && (!root.Field("expectations").Given() || root.Field("expectations").IsList()):
		r.Missing(root, "a suite needs expectations")
	case len(all) > maxExpectations:
		r.Add(root.At("expectations"), "%d expectations; expected at most %d", len(all), maxExpectations)
		return
	}
	r.origin(r.in.OriginAnswer, root)
	for i, v := range all {
		if v.IsMapping() {
			s.Expectations = append(s.Expectations, r.expectation(&r.in.Expectations[i], v))
		}
	}
}

func (r *reader) expectation(e *expectationEntry, v config.Value) Expectation {
	x := Expectation{Name: e.Name, Line: v.At().Line()}
	switch first, taken := r.names[e.Name]; {
	case e.Name == "":
		r.Missing(v, "an expectation needs a name")
	case taken:
		r.Add(v.At("name"), "the name %q is already given on line %d", e.Name, first)
	}
	r.names[e.Name] = x.Line
	if !v.Field("steps").Given() {
		for _, field := range [...]string{"advance", "invalidate"} {
			if v.Field(field).Given() {
				r.Add(v.At(field), "%s belongs between steps: an expectation begins in a fresh world", field)
			}
		}
		if e.SameBrowser {
			r.Add(v.At("sameBrowser"), "sameBrowser says something of several steps only: a browser is empty at the first")
		}
		r.serviceWorker(e, v)
		if !v.Field("request").Given() {
			r.Missing(v, "an expectation needs a request, or steps")
			return x
		}
		x.Steps = []Step{r.step(&e.stepEntry, v, true)}
		return x
	}
	for _, field := range v.Names() {
		if field != "name" && field != "steps" && field != "from" && field != "sameBrowser" && field != "serviceWorker" {
			r.Add(v.At(field), "%s belongs to a step when there are steps", field)
		}
	}
	x.SameBrowser, x.ServiceWorker = e.SameBrowser, r.serviceWorker(e, v)
	steps := v.Field("steps").Items()
	if len(steps) > maxSteps {
		r.Add(v.At("steps"), "%d steps; expected at most %d", len(steps), maxSteps)
		return x
	}
	expects := false
	for i, sv := range steps {
		if !sv.IsMapping() {
			continue
		}
		if e.Steps[i].From == "" {
			e.Steps[i].From = e.From
		}
		s := r.step(&e.Steps[i], sv, false)
		expects = expects || s.Want.something()
		x.Steps = append(x.Steps, s)
	}
	if !expects {
		r.Missing(v, "no step expects anything; give one expect, readable, cache or status")
	}
	return x
}

func (r *reader) serviceWorker(e *expectationEntry, v config.Value) browser.ServiceWorker {
	w := browser.ServiceWorker(e.ServiceWorker)
	switch {
	case w == "":
	case w != browser.CacheFirst && w != browser.CacheFirstCORS:
		r.Add(v.At("serviceWorker"), "%q is no service worker here; expected %s or %s", w, browser.CacheFirst, browser.CacheFirstCORS)
	case !e.SameBrowser:
		r.Add(v.At("serviceWorker"), "a service worker stores for later steps: it needs sameBrowser: true")
	}
	return w
}

func (w *Want) something() bool {
	return w.Verdict != "" || len(w.Readable) > 0 || len(w.Unreadable) > 0 || w.Opaque != nil || w.Timing != nil || w.Cache != "" || w.Status != 0
}

// step reads one step; alone says that it is the whole expectation.
func (r *reader) step(e *stepEntry, v config.Value, alone bool) Step {
	s := Step{Line: v.At().Line(), at: v.At}
	if !alone {
		s.Name = e.Name
	}
	s.Advance = r.advance(e.Advance, v)
	s.Invalidate = r.paths(e.Invalidate)
	s.Origin = r.origin(r.in.OriginAnswer, config.Value{})
	if e.OriginAnswer != nil {
		s.Origin = r.origin(e.OriginAnswer, v)
	}
	s.Want = r.want(e, v)
	switch {
	case e.Request.Given():
		s.Page = r.page(e, v)
		if alone && !s.Want.something() {
			r.Missing(v, "the expectation expects nothing; give it expect, readable, cache or status")
		}
	case s.Want.something():
		r.Missing(v, "a step that expects something needs a request")
	case e.Advance == "" && !e.Invalidate.Given():
		r.Missing(v, "a step needs a request, advance or invalidate")
	}
	return s
}

func (r *reader) advance(text string, v config.Value) time.Duration {
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxAdvance {
		r.Add(v.At("advance"), "%q is no time to move the clock by; expected one like 90s, 10m or 24h", text)
	}
	return d
}

func (r *reader) paths(v config.Value) []string {
	if !v.Given() {
		return nil
	}
	values := []config.Value{v}
	if v.IsList() {
		values = v.Items()
	}
	if len(values) > maxPaths {
		r.Add(v.At(), "%d paths; expected at most %d", len(values), maxPaths)
		return nil
	}
	var paths []string
	for _, one := range values {
		path, ok := one.Text()
		if !ok || !strings.HasPrefix(path, "/") {
			r.Add(one.At(), "expected a path to invalidate, such as /* or /vod/*")
			continue
		}
		paths = append(paths, path)
	}
	return paths
}

func (r *reader) origin(e *originEntry, v config.Value) OriginAnswer {
	if e == nil {
		return OriginAnswer{}
	}
	if e.Status != 0 && (e.Status < 200 || e.Status > 599) && v.Given() {
		r.Add(v.At("originAnswer", "status"), "%d is no status; expected 200 to 599", e.Status)
	}
	return OriginAnswer{Status: e.Status, Header: headers(e.Headers)}
}

func headers(given map[string]string) http.Header {
	h := http.Header{}
	for name, value := range given {
		h[http.CanonicalHeaderKey(name)] = append(h[http.CanonicalHeaderKey(name)], value)
	}
	return h
}

// page reads what is asked for.
func (r *reader) page(e *stepEntry, v config.Value) *browser.Page {
	var in requestEntry
	if text, ok := e.Request.Text(); ok {
		in.Method, in.URL = methodURL(text)
	} else {
		r.Decode(e.Request, &in, "the request")
		if !e.Request.IsMapping() {
			return nil // reported
		}
	}
	p := &browser.Page{
		Method: in.Method, URL: in.URL, Origin: e.From, Header: headers(in.Headers),
		Credentials: fetch.CredentialsMode(in.Credentials), Initiator: in.Initiator, CrossOrigin: in.Crossorigin, Embedder: fetch.EmbedderPolicy(in.Embedder),
		LocalNetwork: browser.Permission(in.LocalNetwork), Via: e.Via,
		Cache: fetch.CacheMode(in.Cache),
	}
	if p.Origin == "" {
		p.Origin = r.in.From
	}
	for _, m := range p.Mistakes() {
		r.Add(placeOf(m.Field, e, v, r.root), "%s", m.Message)
	}
	return p
}

// methodURL reads "METHOD URL" or "URL".
func methodURL(text string) (method, url string) {
	fields := strings.Fields(text)
	if len(fields) == 2 {
		return fields[0], fields[1]
	}
	return "", strings.TrimSpace(text)
}

// placeOf is where a field of the page stands in the file.
func placeOf(field string, e *stepEntry, v, root config.Value) config.Place {
	header, isHeader := strings.CutPrefix(field, "headers/")
	switch {
	case isHeader:
		return e.Request.At("headers", header)
	case field == "origin" && !v.Field("from").Given() && root.Field("from").Given():
		return root.At("from")
	case field == "origin":
		return v.At("from")
	case field == "via":
		return v.At("via")
	}
	return e.Request.At(field)
}

func (r *reader) want(e *stepEntry, v config.Value) Want {
	w := Want{
		Readable: e.Readable, Unreadable: e.Unreadable, Opaque: e.Opaque, Timing: e.Timing,
		Cache: e.Cache, Status: e.Status, Engines: browser.Engines(),
	}
	w.Verdict, w.Reason = r.verdict(e.Expect)
	words := []string{journal.CacheHit, journal.CacheMiss, journal.CacheRefreshHit, journal.CacheError, journal.CacheBypass, journal.CacheGenerated}
	if w.Cache != "" && !slices.Contains(words, w.Cache) {
		r.Add(v.At("cache"), "%q is nothing that the cache does; expected %s", w.Cache, strings.Join(words, ", "))
	}
	if w.Status != 0 && (w.Status < 200 || w.Status > 599) {
		r.Add(v.At("status"), "%d is no status; expected 200 to 599", w.Status)
	}
	r.headerNames("readable", e.Readable, &w, v)
	r.headerNames("unreadable", e.Unreadable, &w, v)
	if w.Verdict == Blocked && w.Opaque != nil {
		r.Add(v.At("opaque"), "nothing is loaded of what is blocked")
	}
	if len(e.Browsers) > 0 {
		w.Engines = r.engines(e.Browsers, v)
	}
	if len(w.Engines) > 0 && !w.Reason.judges(w.Engines) {
		r.Add(v.At("expect"), "%s is a failure of an engine that is not among the browsers here", w.Reason.Word)
	}
	return w
}

func (r *reader) headerNames(field string, names []string, w *Want, v config.Value) {
	if w.Verdict == Blocked && len(names) > 0 {
		r.Add(v.At(field), "nothing is readable of what is blocked")
	}
	for i, name := range names {
		if name == "" {
			r.Add(v.At(field, i), "expected the name of a header")
		}
	}
}

func (r *reader) engines(names []string, v config.Value) []engine {
	var list []engine
	for i, name := range names {
		at := slices.IndexFunc(browser.Engines(), func(e engine) bool { return strings.EqualFold(browser.Name(e), name) })
		if at < 0 {
			r.Add(v.At("browsers", i), "there is no engine %q; expected chromium, firefox or webkit", name)
			continue
		}
		list = append(list, browser.Engines()[at])
	}
	return list
}

// verdict reads allowed, blocked, "blocked: REASON" and {blocked: REASON}.
func (r *reader) verdict(v config.Value) (string, Reason) {
	if !v.Given() {
		return "", Reason{}
	}
	word, why := "", ""
	at := v.At()
	if text, ok := v.Text(); ok {
		word, why, _ = strings.Cut(text, ":")
		word, why = strings.TrimSpace(word), strings.TrimSpace(why)
	} else if names := v.Names(); len(names) == 1 {
		word, at = names[0], v.At(names[0])
		why, _ = v.Field(names[0]).Text()
	}
	switch {
	case word == Allowed && why == "":
		return Allowed, Reason{}
	case word != Blocked:
		r.Add(v.At(), "expected allowed, blocked, or {blocked: REASON}%s", config.DidYouMean(word, []string{Allowed, Blocked}))
		return Blocked, Reason{} // it expects something, whatever that was to be
	case why == "":
		return Blocked, Reason{}
	}
	found, ok := ReasonOf(why)
	if !ok {
		hint := config.DidYouMean(why, Reasons())
		if hint == "" {
			hint = "; expected Chromium's CorsError name, Firefox's CORS… key, WebKit's class, a layer (" + strings.Join(layers(), ", ") + ") or the id of a cause"
		}
		r.Add(at, "%q is no reason for a block%s", why, hint)
	}
	return Blocked, found
}

// Locate finds out where the URLs lead in the world of the suite's
// configuration, and reports those that lead nowhere.
func (s *Suite) Locate(w World) error {
	for _, x := range s.Expectations {
		for i := range x.Steps {
			step := &x.Steps[i]
			if step.Page == nil {
				continue
			}
			u, err := url.Parse(step.Page.URL)
			if err != nil {
				continue // reported while reading
			}
			if _, err := w.Entry(u, step.Page.Via); err != nil {
				s.file.Add(step.at("request", "url"), "%v", err)
			}
		}
	}
	return s.file.Err()
}
