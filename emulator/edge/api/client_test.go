package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/registry"
)

// still is a clock that does not move.
type still struct{ now time.Time }

func (c still) Now() time.Time { return c.now }

// server is the API over a new registry with repeatable ids.
type server struct {
	*httptest.Server
	registry *registry.Registry
}

func newServer(t *testing.T, authenticate func(*http.Request) error) *server {
	t.Helper()
	clk := still{time.Date(2026, 11, 23, 12, 30, 15, 250_000_000, time.UTC)}
	var ids, requests atomic.Int64
	reg := registry.New(registry.Config{
		Clock:       clk,
		NewID:       func() string { return fmt.Sprintf("E%013d", ids.Add(1)) },
		NewPolicyID: func() string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", ids.Add(1)) },
	})
	ts := httptest.NewServer(New(Config{
		Registry:     reg,
		Authenticate: authenticate,
		Clock:        clk,
		NewRequestID: func() string { return fmt.Sprintf("request-%d", requests.Add(1)) },
	}))
	t.Cleanup(ts.Close)
	return &server{ts, reg}
}

// client is the AWS SDK talking to s.
func (s *server) client() *cloudfront.Client {
	return cloudfront.New(cloudfront.Options{
		BaseEndpoint:     aws.String(s.URL),
		Region:           "us-east-1",
		Credentials:      credentials.NewStaticCredentialsProvider("test", "test", ""),
		HTTPClient:       s.Server.Client(),
		RetryMaxAttempts: 1,
	})
}

// do sends one raw request; header lists names and values in turn.
func (s *server) do(t *testing.T, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+"/2020-05-31"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := s.Server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(text)
}

// code is what the SDK understood of an error, as "Code status"; "" for nil.
func code(err error) string {
	if err == nil {
		return ""
	}
	var api smithy.APIError
	var res *smithyhttp.ResponseError
	if !errors.As(err, &api) || !errors.As(err, &res) {
		return err.Error()
	}
	return fmt.Sprintf("%s %d", api.ErrorCode(), res.HTTPStatusCode())
}

const (
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	corsS3Origin     = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
	simpleCORS       = "60669652-455b-4ae9-85a4-c4c02393f86c"
)

// simple is the least that a distribution on a bucket needs.
func simple(reference string) *types.DistributionConfig {
	return &types.DistributionConfig{
		CallerReference: aws.String(reference),
		Comment:         aws.String(""),
		Enabled:         aws.Bool(true),
		Origins: &types.Origins{Quantity: aws.Int32(1), Items: []types.Origin{{
			Id:             aws.String("s3"),
			DomainName:     aws.String("media.s3.us-east-1.amazonaws.com"),
			S3OriginConfig: &types.S3OriginConfig{OriginAccessIdentity: aws.String("")},
		}}},
		DefaultCacheBehavior: &types.DefaultCacheBehavior{
			TargetOriginId:       aws.String("s3"),
			ViewerProtocolPolicy: types.ViewerProtocolPolicyAllowAll,
			CachePolicyId:        aws.String(cachingOptimized),
		},
	}
}

// noSerde leaves the SDK's marker field out of comparisons.
func noSerde() cmp.Option {
	return cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".noSmithyDocumentSerde" }, cmp.Ignore())
}
