package registry

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"crossfront/emulator/edge/policy"
)

// fixed is a clock that stands still until moved.
type fixed struct{ now time.Time }

func (c *fixed) Now() time.Time { return c.now }

// newTest is a registry with repeatable ids and a clock that stands still.
func newTest(t *testing.T) (*Registry, *fixed) {
	t.Helper()
	clk := &fixed{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	var n atomic.Int64
	return New(Config{
		Clock:       clk,
		NewID:       func() string { return fmt.Sprintf("E%013d", n.Add(1)) },
		NewPolicyID: func() string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n.Add(1)) },
	}), clk
}

// simple is a valid configuration with one S3 origin and aliases.
func simple(reference string, aliases ...string) policy.DistributionConfig {
	cfg := policy.DistributionConfig{
		CallerReference: reference,
		Comment:         "c",
		Enabled:         true,
		Origins: policy.Origins{Quantity: 1, Items: []policy.OriginConfig{{
			Id:             "s3",
			DomainName:     "media.s3.us-east-1.amazonaws.com",
			S3OriginConfig: &policy.S3OriginConfig{},
		}}},
		DefaultCacheBehavior: policy.DefaultCacheBehavior{
			TargetOriginId:       "s3",
			ViewerProtocolPolicy: "allow-all",
			CachePolicyId:        cachingOptimized,
		},
	}
	if len(aliases) > 0 {
		cfg.Aliases = &policy.Aliases{Quantity: len(aliases), Items: aliases}
		cfg.ViewerCertificate = &policy.ViewerCertificate{
			ACMCertificateArn:      "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000",
			SSLSupportMethod:       "sni-only",
			MinimumProtocolVersion: "TLSv1.2_2021",
		}
	}
	return cfg
}

const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"

// code is the API code and status of an error: "NoSuchDistribution 404", and
// "" for nil.
func code(err error) string {
	if err == nil {
		return ""
	}
	var all policy.Errors
	if errors.As(err, &all) && len(all) > 0 {
		err = all[0]
	}
	var e *policy.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return fmt.Sprintf("%s %d", e.Code, e.Status)
}
