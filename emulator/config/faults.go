package config

import (
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/fault"
	"crossfront/emulator/hosts"
)

// maxLatency bounds what one request may be made to wait.
const maxLatency = 24 * time.Hour

// ReadFaults reads faults as a seed file has them: one, a list of them, or a
// list under faults; from says who asks for them. The error is [Problems].
// Whether the places that they name exist is not looked at.
func ReadFaults(text []byte, from string) ([]fault.Fault, error) {
	src := &source{name: "the body", text: text}
	l := &loader{report: &report{}}
	root := parse(src, l.report)
	if root == nil {
		return nil, l.err()
	}
	if root.kind == null {
		l.add(root.at, "the body is empty; expected a fault, or a list of them")
	}
	if inner := root.get("faults"); inner != nil {
		var whole struct {
			Faults []document `json:"faults"`
		}
		decode(root, &whole, "the body", l.report)
		root = inner
	}
	if root.kind == mapping {
		root = &node{kind: list, at: root.at, items: []*node{root}}
	}
	var entries []faultEntry
	decode(root, &entries, "the faults", l.report)
	all := l.faults(entries, root)
	for i := range all {
		all[i].From = from
	}
	return all, l.err()
}

func (l *loader) faults(entries []faultEntry, nodes *node) []fault.Fault {
	var out []fault.Fault
	for i := range entries {
		out = append(out, l.fault(&entries[i], nodes.items[i]))
	}
	return out
}

func (l *loader) fault(e *faultEntry, n *node) fault.Fault {
	f := fault.Fault{
		Bucket: e.Bucket, Origin: e.Origin, Methods: e.Methods, Path: e.Path,
		Every: e.Every, Probability: e.Probability, Times: e.Times,
		Status: e.Status, Code: e.Code, Reset: e.Reset, Truncate: e.Truncate, Bandwidth: e.Bandwidth,
		From: fmt.Sprintf("%s line %d", path.Base(n.at.src.name), n.at.line),
	}
	if n.kind != mapping && n.kind != null {
		return f // reported
	}
	l.faultWhere(e, n)
	l.faultOften(e, n)
	f.Latency, f.Jitter = l.latency(e.Latency, "latency", n), l.latency(e.Jitter, "jitter", n)
	switch {
	case f.Jitter == 0:
	case !n.given("latency"):
		l.add(n.nearest("jitter"), "jitter goes with a latency, which it makes longer or shorter")
	case f.Latency > 0 && f.Jitter > f.Latency:
		l.add(n.nearest("jitter"), "jitter %s is more than latency %s", f.Jitter, f.Latency)
	}
	l.faultWhat(e, n)
	return f
}

// faultWhere checks which requests a fault is for.
func (l *loader) faultWhere(e *faultEntry, n *node) {
	if e.Bucket == "" && e.Origin == "" {
		l.missing(n, "a fault needs a bucket, or the origin with the domain name of an origin")
	}
	all := []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	for i, m := range e.Methods {
		if !slices.Contains(all, m) {
			l.add(n.nearest("methods", i), "%q is no method here; expected %s", m, strings.Join(all, ", "))
		}
	}
	if n.given("path") {
		if _, err := policy.CompileWildcard(e.Path); err != nil {
			l.add(n.nearest("path"), "path: %v", err)
		}
	}
}

// faultOften checks which of them fail.
func (l *loader) faultOften(e *faultEntry, n *node) {
	for _, count := range [...]struct {
		name string
		n    int
	}{{"every", e.Every}, {"times", e.Times}} {
		if n.given(count.name) && count.n < 1 {
			l.add(n.nearest(count.name), "%s is %d; expected 1 or more", count.name, count.n)
		}
	}
	if n.given("probability") && !(e.Probability > 0 && e.Probability <= 1) {
		l.add(n.nearest("probability"), "probability is %v; expected more than 0, and 1 at most", e.Probability)
	}
	if n.given("every") && n.given("probability") {
		l.add(n.nearest("probability"), "every already says which requests fail; give one of the two")
	}
}

func (l *loader) latency(text, name string, n *node) time.Duration {
	if !n.given(name) {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxLatency {
		l.add(n.nearest(name), "%s %q is no time to wait; expected one like 200ms or 35s, 24h at most", name, text)
		return 0
	}
	return d
}

// faultWhat checks what goes wrong.
func (l *loader) faultWhat(e *faultEntry, n *node) {
	if !n.given("latency", "status", "truncate", "bandwidth") && !e.Reset {
		l.missing(n, "a fault needs something that goes wrong: latency, status, reset: true, truncate or bandwidth")
	}
	if s := n.get("status"); n.given("status") && s.kind == number && (e.Status < 400 || e.Status > 599) {
		l.add(n.nearest("status"), "status %d is no error; expected 400 to 599", e.Status)
	}
	switch {
	case !n.given("code"):
	case !n.given("status") || e.Bucket == "":
		l.add(n.nearest("code"), "code goes with the status of a bucket's answer")
	case !codeForm().MatchString(e.Code):
		l.add(n.nearest("code"), "%q is no error code; expected one like SlowDown", e.Code)
	}
	if e.Reset {
		for _, other := range [...]string{"status", "truncate", "bandwidth"} {
			if n.given(other) {
				l.add(n.nearest(other), "reset: true leaves no answer for %s; give one of the two", other)
			}
		}
	}
	if e.Truncate != nil && *e.Truncate < 0 {
		l.add(n.nearest("truncate"), "truncate is %d; expected a number of bytes", *e.Truncate)
	}
	if n.given("bandwidth") && e.Bandwidth < 1 {
		l.add(n.nearest("bandwidth"), "bandwidth is %d; expected bytes a second, 1 or more", e.Bandwidth)
	}
}

func codeForm() *regexp.Regexp { return regexp.MustCompile(`^[A-Z][A-Za-z]{1,63}$`) }

// faultPlaces reports faults at buckets and origins that the seed does not have.
func (l *loader) faultPlaces(seed *Seed, nodes *node) {
	var buckets, origins []string
	for _, b := range seed.Buckets {
		buckets = append(buckets, b.Name)
	}
	known := true
	for _, d := range seed.Distributions {
		known = known && len(d.Config.Origins.Items) > 0 // else there is a mistake in it
		for _, o := range d.Config.Origins.Items {
			origins = append(origins, hosts.Normalize(o.DomainName))
		}
	}
	for i, f := range seed.Faults {
		at := nodes.items[i]
		if f.Bucket != "" && !slices.Contains(buckets, f.Bucket) {
			l.add(at.nearest("bucket"), "there is no bucket %s%s", f.Bucket, didYouMean(f.Bucket, buckets))
		}
		if f.Origin != "" && known && !slices.Contains(origins, hosts.Normalize(f.Origin)) {
			l.add(at.nearest("origin"), "no distribution has an origin %s%s", f.Origin, oneOf(f.Origin, origins))
		}
	}
}

// oneOf hints at the nearest of the names, or at all of them.
func oneOf(given string, names []string) string {
	if hint := didYouMean(given, names); hint != "" || len(names) == 0 {
		return hint
	}
	return "; there is " + strings.Join(names, ", ")
}
