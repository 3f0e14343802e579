package fetch

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// browserCase is a case of testdata/browser-cases.json: a page's request, the
// answers, and what each engine did, measured in November 2026 (Chromium 156,
// Firefox ESR 153, WebKitGTK 2.50; five runs each).
type browserCase struct {
	ID      string
	Request struct {
		Method, URL, Origin, Mode, Initiator string
		Credentials                          CredentialsMode
		Headers                              map[string]string
		Preflight                            bool
	}
	Preflight *answer
	Actual    answer
	Engines   map[string]struct {
		Preflight      bool   // it sent one
		Error, Message string // empty: allowed
		Status         int    // of the actual answer, when it differed: 206 for ranges
	}
}

type answer struct {
	Status  int
	Headers [][2]string
}

func (a *answer) response(status int) *Response {
	res := &Response{Status: a.Status, Header: http.Header{}}
	if status != 0 {
		res.Status = status
	}
	for _, h := range a.Headers {
		res.Header.Add(h[0], h[1])
	}
	return res
}

func (c *browserCase) request() *Request {
	r := &Request{
		Method: c.Request.Method, URL: c.Request.URL, Origin: c.Request.Origin, Mode: c.Request.Mode,
		Initiator: c.Request.Initiator, Credentials: c.Request.Credentials, Preflight: c.Request.Preflight, Headers: http.Header{},
	}
	for name, value := range c.Request.Headers {
		r.Headers.Set(name, value)
	}
	return r
}

func readBrowserCases(t testing.TB) []browserCase {
	t.Helper()
	doc, err := os.ReadFile("testdata/browser-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []browserCase
	if err := json.Unmarshal(doc, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func engines() map[string]Engine {
	return map[string]Engine{"chromium": Chromium, "firefox": Firefox, "webkit": WebKit}
}

// Every case: is there a preflight, is the request allowed, and if not by which
// name and with which words.
func TestBrowsers(t *testing.T) {
	cases := readBrowserCases(t)
	if len(cases) < 120 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			r := c.request()
			for name, e := range engines() {
				want, ok := c.Engines[name]
				if !ok {
					t.Fatalf("%s was not measured", name)
				}
				need, _ := e.NeedsPreflight(r)
				if need != want.Preflight {
					t.Errorf("%v: preflight %v, measured %v", e, need, want.Preflight)
					continue
				}
				got := Verdict{Allowed: true}
				if need {
					got = CheckPreflight(r, c.Preflight.response(0)).Of(e)
				}
				if got.Allowed {
					got = CheckActual(r, c.Actual.response(want.Status)).Of(e)
				}
				measured := Verdict{Allowed: want.Error == "", Error: want.Error, Message: want.Message}
				if diff := cmp.Diff(measured, got); diff != "" {
					t.Errorf("%v: %s", e, diff)
				}
			}
		})
	}
}
