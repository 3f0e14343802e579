// Package accesslog writes CloudFront's standard access logs: a line for each
// request of a distribution that logs, gathered into compressed files by
// distribution and hour, and handed over for delivery when their time has come.
//
// Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
// and https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html.
package accesslog

import (
	"strconv"
	"strings"
	"time"
)

// A Record is what is logged of one request. Texts are as they were on the
// wire; empty ones, and numbers below 0, are missing and become a hyphen.
type Record struct {
	End      time.Time // when the answer was out
	Location string    // edge location
	Sent     int64     // bytes to the viewer, headers included
	IP       string    // the viewer's
	Method   string
	Domain   string // the distribution's own domain name
	Path     string // without query string
	Status   int    // 0: the viewer left before there was one
	Referer  string
	Agent    string
	Query    string // without "?"
	Cookie   string // empty where cookies are not logged
	// Result is how the answer ended, Response how it began: Hit, RefreshHit,
	// Miss, Error, Redirect, …. Detail says more about an Error.
	Result, Response, Detail string
	RequestID                string
	Host                     string // as the viewer sent it
	Protocol                 string // http, https
	Received                 int64  // bytes from the viewer, headers included
	Taken                    time.Duration
	FirstByte                time.Duration
	ForwardedFor             string
	TLS, Cipher              string
	Version                  string // HTTP/1.1
	Port                     int    // the viewer's
	ContentType              string
	ContentLength            int64
	RangeStart, RangeEnd     int64
}

// header are the two lines that every file begins with.
const header = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status " +
	"cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol " +
	"cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status " +
	"fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len " +
	"sc-range-start sc-range-end\n"

// append writes the record's line: 33 fields with tabs between.
func (r *Record) append(b []byte) []byte {
	l := line{b: b}
	end := r.End.UTC()
	l.text(end.Format(time.DateOnly))
	l.text(end.Format(time.TimeOnly))
	l.text(r.Location)
	l.number(r.Sent)
	l.text(r.IP)
	l.text(r.Method)
	l.text(r.Domain)
	l.text(r.Path)
	l.status(r.Status)
	l.text(r.Referer)
	l.text(r.Agent)
	l.text(r.Query)
	l.text(r.Cookie)
	l.text(r.Result)
	l.text(r.RequestID)
	l.text(r.Host)
	l.text(r.Protocol)
	l.number(r.Received)
	l.seconds(r.Taken)
	l.text(r.ForwardedFor)
	l.text(r.TLS)
	l.text(r.Cipher)
	l.text(r.Response)
	l.text(r.Version)
	l.text("") // fle-status: there is no field-level encryption here
	l.text("") // fle-encrypted-fields
	l.number(int64(r.Port))
	l.seconds(r.FirstByte)
	l.text(r.Detail)
	l.text(r.ContentType)
	l.number(r.ContentLength)
	l.number(r.RangeStart)
	l.number(r.RangeEnd)
	l.b[len(l.b)-1] = '\n'
	return l.b
}

// line is a line in the making; a tab follows each field.
type line struct{ b []byte }

func (l *line) text(s string) {
	if s == "" {
		s = "-"
	}
	l.b = append(encode(l.b, s), '\t')
}

func (l *line) number(n int64) {
	if n < 0 {
		l.text("")
		return
	}
	l.b = append(strconv.AppendInt(l.b, n, 10), '\t')
}

// status is a status, 000 for none.
func (l *line) status(n int) {
	if n == 0 {
		l.text("000")
		return
	}
	l.number(int64(n))
}

func (l *line) seconds(d time.Duration) {
	l.b = append(strconv.AppendFloat(l.b, d.Seconds(), 'f', 3, 64), '\t')
}

// escaped are the printable characters that the guide's table has encoded.
const escaped = `<>"#%{}|\^~[]` + "`'"

// encode writes s with what would break the format, or a reader, percent-encoded:
// bytes up to 32 and from 127, and the characters of the guide's table.
func encode(b []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 127 || strings.IndexByte(escaped, c) >= 0 {
			b = append(b, '%', digits[c>>4], digits[c&15])
		} else {
			b = append(b, c)
		}
	}
	return b
}
