package edge

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/edge/accesslog"
)

// logAccess adds the request to its distribution's access log. What is too long
// to be read is not logged.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
func logAccess(x *visit) bool {
	log := x.edge.config.AccessLog
	if log == nil || x.dist == nil || x.dist.Logging == nil || x.cause != nil && x.cause.unlogged {
		return false
	}
	to := x.dist.Logging
	r := &accesslog.Record{
		End: x.edge.config.Clock.Now(), Location: x.place.pop, IP: x.viewer.IP, Method: x.arrived.Method,
		Domain: x.dist.DomainName, Path: rawPath(x.arrived), Status: x.reply.status, Query: x.arrived.URL.RawQuery,
		RequestID: x.viewer.RequestID, Host: x.arrived.Host, Protocol: x.viewer.Scheme,
		Received: received(x.arrived), Taken: time.Since(x.started), FirstByte: x.firstByte,
		Version: "HTTP/" + strconv.Itoa(x.viewer.ProtoMajor) + "." + strconv.Itoa(x.viewer.ProtoMinor), Port: x.viewer.Port,
	}
	h := x.arrived.Header
	r.Referer, r.Agent, r.ForwardedFor = h.Get("Referer"), h.Get("User-Agent"), strings.Join(h["X-Forwarded-For"], ",")
	if to.Cookies {
		r.Cookie = strings.Join(h["Cookie"], "; ")
	}
	if s := x.arrived.TLS; s != nil {
		r.TLS, r.Cipher = tlsVersion(s.Version), cipherName(s.CipherSuite)
	}
	x.logReply(r)
	x.logResult(r)
	log.Add(accesslog.Target{Distribution: x.dist.ID, Bucket: to.Bucket, Prefix: to.Prefix}, r)
	return false
}

// logReply takes down what left.
func (x *visit) logReply(r *accesslog.Record) {
	h := x.wire.Header()
	r.ContentLength, r.RangeStart, r.RangeEnd = -1, -1, -1
	if x.abandoned {
		return
	}
	r.Sent = int64(len("HTTP/1.1 200 OK\r\n\r\n")) + headerSize(h) + x.sent
	r.ContentType = first(h, "Content-Type")
	if n, err := strconv.ParseInt(first(h, "Content-Length"), 10, 64); err == nil {
		r.ContentLength = n
	}
	if unit, span, _ := strings.Cut(first(h, "Content-Range"), " "); unit == "bytes" {
		span, _, _ = strings.Cut(span, "/")
		start, end, _ := strings.Cut(span, "-")
		if from, err := strconv.ParseInt(start, 10, 64); err == nil {
			r.RangeStart = from
			r.RangeEnd, _ = strconv.ParseInt(end, 10, 64)
		}
	}
}

// logResult says how the request went: at first, which is what X-Cache says,
// and in the end.
func (x *visit) logResult(r *accesslog.Record) {
	r.Response, _, _ = strings.Cut(x.xcache()[0], " ")
	r.Result, r.Detail = r.Response, r.Response
	switch {
	case x.abandoned, x.viewerLeft:
		r.Result, r.Detail = "Error", "ClientCommError"
	case x.broken:
		r.Result, r.Detail = "Error", "OriginReadError"
	case r.Result != "Error":
	case x.cause != nil && x.cause.kind != "" && !x.reply.entry.is:
		r.Detail = x.cause.kind
	}
}

// received is about how many bytes the viewer sent; the length of what came in
// chunks is not known.
func received(r *http.Request) int64 {
	h := without(r.Header, popHeader, countryHeader, clientIPHeader)
	return int64(len(r.Method)+len(r.RequestURI)+len("  HTTP/1.1\r\nHost: \r\n\r\n")+len(r.Host)) + headerSize(h) + max(r.ContentLength, 0)
}

// headerSize is the size of header lines.
func headerSize(h http.Header) (n int64) {
	for name, values := range h {
		for _, v := range values {
			n += int64(len(name) + len(v) + len(": \r\n"))
		}
	}
	return n
}
