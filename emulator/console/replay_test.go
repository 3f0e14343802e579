package console

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/journal"
)

func recorded(method string, headers ...journal.Header) *journal.Exchange {
	return &journal.Exchange{ID: "x", Entry: journal.EntryEdge, Request: journal.Request{
		Method: method, URL: "http://e.localhost:8080//a%2Fb?c=%20d",
		Headers: append([]journal.Header{{"Host", "e.localhost:8080"}, {"Origin", "https://a.example"}, {"Connection", "keep-alive"}, {"X-A", "1"}, {"X-A", "2"}}, headers...),
	}}
}

func TestReplayChanges(t *testing.T) {
	tests := []struct {
		body string
		want http.Header
	}{
		{`{}`, http.Header{"Origin": {"https://a.example"}, "X-A": {"1", "2"}}},
		{`{"origin":"null"}`, http.Header{"Origin": {"null"}, "X-A": {"1", "2"}}},
		{`{"origin":""}`, http.Header{"X-A": {"1", "2"}}},
		{`{"headers":{"x-a":null,"x-b":"3"}}`, http.Header{"Origin": {"https://a.example"}, "X-B": {"3"}}},
		{`{"pop":"NRT20-C1"}`, http.Header{"Origin": {"https://a.example"}, "X-A": {"1", "2"}, "X-Emulator-Pop": {"NRT20-C1"}}},
	}
	for _, tt := range tests {
		w := newWorld()
		w.journal.Record(recorded("GET"))
		rec := w.do("POST", "/api/exchanges/x/replay", tt.body)
		if rec.Code != 201 || !strings.Contains(rec.Body.String(), `"id":"again"`) {
			t.Errorf("%s: %d %s", tt.body, rec.Code, rec.Body)
			continue
		}
		again := w.backend.again
		if again.Method != "GET" || again.Host != "e.localhost:8080" || again.URL.String() != "http://e.localhost:8080//a%2Fb?c=%20d" {
			t.Errorf("%s: asks %s %s of %s", tt.body, again.Method, again.URL, again.Host)
		}
		if diff := cmp.Diff(tt.want, again.Header); diff != "" {
			t.Errorf("%s: headers (-want +got)\n%s", tt.body, diff)
		}
	}
}

func TestReplayRefuses(t *testing.T) {
	tests := []struct {
		name     string
		exchange *journal.Exchange
		body     string
		status   int
		contains string
	}{
		{"a write", recorded("PUT"), `{}`, 409, "NotReplayable"},
		{"a deletion", recorded("DELETE"), `{}`, 409, "NotReplayable"},
		{"no path", &journal.Exchange{ID: "x", Request: journal.Request{Method: "OPTIONS", URL: "http://e.localhost:8080*"}}, `{}`, 409, "NotReplayable"},
		{"another member", recorded("GET"), `{"url":"http://169.254.169.254/"}`, 400, "url"},
		{"no JSON", recorded("GET"), `origin`, 400, "JSON"},
		{"another host", recorded("GET"), `{"headers":{"host":"b.example"}}`, 400, "host"},
		{"framing", recorded("GET"), `{"headers":{"Transfer-Encoding":"chunked"}}`, 400, "Transfer-Encoding"},
		{"a length", recorded("GET"), `{"headers":{"content-length":"9"}}`, 400, "content-length"},
		{"Origin twice", recorded("GET"), `{"headers":{"origin":"https://b.example"}}`, 400, "origin"},
		{"a line break", recorded("GET"), `{"origin":"https://a.example\r\nX-B: 1"}`, 400, "character"},
		{"a line break in a header", recorded("GET"), `{"headers":{"x-b":"1\n2"}}`, 400, "character"},
		{"no name", recorded("GET"), `{"headers":{"":"1"}}`, 400, "cannot name"},
		{"a name of two words", recorded("GET"), `{"headers":{"x b":"1"}}`, 400, "cannot name"},
		{"a place that is none", recorded("GET"), `{"pop":"../x"}`, 400, "NRT20-C1"},
		{"much", recorded("GET"), `{"headers":{"x-b":"` + strings.Repeat("a", maxReplayOverhead) + `"}}`, 400, "larger"},
	}
	for _, tt := range tests {
		w := newWorld()
		w.journal.Record(tt.exchange)
		rec := w.do("POST", "/api/exchanges/x/replay", tt.body)
		if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.contains) || w.backend.again != nil {
			t.Errorf("%s: got %d %s, sent %v; want %d with %q", tt.name, rec.Code, rec.Body, w.backend.again != nil, tt.status, tt.contains)
		}
	}
	w := newWorld()
	if rec := w.do("POST", "/api/exchanges/y/replay", `{}`); rec.Code != 404 {
		t.Errorf("an exchange that is not kept: %d", rec.Code)
	}
	w.journal.Record(recorded("GET"))
	if rec := w.do("POST", "/api/exchanges/x/replay", `{}`, "Origin", "https://evil.example"); rec.Code != 403 || w.backend.again != nil {
		t.Errorf("another site's page: %d", rec.Code)
	}
}
