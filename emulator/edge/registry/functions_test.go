package registry

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
)

const answering = "function handler(event) { return {statusCode: 204} }"

func js(stores ...string) policy.FunctionConfig {
	cfg := policy.FunctionConfig{Comment: "c", Runtime: "cloudfront-js-2.0"}
	if len(stores) > 0 {
		a := &policy.KeyValueStoreAssociations{Quantity: len(stores)}
		for _, arn := range stores {
			a.Items = append(a.Items, policy.KeyValueStoreAssociation{KeyValueStoreARN: arn})
		}
		cfg.KeyValueStoreAssociations = a
	}
	return cfg
}

func running(reference, arn string) policy.DistributionConfig {
	cfg := simple(reference)
	cfg.DefaultCacheBehavior.FunctionAssociations = &policy.FunctionAssociations{Quantity: 1,
		Items: []policy.FunctionAssociation{{FunctionARN: arn, EventType: "viewer-request"}}}
	return cfg
}

// fails compares an error's code and status.
func fails(t *testing.T, what, want string, err error) {
	t.Helper()
	if got := code(err); got != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

// TestFunctionLife follows a function from its creation to its end.
func TestFunctionLife(t *testing.T) {
	r, clk := newTest(t)
	f, err := r.CreateFunction("f", js(), []byte(answering), []Tag{{Key: "a", Value: "b"}})
	if err != nil || f.ARN != "arn:aws:cloudfront::000000000000:function/f" || f.Live != nil {
		t.Fatalf("%+v, %v", f, err)
	}
	if got := r.FunctionStatus(f, StageDevelopment); got != "UNPUBLISHED" {
		t.Errorf("created: %s", got)
	}
	_, err = r.CreateFunction("f", js(), []byte(answering), nil)
	fails(t, "the same name", "FunctionAlreadyExists 409", err)
	_, err = r.CreateDistribution(running("early", f.ARN), CreateOptions{})
	fails(t, "associated before it is published", "InvalidFunctionAssociation 400", err)
	_, err = r.PublishFunction("f", "")
	fails(t, "published without a version", "InvalidIfMatchVersion 400", err)
	_, err = r.PublishFunction("f", "EOTHER")
	fails(t, "published at another version", "PreconditionFailed 412", err)

	clk.now = clk.now.Add(time.Minute)
	published, err := r.PublishFunction("f", f.Development.ETag)
	if err != nil || published.Live == nil || published.Live.ETag == f.Development.ETag || published.Development.ETag != f.Development.ETag || !published.Live.LastModified.Equal(clk.now) {
		t.Fatalf("%+v, %v", published, err)
	}
	if got := r.FunctionStatus(published, StageLive) + " " + r.FunctionStatus(published, StageDevelopment); got != "UNASSOCIATED UNASSOCIATED" {
		t.Errorf("published: %s", got)
	}
	d, err := r.CreateDistribution(running("one", f.ARN), CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	live := r.World().Live(f.ARN)
	if live == nil || r.FunctionStatus(published, StageLive) != "DEPLOYED" {
		t.Errorf("live %v, %s", live, r.FunctionStatus(published, StageLive))
	}
	if _, err := r.CreateCachePolicy(policy.CachePolicyConfig{Name: "other"}, ""); err != nil {
		t.Fatal(err)
	}
	if again := r.World().Live(f.ARN); again.Program != live.Program {
		t.Error("an unrelated change compiled the function again")
	}

	updated, err := r.UpdateFunction("f", f.Development.ETag, js(), []byte("// new"))
	if err != nil || updated.Development.ETag == f.Development.ETag || string(updated.Live.Code) != answering || string(updated.Development.Code) != "// new" {
		t.Errorf("%+v, %v", updated, err)
	}
	if got := r.FunctionStatus(updated, StageDevelopment); got != "UNPUBLISHED" {
		t.Errorf("updated at the moment of the publication: %s", got)
	}
	_, err = r.UpdateFunction("f", f.Development.ETag, js(), []byte("// newer"))
	fails(t, "updated at an old version", "PreconditionFailed 412", err)

	err = r.DeleteFunction("f", updated.Development.ETag)
	fails(t, "deleted while in use", "FunctionInUse 409", err)
	if err == nil || !strings.Contains(err.Error(), "Cannot delete function f, it is in use by 1 distributions") {
		t.Errorf("message: %v", err)
	}
	if _, err := r.UpdateDistribution(d.ID, d.ETag, simple("one")); err != nil {
		t.Fatal(err)
	}
	fails(t, "deleted at another version", "PreconditionFailed 412", r.DeleteFunction("f", "EOTHER"))
	fails(t, "deleted", "", r.DeleteFunction("f", updated.Development.ETag))
	fails(t, "deleted twice", "NoSuchFunctionExists 404", r.DeleteFunction("f", updated.Development.ETag))
	if r.World().Live(f.ARN) != nil {
		t.Error("it still runs")
	}
}

func TestFunctionErrors(t *testing.T) {
	r, _ := newTest(t)
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s"})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, function string
		cfg            policy.FunctionConfig
		code           string
		want           string
	}{
		{"no name", "", js(), answering, "InvalidArgument 400"},
		{"a name with a dot", "a.b", js(), answering, "InvalidArgument 400"},
		{"a long name", strings.Repeat("n", 65), js(), answering, "InvalidArgument 400"},
		{"no runtime", "f", policy.FunctionConfig{}, answering, "InvalidArgument 400"},
		{"another runtime", "f", policy.FunctionConfig{Runtime: "nodejs22.x"}, answering, "InvalidArgument 400"},
		{"no code", "f", js(), "", "InvalidArgument 400"},
		{"too much code", "f", js(), strings.Repeat("/", 10241), "FunctionSizeLimitExceeded 413"},
		{"a store that is not there", "f", js("arn:aws:cloudfront::000000000000:key-value-store/none"), answering, "InvalidArgument 400"},
		{"two stores", "f", js(s.ARN, s.ARN), answering, "InvalidArgument 400"},
		{"a store for the old runtime", "f", func() policy.FunctionConfig { c := js(s.ARN); c.Runtime = "cloudfront-js-1.0"; return c }(), answering, "InvalidArgument 400"},
		{"as much code as may be", "f1", js(), strings.Repeat("/", 10240), ""},
		{"code that is none", "f2", js(), "function {", ""},
		{"with a store", "f3", js(s.ARN), answering, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := r.CreateFunction(tt.function, tt.cfg, []byte(tt.code), nil)
			fails(t, "created", tt.want, err)
		})
	}
	for _, err := range []error{
		func() error { _, err := r.Function("none"); return err }(),
		func() error { _, err := r.UpdateFunction("none", "E", js(), []byte(answering)); return err }(),
		func() error { _, err := r.PublishFunction("none", "E"); return err }(),
		func() error {
			_, _, err := r.TestFunction("none", "E", "", nil, function.Place{})
			return err
		}(),
	} {
		fails(t, "of no function", "NoSuchFunctionExists 404", err)
	}
}

func TestFunctionLimits(t *testing.T) {
	r, _ := newTest(t)
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if _, err := r.CreateFunction(fmt.Sprint("s", i), js(s.ARN), []byte(answering), nil); err != nil {
			t.Fatal(err)
		}
	}
	_, err = r.CreateFunction("s10", js(s.ARN), []byte(answering), nil)
	fails(t, "eleven functions of one store", "InvalidArgument 400", err)
	f, err := r.Function("s9")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.UpdateFunction("s9", f.Development.ETag, js(s.ARN), []byte(answering)); err != nil {
		t.Errorf("one of the ten cannot be updated: %v", err)
	}
	for i := 10; i < 100; i++ {
		if _, err := r.CreateFunction(fmt.Sprint("f", i), js(), []byte(answering), nil); err != nil {
			t.Fatal(err)
		}
	}
	_, err = r.CreateFunction("f100", js(), []byte(answering), nil)
	fails(t, "101 functions", "TooManyFunctions 400", err)
}

func TestTestFunction(t *testing.T) {
	r, _ := newTest(t)
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s", Items: map[string]string{"k": "v"}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.CreateFunction("f", js(s.ARN), []byte(`import cf from 'cloudfront';
		async function handler(event) { console.log(event.request.uri); return {statusCode: 200, body: await cf.kvs().get('k')} }`), nil)
	if err != nil {
		t.Fatal(err)
	}
	event := []byte(`{"version":"1.0","context":{"eventType":"viewer-request"},"viewer":{"ip":"192.0.2.1"},"request":{"method":"GET","uri":"/a","querystring":{},"headers":{},"cookies":{}}}`)
	_, res, err := r.TestFunction("f", f.Development.ETag, "", event, function.Place{})
	if err != nil || res.Message != "" || len(res.Logs) != 1 || res.Logs[0] != "/a" || !strings.Contains(res.Output, `"v"`) || res.Utilization <= 0 {
		t.Errorf("%+v, %v", res, err)
	}
	_, _, err = r.TestFunction("f", f.Development.ETag, StageLive, event, function.Place{})
	fails(t, "LIVE before it is", "NoSuchFunctionExists 404", err)
	_, _, err = r.TestFunction("f", f.Development.ETag, "PROD", event, function.Place{})
	fails(t, "no stage", "InvalidArgument 400", err)
	_, _, err = r.TestFunction("f", "E", StageDevelopment, event, function.Place{})
	fails(t, "another version", "PreconditionFailed 412", err)
	_, _, err = r.TestFunction("f", f.Development.ETag, StageDevelopment, []byte("{}"), function.Place{})
	fails(t, "no event", "InvalidArgument 400", err)
}

// What is made survives: functions run after a restart, stores have their keys,
// and versions hold.
func TestFunctionsSurvive(t *testing.T) {
	r, _ := newTest(t)
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s", Comment: "c", Items: map[string]string{"k": "v"}, Tags: []Tag{{Key: "a", Value: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.CreateFunction("f", js(s.ARN), []byte(answering), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.PublishFunction("f", f.Development.ETag); err != nil {
		t.Fatal(err)
	}
	if _, err := r.CreateDistribution(running("one", f.ARN), CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	doc := written(t, r)
	var state State
	if err := json.Unmarshal(doc, &state); err != nil {
		t.Fatal(err)
	}
	again, _ := newTest(t)
	if err := again.Load(&state); err != nil {
		t.Fatal(err)
	}
	if got := written(t, again); string(got) != string(doc) {
		t.Errorf("written again:\n%s\nwant\n%s", got, doc)
	}
	live := again.World().Live(f.ARN)
	if live == nil || live.Program.Fault() != nil {
		t.Fatalf("live: %+v", live)
	}
	if store, ok := live.Stores(""); !ok || store.Count() != 1 {
		t.Error("the function lost its store")
	}
	if _, err := again.UpdateKeys(s.ARN, s.DataETag, nil, []string{"k"}); err != nil {
		t.Errorf("the version that was handed out before no longer holds: %v", err)
	}
}

func TestFunctionTags(t *testing.T) {
	r, _ := newTest(t)
	f, err := r.CreateFunction("f", js(), []byte(answering), []Tag{{Key: "a", Value: "1"}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for _, arn := range []string{f.ARN, s.ARN} {
		if err := r.Tag(arn, []Tag{{Key: "b", Value: "2"}}); err != nil {
			t.Fatal(err)
		}
		tags, err := r.Tags(arn)
		if err != nil || tags[len(tags)-1] != (Tag{Key: "b", Value: "2"}) {
			t.Errorf("%s: %v, %v", arn, tags, err)
		}
	}
	if again, err := r.Function("f"); err != nil || len(again.Tags) != 2 || again.Development.ETag != f.Development.ETag {
		t.Errorf("%+v, %v", again, err)
	}
}

// A seed's configuration names functions by the ARN of the account it comes
// from.
func TestAdoptFunctions(t *testing.T) {
	r, _ := newTest(t)
	f, err := r.CreateFunction("f", js(), []byte(answering), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.PublishFunction("f", f.Development.ETag); err != nil {
		t.Fatal(err)
	}
	cfg := running("one", "arn:aws:cloudfront::111122223333:function/f")
	_, err = r.CreateDistribution(cfg, CreateOptions{})
	fails(t, "through the API", "InvalidFunctionAssociation 400", err)
	d, err := r.CreateDistribution(cfg, CreateOptions{Adopt: true})
	if err != nil || d.Config.DefaultCacheBehavior.FunctionAssociations.Items[0].FunctionARN != f.ARN {
		t.Errorf("%+v, %v", d, err)
	}
}
