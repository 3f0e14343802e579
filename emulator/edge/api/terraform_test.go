//lint:file-ignore SA1019 Terraform states what AWS has deprecated, too.

package api

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// TestTerraformLifecycle makes the calls that Terraform's aws provider makes
// for an access control, a cache policy and a distribution: create all, read
// back without drift, update, disable, delete in the other order. The
// distribution is spelt as version 5.100.0 of the provider sends it, every
// optional member there and lists of plain values empty rather than absent:
// https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cloudfront/distribution.go
func TestTerraformLifecycle(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	oac, err := c.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: &types.OriginAccessControlConfig{
		Name: aws.String("media"), Description: aws.String("Managed by Terraform"), SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3",
	}})
	if err != nil {
		t.Fatal(err)
	}
	cache, err := c.CreateCachePolicy(ctx, &cloudfront.CreateCachePolicyInput{CachePolicyConfig: terraformCachePolicy()})
	if err != nil {
		t.Fatal(err)
	}
	sent := terraformDistribution(*oac.OriginAccessControl.Id, *cache.CachePolicy.Id)
	made, err := c.CreateDistributionWithTags(ctx, &cloudfront.CreateDistributionWithTagsInput{DistributionConfigWithTags: &types.DistributionConfigWithTags{
		DistributionConfig: sent, Tags: &types.Tags{Items: []types.Tag{}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	id := made.Distribution.Id

	noDrift := func(want *types.DistributionConfig) *cloudfront.GetDistributionOutput {
		t.Helper()
		got, err := c.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: id})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drift("DistributionConfig", reflect.ValueOf(want), reflect.ValueOf(got.Distribution.DistributionConfig)) {
			t.Error(d)
		}
		return got
	}
	got := noDrift(sent)
	tags, err := c.ListTagsForResource(ctx, &cloudfront.ListTagsForResourceInput{Resource: got.Distribution.ARN})
	if err != nil || len(tags.Tags.Items) != 0 {
		t.Errorf("tags: %+v, %v", tags, err)
	}
	gotCache, err := c.GetCachePolicy(ctx, &cloudfront.GetCachePolicyInput{Id: cache.CachePolicy.Id})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drift("CachePolicyConfig", reflect.ValueOf(terraformCachePolicy()), reflect.ValueOf(gotCache.CachePolicy.CachePolicyConfig)) {
		t.Error(d)
	}

	sent.Comment = aws.String("second")
	sent.DefaultCacheBehavior.ResponseHeadersPolicyId = aws.String(simpleCORS)
	if _, err = c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: id, IfMatch: got.ETag, DistributionConfig: sent}); err != nil {
		t.Fatal(err)
	}
	got = noDrift(sent)

	// Destroying: disable with what was read, then delete.
	got.Distribution.DistributionConfig.Enabled = aws.Bool(false)
	off, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: id, IfMatch: got.ETag, DistributionConfig: got.Distribution.DistributionConfig})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteCachePolicy(ctx, &cloudfront.DeleteCachePolicyInput{Id: cache.CachePolicy.Id, IfMatch: cache.ETag}); code(err) != "CachePolicyInUse 409" {
		t.Errorf("deleting the cache policy before its distribution: %v", err)
	}
	if _, err := c.DeleteDistribution(ctx, &cloudfront.DeleteDistributionInput{Id: id, IfMatch: off.ETag}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteCachePolicy(ctx, &cloudfront.DeleteCachePolicyInput{Id: cache.CachePolicy.Id, IfMatch: cache.ETag}); err != nil {
		t.Error(err)
	}
	if _, err := c.DeleteOriginAccessControl(ctx, &cloudfront.DeleteOriginAccessControlInput{Id: oac.OriginAccessControl.Id, IfMatch: oac.ETag}); err != nil {
		t.Error(err)
	}
	if _, err := c.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: id}); code(err) != "NoSuchDistribution 404" {
		t.Errorf("after destroying: %v", err)
	}
}

func terraformCachePolicy() *types.CachePolicyConfig {
	return &types.CachePolicyConfig{
		Name: aws.String("media"), MinTTL: aws.Int64(1), DefaultTTL: aws.Int64(50), MaxTTL: aws.Int64(100), Comment: aws.String("c"),
		ParametersInCacheKeyAndForwardedToOrigin: &types.ParametersInCacheKeyAndForwardedToOrigin{
			EnableAcceptEncodingGzip: aws.Bool(false), EnableAcceptEncodingBrotli: aws.Bool(false),
			HeadersConfig:      &types.CachePolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &types.Headers{Quantity: aws.Int32(1), Items: []string{"Origin"}}},
			CookiesConfig:      &types.CachePolicyCookiesConfig{CookieBehavior: "whitelist", Cookies: &types.CookieNames{Quantity: aws.Int32(1), Items: []string{"session"}}},
			QueryStringsConfig: &types.CachePolicyQueryStringsConfig{QueryStringBehavior: "none"},
		},
	}
}

// terraformDistribution has a bucket under an access control for playlists,
// and an API in the legacy way.
func terraformDistribution(oac, cachePolicy string) *types.DistributionConfig {
	methods := func(items ...types.Method) *types.AllowedMethods {
		return &types.AllowedMethods{Quantity: aws.Int32(int32(len(items))), Items: items,
			CachedMethods: &types.CachedMethods{Quantity: aws.Int32(2), Items: []types.Method{"GET", "HEAD"}}}
	}
	return &types.DistributionConfig{
		CallerReference:              aws.String("terraform-20261123123015000000000001"),
		Aliases:                      &types.Aliases{Quantity: aws.Int32(0)},
		CacheBehaviors:               &types.CacheBehaviors{Quantity: aws.Int32(1), Items: []types.CacheBehavior{terraformAPIBehavior(methods)}},
		Comment:                      aws.String("first"),
		ContinuousDeploymentPolicyId: aws.String(""),
		CustomErrorResponses: &types.CustomErrorResponses{Quantity: aws.Int32(1), Items: []types.CustomErrorResponse{
			{ErrorCode: aws.Int32(404), ErrorCachingMinTTL: aws.Int64(5), ResponseCode: aws.String("200"), ResponsePagePath: aws.String("/index.html")},
		}},
		DefaultCacheBehavior: &types.DefaultCacheBehavior{
			TargetOriginId: aws.String("media"), ViewerProtocolPolicy: "redirect-to-https",
			AllowedMethods: methods("GET", "HEAD", "OPTIONS"),
			CachePolicyId:  aws.String(cachePolicy), OriginRequestPolicyId: aws.String(corsS3Origin),
			Compress: aws.Bool(true), FieldLevelEncryptionId: aws.String(""), SmoothStreaming: aws.Bool(false),
			TrustedKeyGroups: &types.TrustedKeyGroups{Enabled: aws.Bool(false), Quantity: aws.Int32(0)},
			TrustedSigners:   &types.TrustedSigners{Enabled: aws.Bool(false), Quantity: aws.Int32(0)},
		},
		DefaultRootObject: aws.String("index.html"),
		Enabled:           aws.Bool(true),
		HttpVersion:       "http2and3",
		IsIPV6Enabled:     aws.Bool(true),
		Logging:           &types.LoggingConfig{Bucket: aws.String(""), Enabled: aws.Bool(false), IncludeCookies: aws.Bool(false), Prefix: aws.String("")},
		OriginGroups:      &types.OriginGroups{Quantity: aws.Int32(0)},
		Origins: &types.Origins{Quantity: aws.Int32(2), Items: []types.Origin{
			{
				Id: aws.String("media"), DomainName: aws.String("media.s3.eu-west-1.amazonaws.com"), OriginPath: aws.String("/public"),
				ConnectionAttempts: aws.Int32(3), ConnectionTimeout: aws.Int32(10), OriginAccessControlId: aws.String(oac),
				CustomHeaders:  &types.CustomHeaders{Quantity: aws.Int32(1), Items: []types.OriginCustomHeader{{HeaderName: aws.String("Origin"), HeaderValue: aws.String("https://app.example.com")}}},
				S3OriginConfig: &types.S3OriginConfig{OriginAccessIdentity: aws.String("")},
				OriginShield:   &types.OriginShield{Enabled: aws.Bool(true), OriginShieldRegion: aws.String("eu-west-1")},
			},
			{
				Id: aws.String("api"), DomainName: aws.String("api.example.com"), OriginPath: aws.String(""),
				ConnectionAttempts: aws.Int32(2), ConnectionTimeout: aws.Int32(5), CustomHeaders: &types.CustomHeaders{Quantity: aws.Int32(0)},
				CustomOriginConfig: &types.CustomOriginConfig{
					HTTPPort: aws.Int32(80), HTTPSPort: aws.Int32(443), OriginProtocolPolicy: "https-only", OriginReadTimeout: aws.Int32(30), OriginKeepaliveTimeout: aws.Int32(5),
					OriginSslProtocols: &types.OriginSslProtocols{Quantity: aws.Int32(1), Items: []types.SslProtocol{"TLSv1.2"}},
				},
			},
		}},
		PriceClass:        "PriceClass_100",
		Restrictions:      &types.Restrictions{GeoRestriction: &types.GeoRestriction{RestrictionType: "none", Quantity: aws.Int32(0), Items: []string{}}},
		Staging:           aws.Bool(false),
		ViewerCertificate: &types.ViewerCertificate{CloudFrontDefaultCertificate: aws.Bool(true), MinimumProtocolVersion: "TLSv1"},
		WebACLId:          aws.String(""),
	}
}

func terraformAPIBehavior(methods func(...types.Method) *types.AllowedMethods) types.CacheBehavior {
	return types.CacheBehavior{
		PathPattern: aws.String("/api/*"), TargetOriginId: aws.String("api"), ViewerProtocolPolicy: "https-only",
		AllowedMethods: methods("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"),
		ForwardedValues: &types.ForwardedValues{
			QueryString:          aws.Bool(true),
			Cookies:              &types.CookiePreference{Forward: "all", WhitelistedNames: &types.CookieNames{Quantity: aws.Int32(0), Items: []string{}}},
			Headers:              &types.Headers{Quantity: aws.Int32(2), Items: []string{"Origin", "Authorization"}},
			QueryStringCacheKeys: &types.QueryStringCacheKeys{Quantity: aws.Int32(0), Items: []string{}},
		},
		CachePolicyId: aws.String(""), OriginRequestPolicyId: aws.String(""), ResponseHeadersPolicyId: aws.String(""),
		FunctionAssociations:       &types.FunctionAssociations{Quantity: aws.Int32(0)},
		LambdaFunctionAssociations: &types.LambdaFunctionAssociations{Quantity: aws.Int32(0)},
		MinTTL:                     aws.Int64(0), DefaultTTL: aws.Int64(0), MaxTTL: aws.Int64(0),
		Compress: aws.Bool(false), FieldLevelEncryptionId: aws.String(""), SmoothStreaming: aws.Bool(false),
		TrustedKeyGroups: &types.TrustedKeyGroups{Enabled: aws.Bool(false), Quantity: aws.Int32(0)},
		TrustedSigners:   &types.TrustedSigners{Enabled: aws.Bool(false), Quantity: aws.Int32(0)},
	}
}

// drift names the members of sent that read has otherwise. What was not sent
// may have a default; an absent string is an empty one.
func drift(at string, sent, read reflect.Value) []string {
	switch sent.Kind() {
	case reflect.Pointer:
		switch {
		case sent.IsNil(), read.IsNil() && sent.Elem().Kind() == reflect.String && sent.Elem().Len() == 0:
			return nil
		case read.IsNil():
			return []string{at + " was lost"}
		}
		return drift(at, sent.Elem(), read.Elem())
	case reflect.Struct:
		var found []string
		for i := range sent.NumField() {
			if f := sent.Type().Field(i); f.IsExported() {
				found = append(found, drift(at+"."+f.Name, sent.Field(i), read.Field(i))...)
			}
		}
		return found
	case reflect.Slice:
		if sent.Len() != read.Len() {
			return []string{fmt.Sprintf("%s has %d items, sent were %d", at, read.Len(), sent.Len())}
		}
		var found []string
		for i := range sent.Len() {
			found = append(found, drift(fmt.Sprintf("%s[%d]", at, i), sent.Index(i), read.Index(i))...)
		}
		return found
	}
	if sent.IsZero() || sent.Interface() == read.Interface() {
		return nil
	}
	return []string{fmt.Sprintf("%s = %v, sent was %v", at, read.Interface(), sent.Interface())}
}
