package edge

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/edge/cache"
)

// cutRange gives a viewer the part that it asked for out of an object that the
// edge has, or is getting, whole. What an origin that knows no ranges sends for
// a request with one is given whole; so is an object of unknown length. Several ranges at once are answered with the whole
// object, as S3 does.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
func cutRange(x *visit) bool {
	r := &x.reply
	if r.part.Total > 0 && r.entry.is { // a stored part: find the place in it
		x.cutPart()
		return false
	}
	line := x.viewer.Header["Range"]
	if line == nil || r.status != http.StatusOK || r.length < 0 || x.page != nil || r.generated || !r.entry.is && !r.whole && !knowsRanges(r.header) ||
		x.viewer.Method != http.MethodGet || !x.rangeStillApplies() {
		return false
	}
	ranges, ok := cache.ParseRange(line[0])
	if !ok || len(line) != 1 || len(ranges) != 1 {
		return false
	}
	span, ok := ranges[0].Of(r.length)
	if !ok {
		x.dropBody()
		r.status = http.StatusRequestedRangeNotSatisfiable
		r.header = without(r.header, "Content-Type", "Etag", "Last-Modified")
		x.ranged = "bytes */" + strconv.FormatInt(span.Total, 10)
		return false
	}
	x.cut(span)
	return false
}

// knowsRanges reports whether the origin takes range requests: what it sent
// whole is then more than the viewer wanted, as CloudFront may ask for.
func knowsRanges(h http.Header) bool {
	return strings.EqualFold(strings.TrimSpace(first(h, "Accept-Ranges")), "bytes")
}

// rangeStillApplies checks If-Range: another version is given whole.
// RFC 9110, section 13.1.5; the comparison is strong.
func (x *visit) rangeStillApplies() bool {
	condition := first(x.viewer.Header, "If-Range")
	switch {
	case condition == "":
		return true
	case condition[0] == '"':
		return condition == first(x.reply.header, "Etag")
	}
	return condition == first(x.reply.header, "Last-Modified")
}

// cut makes the reply the part span of the whole object that it is.
func (x *visit) cut(span cache.Span) {
	r := &x.reply
	if r.stream != nil {
		r.stream = &section{ReadCloser: r.stream, skip: span.Start, left: span.End - span.Start}
	} else {
		r.body = r.body[span.Start:span.End]
	}
	r.status, r.length, r.part = http.StatusPartialContent, span.End-span.Start, span
	x.ranged = span.ContentRange()
}

// cutPart makes the reply the part that the viewer asked for of a stored part,
// which covers it.
func (x *visit) cutPart() {
	r := &x.reply
	span, ok := wanted(x.viewer.Header, r.part.Total)
	if !ok || span.Start < r.part.Start || span.End > r.part.End {
		span = r.part
	}
	r.body = r.body[span.Start-r.part.Start : span.End-r.part.Start]
	r.length, r.part = int64(len(r.body)), span
	x.ranged = span.ContentRange()
}

// A section is some bytes in the middle of a stream.
type section struct {
	io.ReadCloser
	skip, left int64
}

func (s *section) Read(p []byte) (int, error) {
	if s.skip > 0 {
		n, err := io.CopyN(io.Discard, s.ReadCloser, s.skip)
		s.skip -= n
		if err != nil {
			return 0, err
		}
	}
	if s.left <= 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > s.left {
		p = p[:s.left]
	}
	n, err := s.ReadCloser.Read(p)
	s.left -= int64(n)
	return n, err
}
