package api

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"
)

// vector is what this package reads of a recorded case.
type vector struct {
	ID    string `json:"id"`
	Steps []struct {
		API     bool `json:"api"`
		Request struct {
			Method     string                     `json:"method"`
			Path       string                     `json:"path"`
			Headers    map[string]string          `json:"headers"`
			BodyFields map[string]json.RawMessage `json:"body_fields"`
		} `json:"request"`
		Expect struct {
			Status    any    `json:"status"` // a number in control-plane cases
			ErrorCode string `json:"error_code"`
		} `json:"expect"`
	} `json:"steps"`
}

// The recorded control-plane cases over HTTP. They give the members of a body
// that matter; preparation and the rest of the body are made up here.
func TestVectors(t *testing.T) {
	doc, err := os.ReadFile("../../../testdata/cloudfront-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(doc, &all); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, v := range all {
		if len(v.Steps) == 0 || !v.Steps[0].API {
			continue
		}
		ran++
		t.Run(v.ID, func(t *testing.T) {
			runVector(t, v)
		})
	}
	if ran == 0 {
		t.Error("there is no control-plane case in the file")
	}
}

func runVector(t *testing.T, v vector) {
	s := newServer(t, nil)
	res, body := s.do(t, "POST", "/distribution", least)
	if res.StatusCode != 201 {
		t.Fatalf("preparing a distribution: %d %s", res.StatusCode, body)
	}
	id, etag := "E0000000000001", res.Header.Get("ETag")
	step := v.Steps[0]
	path := strings.TrimPrefix(step.Request.Path, "/2020-05-31")
	payload := ""
	switch {
	case strings.HasSuffix(path, "/config"):
		payload = least
	case path == "/function": // the case says "> 10240 bytes"
		payload = functionBody(strings.Repeat("/", 10241))
	case step.Request.Method == "POST":
		payload = bodyOf(t, path, step.Request.BodyFields)
	}
	if strings.Contains(path, "{IdInUse}") {
		id, etag = s.policyInUse(t)
	}
	path = strings.NewReplacer("{Id}", id, "{IdInUse}", id).Replace(path)
	if step.Expect.ErrorCode == "CachePolicyAlreadyExists" {
		if res, body := s.do(t, step.Request.Method, path, payload); res.StatusCode != 201 {
			t.Fatalf("the first of that name: %d %s", res.StatusCode, body)
		}
	}
	var header []string
	for name, value := range step.Request.Headers {
		header = append(header, name, strings.ReplaceAll(value, "{etag}", etag))
	}
	res, body = s.do(t, step.Request.Method, path, payload, header...)
	var got struct {
		Code string `xml:"Error>Code"`
	}
	if err := xml.Unmarshal([]byte(body), &got); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if any(float64(res.StatusCode)) != step.Expect.Status || got.Code != step.Expect.ErrorCode {
		t.Errorf("%s %s %s\n%d %s\nwant %v %s", step.Request.Method, path, payload, res.StatusCode, body, step.Expect.Status, step.Expect.ErrorCode)
	}
}

// functionBody is the body of CreateFunction.
func functionBody(code string) string {
	return "<CreateFunctionRequest><Name>f</Name><FunctionConfig><Comment></Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig><FunctionCode>" +
		base64.StdEncoding.EncodeToString([]byte(code)) + "</FunctionCode></CreateFunctionRequest>"
}

// policyInUse makes a response headers policy that a distribution uses.
func (s *server) policyInUse(t *testing.T) (id, etag string) {
	t.Helper()
	res, body := s.do(t, "POST", "/response-headers-policy", `<ResponseHeadersPolicyConfig><Name>used</Name><CustomHeadersConfig><Quantity>1</Quantity><Items><ResponseHeadersPolicyCustomHeader><Header>X-A</Header><Value>1</Value><Override>true</Override></ResponseHeadersPolicyCustomHeader></Items></CustomHeadersConfig></ResponseHeadersPolicyConfig>`)
	if res.StatusCode != 201 {
		t.Fatalf("preparing a policy: %d %s", res.StatusCode, body)
	}
	_, id, _ = strings.Cut(res.Header.Get("Location"), "/response-headers-policy/")
	etag = res.Header.Get("ETag")
	user := strings.NewReplacer(">one<", ">user<", "</CachePolicyId>", "</CachePolicyId><ResponseHeadersPolicyId>"+id+"</ResponseHeadersPolicyId>").Replace(least)
	if res, body := s.do(t, "POST", "/distribution", user); res.StatusCode != 201 {
		t.Fatalf("attaching the policy: %d %s", res.StatusCode, body)
	}
	return id, etag
}

// bodyOf is the XML of a policy with the given members; what the policy needs
// besides is added.
func bodyOf(t *testing.T, path string, fields map[string]json.RawMessage) string {
	t.Helper()
	roots := map[string]string{
		"/cache-policy":            "CachePolicyConfig",
		"/origin-request-policy":   "OriginRequestPolicyConfig",
		"/response-headers-policy": "ResponseHeadersPolicyConfig",
	}
	needed := map[string]map[string]string{
		"/cache-policy":            {"MinTTL": `1`},
		"/origin-request-policy":   {"CookiesConfig": `{"CookieBehavior":"none"}`, "QueryStringsConfig": `{"QueryStringBehavior":"none"}`},
		"/response-headers-policy": {},
	}
	whole := map[string]any{}
	add := func(name string, raw []byte) {
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		whole[name] = value
	}
	add("Name", []byte(`"made-up"`))
	for name, raw := range needed[path] {
		add(name, []byte(raw))
	}
	for name, raw := range fields {
		add(name, raw)
	}
	root := roots[path]
	if root == "" {
		t.Fatalf("no body is known for %s", path)
	}
	var b strings.Builder
	writeXML(&b, root, "", whole)
	return b.String()
}

// itemName is the element of a list's items, by the list's own name.
func itemName(list string) string {
	switch list {
	case "AccessControlAllowOrigins":
		return "Origin"
	case "AccessControlAllowHeaders":
		return "Header"
	case "AccessControlAllowMethods":
		return "Method"
	}
	return "Name"
}

// writeXML writes the API's JSON form of a structure as its XML form.
func writeXML(b *strings.Builder, name, parent string, v any) {
	b.WriteString("<" + name + ">")
	switch v := v.(type) {
	case map[string]any:
		for member, value := range v {
			writeXML(b, member, name, value)
		}
	case []any:
		for _, item := range v {
			writeXML(b, itemName(parent), name, item)
		}
	case string:
		xml.EscapeText(b, []byte(v))
	default:
		fmt.Fprint(b, v) // a number or a boolean
	}
	b.WriteString("</" + name + ">")
}
