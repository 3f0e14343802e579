package keyvalue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	kvs "github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore"
	"github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

type still struct{}

func (still) Now() time.Time { return time.Date(2026, 11, 23, 12, 30, 15, 250_000_000, time.UTC) }

// server is the API over a registry with one store.
type server struct {
	*httptest.Server
	registry *registry.Registry
	arn      string
}

func newServer(t *testing.T, authenticate func(*http.Request) error) *server {
	t.Helper()
	s := &server{registry: registry.New(registry.Config{Clock: still{}})}
	made, err := s.registry.CreateKeyValueStore(registry.StoreInput{Name: "s", Items: map[string]string{"a": "1", "b/c d": "ü"}})
	if err != nil {
		t.Fatal(err)
	}
	s.arn = made.ARN
	s.Server = httptest.NewServer(New(Config{Registry: s.registry, Authenticate: authenticate, Clock: still{}}))
	t.Cleanup(s.Close)
	return s
}

// client is AWS's SDK; the host that it makes of the endpoint leads to s.
func (s *server) client() *kvs.Client {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, s.Listener.Addr().String())
	}
	return kvs.New(kvs.Options{
		BaseEndpoint: aws.String("http://localhost:4566"), Region: "us-east-1", RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		HTTPClient:  &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}},
	})
}

// code is what the SDK understood of an error, as "Code status"; "" for nil.
func code(err error) string {
	var api smithy.APIError
	var res *smithyhttp.ResponseError
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &api) || !errors.As(err, &res):
		return err.Error()
	}
	return fmt.Sprintf("%s %d", api.ErrorCode(), res.HTTPStatusCode())
}

func TestThroughSDK(t *testing.T) {
	s := newServer(t, nil)
	c, ctx, arn := s.client(), t.Context(), aws.String(s.arn)
	want := func(what, want string, err error) {
		t.Helper()
		if got := code(err); got != want {
			t.Errorf("%s: %v, want %q", what, err, want)
		}
	}
	d, err := c.DescribeKeyValueStore(ctx, &kvs.DescribeKeyValueStoreInput{KvsARN: arn})
	if err != nil || *d.ItemCount != 2 || *d.TotalSizeInBytes != 9 || *d.KvsARN != s.arn || !d.Created.Equal(still{}.Now()) || *d.Status != "READY" || *d.ETag == "" {
		t.Fatalf("DescribeKeyValueStore: %+v, %v", d, err)
	}
	got, err := c.GetKey(ctx, &kvs.GetKeyInput{KvsARN: arn, Key: aws.String("b/c d")})
	if err != nil || *got.Key != "b/c d" || *got.Value != "ü" || *got.ItemCount != 2 {
		t.Errorf("GetKey: %+v, %v", got, err)
	}
	put, err := c.PutKey(ctx, &kvs.PutKeyInput{KvsARN: arn, Key: aws.String("d?e%f"), Value: aws.String("2"), IfMatch: d.ETag})
	if err != nil || *put.ItemCount != 3 || *put.ETag == *d.ETag {
		t.Fatalf("PutKey: %+v, %v", put, err)
	}
	_, err = c.PutKey(ctx, &kvs.PutKeyInput{KvsARN: arn, Key: aws.String("x"), Value: aws.String("2"), IfMatch: d.ETag})
	want("an old version", "ConflictException 409", err)
	var conflict *types.ConflictException
	if !errors.As(err, &conflict) || conflict.ErrorMessage() == "" {
		t.Errorf("the SDK knows no such error: %v", err)
	}
	_, err = c.DeleteKey(ctx, &kvs.DeleteKeyInput{KvsARN: arn, Key: aws.String("x"), IfMatch: put.ETag})
	want("deleting what is not there", "ResourceNotFoundException 404", err)
	deleted, err := c.DeleteKey(ctx, &kvs.DeleteKeyInput{KvsARN: arn, Key: aws.String("a"), IfMatch: put.ETag})
	if err != nil || *deleted.ItemCount != 2 {
		t.Fatalf("DeleteKey: %+v, %v", deleted, err)
	}
	_, err = c.GetKey(ctx, &kvs.GetKeyInput{KvsARN: arn, Key: aws.String("a")})
	want("a deleted key", "ResourceNotFoundException 404", err)
	updated, err := c.UpdateKeys(ctx, &kvs.UpdateKeysInput{KvsARN: arn, IfMatch: deleted.ETag,
		Puts:    []types.PutKeyRequestListItem{{Key: aws.String("p"), Value: aws.String("3")}, {Key: aws.String("q"), Value: aws.String("")}},
		Deletes: []types.DeleteKeyRequestListItem{{Key: aws.String("b/c d")}}})
	if err != nil || *updated.ItemCount != 3 || *updated.TotalSizeInBytes != 9 {
		t.Fatalf("UpdateKeys: %+v, %v", updated, err)
	}
	_, err = c.UpdateKeys(ctx, &kvs.UpdateKeysInput{KvsARN: arn, IfMatch: updated.ETag})
	want("no keys", "ValidationException 400", err)
	_, err = c.UpdateKeys(ctx, &kvs.UpdateKeysInput{KvsARN: arn, IfMatch: updated.ETag, Puts: []types.PutKeyRequestListItem{
		{Key: aws.String("p"), Value: aws.String("3")}, {Key: aws.String("p"), Value: aws.String("4")}}})
	want("a key twice", "ValidationException 400", err)
	other := aws.String("arn:aws:cloudfront::000000000000:key-value-store/00000000-0000-4000-8000-000000000000")
	_, err = c.DescribeKeyValueStore(ctx, &kvs.DescribeKeyValueStoreInput{KvsARN: other})
	want("another store", "ResourceNotFoundException 404", err)
	_, err = c.GetKey(ctx, &kvs.GetKeyInput{KvsARN: other, Key: aws.String("a")})
	want("a key of another store", "ResourceNotFoundException 404", err)
}

func TestListKeys(t *testing.T) {
	s := newServer(t, nil)
	c, ctx, arn := s.client(), t.Context(), aws.String(s.arn)
	store, err := s.registry.Keys(s.arn)
	if err != nil {
		t.Fatal(err)
	}
	puts := map[string]string{}
	for i := range 50 {
		puts[fmt.Sprintf("k%02d", i)] = fmt.Sprint(i)
	}
	if store, err = s.registry.UpdateKeys(s.arn, store.DataETag, nil, []string{"a", "b/c d"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.registry.UpdateKeys(s.arn, store.DataETag, puts, nil); err != nil {
		t.Fatal(err)
	}
	for size, pages := range map[int32]int{0: 5, 7: 8, 50: 1} {
		in := &kvs.ListKeysInput{KvsARN: arn}
		if size > 0 {
			in.MaxResults = aws.Int32(size)
		}
		var all []string
		n := 0
		for p := kvs.NewListKeysPaginator(c, in); p.HasMorePages(); n++ {
			page, err := p.NextPage(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range page.Items {
				all = append(all, *item.Key+"="+*item.Value)
			}
		}
		if n != pages || len(all) != 50 || all[0] != "k00=0" || all[49] != "k49=49" {
			t.Errorf("pages of %d: %d pages, %d items: %q", size, n, len(all), all)
		}
	}
	for _, in := range []*kvs.ListKeysInput{{KvsARN: arn, MaxResults: aws.Int32(51)}, {KvsARN: arn, NextToken: aws.String("?")}} {
		if _, err := c.ListKeys(ctx, in); code(err) != "ValidationException 400" {
			t.Error(err)
		}
	}
}

func TestRaw(t *testing.T) {
	s := newServer(t, nil)
	arn := "arn%3Aaws%3Acloudfront%3A%3A000000000000%3Akey-value-store%2F" + s.arn[strings.LastIndexByte(s.arn, '/')+1:]
	tests := []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"a store", "GET", "/key-value-stores/" + arn, "", 200, `{"ItemCount":2,"TotalSizeInBytes":9,"KvsARN":"` + s.arn + `","Created":1795437015.25,"LastModified":1795437015.25,"Status":"READY"}`},
		{"with colons", "GET", "/key-value-stores/" + strings.ReplaceAll(arn, "%3A", ":") + "/keys/a", "", 200, `{"Key":"a","Value":"1","ItemCount":2,"TotalSizeInBytes":9}`},
		{"a slash in the ARN", "GET", "/key-value-stores/" + s.arn, "", 404, "{"},
		{"no value", "PUT", "/key-value-stores/" + arn + "/keys/a", "{}", 400, "Value is required"},
		{"a number", "PUT", "/key-value-stores/" + arn + "/keys/a", `{"Value":1}`, 400, "{"},
		{"no JSON", "POST", "/key-value-stores/" + arn + "/keys", "x", 400, "{"},
		{"no version", "PUT", "/key-value-stores/" + arn + "/keys/a", `{"Value":"1"}`, 400, "If-Match"},
		{"no key", "PUT", "/key-value-stores/" + arn + "/keys/", `{"Value":"1"}`, 400, "{"},
		{"another path", "GET", "/key-value-stores/" + arn + "/values", "", 404, "{"},
		{"another method", "PATCH", "/key-value-stores/" + arn, "", 404, "{"},
		{"nothing", "GET", "/", "", 404, "{"},
	}
	for _, tt := range tests {
		req, err := http.NewRequestWithContext(t.Context(), tt.method, s.URL+tt.path, strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := s.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != tt.status || !strings.Contains(string(text), tt.says) || resp.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s", tt.name, resp.StatusCode, text)
		}
		if failed := tt.status >= 400; failed != (resp.Header.Get("X-Amzn-Errortype") != "") {
			t.Errorf("%s: %v", tt.name, resp.Header)
		}
	}
}

func TestAuthentication(t *testing.T) {
	s := newServer(t, func(r *http.Request) error {
		return &policy.Error{Code: "InvalidSignatureException", Message: "no", Status: 403}
	})
	_, err := s.client().DescribeKeyValueStore(t.Context(), &kvs.DescribeKeyValueStoreInput{KvsARN: aws.String(s.arn)})
	if code(err) != "InvalidSignatureException 403" {
		t.Error(err)
	}
}

// Whatever comes, a call is answered, and only with a version may it change
// anything.
func FuzzServe(f *testing.F) {
	f.Add("PUT", "/key-value-stores/x/keys/a", `{"Value":"1"}`)
	f.Add("POST", "/key-value-stores/x/keys", `{"Puts":[{"Key":"a","Value":"2"}],"Deletes":[{"Key":"a"}]}`)
	f.Add("GET", "/key-value-stores/x/keys?NextToken=YQ==&MaxResults=3", "")
	f.Fuzz(func(t *testing.T, method, path, body string) {
		r := registry.New(registry.Config{Clock: still{}})
		s, err := r.CreateKeyValueStore(registry.StoreInput{Name: "s", Items: map[string]string{"a": "1"}})
		if err != nil {
			t.Fatal(err)
		}
		path = strings.Replace(path, "/x", "/"+strings.ReplaceAll(s.ARN, "/", "%2F"), 1)
		req, err := http.NewRequestWithContext(t.Context(), method, "http://localhost"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		w := httptest.NewRecorder()
		New(Config{Registry: r}).ServeHTTP(w, req)
		if w.Code >= 500 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if now, _ := r.Keys(s.ARN); now.DataETag != s.DataETag {
			t.Errorf("changed without a version: %v", now.Items)
		}
	})
}
