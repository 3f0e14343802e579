package fault

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
)

// A Fault is what is to go wrong, where, and how often. Its zero fields ask for
// nothing, or hold for everything.
type Fault struct {
	// Bucket's answers fail, to viewers and to the edge alike; what the edge asks
	// the custom or S3 origin with the domain name Origin fails. One of the two is
	// there; with both the fault is at both.
	Bucket, Origin string
	Methods        []string // in capitals; none: any
	Path           string   // with CloudFront's wildcards; empty: any

	Every       int     // each that many requests; 0: each one
	Probability float64 // of each request, by a generator that always draws the same; 0: each one
	Times       int     // that often, then no more; 0: without end

	Latency, Jitter time.Duration // before the answer; Jitter is how much more or less it may be
	Status          int           // in place of the answer
	Code            string        // S3's error code with it; empty: the usual one
	Reset           bool          // the connection is reset in place of the answer
	Truncate        *int64        // the connection ends after so many bytes of body
	Bandwidth       int64         // bytes of body a second

	From string // who asked for it: "seed.yaml line 12", "the console"
}

// String says what goes wrong where: "status 503 on bucket media".
func (f *Fault) String() string {
	var does []string
	if f.Latency > 0 || f.Jitter > 0 {
		text := "latency " + f.Latency.String()
		if f.Jitter > 0 {
			text += " ± " + f.Jitter.String()
		}
		does = append(does, text)
	}
	if f.Status != 0 {
		does = append(does, "status "+strconv.Itoa(f.Status))
	}
	if f.Reset {
		does = append(does, "connection reset")
	}
	if f.Truncate != nil {
		does = append(does, fmt.Sprintf("body cut after %d bytes", *f.Truncate))
	}
	if f.Bandwidth > 0 {
		does = append(does, fmt.Sprintf("%d bytes a second", f.Bandwidth))
	}
	return strings.Join(does, ", ") + " on " + f.where()
}

func (f *Fault) where() string {
	var at []string
	if f.Bucket != "" {
		at = append(at, "bucket "+f.Bucket)
	}
	if f.Origin != "" {
		at = append(at, "origin "+f.Origin)
	}
	text := strings.Join(at, " and ")
	if f.Path != "" {
		text += ", path " + f.Path
	}
	if len(f.Methods) > 0 {
		text += ", " + strings.Join(f.Methods, ", ")
	}
	return text
}

// A place is where a request is: at a bucket, or on its way to an origin.
type place struct{ bucket, origin, method, path string }

// A matcher is a fault made ready to meet requests.
type matcher struct {
	*Fault
	origin  string
	pattern *policy.Wildcard // nil: any path
}

func compile(f *Fault) matcher {
	m := matcher{Fault: f, origin: hosts.Normalize(f.Origin)}
	if f.Path != "" {
		if w, err := policy.CompileWildcard(f.Path); err == nil { // checked where faults are read
			m.pattern = &w
		}
	}
	return m
}

func (m *matcher) meets(p *place) bool {
	at := p.bucket != "" && p.bucket == m.Bucket || p.origin != "" && p.origin == m.origin
	return at && m.method(p.method) && (m.pattern == nil || m.pattern.Matches(p.path))
}

func (m *matcher) method(sent string) bool {
	for _, one := range m.Methods {
		if one == sent {
			return true
		}
	}
	return len(m.Methods) == 0
}
