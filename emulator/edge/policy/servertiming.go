package policy

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Timing is what Server-Timing tells about one answer.
type Timing struct {
	Result    string // one of the Timing… constants
	POP       string // SEA19-C1
	RequestID string // X-Amz-Cf-Id
	// HitLayer is the cache that had the object, on hits and refreshes;
	// UpstreamLayer the one asked next, on misses and refreshes: EDGE, REC or
	// Origin Shield.
	HitLayer, UpstreamLayer string
	// DNS, Connect and FirstByte were spent on the origin; 0 stands for a
	// connection that was there already.
	DNS, Connect, FirstByte time.Duration
	// Downstream is the time until the viewer's first byte left.
	Downstream time.Duration
}

// Results in [Timing.Result].
const (
	TimingHit     = "hit"
	TimingRefresh = "refresh"
	TimingMiss    = "miss"
)

// ServerTiming adds Server-Timing to h when the policy has it enabled and
// either draw, a random number from 0 up to but not including 100, is below the
// sampling rate, or the viewer asks with Pragma: server-timing. On a miss the
// origin's own metrics stay in front; on a hit they are dropped.
// Source: DG:understanding-response-headers-policies#server-timing-header.
func (p *ResponseHeaders) ServerTiming(v *Viewer, t Timing, draw float64, h http.Header) []Change {
	const name = "Server-Timing"
	if p.timing == nil {
		return nil
	}
	because := "the sampling rate of the response headers policy"
	rate := p.timing.SamplingRate
	if asksServerTiming(v.Header["Pragma"]) {
		because = "the viewer asked with Pragma: server-timing"
	} else if rate == nil || draw >= *rate {
		return nil
	}
	value := t.value()
	what := ChangeAdded
	if before := strings.Join(h[name], ", "); before != "" {
		what = ChangeReplaced
		if t.Result == TimingMiss {
			value = before + "," + value
		}
	}
	h[name] = []string{value}
	return []Change{{name, what, because}}
}

func asksServerTiming(pragma []string) bool {
	for _, line := range pragma {
		for item := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(item), "server-timing") {
				return true
			}
		}
	}
	return false
}

// value lists the metrics in the guide's order: on a miss what happened
// upstream comes first.
func (t *Timing) value() string {
	var m []string
	duration := func(name string, d time.Duration) {
		m = append(m, name+";dur="+strconv.FormatInt(d.Milliseconds(), 10))
	}
	if t.Result != TimingHit {
		if t.UpstreamLayer != "" {
			m = append(m, "cdn-upstream-layer;desc="+strconv.Quote(t.UpstreamLayer))
		}
		duration("cdn-upstream-dns", t.DNS)
		duration("cdn-upstream-connect", t.Connect)
		duration("cdn-upstream-fbl", t.FirstByte)
	}
	m = append(m, "cdn-cache-"+t.Result, "cdn-pop;desc="+strconv.Quote(t.POP), "cdn-rid;desc="+strconv.Quote(t.RequestID))
	if t.Result != TimingMiss && t.HitLayer != "" {
		m = append(m, "cdn-hit-layer;desc="+strconv.Quote(t.HitLayer))
	}
	duration("cdn-downstream-fbl", t.Downstream)
	return strings.Join(m, ",")
}
