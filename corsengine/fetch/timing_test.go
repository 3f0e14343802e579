package fetch

import (
	"net/http"
	"testing"
)

func TestTimingVisible(t *testing.T) {
	tests := []struct {
		origin, url string
		lines       []string
		want        bool
	}{
		{"https://a.example", "https://a.example/x", nil, true},
		{"https://a.example", "https://b.example/x", nil, false},
		{"https://a.example", "https://b.example/x", []string{""}, false},
		{"https://a.example", "https://b.example/x", []string{"*"}, true},
		{"https://a.example", "https://b.example/x", []string{"https://a.example"}, true},
		{"https://a.example", "https://b.example/x", []string{"https://c.example, https://a.example"}, true},
		{"https://a.example", "https://b.example/x", []string{"https://c.example", " * "}, true},
		{"https://a.example", "https://b.example/x", []string{"https://A.example"}, false},
		{"https://a.example", "https://b.example/x", []string{"https://a.example/"}, false},
		{"null", "https://b.example/x", []string{"null"}, true},
		{"", "https://b.example/x", []string{""}, false},
	}
	for _, tt := range tests {
		res := &Response{Status: 200, Header: http.Header{}}
		if tt.lines != nil {
			res.Header["Timing-Allow-Origin"] = tt.lines
		}
		if got := TimingVisible(&Request{Origin: tt.origin, URL: tt.url}, res); got != tt.want {
			t.Errorf("%s from %s with %q: %v", tt.url, tt.origin, tt.lines, got)
		}
	}
}
