package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/google/go-cmp/cmp"
)

const viewerRequest = `{"version":"1.0","context":{"eventType":"viewer-request"},"viewer":{"ip":"198.51.100.11"},
"request":{"method":"GET","uri":"/example.png","querystring":{},"headers":{"host":{"value":"www.example.com"}},"cookies":{}}}`

// TestFunctionsThroughSDK follows a function through the AWS SDK, from its
// creation to its end.
func TestFunctionsThroughSDK(t *testing.T) {
	s := newServer(t, nil)
	c, ctx := s.client(), t.Context()
	want := func(what, want string, err error) {
		t.Helper()
		if got := code(err); got != want {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	name := aws.String("f")
	cfg := &types.FunctionConfig{Comment: aws.String("c"), Runtime: types.FunctionRuntimeCloudfrontJs20}
	source := []byte("function handler(event) { console.log(event.request.uri); event.request.uri = '/ü'; return event.request }")
	made, err := c.CreateFunction(ctx, &cloudfront.CreateFunctionInput{Name: name, FunctionConfig: cfg, FunctionCode: source,
		Tags: &types.Tags{Items: []types.Tag{{Key: aws.String("a"), Value: aws.String("b")}}}})
	if err != nil {
		t.Fatal(err)
	}
	const arn = "arn:aws:cloudfront::000000000000:function/f"
	if m := made.FunctionSummary.FunctionMetadata; *made.FunctionSummary.Status != "UNPUBLISHED" || m.Stage != "DEVELOPMENT" || *m.FunctionARN != arn ||
		m.CreatedTime == nil || *made.Location != s.URL+"/2020-05-31/function/"+arn || *made.ETag == "" {
		t.Errorf("CreateFunction: %+v %+v", made, m)
	}
	if tagged, err := c.ListTagsForResource(ctx, &cloudfront.ListTagsForResourceInput{Resource: aws.String(arn)}); err != nil || len(tagged.Tags.Items) != 1 {
		t.Errorf("tags: %+v, %v", tagged, err)
	}
	described, err := c.DescribeFunction(ctx, &cloudfront.DescribeFunctionInput{Name: name})
	if err != nil || !cmp.Equal(made.FunctionSummary, described.FunctionSummary, noSerde()) || *described.ETag != *made.ETag {
		t.Errorf("DescribeFunction: %+v, %v", described, err)
	}
	got, err := c.GetFunction(ctx, &cloudfront.GetFunctionInput{Name: name})
	if err != nil || string(got.FunctionCode) != string(source) || *got.ETag != *made.ETag || *got.ContentType != "application/octet-stream" {
		t.Errorf("GetFunction: %+v, %v", got, err)
	}
	_, err = c.GetFunction(ctx, &cloudfront.GetFunctionInput{Name: name, Stage: "LIVE"})
	want("LIVE before it is", "NoSuchFunctionExists 404", err)

	tested, err := c.TestFunction(ctx, &cloudfront.TestFunctionInput{Name: name, IfMatch: made.ETag, EventObject: []byte(viewerRequest)})
	if err != nil {
		t.Fatal(err)
	}
	r := tested.TestResult
	if !cmp.Equal(r.FunctionExecutionLogs, []string{"/example.png"}) || *r.FunctionErrorMessage != "" || *r.ComputeUtilization == "" ||
		!strings.Contains(*r.FunctionOutput, `"uri":"/ü"`) || *r.FunctionSummary.Name != "f" {
		t.Errorf("TestFunction: %v %q %s %s", r.FunctionExecutionLogs, *r.FunctionErrorMessage, *r.ComputeUtilization, *r.FunctionOutput)
	}
	_, err = c.TestFunction(ctx, &cloudfront.TestFunctionInput{Name: name, IfMatch: made.ETag, EventObject: []byte("{}")})
	want("no event", "InvalidArgument 400", err)

	_, err = c.UpdateFunction(ctx, &cloudfront.UpdateFunctionInput{Name: name, IfMatch: aws.String("E"), FunctionConfig: cfg, FunctionCode: source})
	want("at another version", "PreconditionFailed 412", err)
	failing := []byte("function handler() { throw new TypeError('no') }")
	updated, err := c.UpdateFunction(ctx, &cloudfront.UpdateFunctionInput{Name: name, IfMatch: made.ETag, FunctionConfig: cfg, FunctionCode: failing})
	if err != nil || updated.ETag == nil || *updated.ETag == *made.ETag {
		t.Fatalf("UpdateFunction: %+v, %v", updated, err)
	}
	tested, err = c.TestFunction(ctx, &cloudfront.TestFunctionInput{Name: name, IfMatch: updated.ETag, Stage: "DEVELOPMENT", EventObject: []byte(viewerRequest)})
	if err != nil || !strings.Contains(*tested.TestResult.FunctionErrorMessage, "TypeError: no") || *tested.TestResult.FunctionOutput != "" {
		t.Errorf("TestFunction that throws: %+v, %v", tested, err)
	}
	published, err := c.PublishFunction(ctx, &cloudfront.PublishFunctionInput{Name: name, IfMatch: updated.ETag})
	if err != nil || published.FunctionSummary.FunctionMetadata.Stage != "LIVE" || *published.FunctionSummary.Status != "UNASSOCIATED" {
		t.Fatalf("PublishFunction: %+v, %v", published, err)
	}
	live, err := c.GetFunction(ctx, &cloudfront.GetFunctionInput{Name: name, Stage: "LIVE"})
	if err != nil || string(live.FunctionCode) != string(failing) || *live.ETag == *updated.ETag {
		t.Errorf("GetFunction LIVE: %+v, %v", live, err)
	}

	d := simple("with a function")
	d.DefaultCacheBehavior.FunctionAssociations = &types.FunctionAssociations{Quantity: aws.Int32(1),
		Items: []types.FunctionAssociation{{EventType: "viewer-request", FunctionARN: aws.String(arn)}}}
	if _, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: d}); err != nil {
		t.Fatal(err)
	}
	_, err = c.DeleteFunction(ctx, &cloudfront.DeleteFunctionInput{Name: name, IfMatch: updated.ETag})
	want("in use", "FunctionInUse 409", err)
	var inUse *types.FunctionInUse
	if !errors.As(err, &inUse) {
		t.Errorf("the SDK knows no such error: %v", err)
	}
	d.CallerReference, d.DefaultCacheBehavior.FunctionAssociations.Items[0].FunctionARN = aws.String("2"), aws.String(arn+"2")
	_, err = c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: d})
	want("no such function", "InvalidFunctionAssociation 400", err)
	d.DefaultCacheBehavior.FunctionAssociations = nil
	d.DefaultCacheBehavior.LambdaFunctionAssociations = &types.LambdaFunctionAssociations{Quantity: aws.Int32(1),
		Items: []types.LambdaFunctionAssociation{{EventType: "origin-request", LambdaFunctionARN: aws.String("arn:aws:lambda:us-east-1:000000000000:function:l:1")}}}
	_, err = c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: d})
	want("Lambda@Edge", "InvalidLambdaFunctionAssociation 400", err)
	if err == nil || !strings.Contains(err.Error(), "CloudFront Functions") {
		t.Errorf("the refusal names no alternative: %v", err)
	}
}

// ListFunctions lists both stages unless it is asked for one, page by page.
func TestListFunctions(t *testing.T) {
	s := newServer(t, nil)
	c, ctx := s.client(), t.Context()
	for i := range 3 {
		name := aws.String(fmt.Sprint("f", i))
		made, err := c.CreateFunction(ctx, &cloudfront.CreateFunctionInput{Name: name, FunctionConfig: &types.FunctionConfig{Comment: aws.String(""), Runtime: "cloudfront-js-1.0"}, FunctionCode: []byte("//")})
		if err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			if _, err := c.PublishFunction(ctx, &cloudfront.PublishFunctionInput{Name: name, IfMatch: made.ETag}); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := func(stage types.FunctionStage, size int32) (all []string) {
		t.Helper()
		in := &cloudfront.ListFunctionsInput{Stage: stage, MaxItems: aws.Int32(size)}
		for range 10 {
			page, err := c.ListFunctions(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.FunctionList.Items) > int(size) {
				t.Errorf("%d on a page of %d", len(page.FunctionList.Items), size)
			}
			for _, f := range page.FunctionList.Items {
				all = append(all, *f.Name+" "+string(f.FunctionMetadata.Stage)+" "+*f.Status)
			}
			if in.Marker = page.FunctionList.NextMarker; in.Marker == nil {
				break
			}
		}
		return all
	}
	both := []string{"f0 DEVELOPMENT UNPUBLISHED", "f1 DEVELOPMENT UNASSOCIATED", "f1 LIVE UNASSOCIATED", "f2 DEVELOPMENT UNPUBLISHED"}
	if got := list("", 2); !cmp.Equal(got, both) {
		t.Errorf("all: %q", got)
	}
	if got := list("", 100); !cmp.Equal(got, both) {
		t.Errorf("all at once: %q", got)
	}
	if got := list("LIVE", 100); !cmp.Equal(got, both[2:3]) {
		t.Errorf("LIVE: %q", got)
	}
	if got := list("DEVELOPMENT", 1); len(got) != 3 {
		t.Errorf("DEVELOPMENT: %q", got)
	}
}

func TestStoresThroughSDK(t *testing.T) {
	s := newServer(t, nil)
	c, ctx := s.client(), t.Context()
	name := aws.String("s")
	made, err := c.CreateKeyValueStore(ctx, &cloudfront.CreateKeyValueStoreInput{Name: name, Comment: aws.String("c")})
	if err != nil || *made.KeyValueStore.Status != "READY" || *made.KeyValueStore.ARN != "arn:aws:cloudfront::000000000000:key-value-store/"+*made.KeyValueStore.Id {
		t.Fatalf("CreateKeyValueStore: %+v, %v", made, err)
	}
	if _, err := c.CreateKeyValueStore(ctx, &cloudfront.CreateKeyValueStoreInput{Name: name}); code(err) != "EntityAlreadyExists 409" {
		t.Error(err)
	}
	described, err := c.DescribeKeyValueStore(ctx, &cloudfront.DescribeKeyValueStoreInput{Name: name})
	if err != nil || !cmp.Equal(made.KeyValueStore, described.KeyValueStore, noSerde()) || *described.ETag != *made.ETag {
		t.Errorf("DescribeKeyValueStore: %+v, %v", described, err)
	}
	updated, err := c.UpdateKeyValueStore(ctx, &cloudfront.UpdateKeyValueStoreInput{Name: name, IfMatch: made.ETag, Comment: aws.String("d")})
	if err != nil || *updated.KeyValueStore.Comment != "d" || *updated.ETag == *made.ETag {
		t.Fatalf("UpdateKeyValueStore: %+v, %v", updated, err)
	}
	for status, n := range map[string]int32{"": 1, "READY": 1, "PROVISIONING": 0} {
		in := &cloudfront.ListKeyValueStoresInput{}
		if status != "" {
			in.Status = aws.String(status)
		}
		if list, err := c.ListKeyValueStores(ctx, in); err != nil || *list.KeyValueStoreList.Quantity != n {
			t.Errorf("ListKeyValueStores %s: %+v, %v", status, list, err)
		}
	}
	fn, err := c.CreateFunction(ctx, &cloudfront.CreateFunctionInput{Name: aws.String("f"), FunctionCode: []byte("//"), FunctionConfig: &types.FunctionConfig{
		Comment: aws.String(""), Runtime: "cloudfront-js-2.0", KeyValueStoreAssociations: &types.KeyValueStoreAssociations{
			Quantity: aws.Int32(1), Items: []types.KeyValueStoreAssociation{{KeyValueStoreARN: made.KeyValueStore.ARN}}}}})
	if err != nil || *fn.FunctionSummary.FunctionConfig.KeyValueStoreAssociations.Items[0].KeyValueStoreARN != *made.KeyValueStore.ARN {
		t.Fatalf("a function with a store: %+v, %v", fn, err)
	}
	if _, err := c.DeleteKeyValueStore(ctx, &cloudfront.DeleteKeyValueStoreInput{Name: name, IfMatch: updated.ETag}); code(err) != "CannotDeleteEntityWhileInUse 409" {
		t.Error(err)
	}
	if _, err := c.DeleteFunction(ctx, &cloudfront.DeleteFunctionInput{Name: aws.String("f"), IfMatch: fn.ETag}); err != nil {
		t.Error(err)
	}
	if _, err := c.DeleteKeyValueStore(ctx, &cloudfront.DeleteKeyValueStoreInput{Name: name, IfMatch: updated.ETag}); err != nil {
		t.Error(err)
	}
	if _, err := c.DescribeKeyValueStore(ctx, &cloudfront.DescribeKeyValueStoreInput{Name: name}); code(err) != "EntityNotFound 404" {
		t.Error(err)
	}
}

func TestImportSource(t *testing.T) {
	s := newServer(t, nil)
	file, fails := "", error(nil)
	var asked string
	s.Server.Config.Handler = New(Config{Registry: s.registry, Import: func(_ context.Context, bucket, key string) ([]byte, error) {
		asked = bucket + " " + key
		return []byte(file), fails
	}})
	create := func(name string) (*http.Response, string) {
		return s.do(t, "POST", "/key-value-store", "<CreateKeyValueStoreRequest><Name>"+name+"</Name><ImportSource><SourceType>S3</SourceType><SourceARN>arn:aws:s3:::b/dir/k.json</SourceARN></ImportSource></CreateKeyValueStoreRequest>")
	}
	file = `{"data":[{"key":"a","value":"1"},{"key":"b","value":""}]}`
	if res, body := create("s"); res.StatusCode != 201 || asked != "b dir/k.json" {
		t.Fatalf("%d %s; asked for %s", res.StatusCode, body, asked)
	}
	store, err := s.registry.KeyValueStore("s")
	if err != nil || !cmp.Equal(store.Items, map[string]string{"a": "1", "b": ""}) {
		t.Errorf("%+v, %v", store, err)
	}
	for _, file = range []string{``, `[]`, `{}`, `{"data":null}`, `{"data":[{"key":"a"}]}`, `{"data":[{"key":"a","value":1}]}`, `{"data":[{"key":"a","value":"1","x":1}]}`,
		`{"data":[],"more":1}`, `{"data":[]}{}`, `{"data":[{"key":"a","value":"1"},{"key":"a","value":"2"}]}`, `{"data":[{"key":"","value":"1"}]}`} {
		if res, body := create("t"); res.StatusCode != 400 || !strings.Contains(body, "<Code>InvalidArgument</Code>") {
			t.Errorf("%s: %d %s", file, res.StatusCode, body)
		}
	}
	fails = errors.New("no such key")
	if res, body := create("t"); res.StatusCode != 400 || !strings.Contains(body, "no such key") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

// A file to import either is refused, or gives every pair once.
func FuzzReadItems(f *testing.F) {
	f.Add([]byte(`{"data":[{"key":"a","value":"1"}]}`))
	f.Add([]byte(`{"data":[{"key":"a","value":"1"},{"Key":"a","value":null}]}`))
	f.Add([]byte(`{"data":[{}]} x`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		items, err := readItems(doc)
		if err == nil && len(items) > len(doc)/10 {
			t.Errorf("%d items out of %d bytes", len(items), len(doc))
		}
	})
}
