package corsengine

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vector is a case of testdata/s3-cors-vectors.json, as far as the engine is
// concerned: answers to requests, and answers to PutBucketCors.
type vector struct {
	ID           string
	CORS         *Config
	BucketExists bool `json:"bucket_exists"`
	Request      *struct {
		Method, Path string
		Headers      map[string]string
	}
	PutCORSXML *string `json:"put_cors_xml"`
	Expect     expectation
	AltExpect  []expectation `json:"alt_expect"`
	Disputed   bool
}

type expectation struct {
	Status        int
	Headers       map[string]string
	Absent        []string
	Code, Message *string
	ErrorFields   map[string]string `json:"error_fields"`
	GetBucketCORS *Config           `json:"get_bucket_cors"`
}

func readVectors(t testing.TB) []vector {
	t.Helper()
	doc, err := os.ReadFile("../testdata/s3-cors-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(doc, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 100 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	return vectors
}

// switches are the options under which a disputed case comes out the other way;
// by default all come out as the case's first expectation says. The zero Options
// marks those that have no switch: the error codes of an empty and an oversized
// body, and the user guide's sample, which a recording contradicts.
func switches() map[string]Options {
	return map[string]Options{
		"ceph-opt-origin-only-foo.suffix":           {RefuseOddMethod: true},
		"inf-acrm-missing-configured":               {RefuseOddMethod: true},
		"inf-acrm-patch":                            {RefuseOddMethod: true},
		"doc-mixed-star-and-specific-listed-origin": {EchoListedOrigin: true},
		"inf-max-age-zero":                          {OmitZeroMaxAge: true},
		"cfg-allowedheader-invalid-char":            {AcceptAnyAllowedHeader: true},
		"cfg-maxage-empty":                          {AcceptEmptyMaxAge: true},
		"doc-testing-cors-sample":                   {},
		"cfg-empty-body":                            {},
		"cfg-over-64kb":                             {},
		"cfg-no-md5-no-checksum":                    {}, // not the engine's
	}
}

func TestVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.ID, func(t *testing.T) {
			check := checkConfig
			if v.Request != nil {
				if v.Request.Path == "/" {
					t.Skip("no bucket: not the engine's")
				}
				check = checkRequest
			}
			if diff := check(t, &v, &v.Expect, Options{}); diff != "" {
				t.Error(diff)
			}
			if !v.Disputed {
				return
			}
			options, known := switches()[v.ID]
			if !known {
				t.Fatal("a disputed case that the table of switches does not know")
			}
			if options != (Options{}) {
				if diff := check(t, &v, &v.AltExpect[0], options); diff != "" {
					t.Errorf("with %+v: %s", options, diff)
				}
			}
		})
	}
}

func decideVector(t *testing.T, v *vector, o Options) Decision {
	t.Helper()
	h := http.Header{}
	for name, value := range v.Request.Headers {
		h.Set(name, value)
	}
	path, _, _ := strings.Cut(v.Request.Path, "?")
	key := strings.TrimPrefix(strings.TrimPrefix(path, "/b"), "/")
	req := RequestFrom(v.Request.Method, h, key != "")
	if !v.BucketExists {
		return NoBucket(&req)
	}
	rs, err := o.Compile(v.CORS)
	if err != nil {
		t.Fatal(err)
	}
	d := rs.Decide(&req)
	checkExplanation(t, rs, &req, &d)
	return d
}

// checkRequest compares a decision with what the case asserts, and returns what
// differs.
func checkRequest(t *testing.T, v *vector, want *expectation, o Options) string {
	d := decideVector(t, v, o)
	got := http.Header{}
	d.WriteHeaders(got)
	for name, value := range want.Headers {
		if name == "Vary" || strings.HasPrefix(name, "Access-Control-") {
			if diff := cmp.Diff([]string{value}, got[name]); diff != "" {
				return name + ": " + diff
			}
		}
	}
	for _, name := range want.Absent {
		if value, there := got[name]; there {
			return name + " is there: " + value[0]
		}
	}
	if d.Outcome != OutcomeAllowed && len(got) > 0 {
		return cmp.Diff(http.Header{}, got)
	}
	if v.Request.Method == http.MethodOptions && want.Status != 0 {
		return checkRefusal(&d, want)
	}
	return ""
}

func checkRefusal(d *Decision, want *expectation) string {
	refusal, refused := d.Refusal()
	if !refused {
		return cmp.Diff(want.Status, http.StatusOK)
	}
	got := expectation{Status: refusal.Status}
	if want.Code != nil {
		got.Code = &refusal.Code
	}
	if want.Message != nil {
		got.Message = &refusal.Message
	}
	if want.ErrorFields != nil {
		got.ErrorFields = map[string]string{"Method": refusal.Method, "ResourceType": refusal.ResourceType}
	}
	return cmp.Diff(expectation{Status: want.Status, Code: want.Code, Message: want.Message, ErrorFields: want.ErrorFields}, got)
}

// checkConfig compares what ParseXML says with what the case asserts. Cases that
// turn on the bucket, the caller or a checksum have documents without mistakes.
func checkConfig(t *testing.T, v *vector, want *expectation, o Options) string {
	c, err := o.ParseXML([]byte(*v.PutCORSXML))
	engine := map[string]bool{
		CodeMalformedXML: true, CodeInvalidRequest: true, CodeMissingRequestBody: true, CodeTooBig: true,
	}
	if want.Code == nil || !engine[*want.Code] || strings.HasPrefix(*want.Message, "Missing required header") {
		if err != nil {
			return "refused: " + err.Error()
		}
		if want.GetBucketCORS != nil {
			return roundTrip(o, c, want.GetBucketCORS)
		}
		return roundTrip(o, c, c)
	}
	errs, ok := err.(Errors)
	if !ok {
		return "accepted"
	}
	type answer struct{ Code, Message string }
	return cmp.Diff(answer{*want.Code, *want.Message}, answer{errs[0].Code, errs[0].Message})
}

// roundTrip compares what GetBucketCors would give with want.
func roundTrip(o Options, c, want *Config) string {
	again, err := o.ParseXML(c.XML())
	if err != nil {
		return err.Error()
	}
	return cmp.Diff(want, again)
}

// checkExplanation holds that explanations agree with decisions: one rule at
// most matches, it is the decision's, and every rule has a reason.
func checkExplanation(t testing.TB, rs *Ruleset, req *Request, d *Decision) {
	t.Helper()
	if d.Why() == "" {
		t.Error("no sentence")
	}
	for i, reason := range rs.Explain(req) {
		if reason.Index != i || reason.Reason == "" || reason.Matched != (i == d.Rule) {
			t.Errorf("reason %d of decision for rule %d: %+v", i, d.Rule, reason)
		}
	}
}
