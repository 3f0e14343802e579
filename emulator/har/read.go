package har

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// Limits on what is read. Developer tools write whole bodies into archives, so
// they grow large.
const (
	maxBytes   = 256 << 20
	maxEntries = 100_000
	maxBody    = 16 << 10 // of an error's body that is kept
)

// ReadFile reads an archive. The error is a sentence with the file's name, the
// place in it where there is one, and what was expected.
func ReadFile(name string) (*Archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read the HAR file: %w", name, plainError(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s: cannot read the HAR file: it is a folder", name)
	}
	return Read(name, f)
}

// plainError is err without operation and path, which messages name themselves.
func plainError(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("there is no such file")
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// Read is [ReadFile] of what r has.
func Read(name string, r io.Reader) (*Archive, error) {
	doc, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(doc) > maxBytes:
		return nil, fmt.Errorf("%s: larger than %d MiB; export fewer requests, or without their content", name, maxBytes>>20)
	}
	doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
	var file struct {
		Log *logJSON `json:"log"`
	}
	if err := json.Unmarshal(doc, &file); err != nil {
		return nil, fmt.Errorf("%s:%w", name, placed(doc, err))
	}
	if file.Log == nil || file.Log.Entries == nil {
		return nil, fmt.Errorf("%s:1: this is JSON, but no HTTP archive; expected {\"log\": {\"entries\": [...]}}, as \"Save all as HAR\" of a browser's developer tools writes it", name)
	}
	return file.Log.archive(name)
}

// The members that are read.
type logJSON struct {
	Creator creatorJSON `json:"creator"`
	Pages   []pageJSON  `json:"pages"`
	Entries []entryJSON `json:"entries"`
}

type creatorJSON struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type pageJSON struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type entryJSON struct {
	Started  string        `json:"startedDateTime"`
	Page     string        `json:"pageref"`
	Request  *requestJSON  `json:"request"`
	Response *responseJSON `json:"response"`
	Kind     string        `json:"_resourceType"`
	Cached   string        `json:"_fromCache"`
	Error    string        `json:"_error"`
}

type requestJSON struct {
	Method  string     `json:"method"`
	URL     string     `json:"url"`
	Headers []pairJSON `json:"headers"`
}

type responseJSON struct {
	Status  float64     `json:"status"`
	Headers []pairJSON  `json:"headers"`
	Content contentJSON `json:"content"`
	Error   string      `json:"_error"`
	Failure string      `json:"_failureText"` // Playwright's
}

type contentJSON struct {
	Text     string `json:"text"`
	Encoding string `json:"encoding"`
}

type pairJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// placed gives a JSON error its line and column, and words of our own.
func placed(doc []byte, err error) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		what := syntax.Error()
		if strings.Contains(what, "unexpected end") {
			what = "the file ends in the middle of a value; was it cut off?"
		}
		return fmt.Errorf("%s: no JSON: %s", lineColumn(doc, syntax.Offset), what)
	case errors.As(err, &typed):
		return fmt.Errorf("%s: %s is a %s; expected %s", lineColumn(doc, typed.Offset), typed.Field, typed.Value, expected(typed))
	}
	return fmt.Errorf("1: %w", err)
}

// expected names a member's type as JSON has it.
func expected(e *json.UnmarshalTypeError) string {
	switch e.Type.Kind().String() {
	case "string":
		return "a string"
	case "slice":
		return "a list"
	case "float64":
		return "a number"
	}
	return "an object"
}

func lineColumn(doc []byte, offset int64) string {
	before := doc[:min(max(offset, 0), int64(len(doc)))]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("%d:%d", line, len(before)-bytes.LastIndexByte(before, '\n'))
}

func (l *logJSON) archive(name string) (*Archive, error) {
	if len(l.Entries) > maxEntries {
		return nil, fmt.Errorf("%s: has %d entries; at most %d are read", name, len(l.Entries), maxEntries)
	}
	a := &Archive{Name: name, Creator: strings.TrimSpace(l.Creator.Name + " " + l.Creator.Version)}
	pages := l.pages()
	var wrong []error
	for i := range l.Entries {
		e, err := l.Entries[i].entry(i + 1)
		if err != nil {
			if wrong = append(wrong, fmt.Errorf("%s: entry %d: %w", name, i+1, err)); len(wrong) == maxMistakes {
				break
			}
			continue
		}
		e.Page = pages[l.Entries[i].Page]
		a.Entries = append(a.Entries, *e)
	}
	return a, errors.Join(wrong...)
}

// pages are the URLs of pages by their ids: Chromium writes them into the title;
// of others the first document says.
func (l *logJSON) pages() map[string]string {
	pages := map[string]string{}
	for _, p := range l.Pages {
		if web(p.Title) {
			pages[p.ID] = p.Title
		}
	}
	for i := range l.Entries {
		if e := &l.Entries[i]; pages[e.Page] == "" && e.Kind == "document" && e.Request != nil {
			pages[e.Page] = e.Request.URL
		}
	}
	return pages
}

// maxMistakes are reported at once.
const maxMistakes = 20

func (j *entryJSON) entry(index int) (*Entry, error) {
	switch {
	case j.Request == nil:
		return nil, errors.New("has no request")
	case j.Request.URL == "":
		return nil, errors.New("its request has no url")
	}
	if _, err := url.Parse(j.Request.URL); err != nil {
		return nil, fmt.Errorf("its request's url is none: %.100q", j.Request.URL)
	}
	e := &Entry{
		Index: index, Kind: strings.ToLower(j.Kind), Failed: j.Error, FromCache: j.Cached != "",
		Request: Request{Method: j.Request.Method, URL: j.Request.URL, Header: header(j.Request.Headers)},
	}
	if e.Request.Method == "" {
		e.Request.Method = http.MethodGet
	}
	e.Started, _ = time.Parse(time.RFC3339Nano, j.Started)
	if r := j.Response; r != nil {
		e.Response = r.response()
		e.Failed = cmp.Or(r.Error, r.Failure, e.Failed)
	}
	return e, nil
}

func (j *responseJSON) response() Response {
	r := Response{Header: header(j.Headers), Respelled: respelled(j.Headers)}
	if s := int(j.Status); s >= 100 && s <= 999 { // -1 and 0 are unknown
		r.Status = s
	}
	if r.Status < 400 {
		return r
	}
	r.Body = j.Content.Text
	if j.Content.Encoding == "base64" {
		cut := r.Body[:min(len(r.Body), maxBody*4/3)&^3]
		plain, err := base64.StdEncoding.DecodeString(cut)
		if r.Body = string(plain); err != nil {
			r.Body = ""
		}
	}
	r.Body = r.Body[:min(len(r.Body), maxBody)]
	return r
}

// header leaves out the pseudo-headers of HTTP/2, and what no header is.
func header(list []pairJSON) http.Header {
	h := make(http.Header, len(list))
	for _, p := range list {
		if p.Name == "" || p.Name[0] == ':' {
			continue
		}
		name := http.CanonicalHeaderKey(strings.TrimSpace(p.Name))
		// Chromium joins the lines of a header with a line feed.
		h[name] = append(h[name], strings.Split(p.Value, "\n")...)
	}
	return h
}

// respelled counts the names that HTTP/1.1 has in other letters than beside them.
// Over HTTP/2 all are in lower case, which tells nothing.
func respelled(list []pairJSON) int {
	const name = "Access-Control-Allow-Origin"
	usual, others := 0, 0
	for _, p := range list {
		switch {
		case p.Name == name:
			usual++
		case strings.EqualFold(p.Name, name):
			others++
		}
	}
	if usual == 0 {
		return 0
	}
	return others
}

// web reports whether s is a URL of the web.
func web(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }
