package emulator_test

import (
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"crossfront/corsengine"
	"crossfront/emulator/console"
	"crossfront/emulator/journal"
	"crossfront/scenarios"
)

const openAPIFile = "../docs/openapi.json"

var updateOpenAPI = flag.Bool("openapi", false, "write docs/openapi.json")

type now struct {
	Now time.Time `json:"now"`
}

type move struct {
	Advance string `json:"advance,omitempty"`
	Reset   bool   `json:"reset,omitempty"`
}

type rules struct {
	CORS []corsengine.Rule `json:"cors"`
}

type judged struct {
	Errors   []console.Error      `json:"errors"`
	Warnings []corsengine.Warning `json:"warnings"`
}

type paths struct {
	Paths []string `json:"paths"`
}

type faults struct {
	Faults []console.Fault `json:"faults"`
}

type failures struct {
	Errors []console.Error `json:"errors"`
}

// A documented call of the console API, with an example that the test makes.
type documented struct {
	summary string
	query   map[string]string // parameters, and what they are
	takes   any               // the body; a string is what it is in words
	status  int
	gives   any // nil: nothing; a string is a media type
	example string
	body    string
}

func documentedCalls() map[string]documented {
	document := "A CORS configuration: the S3 console's JSON, the AWS CLI's, or S3's XML."
	list := "A fault, or a list of them, as in a seed file."
	return map[string]documented{
		"GET /api/state":                                {summary: "Version, addresses, buckets, distributions, the demo's whereabouts.", status: 200, gives: console.State{}, example: "/api/state"},
		"GET /api/exchanges":                            {summary: "The newest exchanges, oldest first.", query: map[string]string{"after": "Only those after the exchange of this id.", "limit": "How many at most; 200 unless told otherwise."}, status: 200, gives: []*journal.Exchange{}, example: "/api/exchanges?limit=5"},
		"GET /api/exchanges.har":                        {summary: "All that are kept as HAR 1.2, with each exchange's reasons under _exchange.", status: 200, gives: map[string]json.RawMessage{}, example: "/api/exchanges.har"},
		"GET /api/exchanges.txt":                        {summary: "The newest exchanges to read, oldest first: a line each, and what to change first.", query: map[string]string{"after": "Only those after the exchange of this id.", "limit": "How many at most; 200 unless told otherwise."}, status: 200, gives: "text/plain; charset=utf-8", example: "/api/exchanges.txt?limit=5"},
		"GET /api/exchanges/{id}":                       {summary: "One exchange.", status: 200, gives: journal.Exchange{}, example: "/api/exchanges/EXCHANGE"},
		"POST /api/exchanges/{id}/replay":               {summary: "Sends an exchange's request again, through the door by which it came.", takes: console.ReplayChange{}, status: 201, gives: journal.Exchange{}, example: "/api/exchanges/EXCHANGE/replay", body: `{"origin":"https://app.example.com"}`},
		"GET /api/events":                               {summary: "Exchanges as they are made: server-sent events named exchange, the id is the exchange's. Last-Event-ID catches up.", status: 200, gives: "text/event-stream", example: "/api/events"},
		"GET /api/scenarios":                            {summary: "The gallery's scenarios that have the words, the best first.", query: map[string]string{"q": "Words that people see; all scenarios without."}, status: 200, gives: []*scenarios.Scenario{}, example: "/api/scenarios?q=video"},
		"GET /api/scenarios/{id}":                       {summary: "One scenario, with both worlds and every visit of the three browsers in them.", status: 200, gives: scenarios.Shown{}, example: "/api/scenarios/NO-CORS-CONFIG"},
		"GET /api/clock":                                {summary: "The clock of TTLs, ages and expiries.", status: 200, gives: now{}, example: "/api/clock"},
		"POST /api/clock":                               {summary: "Moves the clock, or sets it back.", takes: move{}, status: 200, gives: now{}, example: "/api/clock", body: `{"advance":"90s"}`},
		"POST /api/reset":                               {summary: "Objects, distributions, cache, clock and exchanges as after seeding.", status: 204, example: "/api/reset"},
		"GET /api/ca.pem":                               {summary: "The certificate of the authority behind the https address.", status: 200, gives: "application/x-pem-file", example: "/api/ca.pem"},
		"GET /api/policies":                             {summary: "All policies, managed and custom.", status: 200, gives: console.Policies{}, example: "/api/policies"},
		"GET /api/buckets/{bucket}/cors":                {summary: "A bucket's rules; null when there are none.", status: 200, gives: rules{}, example: "/api/buckets/media/cors"},
		"PUT /api/buckets/{bucket}/cors":                {summary: "Sets the rules.", takes: document, status: 200, gives: rules{}, example: "/api/buckets/media/cors", body: `[{"AllowedOrigins":["*"],"AllowedMethods":["GET"]}]`},
		"POST /api/buckets/{bucket}/cors":               {summary: "Adds rules behind the bucket's, each once.", takes: document, status: 200, gives: rules{}, example: "/api/buckets/media/cors", body: `[{"AllowedOrigins":["*"],"AllowedMethods":["PUT"]}]`},
		"DELETE /api/buckets/{bucket}/cors":             {summary: "Takes the rules away.", status: 204, example: "/api/buckets/media/cors"},
		"POST /api/buckets/{bucket}/cors/validate":      {summary: "What S3 would say of a document; nothing is saved.", takes: document, status: 200, gives: judged{}, example: "/api/buckets/media/cors/validate", body: `[{"AllowedOrigins":["*"],"AllowedMethods":["OPTIONS"]}]`},
		"GET /api/distributions":                        {summary: "Distributions with origins and behaviors, the default behavior last.", status: 200, gives: []console.Distribution{}, example: "/api/distributions"},
		"PUT /api/distributions/{id}/behaviors/{index}": {summary: "Changes the fields of a behavior that the body names.", takes: console.BehaviorChange{}, status: 200, gives: console.Distribution{}, example: "/api/distributions/EDEMO/behaviors/0", body: `{"compress":false}`},
		"PUT /api/distributions/{id}/behaviors":         {summary: "The same, the behavior named as exchanges name it.", query: map[string]string{"pathPattern": "The behavior's; that of the default one is *."}, takes: console.BehaviorChange{}, status: 200, gives: console.Distribution{}, example: "/api/distributions/EDEMO/behaviors?pathPattern=*", body: `{"compress":true}`},
		"GET /api/distributions/{id}/cache":             {summary: "What is stored at all edge locations, the most recently used first.", query: map[string]string{"limit": "How many at most, 1 to 1000; 100 unless told otherwise."}, status: 200, gives: console.Cache{}, example: "/api/distributions/EDEMO/cache"},
		"POST /api/distributions/{id}/invalidations":    {summary: "Has the edge forget paths, at once.", takes: paths{}, status: 201, gives: console.Invalidation{}, example: "/api/distributions/EDEMO/invalidations", body: `{"paths":["/*"]}`},
		"GET /api/faults":                               {summary: "Injected faults, and what they have met.", status: 200, gives: faults{}, example: "/api/faults"},
		"POST /api/faults":                              {summary: "Adds faults.", takes: list, status: 201, gives: faults{}, example: "/api/faults", body: `{"bucket":"media","status":503}`},
		"PUT /api/faults":                               {summary: "Sets faults in place of those that there are.", takes: list, status: 200, gives: faults{}, example: "/api/faults", body: `[{"bucket":"media","latency":"1ms"}]`},
		"DELETE /api/faults":                            {summary: "Takes all faults away.", status: 204, example: "/api/faults"},
		"DELETE /api/faults/{id}":                       {summary: "Takes one away.", status: 204, example: "/api/faults/1"},
	}
}

// TestOpenAPI keeps docs/openapi.json in step with the console's calls and types.
func TestOpenAPI(t *testing.T) {
	calls := documentedCalls()
	if diff := cmp.Diff(slices.Sorted(slices.Values(console.Calls())), slices.Sorted(maps.Keys(calls))); diff != "" {
		t.Fatalf("the calls that there are, and those documented (-want +got):\n%s", diff)
	}
	doc, err := json.MarshalIndent(openAPI(calls), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	doc = append(doc, '\n')
	if *updateOpenAPI {
		if err := os.WriteFile(openAPIFile, doc, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(openAPIFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(doc), string(got)); diff != "" {
		t.Errorf("docs/openapi.json is stale, run go test ./emulator -run TestOpenAPI -openapi (-want +got):\n%s", diff)
	}
}

func openAPI(calls map[string]documented) map[string]any {
	types, paths := schemas{}, map[string]map[string]any{}
	failed := content("application/json", types.of(reflect.TypeFor[failures]()))
	for name, c := range calls {
		method, path, _ := strings.Cut(name, " ")
		answer := map[string]any{"description": http.StatusText(c.status)}
		switch gives := c.gives.(type) {
		case nil:
		case string:
			answer["content"] = content(gives, map[string]any{"type": "string"})
		default:
			answer["content"] = content("application/json", types.of(reflect.TypeOf(gives)))
		}
		operation := map[string]any{"summary": c.summary, "responses": map[string]any{
			strconv.Itoa(c.status): answer,
			"default":              map[string]any{"description": "Refused; the first error is what the real service would have said.", "content": failed},
		}}
		switch takes := c.takes.(type) {
		case nil:
		case string:
			operation["requestBody"] = map[string]any{"required": true, "description": takes, "content": content("*/*", map[string]any{})}
		default:
			operation["requestBody"] = map[string]any{"required": true, "content": content("application/json", loose(types.of(reflect.TypeOf(takes)), types))}
		}
		if parameters := parametersOf(path, c.query); len(parameters) > 0 {
			operation["parameters"] = parameters
		}
		if paths[path] == nil {
			paths[path] = map[string]any{}
		}
		paths[path][strings.ToLower(method)] = operation
	}
	return map[string]any{
		"openapi":    "3.1.0",
		"info":       map[string]any{"title": "Crossfront console API", "version": "1", "description": "For programs on this machine, and the console's own pages; others get 403."},
		"servers":    []any{map[string]any{"url": "http://localhost:3000"}},
		"paths":      paths,
		"components": map[string]any{"schemas": types},
	}
}

// loose is a schema none of whose members a request must have.
func loose(schema map[string]any, types schemas) map[string]any {
	if ref, ok := schema["$ref"].(string); ok {
		if named, ok := types[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any); ok {
			delete(named, "required")
		}
	}
	return schema
}

func content(media string, schema map[string]any) map[string]any {
	return map[string]any{media: map[string]any{"schema": schema}}
}

func parametersOf(path string, query map[string]string) (list []any) {
	for part := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			list = append(list, map[string]any{"name": strings.TrimSuffix(name, "}"), "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		list = append(list, map[string]any{"name": name, "in": "query", "description": query[name], "schema": map[string]any{"type": "string"}})
	}
	return list
}

// TestOpenAPIIsTheServer makes every documented call and holds its answer to the
// document.
func TestOpenAPIIsTheServer(t *testing.T) {
	doc, err := os.Open(openAPIFile)
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	parsed, err := jsonschema.UnmarshalJSON(doc)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("openapi.json", parsed); err != nil {
		t.Fatal(err)
	}
	r := start(t)
	r.edge("GET", "/vod/index.m3u8", "Origin", "http://localhost:3000")
	id := r.last().ID
	for _, name := range slices.Sorted(maps.Keys(documentedCalls())) {
		c := documentedCalls()[name]
		method, path, _ := strings.Cut(name, " ")
		if name == "POST /api/reset" { // after what needs the exchange
			defer r.console(c.status, method, c.example, c.body)
			continue
		}
		if c.gives == "text/event-stream" {
			r.opens(c.example)
			continue
		}
		got := r.console(c.status, method, strings.ReplaceAll(c.example, "EXCHANGE", id), c.body)
		if _, plain := c.gives.(string); plain || c.gives == nil {
			continue
		}
		pointer := "openapi.json#/paths/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(path) + "/" + strings.ToLower(method) +
			"/responses/" + strconv.Itoa(c.status) + "/content/application~1json/schema"
		schema, err := compiler.Compile(pointer)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(got))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// opens fails unless the live feed begins.
func (r *running) opens(path string) {
	r.t.Helper()
	res, err := http.Get("http://" + r.Addresses().Console + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || got != "text/event-stream" {
		r.t.Errorf("%s: %s, %s", path, res.Status, got)
	}
	_, _ = io.CopyN(io.Discard, res.Body, 1)
}
