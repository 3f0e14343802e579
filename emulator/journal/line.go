package journal

import (
	"fmt"
	"net/url"
	"strings"
)

// Line is an exchange in one line of text: what was asked, which way it went,
// and what a browser makes of the answer.
//
//	GET /vod/index.m3u8  edge miss → S3 200  ✗ no Allow-Origin: Origin was dropped at the edge
func (e *Exchange) Line() string {
	line := e.Request.Method + " " + target(e.Request.URL) + "  " + way(e)
	if v := verdict(e); v != "" {
		line += "  " + v
	}
	return Clean(line)
}

// target is the path of a URL with its query, cut where it gets long.
func target(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	t := u.EscapedPath()
	if u.RawQuery != "" {
		t += "?" + u.RawQuery
	}
	const longest = 100
	if len(t) > longest {
		t = t[:longest] + "…"
	}
	return t
}

// way is where an exchange went: "edge hit 200", "edge miss → S3 200",
// "S3 GetObject 403 AccessDenied".
func way(e *Exchange) string {
	if e.Edge == nil {
		return s3Way(e)
	}
	way := "edge " + e.Edge.Cache
	if e.Edge.OriginResponse == nil {
		return fmt.Sprintf("%s %d", way, e.Response.Status)
	}
	origin := "origin"
	if e.S3 != nil {
		origin = "S3"
	}
	way += fmt.Sprintf(" → %s %d", origin, e.Edge.OriginResponse.Status)
	if e.Response.Status != e.Edge.OriginResponse.Status {
		way += fmt.Sprintf(" → %d", e.Response.Status)
	}
	return way
}

func s3Way(e *Exchange) string {
	if e.S3 == nil {
		return fmt.Sprintf("S3 %d", e.Response.Status)
	}
	parts := []string{"S3"}
	if e.S3.Operation != "" {
		parts = append(parts, e.S3.Operation)
	}
	if e.Response.Status == 0 { // see [Fault]
		return strings.Join(append(parts, "no answer"), " ")
	}
	parts = append(parts, fmt.Sprint(e.Response.Status))
	if e.S3.Code != "" {
		parts = append(parts, e.S3.Code)
	}
	return strings.Join(parts, " ")
}

// verdict is Chromium's, with the first cause; empty for a request without
// Origin, of which CORS has nothing to say.
func verdict(e *Exchange) string {
	if _, cors := Value(e.Request.Headers, "Origin"); e.Browser == nil || !cors {
		return ""
	}
	switch {
	case e.Browser.KeptDecides:
		return "✓ allowed, if the browser's own copy is"
	case e.Browser.Chromium.Allowed:
		return "✓ allowed"
	}
	text := "✗ " + plain(e.Browser.Chromium.Error)
	if len(e.Advice) > 0 && e.Advice[0].What != "" {
		text += ": " + e.Advice[0].What
	}
	return text
}

// plain is Chromium's name of a CORS error in words, for the common ones.
// Names: https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError
func plain(name string) string {
	switch name {
	case "":
		return "blocked"
	case "MissingAllowOriginHeader":
		return "no Allow-Origin"
	case "PreflightMissingAllowOriginHeader":
		return "no Allow-Origin on the preflight"
	case "MultipleAllowOriginValues", "PreflightMultipleAllowOriginValues":
		return "more than one Allow-Origin"
	case "AllowOriginMismatch", "PreflightAllowOriginMismatch":
		return "Allow-Origin names another origin"
	case "PreflightInvalidStatus":
		return "the preflight's status is no success"
	}
	return name
}

// Clean takes control characters out of what others wrote, which a terminal would
// obey.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return '\uFFFD'
		}
		return r
	}, s)
}
