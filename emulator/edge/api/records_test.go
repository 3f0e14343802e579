package api

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/google/go-cmp/cmp"
)

func TestCachePolicy(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	cfg := &types.CachePolicyConfig{
		Name: aws.String("keys-origin"), Comment: aws.String("c"),
		MinTTL: aws.Int64(0), DefaultTTL: aws.Int64(60), MaxTTL: aws.Int64(600),
		ParametersInCacheKeyAndForwardedToOrigin: &types.ParametersInCacheKeyAndForwardedToOrigin{
			EnableAcceptEncodingGzip:   aws.Bool(true),
			EnableAcceptEncodingBrotli: aws.Bool(false),
			HeadersConfig:              &types.CachePolicyHeadersConfig{HeaderBehavior: types.CachePolicyHeaderBehaviorWhitelist, Headers: &types.Headers{Quantity: aws.Int32(1), Items: []string{"Origin"}}},
			CookiesConfig:              &types.CachePolicyCookiesConfig{CookieBehavior: types.CachePolicyCookieBehaviorNone},
			QueryStringsConfig:         &types.CachePolicyQueryStringsConfig{QueryStringBehavior: types.CachePolicyQueryStringBehaviorWhitelist, QueryStrings: &types.QueryStringNames{Quantity: aws.Int32(2), Items: []string{"v", "size"}}},
		},
	}
	made, err := c.CreateCachePolicy(ctx, &cloudfront.CreateCachePolicyInput{CachePolicyConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	id := made.CachePolicy.Id
	if diff := cmp.Diff(cfg, made.CachePolicy.CachePolicyConfig, noSerde()); diff != "" {
		t.Errorf("created differs from sent:\n%s", diff)
	}
	got, err := c.GetCachePolicy(ctx, &cloudfront.GetCachePolicyInput{Id: id})
	if err != nil || *got.ETag != *made.ETag || !cmp.Equal(made.CachePolicy, got.CachePolicy, noSerde()) {
		t.Errorf("GetCachePolicy: %+v, %v", got, err)
	}
	conf, err := c.GetCachePolicyConfig(ctx, &cloudfront.GetCachePolicyConfigInput{Id: id})
	if err != nil || *conf.ETag != *made.ETag || !cmp.Equal(cfg, conf.CachePolicyConfig, noSerde()) {
		t.Errorf("GetCachePolicyConfig: %+v, %v", conf, err)
	}
	cfg.Comment = aws.String("")
	updated, err := c.UpdateCachePolicy(ctx, &cloudfront.UpdateCachePolicyInput{Id: id, IfMatch: made.ETag, CachePolicyConfig: cfg})
	if err != nil || *updated.ETag == *made.ETag || *updated.CachePolicy.CachePolicyConfig.Comment != "" {
		t.Errorf("UpdateCachePolicy: %+v, %v", updated, err)
	}
	for typ, want := range map[types.CachePolicyType]string{"custom": *id, "managed": cachingOptimized, "": cachingOptimized} {
		list, err := c.ListCachePolicies(ctx, &cloudfront.ListCachePoliciesInput{Type: typ})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, item := range list.CachePolicyList.Items {
			found = found || *item.CachePolicy.Id == want
			if typ != "" && item.Type != typ {
				t.Errorf("list of type %s has %s of type %s", typ, *item.CachePolicy.Id, item.Type)
			}
		}
		if !found || int(*list.CachePolicyList.Quantity) != len(list.CachePolicyList.Items) {
			t.Errorf("list of type %q lacks %s: %+v", typ, want, list.CachePolicyList)
		}
	}
	if _, err := c.DeleteCachePolicy(ctx, &cloudfront.DeleteCachePolicyInput{Id: id, IfMatch: updated.ETag}); err != nil {
		t.Error(err)
	}
	managed, err := c.GetCachePolicy(ctx, &cloudfront.GetCachePolicyInput{Id: aws.String(cachingOptimized)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.DeleteCachePolicy(ctx, &cloudfront.DeleteCachePolicyInput{Id: aws.String(cachingOptimized), IfMatch: managed.ETag})
	if code(err) != "IllegalDelete 400" {
		t.Errorf("deleting a managed policy: %v", err)
	}
}

func TestOriginRequestPolicy(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	cfg := &types.OriginRequestPolicyConfig{
		Name: aws.String("cors"), Comment: aws.String(""),
		HeadersConfig:      &types.OriginRequestPolicyHeadersConfig{HeaderBehavior: types.OriginRequestPolicyHeaderBehaviorWhitelist, Headers: &types.Headers{Quantity: aws.Int32(1), Items: []string{"Origin"}}},
		CookiesConfig:      &types.OriginRequestPolicyCookiesConfig{CookieBehavior: types.OriginRequestPolicyCookieBehaviorNone},
		QueryStringsConfig: &types.OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: types.OriginRequestPolicyQueryStringBehaviorAll},
	}
	made, err := c.CreateOriginRequestPolicy(ctx, &cloudfront.CreateOriginRequestPolicyInput{OriginRequestPolicyConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	id := made.OriginRequestPolicy.Id
	conf, err := c.GetOriginRequestPolicyConfig(ctx, &cloudfront.GetOriginRequestPolicyConfigInput{Id: id})
	if err != nil || !cmp.Equal(cfg, conf.OriginRequestPolicyConfig, noSerde()) {
		t.Errorf("GetOriginRequestPolicyConfig: %+v, %v", conf, err)
	}
	cfg.Name = aws.String("renamed")
	updated, err := c.UpdateOriginRequestPolicy(ctx, &cloudfront.UpdateOriginRequestPolicyInput{Id: id, IfMatch: made.ETag, OriginRequestPolicyConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.ListOriginRequestPolicies(ctx, &cloudfront.ListOriginRequestPoliciesInput{Type: types.OriginRequestPolicyTypeCustom})
	if err != nil || len(list.OriginRequestPolicyList.Items) != 1 || !cmp.Equal(updated.OriginRequestPolicy, list.OriginRequestPolicyList.Items[0].OriginRequestPolicy, noSerde()) {
		t.Errorf("ListOriginRequestPolicies: %+v, %v", list, err)
	}
	if _, err := c.DeleteOriginRequestPolicy(ctx, &cloudfront.DeleteOriginRequestPolicyInput{Id: id, IfMatch: updated.ETag}); err != nil {
		t.Error(err)
	}
	if _, err := c.GetOriginRequestPolicy(ctx, &cloudfront.GetOriginRequestPolicyInput{Id: id}); code(err) != "NoSuchOriginRequestPolicy 404" {
		t.Errorf("after deletion: %v", err)
	}
}

// everySection has every member of a response headers policy.
func everySection() *types.ResponseHeadersPolicyConfig {
	return &types.ResponseHeadersPolicyConfig{
		Name: aws.String("all"), Comment: aws.String("c"),
		CorsConfig: &types.ResponseHeadersPolicyCorsConfig{
			AccessControlAllowOrigins:     &types.ResponseHeadersPolicyAccessControlAllowOrigins{Quantity: aws.Int32(2), Items: []string{"https://app.example.com", "*.example.org"}},
			AccessControlAllowHeaders:     &types.ResponseHeadersPolicyAccessControlAllowHeaders{Quantity: aws.Int32(1), Items: []string{"x-api-key"}},
			AccessControlAllowMethods:     &types.ResponseHeadersPolicyAccessControlAllowMethods{Quantity: aws.Int32(2), Items: []types.ResponseHeadersPolicyAccessControlAllowMethodsValues{"GET", "HEAD"}},
			AccessControlAllowCredentials: aws.Bool(true),
			AccessControlExposeHeaders:    &types.ResponseHeadersPolicyAccessControlExposeHeaders{Quantity: aws.Int32(1), Items: []string{"ETag"}},
			AccessControlMaxAgeSec:        aws.Int32(0),
			OriginOverride:                aws.Bool(true),
		},
		SecurityHeadersConfig: &types.ResponseHeadersPolicySecurityHeadersConfig{
			XSSProtection:           &types.ResponseHeadersPolicyXSSProtection{Override: aws.Bool(true), Protection: aws.Bool(true), ModeBlock: aws.Bool(true)},
			FrameOptions:            &types.ResponseHeadersPolicyFrameOptions{Override: aws.Bool(false), FrameOption: types.FrameOptionsListDeny},
			ReferrerPolicy:          &types.ResponseHeadersPolicyReferrerPolicy{Override: aws.Bool(true), ReferrerPolicy: types.ReferrerPolicyListOrigin},
			ContentSecurityPolicy:   &types.ResponseHeadersPolicyContentSecurityPolicy{Override: aws.Bool(true), ContentSecurityPolicy: aws.String("default-src 'self'")},
			ContentTypeOptions:      &types.ResponseHeadersPolicyContentTypeOptions{Override: aws.Bool(true)},
			StrictTransportSecurity: &types.ResponseHeadersPolicyStrictTransportSecurity{Override: aws.Bool(true), IncludeSubdomains: aws.Bool(true), Preload: aws.Bool(false), AccessControlMaxAgeSec: aws.Int32(63072000)},
		},
		ServerTimingHeadersConfig: &types.ResponseHeadersPolicyServerTimingHeadersConfig{Enabled: aws.Bool(true), SamplingRate: aws.Float64(12.3456)},
		CustomHeadersConfig: &types.ResponseHeadersPolicyCustomHeadersConfig{Quantity: aws.Int32(1), Items: []types.ResponseHeadersPolicyCustomHeader{
			{Header: aws.String("X-Team"), Value: aws.String("<video> & \"more\""), Override: aws.Bool(false)},
		}},
		RemoveHeadersConfig: &types.ResponseHeadersPolicyRemoveHeadersConfig{Quantity: aws.Int32(1), Items: []types.ResponseHeadersPolicyRemoveHeader{{Header: aws.String("Server")}}},
	}
}

func TestResponseHeadersPolicy(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	cfg := everySection()
	made, err := c.CreateResponseHeadersPolicy(ctx, &cloudfront.CreateResponseHeadersPolicyInput{ResponseHeadersPolicyConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	id := made.ResponseHeadersPolicy.Id
	got, err := c.GetResponseHeadersPolicyConfig(ctx, &cloudfront.GetResponseHeadersPolicyConfigInput{Id: id})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(cfg, got.ResponseHeadersPolicyConfig, noSerde()); diff != "" {
		t.Errorf("read back differs from sent:\n%s", diff)
	}
	user := simple("user")
	user.DefaultCacheBehavior.ResponseHeadersPolicyId = id
	if _, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: user}); err != nil {
		t.Fatal(err)
	}
	_, err = c.DeleteResponseHeadersPolicy(ctx, &cloudfront.DeleteResponseHeadersPolicyInput{Id: id, IfMatch: got.ETag})
	if code(err) != "ResponseHeadersPolicyInUse 409" {
		t.Errorf("deleting a policy in use: %v", err)
	}
	list, err := c.ListResponseHeadersPolicies(ctx, &cloudfront.ListResponseHeadersPoliciesInput{Type: types.ResponseHeadersPolicyTypeManaged, MaxItems: aws.Int32(2)})
	if err != nil || len(list.ResponseHeadersPolicyList.Items) != 2 || list.ResponseHeadersPolicyList.NextMarker == nil {
		t.Fatalf("first page of managed policies: %+v, %v", list, err)
	}
	next, err := c.ListResponseHeadersPolicies(ctx, &cloudfront.ListResponseHeadersPoliciesInput{Type: types.ResponseHeadersPolicyTypeManaged, Marker: list.ResponseHeadersPolicyList.NextMarker})
	if err != nil || len(next.ResponseHeadersPolicyList.Items) != 3 || next.ResponseHeadersPolicyList.NextMarker != nil {
		t.Errorf("the rest of the managed policies: %+v, %v", next, err)
	}
}

func TestOriginAccessControl(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	cfg := &types.OriginAccessControlConfig{
		Name: aws.String("oac"), Description: aws.String("for media"),
		SigningProtocol: types.OriginAccessControlSigningProtocolsSigv4, SigningBehavior: types.OriginAccessControlSigningBehaviorsAlways,
		OriginAccessControlOriginType: types.OriginAccessControlOriginTypesS3,
	}
	made, err := c.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	id := made.OriginAccessControl.Id
	if _, err := c.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: cfg}); code(err) != "OriginAccessControlAlreadyExists 409" {
		t.Errorf("the same name again: %v", err)
	}
	cfg.SigningBehavior = types.OriginAccessControlSigningBehaviorsNever
	updated, err := c.UpdateOriginAccessControl(ctx, &cloudfront.UpdateOriginAccessControlInput{Id: id, IfMatch: made.ETag, OriginAccessControlConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.GetOriginAccessControlConfig(ctx, &cloudfront.GetOriginAccessControlConfigInput{Id: id})
	if err != nil || *got.ETag != *updated.ETag || !cmp.Equal(cfg, got.OriginAccessControlConfig, noSerde()) {
		t.Errorf("GetOriginAccessControlConfig: %+v, %v", got, err)
	}
	list, err := c.ListOriginAccessControls(ctx, &cloudfront.ListOriginAccessControlsInput{})
	if err != nil || len(list.OriginAccessControlList.Items) != 1 || *list.OriginAccessControlList.Items[0].Description != "for media" {
		t.Errorf("ListOriginAccessControls: %+v, %v", list, err)
	}
	if _, err := c.DeleteOriginAccessControl(ctx, &cloudfront.DeleteOriginAccessControlInput{Id: id, IfMatch: updated.ETag}); err != nil {
		t.Error(err)
	}
	cfg.SigningProtocol = "sigv3"
	if _, err := c.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: cfg}); code(err) != "InvalidArgument 400" {
		t.Errorf("an unknown signing protocol: %v", err)
	}
}

func TestOriginAccessIdentity(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	cfg := &types.CloudFrontOriginAccessIdentityConfig{CallerReference: aws.String("r"), Comment: aws.String("legacy")}
	made, err := c.CreateCloudFrontOriginAccessIdentity(ctx, &cloudfront.CreateCloudFrontOriginAccessIdentityInput{CloudFrontOriginAccessIdentityConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	id := made.CloudFrontOriginAccessIdentity.Id
	got, err := c.GetCloudFrontOriginAccessIdentity(ctx, &cloudfront.GetCloudFrontOriginAccessIdentityInput{Id: id})
	if err != nil || !cmp.Equal(made.CloudFrontOriginAccessIdentity, got.CloudFrontOriginAccessIdentity, noSerde()) || len(*got.CloudFrontOriginAccessIdentity.S3CanonicalUserId) != 96 {
		t.Errorf("GetCloudFrontOriginAccessIdentity: %+v, %v", got, err)
	}
	user := simple("user")
	user.Origins.Items[0].S3OriginConfig.OriginAccessIdentity = aws.String("origin-access-identity/cloudfront/" + *id)
	if _, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: user}); err != nil {
		t.Fatal(err)
	}
	_, err = c.DeleteCloudFrontOriginAccessIdentity(ctx, &cloudfront.DeleteCloudFrontOriginAccessIdentityInput{Id: id, IfMatch: made.ETag})
	if code(err) != "CloudFrontOriginAccessIdentityInUse 409" {
		t.Errorf("deleting an identity in use: %v", err)
	}
	list, err := c.ListCloudFrontOriginAccessIdentities(ctx, &cloudfront.ListCloudFrontOriginAccessIdentitiesInput{})
	if err != nil || len(list.CloudFrontOriginAccessIdentityList.Items) != 1 || *list.CloudFrontOriginAccessIdentityList.Items[0].Comment != "legacy" {
		t.Errorf("ListCloudFrontOriginAccessIdentities: %+v, %v", list, err)
	}
}

func TestInvalidation(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	d, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: simple("one")})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	s.registry.OnInvalidate(func(id string, paths []string) { told = append(told, id+" "+paths[0]) })
	id := d.Distribution.Id
	batch := &types.InvalidationBatch{CallerReference: aws.String("r"), Paths: &types.Paths{Quantity: aws.Int32(1), Items: []string{"/vod/*"}}}
	made, err := c.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{DistributionId: id, InvalidationBatch: batch})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{*id + " /vod/*"}; !cmp.Equal(told, want) {
		t.Errorf("the edge was told %v, want %v", told, want)
	}
	inv := made.Invalidation
	if want := s.URL + "/2020-05-31/distribution/" + *id + "/invalidation/" + *inv.Id; *made.Location != want || *inv.Status != "Completed" {
		t.Errorf("Location %s, Status %s", *made.Location, *inv.Status)
	}
	got, err := c.GetInvalidation(ctx, &cloudfront.GetInvalidationInput{DistributionId: id, Id: inv.Id})
	if err != nil || !cmp.Equal(inv, got.Invalidation, noSerde()) || !cmp.Equal(batch, got.Invalidation.InvalidationBatch, noSerde()) {
		t.Errorf("GetInvalidation: %+v, %v", got, err)
	}
	list, err := c.ListInvalidations(ctx, &cloudfront.ListInvalidationsInput{DistributionId: id})
	if err != nil || len(list.InvalidationList.Items) != 1 || *list.InvalidationList.Items[0].Id != *inv.Id {
		t.Errorf("ListInvalidations: %+v, %v", list, err)
	}
	batch.CallerReference, batch.Paths.Items[0] = aws.String("other"), "vod/*"
	if _, err := c.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{DistributionId: id, InvalidationBatch: batch}); code(err) != "InvalidArgument 400" {
		t.Errorf("a path without a slash: %v", err)
	}
	if _, err := c.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{DistributionId: aws.String("E0"), InvalidationBatch: batch}); code(err) != "NoSuchDistribution 404" {
		t.Errorf("of an unknown distribution: %v", err)
	}
}
