package policy

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// capture takes the body of the SDK's request and answers with an error.
type capture struct{ body []byte }

func (c *capture) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	c.body = body
	return &http.Response{StatusCode: 400, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(""))}, nil
}

// TestWireAgainstSDK: what AWS's SDK writes, with every member set, is read
// whole, and what is written here is read by the same reader.
func TestWireAgainstSDK(t *testing.T) {
	var got capture
	client := cloudfront.New(cloudfront.Options{Region: "us-east-1", HTTPClient: &got, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("k", "s", "")})
	ctx := context.Background()
	distribution := filled[types.DistributionConfig]()
	cache := filled[types.CachePolicyConfig]()
	request := filled[types.OriginRequestPolicyConfig]()
	response := filled[types.ResponseHeadersPolicyConfig]()
	control := filled[types.OriginAccessControlConfig]()
	for _, c := range []struct {
		sdk  any
		send func() error
		read func(doc []byte) (any, error)
	}{
		{distribution, func() error {
			_, err := client.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: distribution})
			return err
		}, func(doc []byte) (any, error) { return ParseDistributionConfig(doc) }},
		{cache, func() error {
			_, err := client.CreateCachePolicy(ctx, &cloudfront.CreateCachePolicyInput{CachePolicyConfig: cache})
			return err
		}, func(doc []byte) (any, error) { return ParseCachePolicy(doc) }},
		{request, func() error {
			_, err := client.CreateOriginRequestPolicy(ctx, &cloudfront.CreateOriginRequestPolicyInput{OriginRequestPolicyConfig: request})
			return err
		}, func(doc []byte) (any, error) { return ParseOriginRequestPolicy(doc) }},
		{response, func() error {
			_, err := client.CreateResponseHeadersPolicy(ctx, &cloudfront.CreateResponseHeadersPolicyInput{ResponseHeadersPolicyConfig: response})
			return err
		}, func(doc []byte) (any, error) { return ParseResponseHeadersPolicy(doc) }},
		{control, func() error {
			_, err := client.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: control})
			return err
		}, func(doc []byte) (any, error) { return ParseOriginAccessControl(doc) }},
	} {
		var sent interface{ HTTPStatusCode() int }
		if err := c.send(); !errors.As(err, &sent) {
			t.Fatal(err) // never left the SDK
		}
		ours, err := c.read(got.body)
		if err != nil {
			t.Errorf("%T: %v\n%s", c.sdk, err, got.body)
			continue
		}
		if !reflect.DeepEqual(asMap(t, ours), asMap(t, c.sdk)) {
			t.Errorf("%T:\ngot  %s\nwant %s", c.sdk, mustJSON(t, ours), mustJSON(t, c.sdk))
		}
		written, err := xml.Marshal(ours)
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.read(written)
		if err != nil || !reflect.DeepEqual(again, ours) {
			t.Errorf("%T written and read: %v\n%s", c.sdk, err, written)
		}
		if a, b := elementNames(t, written), elementNames(t, got.body); !reflect.DeepEqual(a, b) {
			t.Errorf("%T: elements\ngot  %v\nwant %v", c.sdk, a, b)
		}
	}
}

// elementNames counts the paths of a document's elements.
func elementNames(t *testing.T, doc []byte) map[string]int {
	t.Helper()
	count := map[string]int{}
	var path []string
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			path = append(path, tok.Name.Local)
			count[strings.Join(path, "/")]++
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

// filled is a T with every member set.
func filled[T any]() *T {
	v := new(T)
	fillValue(reflect.ValueOf(v).Elem())
	return v
}

func fillValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fillValue(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillValue(v.Index(0))
		fillValue(v.Index(1))
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(12.5)
	}
}

func asMap(t *testing.T, v any) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(mustJSON(t, v)), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

var _ aws.HTTPClient = (*capture)(nil)
