package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// exchange is what the emulator says of one request; docs/console-api.md.
type exchange struct {
	ID      string
	Request struct {
		Method, URL string
		Headers     [][2]string
	}
	Response struct{ Status int }
	Browser  struct {
		Chromium struct {
			Allowed        bool
			Error, Message string
		}
	}
	Advice []struct{ Layer, What string }
}

// exchanges are those after the one with that ID, oldest first.
func (s *server) exchanges(t *testing.T, after string) []exchange {
	t.Helper()
	res, err := http.Get(s.console + "/api/exchanges?limit=1000&after=" + url.QueryEscape(after))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var list []exchange
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v", res.StatusCode, err)
	}
	return list
}

// lastExchange is the newest one's ID.
func (s *server) lastExchange(t *testing.T) string {
	t.Helper()
	list := s.exchanges(t, "")
	return list[len(list)-1].ID
}

// blocked are the exchanges after that one with pages of an origin which
// Chromium blocks, as the emulator thinks.
func (s *server) blocked(t *testing.T, origin, after string) []exchange {
	t.Helper()
	return slices.DeleteFunc(s.exchanges(t, after), func(x exchange) bool {
		return x.Browser.Chromium.Allowed || !x.from(origin)
	})
}

// messages are what it thinks that Chromium prints, sorted.
func messages(list []exchange) []string {
	var lines []string
	for _, x := range list {
		lines = append(lines, x.Browser.Chromium.Message)
	}
	slices.Sort(lines)
	return lines
}

// from says whether a page of that origin sent the request.
func (x *exchange) from(origin string) bool {
	for _, h := range x.Request.Headers {
		if strings.EqualFold(h[0], "Origin") && h[1] == origin {
			return true
		}
	}
	return false
}
