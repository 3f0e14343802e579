package emulator_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	kvs "github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore"
	"github.com/aws/aws-sdk-go-v2/service/s3"
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

// keyValue is AWS's client of the stores' data API at the endpoint localhost:
// it calls 000000000000.localhost, which leads to r.
func (r *running) keyValue(secret string) *kvs.Client {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, r.Addresses().AWS)
	}
	return kvs.New(kvs.Options{
		BaseEndpoint: aws.String("http://localhost:4566"), Region: "us-east-1", RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", secret, ""),
		HTTPClient:  &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}},
	})
}

// TestKeyValueStoreBySDK: what the data API writes, functions read at once; it
// takes Signature Version 4A only.
func TestKeyValueStoreBySDK(t *testing.T) {
	r := start(t, functionSeed(t))
	ctx := t.Context()
	_, edge := r.clients()
	store, err := edge.DescribeKeyValueStore(ctx, &cloudfront.DescribeKeyValueStoreInput{Name: aws.String("paths")})
	if err != nil {
		t.Fatal(err)
	}
	arn, c := store.KeyValueStore.ARN, r.keyValue("test")
	d, err := c.DescribeKeyValueStore(ctx, &kvs.DescribeKeyValueStoreInput{KvsARN: arn})
	if err != nil || *d.ItemCount != 1 {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := c.PutKey(ctx, &kvs.PutKeyInput{KvsARN: arn, Key: aws.String("/moved.txt"), Value: aws.String("/new.txt"), IfMatch: d.ETag}); err != nil {
		t.Fatal(err)
	}
	if a := r.send("GET", "http://"+r.Addresses().Edge+"/moved.txt", "efn.cloudfront.localhost", ""); a.StatusCode != 200 || a.body != "new" {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
	if _, err := r.keyValue("other").DescribeKeyValueStore(ctx, &kvs.DescribeKeyValueStoreInput{KvsARN: arn}); code(err) != "InvalidSignatureException" {
		t.Error(err)
	}
	path := "http://" + r.Addresses().AWS + "/key-value-stores/" + strings.Replace(*arn, "/", "%2F", 1)
	if a := r.send("GET", path, "000000000000.localhost", ""); a.StatusCode != 403 || a.Header.Get("X-Amzn-Errortype") != "MissingAuthenticationTokenException" {
		t.Errorf("unsigned: %d %v %s", a.StatusCode, a.Header, a.body)
	}
}

// TestImportFromBucket fills a store from an object of this S3.
func TestImportFromBucket(t *testing.T) {
	r := start(t, "--empty")
	store, edge := r.clients()
	if _, err := store.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("imports")}); err != nil {
		t.Fatal(err)
	}
	put(t, store, "imports", "a/pairs.json", `{"data":[{"key":"a","value":"1"}]}`)
	create := func(name, arn string) error {
		_, err := edge.CreateKeyValueStore(t.Context(), &cloudfront.CreateKeyValueStoreInput{Name: aws.String(name),
			ImportSource: &cf.ImportSource{SourceType: "S3", SourceARN: aws.String(arn)}})
		return err
	}
	if err := create("s", "arn:aws:s3:::imports/a/pairs.json"); err != nil {
		t.Fatal(err)
	}
	made, err := edge.DescribeKeyValueStore(t.Context(), &cloudfront.DescribeKeyValueStoreInput{Name: aws.String("s")})
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.keyValue("test").GetKey(t.Context(), &kvs.GetKeyInput{KvsARN: made.KeyValueStore.ARN, Key: aws.String("a")})
	if err != nil || *got.Value != "1" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, arn := range []string{"arn:aws:s3:::imports/none", "arn:aws:s3:::none/a"} {
		if err := create("t", arn); code(err) != "InvalidArgument" {
			t.Errorf("%s: %v", arn, err)
		}
	}
}
