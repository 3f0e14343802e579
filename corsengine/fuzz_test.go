package corsengine

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fuzzForm holds what is true of any document: there is a configuration or at
// least one mistake, a configuration compiles and survives being written.
func fuzzForm(t *testing.T, parse func([]byte) (*Config, error), doc []byte) {
	c, err := parse(doc)
	if err != nil {
		errs, ok := err.(Errors)
		if !ok || len(errs) == 0 || c != nil {
			t.Fatalf("config %v, error %#v", c, err)
		}
		for _, e := range errs {
			if e.Code == "" || e.Message == "" || e.Rule < -1 {
				t.Fatalf("%+v", e)
			}
		}
		return
	}
	rs, err := Compile(c)
	if err != nil {
		t.Fatalf("parsed, but does not compile: %v", err)
	}
	if xml := c.XML(); len(xml) <= MaxBytes {
		again, err := ParseXML(xml)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, again); diff != "" {
			t.Fatal(diff)
		}
	}
	Warnings(c)
	req := RequestFrom("OPTIONS", preflight(c.Rules[0].AllowedOrigins[0], c.Rules[0].AllowedMethods[0]), false)
	d := rs.Decide(&req)
	checkExplanation(t, rs, &req, &d)
}

func FuzzParseXML(f *testing.F) {
	for _, v := range readVectors(f) {
		if v.PutCORSXML != nil && len(*v.PutCORSXML) < 4096 {
			f.Add([]byte(*v.PutCORSXML))
		}
	}
	for _, c := range badDocuments() {
		f.Add([]byte(c.doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) { fuzzForm(t, ParseXML, doc) })
}

func FuzzParseJSON(f *testing.F) {
	for _, v := range readVectors(f) {
		if v.CORS != nil {
			f.Add(v.CORS.JSON())
		}
	}
	for _, c := range badDocuments() {
		if len(c.doc) < 4096 {
			f.Add([]byte(c.doc))
		}
	}
	f.Fuzz(func(t *testing.T, doc []byte) { fuzzForm(t, ParseJSON, doc) })
}

func FuzzDecide(f *testing.F) {
	for _, v := range readVectors(f) {
		if v.Request != nil && v.CORS != nil {
			h := v.Request.Headers
			f.Add(v.CORS.JSON(), v.Request.Method, h["Origin"], h["Access-Control-Request-Method"], h["Access-Control-Request-Headers"])
		}
	}
	f.Fuzz(func(t *testing.T, doc []byte, method, origin, announced, names string) {
		c, err := ParseJSON(doc)
		if err != nil {
			return
		}
		rs, err := Compile(c)
		if err != nil {
			t.Fatal(err)
		}
		h := http.Header{"Origin": {origin}, "Access-Control-Request-Method": {announced}}
		if names != "" {
			h["Access-Control-Request-Headers"] = strings.Split(names, "\n")
		}
		req := RequestFrom(method, h, true)
		d := rs.Decide(&req)
		checkExplanation(t, rs, &req, &d)
		got := written(&d)
		if (d.Outcome == OutcomeAllowed) != (len(got) > 0) {
			t.Fatalf("%v with %v", d.Outcome, got)
		}
		if allow := got[acao]; allow != "" && allow != "*" && allow != origin {
			t.Fatalf("Allow-Origin %q for %q", allow, origin)
		}
		if got[acao] == "*" && got[acac] != "" {
			t.Fatal("credentials with *")
		}
	})
}
