package clients

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// An exchange is what the emulator says of one request; docs/console-api.md.
type exchange struct {
	Request struct {
		Method, URL string
		Headers     []journal.Header
	}
	Response struct{ Status int }
	Browser  *journal.Browser
	Advice   []journal.Advice
}

func (x *exchange) String() string {
	causes := []string{}
	for _, a := range x.Advice {
		causes = append(causes, a.Layer+" "+a.Cause)
	}
	return fmt.Sprintf("%s %s: %d %s", x.Request.Method, x.Request.URL, x.Response.Status, strings.Join(causes, ", "))
}

// exchanges are all, oldest first.
func (w *world) exchanges(t *testing.T) []exchange {
	t.Helper()
	res, err := http.Get("http://" + w.at.Console + "/api/exchanges?limit=1000")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var all []exchange
	if err := json.NewDecoder(res.Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

// blocked are the exchanges with pages which the emulator says that the engine
// blocks. Those that have no answer are left out: their page went away before.
func (w *world) blocked(t *testing.T, e fetch.Engine) []exchange {
	t.Helper()
	return slices.DeleteFunc(w.exchanges(t), func(x exchange) bool {
		if _, cors := journal.Value(x.Request.Headers, "Origin"); !cors || x.Browser == nil || x.Response.Status == 0 {
			return true
		}
		return map[fetch.Engine]journal.Verdict{fetch.Chromium: x.Browser.Chromium, fetch.Firefox: x.Browser.Firefox, fetch.WebKit: x.Browser.WebKit}[e].Allowed
	})
}
