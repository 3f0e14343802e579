package conformance_test

import (
	"encoding/json"
	"os"
	"testing"
)

// A vector is one case: a distribution, its origin, and requests in order.
type vector struct {
	ID           string                     `json:"id"`
	Area         string                     `json:"area"`
	Distribution map[string]json.RawMessage `json:"distribution"`
	Origin       struct {
		Kind     string          `json:"kind"` // s3, custom or website
		CORS     json.RawMessage `json:"cors"` // S3's rules, null for none
		Response response        `json:"response"`
	} `json:"origin"`
	Steps    []step `json:"steps"`
	Source   string `json:"source"`
	Evidence string `json:"evidence"`
	Note     string `json:"note"`
}

// A response is what a custom origin answers, or for S3 which objects it has.
type response struct {
	Status      int                 `json:"status"`
	Headers     map[string]string   `json:"headers"`
	Body        string              `json:"body"`
	Unreachable bool                `json:"unreachable"`
	ByHost      map[string]response `json:"by_host"`
	Objects     map[string]response `json:"objects"`
	List        bool                `json:"list_bucket_granted"`
}

// A step is one request. T is the clock's seconds since the case began.
type step struct {
	T          float64   `json:"t"`
	API        bool      `json:"api"`
	Invalidate []string  `json:"invalidate"`
	Override   *response `json:"origin_response"`
	Request    request   `json:"request"`
	Expect     expect    `json:"expect"`
}

type request struct {
	Method     string           `json:"method"`
	Path       string           `json:"path"`
	Scheme     string           `json:"scheme"` // default https
	Body       string           `json:"body"`
	Headers    map[string]lines `json:"headers"`
	BodyFields map[string]any   `json:"body_fields"`
}

// lines are a header's values: a string, or several for several lines.
type lines []string

func (l *lines) UnmarshalJSON(doc []byte) error {
	if len(doc) > 0 && doc[0] == '[' {
		return json.Unmarshal(doc, (*[]string)(l))
	}
	*l = make(lines, 1)
	return json.Unmarshal(doc, &(*l)[0])
}

type expect struct {
	Status        json.RawMessage            `json:"status"`
	Headers       map[string]json.RawMessage `json:"headers"`
	Absent        []string                   `json:"absent"`
	XCache        json.RawMessage            `json:"x_cache"`
	BodyContains  []string                   `json:"body_contains"`
	BodyLacks     []string                   `json:"body_lacks"`
	Body          *string                    `json:"body"` // all of it
	ErrorCode     string                     `json:"error_code"`
	OriginRequest struct {
		Seen    *bool                      `json:"seen"`
		Headers map[string]json.RawMessage `json:"headers"`
		Absent  []string                   `json:"absent"`
		Path    string                     `json:"path"`
		Method  string                     `json:"method"`
	} `json:"origin_request"`
}

func readVectors(t *testing.T, file string) []vector {
	t.Helper()
	doc, err := os.ReadFile("../testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(doc, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

// readInto decodes the API's JSON form into the SDK's structure of that name.
func readInto(t *testing.T, doc []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(doc, to); err != nil {
		t.Fatalf("%v in %s", err, doc)
	}
}
