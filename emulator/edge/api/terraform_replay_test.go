package api

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

//go:embed testdata/terraform.txt
var terraformRecording string

// recordedCall is one request as Terraform sent it, its ids as {NAME}, and the
// status that it was answered with.
type recordedCall struct {
	phase, method, path, body string
	ifMatch                   bool
	status                    int
	name                      string // what the answer's Id is called from then on
}

func recordedCalls(t *testing.T) []recordedCall {
	var calls []recordedCall
	phase := ""
	for line := range strings.Lines(terraformRecording) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			phase = line[3:]
		case strings.HasPrefix(line, "<"):
			calls[len(calls)-1].body = line
		default:
			fields := strings.Fields(line)
			c := recordedCall{phase: phase, method: fields[0], path: fields[1]}
			fields = fields[2:]
			if fields[0] == "if-match" {
				c.ifMatch, fields = true, fields[1:]
			}
			var err error
			if c.status, err = strconv.Atoi(fields[0]); err != nil {
				t.Fatal(err)
			}
			if len(fields) > 1 {
				c.name = fields[1]
			}
			calls = append(calls, c)
		}
	}
	if len(calls) < 100 {
		t.Fatalf("only %d calls in the recording", len(calls))
	}
	return calls
}

// inUse is what deleting a record is refused with while the distribution, or
// the key group, uses it.
var inUse = map[string]string{
	"segments": "CachePolicyInUse",
	"api":      "OriginRequestPolicyInUse",
	"player":   "ResponseHeadersPolicyInUse",
	"site":     "OriginAccessControlInUse",
	"archive":  "CloudFrontOriginAccessIdentityInUse",
	"viewers":  "ResourceInUse",
	"rsa":      "PublicKeyInUse",
	"ecdsa":    "PublicKeyInUse",
	"cdn":      "DistributionNotDisabled",
}

// TestTerraformReplay sends what Terraform sent for two access settings, three
// policies, two keys, a key group and a distribution: apply, plan, change,
// plan, destroy. Each answer has what was sent, a plan reads what the apply
// before it read, an update repeated changes nothing, a stale one is refused,
// and all of it works a second time.
func TestTerraformReplay(t *testing.T) {
	s := newServer(t, nil)
	for _, year := range []string{"2026", "2027"} {
		t.Run(year, func(t *testing.T) {
			r := replay{t: t, s: s, ids: map[string]string{}, etags: map[string]string{}, sent: map[string]*node{}, read: map[string]string{}}
			phase := ""
			for _, c := range recordedCalls(t) {
				c.body = strings.ReplaceAll(c.body, "terraform-2026", "terraform-"+year)
				if c.phase != phase && c.phase == "destroy" {
					r.refuseDeletions()
				}
				phase = c.phase
				r.call(c)
			}
			if len(r.ids) != len(inUse) {
				t.Errorf("%d records were made, %d are known", len(r.ids), len(inUse))
			}
			for name, path := range r.paths() {
				if status, _, text := r.send("GET", path, "", ""); status != 404 {
					t.Errorf("%s after destroying: %d %s", name, status, text)
				}
			}
		})
	}
}

// replay is one lifecycle: what the ids are here, the current entity tags, what
// was last sent for each record, and what each path last answered since a
// record changed.
type replay struct {
	t     *testing.T
	s     *server
	ids   map[string]string
	etags map[string]string
	sent  map[string]*node
	read  map[string]string
}

func (r *replay) call(c recordedCall) {
	r.t.Helper()
	at := c.method + " " + c.path
	for name, id := range r.ids {
		c.body = strings.ReplaceAll(c.body, "{"+name+"}", id)
		c.path = strings.ReplaceAll(c.path, "{"+name+"}", id)
	}
	record := strings.TrimSuffix(c.path, "/config")
	tag := ""
	if c.ifMatch {
		tag = r.etags[record]
	}
	status, header, text := r.send(c.method, c.path, tag, c.body)
	if status != c.status {
		r.t.Fatalf("%s: %d %s", at, status, text)
	}
	switch c.method {
	case "GET":
		if before, ok := r.read[c.path]; ok && before != text {
			r.t.Errorf("%s: read\n%s\nbefore, now\n%s", at, before, text)
		}
		r.read[c.path] = text
		if want := r.sent[c.path]; want != nil && status == 200 {
			r.compare(at, want, text)
		}
		r.keepTag(c.path, header)
		return
	case "DELETE":
		delete(r.sent, record)
	case "POST":
		if strings.HasPrefix(c.path, "/2020-05-31/tagging") {
			break
		}
		root, id := parseXML(r.t, text), ""
		if child := root.child("Id"); child != nil {
			id = child.text
		}
		if id == "" || !strings.HasSuffix(header.Get("Location"), "/"+id) {
			r.t.Fatalf("%s: Id %q, Location %q", at, id, header.Get("Location"))
		}
		r.ids[c.name] = id
		path, _, _ := strings.Cut(c.path, "?")
		record = path + "/" + id
		fallthrough
	case "PUT":
		r.sent[record] = sentConfig(r.t, c.body)
		r.compare(at, r.sent[record], text)
		r.keepTag(record, header)
	}
	clear(r.read)
	if c.method == "PUT" {
		r.repeat(at, c, record, tag)
	}
}

// repeat sends an update again: with the tag that it replaced, and with its own.
func (r *replay) repeat(at string, c recordedCall, record, stale string) {
	r.t.Helper()
	if status, _, text := r.send("PUT", c.path, stale, c.body); status != 412 || !strings.Contains(text, "<Code>PreconditionFailed</Code>") {
		r.t.Errorf("%s with the tag before: %d %s", at, status, text)
	}
	status, header, text := r.send("PUT", c.path, r.etags[record], c.body)
	if status != 200 {
		r.t.Fatalf("%s again: %d %s", at, status, text)
	}
	r.compare(at+" again", r.sent[record], text)
	r.keepTag(record, header)
}

// refuseDeletions deletes everything in the wrong order.
func (r *replay) refuseDeletions() {
	for name, path := range r.paths() {
		status, _, text := r.send("DELETE", path, r.etags[path], "")
		if status != 409 || !strings.Contains(text, "<Code>"+inUse[name]+"</Code>") {
			r.t.Errorf("deleting %s in use: %d %s", name, status, text)
		}
	}
}

// paths maps the names of the records to their paths.
func (r *replay) paths() map[string]string {
	paths := map[string]string{}
	for name, id := range r.ids {
		for path := range maps.Keys(r.etags) {
			if strings.HasSuffix(path, "/"+id) {
				paths[name] = path
			}
		}
	}
	return paths
}

func (r *replay) keepTag(path string, header http.Header) {
	if tag := header.Get("ETag"); tag != "" {
		r.etags[path] = tag
	}
}

func (r *replay) send(method, path, ifMatch, body string) (int, http.Header, string) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.s.URL+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if ifMatch != "" {
		req.Header.Set("If-Match", ifMatch)
	}
	res, err := r.s.Server.Client().Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(text)
}

// compare reports what of the configuration that was sent is not in an answer.
func (r *replay) compare(at string, sent *node, answer string) {
	r.t.Helper()
	got := parseXML(r.t, answer).find(sent.name)
	if got == nil {
		r.t.Errorf("%s: no %s in %s", at, sent.name, answer)
		return
	}
	for _, d := range lost(sent.name, sent, got) {
		r.t.Errorf("%s: %s", at, d)
	}
}

// node is an XML element without attributes.
type node struct {
	name, text string
	children   []*node
}

func (e *node) child(name string) *node {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// find returns e, or the first element below it, called name.
func (e *node) find(name string) *node {
	if e.name == name {
		return e
	}
	for _, c := range e.children {
		if found := c.find(name); found != nil {
			return found
		}
	}
	return nil
}

// sentConfig is the configuration in a request's body, which may have tags
// beside it.
func sentConfig(t *testing.T, body string) *node {
	root := parseXML(t, body)
	if c := root.child("DistributionConfig"); c != nil {
		return c
	}
	return root
}

// lost names what sent has and read has not, or has otherwise. What was sent
// empty may be absent; what was not sent may be there.
func lost(at string, sent, read *node) []string {
	if len(sent.children) == 0 {
		if sent.text != read.text {
			return []string{fmt.Sprintf("%s is %q, sent was %q", at, read.text, sent.text)}
		}
		return nil
	}
	var found []string
	seen := map[string]int{}
	for _, c := range sent.children {
		n := seen[c.name]
		seen[c.name]++
		at := fmt.Sprintf("%s/%s", at, c.name)
		if n > 0 {
			at = fmt.Sprintf("%s[%d]", at, n)
		}
		var other *node
		for _, o := range read.children {
			if o.name == c.name {
				if n == 0 {
					other = o
					break
				}
				n--
			}
		}
		switch {
		case other != nil:
			found = append(found, lost(at, c, other)...)
		case len(c.children) > 0 || c.text != "":
			found = append(found, at+" was lost")
		}
	}
	return found
}

func parseXML(t *testing.T, text string) *node {
	t.Helper()
	stack := []*node{{}}
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &node{name: token.Name.Local}
			top.children = append(top.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
	if len(stack[0].children) == 0 {
		t.Fatalf("no XML: %q", text)
	}
	return stack[0].children[0]
}
