package journal_test

import (
	"testing"

	"crossfront/emulator/journal"
)

// TestLine: what was asked, which way it went, and what a browser makes of it.
func TestLine(t *testing.T) {
	origin := []journal.Header{{"Host", "x"}, {"origin", "http://localhost:3000"}}
	blocked := &journal.Browser{Chromium: journal.Verdict{Error: "MissingAllowOriginHeader"}}
	cases := map[string]struct {
		exchange journal.Exchange
		want     string
	}{
		"a miss that is blocked": {
			journal.Exchange{
				Request:  journal.Request{Method: "GET", URL: "http://localhost:8080/vod/index.m3u8", Headers: origin},
				Response: journal.Response{Status: 200},
				Edge:     &journal.Edge{Cache: journal.CacheMiss, OriginResponse: &journal.OriginResponse{Status: 200}},
				S3:       &journal.S3{Operation: "GetObject"},
				Browser:  blocked,
				Advice:   []journal.Advice{{What: "Origin was dropped at the edge (no origin request policy)"}},
			},
			"GET /vod/index.m3u8  edge miss → S3 200  ✗ no Allow-Origin: Origin was dropped at the edge (no origin request policy)",
		},
		"a hit that is allowed": {
			journal.Exchange{
				Request:  journal.Request{Method: "GET", URL: "http://localhost:8080/a?b=c", Headers: origin},
				Response: journal.Response{Status: 200},
				Edge:     &journal.Edge{Cache: journal.CacheHit},
				Browser:  &journal.Browser{Chromium: journal.Verdict{Allowed: true}},
			},
			"GET /a?b=c  edge hit 200  ✓ allowed",
		},
		"the browser's own copy decides": {
			journal.Exchange{
				Request:  journal.Request{Method: "GET", URL: "http://localhost:8080/a", Headers: origin},
				Response: journal.Response{Status: 304},
				Edge:     &journal.Edge{Cache: journal.CacheHit},
				Browser:  &journal.Browser{KeptDecides: true, Chromium: journal.Verdict{Allowed: true}},
			},
			"GET /a  edge hit 304  ✓ allowed, if the browser's own copy is",
		},
		"no Origin, no verdict": {
			journal.Exchange{
				Request:  journal.Request{Method: "GET", URL: "http://localhost:8080/a"},
				Response: journal.Response{Status: 502},
				Edge:     &journal.Edge{Cache: journal.CacheError, OriginResponse: &journal.OriginResponse{Status: 503}},
				Browser:  blocked,
			},
			"GET /a  edge error → origin 503 → 502",
		},
		"S3 refuses": {
			journal.Exchange{
				Request:  journal.Request{Method: "PUT", URL: "http://localhost:4566/b/k"},
				Response: journal.Response{Status: 403},
				S3:       &journal.S3{Operation: "PutObject", Code: "AccessDenied"},
			},
			"PUT /b/k  S3 PutObject 403 AccessDenied",
		},
		"an error without words of ours": {
			journal.Exchange{
				Request:  journal.Request{Method: "GET", URL: "http://localhost:8080/a", Headers: origin},
				Response: journal.Response{Status: 200},
				Edge:     &journal.Edge{Cache: journal.CacheHit},
				Browser:  &journal.Browser{Chromium: journal.Verdict{Error: "InvalidAllowCredentials"}},
			},
			"GET /a  edge hit 200  ✗ InvalidAllowCredentials",
		},
		"a terminal is not steered": {
			journal.Exchange{
				Request:  journal.Request{Method: "GET\x1b[2J", URL: "http://h/a%1B\x1b[31m"},
				Response: journal.Response{Status: 400},
			},
			"GET\uFFFD[2J http://h/a%1B\uFFFD[31m  S3 400",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := tc.exchange.Line(); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
