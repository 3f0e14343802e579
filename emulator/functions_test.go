package emulator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// functionSeed is a world whose distribution runs two functions, one of which
// reads a key value store.
func functionSeed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"seed.yaml": `
buckets: [{name: media, objects: [{from: new.txt}, {from: new.txt, to: old.txt}]}]
keyValueStores: [{name: paths, items: {/old.txt: /new.txt}}]
functions:
  - {name: rewrite, code: rewrite.js, keyValueStore: paths}
  - {name: cors, runtime: cloudfront-js-1.0, code: cors.js}
distributions:
  - {id: EFN, default: true, origin: "s3://media", behavior: {viewerRequest: rewrite, viewerResponse: cors}}
`,
		"new.txt":    "new",
		"rewrite.js": "import cf from 'cloudfront';\nconst kvs = cf.kvs();\nasync function handler(event) {\n  const r = event.request;\n  try { r.uri = await kvs.get(r.uri) } catch (e) { console.log('no ' + r.uri) }\n  return r;\n}\n",
		"cors.js":    "function handler(event) { var r = event.response; r.headers['access-control-allow-origin'] = {value: '*'}; return r; }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "--config=" + filepath.Join(dir, "seed.yaml")
}

// TestFunctionsOfASeed: a seed's functions run, can be changed through the API,
// and are what they became after a restart.
func TestFunctionsOfASeed(t *testing.T) {
	dir := "--data-dir=" + filepath.Join(t.TempDir(), "data")
	r := start(t, functionSeed(t), dir)
	host := "efn.cloudfront.localhost"
	get := func(r *running, path string) answer {
		t.Helper()
		return r.send("GET", "http://"+r.Addresses().Edge+path, host, "", "Origin", page)
	}
	if a := get(r, "/old.txt"); a.StatusCode != 200 || a.body != "new" || a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%d %q %v", a.StatusCode, a.body, a.Header)
	}
	x := r.last()
	var said []string
	for _, s := range x.Edge.Steps {
		said = append(said, s.Stage+": "+s.What)
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "viewer-request function: uri") || !strings.Contains(all, "viewer-response function: Function cors ran") {
		t.Errorf("the exchange says\n%s", all)
	}
	get(r, "/other.txt")
	if steps := r.last().Edge.Steps; !strings.Contains(steps[2].What, "no /other.txt") {
		t.Errorf("the log line is not among %+v", steps)
	}

	_, edge := r.clients()
	name := aws.String("cors")
	before, err := edge.DescribeFunction(t.Context(), &cloudfront.DescribeFunctionInput{Name: name})
	if err != nil || *before.FunctionSummary.Status != "DEPLOYED" {
		t.Fatalf("%+v, %v", before, err)
	}
	updated, err := edge.UpdateFunction(t.Context(), &cloudfront.UpdateFunctionInput{Name: name, IfMatch: before.ETag,
		FunctionConfig: &cf.FunctionConfig{Comment: aws.String(""), Runtime: "cloudfront-js-2.0"},
		FunctionCode:   []byte("async function handler(event) { event.response.headers['x-new'] = {value: '1'}; return event.response }")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := edge.PublishFunction(t.Context(), &cloudfront.PublishFunctionInput{Name: name, IfMatch: updated.ETag}); err != nil {
		t.Fatal(err)
	}
	if a := get(r, "/old.txt"); a.Header.Get("X-New") != "1" || a.Header.Get("Access-Control-Allow-Origin") != "" || a.Header.Get("X-Cache") != "Hit from cloudfront" {
		t.Errorf("after the update: %v", a.Header)
	}
	r.stop()

	r = start(t, dir)
	if a := get(r, "/old.txt"); a.body != "new" || a.Header.Get("X-New") != "1" {
		t.Errorf("after the restart: %q %v", a.body, a.Header)
	}
}
