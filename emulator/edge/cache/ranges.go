package cache

import (
	"strconv"
	"strings"
)

// A Range is one part of a Range header, before the object's size is known.
type Range struct {
	First int64 // -1: the last Last bytes
	Last  int64 // inclusive; -1: to the end
}

// maxRanges is how many parts a Range header may have; more are treated as no
// Range at all.
const maxRanges = 100

// ParseRange reads a Range header. ok is false when the answer has to be the
// whole object with 200: another unit, wrong syntax, ranges that overlap or do
// not ascend.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html,
// syntax: RFC 9110, section 14.1.1.
func ParseRange(value string) (ranges []Range, ok bool) {
	unit, set, found := strings.Cut(value, "=")
	if !found || !strings.EqualFold(strings.TrimSpace(unit), "bytes") {
		return nil, false
	}
	for spec := range strings.SplitSeq(set, ",") {
		spec = strings.Trim(spec, " \t")
		if spec == "" {
			continue // RFC 9110, section 5.6.1: empty list elements
		}
		r, ok := parseRangeSpec(spec)
		if !ok || len(ranges) == maxRanges {
			return nil, false
		}
		if n := len(ranges); n > 0 && !follows(ranges[n-1], r) {
			return nil, false
		}
		ranges = append(ranges, r)
	}
	return ranges, len(ranges) > 0
}

func parseRangeSpec(spec string) (Range, bool) {
	first, last, found := strings.Cut(spec, "-")
	if !found {
		return Range{}, false
	}
	if first == "" {
		n, ok := parsePosition(last)
		return Range{First: -1, Last: n}, ok
	}
	from, ok := parsePosition(first)
	if !ok {
		return Range{}, false
	}
	if last == "" {
		return Range{First: from, Last: -1}, true
	}
	to, ok := parsePosition(last)
	return Range{First: from, Last: to}, ok && to >= from
}

func parsePosition(s string) (int64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' { // no sign
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// follows reports whether b begins behind a. Ranges counted from the end can
// only be compared once the size is known, so they must come alone.
func follows(a, b Range) bool {
	return a.First >= 0 && b.First >= 0 && a.Last >= 0 && b.First > a.Last
}

// Of is where the range lies in an object of that size; ok is false when it
// lies outside.
func (r Range) Of(size int64) (s Span, ok bool) {
	s = Span{Start: r.First, End: size, Total: size}
	if r.First < 0 {
		s.Start = max(0, size-r.Last)
		return s, r.Last > 0 && size > 0
	}
	if r.Last >= 0 && r.Last < size-1 {
		s.End = r.Last + 1
	}
	return s, s.Start < size
}

// ContentRange is the Content-Range header of the part.
func (s Span) ContentRange() string {
	return "bytes " + strconv.FormatInt(s.Start, 10) + "-" + strconv.FormatInt(s.End-1, 10) + "/" + strconv.FormatInt(s.Total, 10)
}

// ParseContentRange reads the Content-Range header of an origin's 206.
func ParseContentRange(value string) (Span, bool) {
	rest, ok := strings.CutPrefix(value, "bytes ")
	if !ok {
		return Span{}, false
	}
	part, size, ok := strings.Cut(rest, "/")
	if !ok {
		return Span{}, false
	}
	r, ok := parseRangeSpec(strings.TrimSpace(part))
	total, sized := parsePosition(size)
	if !ok || !sized || r.First < 0 || r.Last < 0 || r.Last >= total {
		return Span{}, false
	}
	return Span{Start: r.First, End: r.Last + 1, Total: total}, true
}
