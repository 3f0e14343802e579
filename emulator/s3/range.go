package s3

import (
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// A span is the part of an object that an answer gives.
type span struct {
	offset, length int64
	partial        bool // 206
	part           int  // the part that was asked for, from 1; 0 when none was
}

func (s span) contentRange(size int64) string {
	return "bytes " + strconv.FormatInt(s.offset, 10) + "-" + strconv.FormatInt(s.offset+s.length-1, 10) +
		"/" + strconv.FormatInt(size, 10)
}

// span is what the Range header or the partNumber parameter asks for.
func (c *call) span(o store.Object) (span, error) {
	header := c.r.Header.Get("Range")
	if c.query.Has("partNumber") {
		if header != "" {
			return span{}, errInvalidRequest("Cannot specify both Range header and partNumber query parameter")
		}
		return c.partSpan(o)
	}
	// S3's documentation is silent on If-Range; this is RFC 9110, 13.1.5.
	if v := c.r.Header.Get("If-Range"); v != "" && !holds(v, o) {
		header = ""
	}
	s, ok, satisfiable := parseRange(header, o.Size)
	switch {
	case !ok:
		return span{length: o.Size}, nil
	case !satisfiable:
		return span{}, errInvalidRange(header, o.Size)
	}
	return s, nil
}

func errInvalidRange(requested string, size int64) *wire.Error {
	return refuse(http.StatusRequestedRangeNotSatisfiable, "InvalidRange", "The requested range is not satisfiable",
		field("RangeRequested", requested), sizeField("ActualObjectSize", size))
}

// holds says whether If-Range's ETag or date is still the object's.
func holds(value string, o store.Object) bool {
	if t, ok := date(value); ok {
		return o.LastModified.Equal(t)
	}
	return !strings.HasPrefix(value, "W/") && unquote(value) == o.ETag
}

// parseRange reads a Range header of one range over size bytes: first-last,
// first- or -suffix. ok is false for what S3 ignores, giving the whole object:
// no header, another unit, several ranges, bad syntax.
func parseRange(header string, size int64) (s span, ok, satisfiable bool) {
	set, found := strings.CutPrefix(header, "bytes=")
	if !found || strings.Contains(set, ",") {
		return span{}, false, false
	}
	first, last, found := strings.Cut(set, "-")
	if !found {
		return span{}, false, false
	}
	if first == "" {
		n, ok := position(last)
		if !ok {
			return span{}, false, false
		}
		if size == 0 && n > 0 { // the whole of nothing: versitygw's HeadObject_zero_len_with_range
			return span{}, false, false
		}
		n = min(n, size)
		return span{offset: size - n, length: n, partial: true}, true, n > 0
	}
	from, ok := position(first)
	if !ok {
		return span{}, false, false
	}
	to := size - 1
	if last != "" {
		n, ok := position(last)
		if !ok || n < from {
			return span{}, false, false
		}
		to = min(n, size-1)
	}
	if from >= size {
		return span{}, true, false
	}
	return span{offset: from, length: to - from + 1, partial: true}, true, true
}

// position reads digits, at most as many as fit.
func position(digits string) (int64, bool) {
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil && len(digits) > 18 {
		return 1<<63 - 1, true // more than any object has
	}
	return n, err == nil
}

// partSpan is a part of an object that came from a multipart upload; any other
// object is one part.
func (c *call) partSpan(o store.Object) (span, error) {
	n, err := partNumber(c.query.Get("partNumber"))
	if err != nil {
		return span{}, err
	}
	s := span{part: n, partial: true}
	if len(o.Parts) == 0 && n == 1 {
		s.length = o.Size
		s.partial = o.Size > 0
		return s, nil
	}
	if n > len(o.Parts) {
		return span{}, refuse(http.StatusRequestedRangeNotSatisfiable, "InvalidPartNumber",
			"The requested partnumber is not satisfiable",
			field("PartNumberRequested", strconv.Itoa(n)), field("ActualPartCount", strconv.Itoa(max(1, len(o.Parts)))))
	}
	for _, p := range o.Parts[:n-1] {
		s.offset += p.Size
	}
	s.length = o.Parts[n-1].Size
	s.partial = s.length > 0
	return s, nil
}

// partNumber reads a part's number.
func partNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > store.MaxPartNumber {
		return 0, errInvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text)
	}
	return n, nil
}
