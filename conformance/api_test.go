package conformance_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// call is a step of the control plane: the case gives the members that matter,
// the rest of the body is made up here.
func (w *world) call(t *testing.T, s *step) {
	t.Helper()
	path := strings.TrimPrefix(s.Request.Path, "/2020-05-31")
	call := w.operation(t, s, path)
	if strings.HasSuffix(s.Expect.ErrorCode, "AlreadyExists") {
		must(t, call())
	}
	err := call()
	status := 0
	var answered *smithyhttp.ResponseError
	if errors.As(err, &answered) {
		status = answered.HTTPStatusCode()
	}
	want := strings.Trim(string(s.Expect.Status), `"`)
	if s.Expect.ErrorCode == "" {
		if err != nil {
			t.Errorf("%v, want %s", err, want)
		}
		return
	}
	if got := code(err); got != s.Expect.ErrorCode || !matches(s.Expect.Status, jsonOf(t, status), true, nil) {
		t.Errorf("%s %s: %d %s (%v), want %s %s", s.Request.Method, path, status, got, err, want, s.Expect.ErrorCode)
	}
}

// operation is the SDK's call for the step.
func (w *world) operation(t *testing.T, s *step, path string) func() error {
	t.Helper()
	ctx, c := t.Context(), w.cloudfront
	var ifMatch *string
	if value, ok := s.Request.Headers["If-Match"]; ok {
		ifMatch = aws.String(strings.ReplaceAll(value[0], "{etag}", w.etag))
	}
	fields := s.Request.BodyFields
	switch s.Request.Method + " " + path {
	case "PUT /distribution/{Id}/config":
		config := w.config
		if whole, ok := fields["DistributionConfig"].(map[string]any); ok {
			readInto(t, []byte(jsonOf(t, whole)), &config)
		}
		return func() error {
			_, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: &w.id, IfMatch: ifMatch, DistributionConfig: &config})
			return err
		}
	case "DELETE /distribution/{Id}":
		return func() error {
			_, err := c.DeleteDistribution(ctx, &cloudfront.DeleteDistributionInput{Id: &w.id, IfMatch: ifMatch})
			return err
		}
	case "POST /distribution":
		var config cf.DistributionConfig
		readInto(t, []byte(jsonOf(t, w.config)), &config)
		config.CallerReference = aws.String("another")
		if fields["DefaultCacheBehavior"] != nil {
			config.DefaultCacheBehavior = nil // not to be mixed
		}
		if fields["Origins"] != nil {
			config.Origins = nil
		}
		text := jsonOf(t, fields)
		for name, id := range w.policy {
			text = strings.ReplaceAll(text, `"`+name+`"`, `"`+id+`"`)
		}
		readInto(t, []byte(text), &config)
		return func() error {
			_, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: &config})
			return err
		}
	case "POST /distribution/{Id}/invalidation":
		var batch cf.InvalidationBatch
		readInto(t, []byte(jsonOf(t, fields)), &batch)
		return func() error {
			_, err := c.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{DistributionId: &w.id, InvalidationBatch: &batch})
			return err
		}
	}
	if path == "/function" { // the case says "> 10240 bytes"
		return func() error { return w.createFunction(t, "large", "cloudfront-js-2.0", strings.Repeat("/", 10241)) }
	}
	if s.Request.Method == "DELETE" {
		return w.deletion(t, path, ifMatch)
	}
	return w.creation(t, path, fields)
}

// creation is the call that creates a policy with the given members; what it
// needs besides is added.
func (w *world) creation(t *testing.T, path string, fields map[string]any) func() error {
	t.Helper()
	ctx, c, doc := t.Context(), w.cloudfront, []byte(jsonOf(t, fields))
	name := aws.String("made-up")
	switch path {
	case "/cache-policy":
		p := cf.CachePolicyConfig{Name: name, MinTTL: aws.Int64(1)}
		readInto(t, doc, &p)
		return func() error {
			_, err := c.CreateCachePolicy(ctx, &cloudfront.CreateCachePolicyInput{CachePolicyConfig: &p})
			return err
		}
	case "/origin-request-policy":
		p := cf.OriginRequestPolicyConfig{Name: name,
			HeadersConfig:      &cf.OriginRequestPolicyHeadersConfig{HeaderBehavior: "none"},
			CookiesConfig:      &cf.OriginRequestPolicyCookiesConfig{CookieBehavior: "none"},
			QueryStringsConfig: &cf.OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: "none"}}
		readInto(t, doc, &p)
		return func() error {
			_, err := c.CreateOriginRequestPolicy(ctx, &cloudfront.CreateOriginRequestPolicyInput{OriginRequestPolicyConfig: &p})
			return err
		}
	case "/response-headers-policy":
		p := cf.ResponseHeadersPolicyConfig{Name: name}
		readInto(t, doc, &p)
		if p.CorsConfig != nil && p.CorsConfig.AccessControlAllowHeaders.Items == nil {
			p.CorsConfig.AccessControlAllowHeaders.Items = []string{} // else the SDK refuses it itself
		}
		return func() error {
			_, err := c.CreateResponseHeadersPolicy(ctx, &cloudfront.CreateResponseHeadersPolicyInput{ResponseHeadersPolicyConfig: &p})
			return err
		}
	case "/origin-access-control":
		p := cf.OriginAccessControlConfig{Name: name, SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3"}
		readInto(t, doc, &p)
		return func() error {
			_, err := c.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: &p})
			return err
		}
	}
	t.Fatalf("no call is known for POST %s", path)
	return nil
}

// deletion deletes a policy that the distribution uses; a case that has none
// gets one.
func (w *world) deletion(t *testing.T, path string, ifMatch *string) func() error {
	t.Helper()
	ctx, c := t.Context(), w.cloudfront
	switch path {
	case "/response-headers-policy/{IdInUse}":
		id := w.policy["@ResponseHeadersPolicyConfig"]
		if id == "" {
			made, err := c.CreateResponseHeadersPolicy(ctx, &cloudfront.CreateResponseHeadersPolicyInput{ResponseHeadersPolicyConfig: &cf.ResponseHeadersPolicyConfig{
				Name: aws.String("used"),
				CustomHeadersConfig: &cf.ResponseHeadersPolicyCustomHeadersConfig{Quantity: aws.Int32(1),
					Items: []cf.ResponseHeadersPolicyCustomHeader{{Header: aws.String("X-A"), Value: aws.String("1"), Override: aws.Bool(true)}}},
			}})
			must(t, err)
			id = *made.ResponseHeadersPolicy.Id
			config := w.config
			behavior := *config.DefaultCacheBehavior
			behavior.ResponseHeadersPolicyId = &id
			config.DefaultCacheBehavior = &behavior
			_, err = c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: &w.id, IfMatch: &w.etag, DistributionConfig: &config})
			must(t, err)
		}
		if ifMatch != nil {
			got, err := c.GetResponseHeadersPolicy(ctx, &cloudfront.GetResponseHeadersPolicyInput{Id: &id})
			must(t, err)
			ifMatch = got.ETag
		}
		return func() error {
			_, err := c.DeleteResponseHeadersPolicy(ctx, &cloudfront.DeleteResponseHeadersPolicyInput{Id: &id, IfMatch: ifMatch})
			return err
		}
	case "/cache-policy/{IdInUse}":
		id := w.policy["@CachePolicyConfig"]
		got, err := c.GetCachePolicy(ctx, &cloudfront.GetCachePolicyInput{Id: &id})
		must(t, err)
		return func() error {
			_, err := c.DeleteCachePolicy(ctx, &cloudfront.DeleteCachePolicyInput{Id: &id, IfMatch: got.ETag})
			return err
		}
	case "/origin-request-policy/{IdInUse}":
		id := w.policy["@OriginRequestPolicyConfig"]
		got, err := c.GetOriginRequestPolicy(ctx, &cloudfront.GetOriginRequestPolicyInput{Id: &id})
		must(t, err)
		return func() error {
			_, err := c.DeleteOriginRequestPolicy(ctx, &cloudfront.DeleteOriginRequestPolicyInput{Id: &id, IfMatch: got.ETag})
			return err
		}
	}
	t.Fatalf("no call is known for DELETE %s", path)
	return nil
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}
