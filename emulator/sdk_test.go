package emulator_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// clients are the AWS SDK's own, told nothing but the endpoint and the key.
func (r *running) clients() (*s3.Client, *cloudfront.Client) { return r.clientsOf("test", "test") }

func (r *running) clientsOf(key, secret string) (*s3.Client, *cloudfront.Client) {
	cfg := aws.Config{
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider(key, secret, ""),
		BaseEndpoint: aws.String("http://" + r.Addresses().AWS),
	}
	return s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }), cloudfront.NewFromConfig(cfg)
}

// code is the error code of an API's refusal.
func code(err error) string {
	var refusal smithy.APIError
	if errors.As(err, &refusal) {
		return refusal.ErrorCode()
	}
	return ""
}

// TestStoryBySDK makes the story's world with the AWS SDK for Go alone, on an
// empty emulator: bucket, policy, distribution, CORS, update, invalidation.
func TestStoryBySDK(t *testing.T) {
	r := start(t, "--empty")
	ctx := t.Context()
	store, edge := r.clients()

	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := store.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("clips")})
	must(err)
	_, err = store.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String("clips"), Key: aws.String("a/index.m3u8"), Body: strings.NewReader("#EXTM3U\n"),
		ContentType: aws.String("application/vnd.apple.mpegurl"),
	})
	must(err)

	access, err := edge.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{
		OriginAccessControlConfig: &cf.OriginAccessControlConfig{
			Name:                          aws.String("clips"),
			OriginAccessControlOriginType: cf.OriginAccessControlOriginTypesS3,
			SigningBehavior:               cf.OriginAccessControlSigningBehaviorsAlways,
			SigningProtocol:               cf.OriginAccessControlSigningProtocolsSigv4,
		},
	})
	must(err)
	made, err := edge.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: &cf.DistributionConfig{
		CallerReference: aws.String("story"), Comment: aws.String(""), Enabled: aws.Bool(true),
		Origins: &cf.Origins{Quantity: aws.Int32(1), Items: []cf.Origin{{
			Id: aws.String("clips"), DomainName: aws.String("clips.s3.us-east-1.amazonaws.com"),
			OriginAccessControlId: access.OriginAccessControl.Id,
			S3OriginConfig:        &cf.S3OriginConfig{OriginAccessIdentity: aws.String("")},
		}}},
		DefaultCacheBehavior: &cf.DefaultCacheBehavior{
			TargetOriginId: aws.String("clips"), ViewerProtocolPolicy: cf.ViewerProtocolPolicyAllowAll,
			CachePolicyId: aws.String("658327ea-f89d-4fab-a63d-7e88639e58f6"),
		},
	}})
	must(err)
	dist := made.Distribution
	get := func(station string, status int, want map[string]string) {
		t.Helper()
		r.send("GET", "http://"+r.Addresses().Edge+"/a/index.m3u8", *dist.DomainName, "", "Origin", page).has(t, station, status, want)
	}

	get("before the bucket lets the distribution in", 403, map[string]string{"X-Cache": "Error from cloudfront"})
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},` +
		`"Action":"s3:GetObject","Resource":"arn:aws:s3:::clips/*","Condition":{"StringEquals":{"AWS:SourceArn":"` + *dist.ARN + `"}}}]}`
	_, err = store.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: aws.String("clips"), Policy: aws.String(policy)})
	must(err)
	get("(a) let in", 200, map[string]string{"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": ""})

	_, err = store.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: aws.String("clips"), CORSConfiguration: &s3types.CORSConfiguration{
		CORSRules: []s3types.CORSRule{{
			AllowedHeaders: []string{"*"}, AllowedMethods: []string{"GET", "PUT", "POST", "DELETE", "HEAD"}, AllowedOrigins: []string{"*"},
		}},
	}})
	must(err)
	get("(b) bucket CORS", 200, map[string]string{"X-Cache": "Hit from cloudfront", "Access-Control-Allow-Origin": ""})

	config, err := edge.GetDistributionConfig(ctx, &cloudfront.GetDistributionConfigInput{Id: dist.Id})
	must(err)
	config.DistributionConfig.DefaultCacheBehavior.OriginRequestPolicyId = aws.String(corsS3Origin)
	_, err = edge.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{
		Id: dist.Id, IfMatch: aws.String("ESTALE"), DistributionConfig: config.DistributionConfig,
	})
	if got := code(err); got != "PreconditionFailed" && got != "InvalidIfMatchVersion" {
		t.Errorf("update with a stale version: %v", err)
	}
	_, err = edge.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{
		Id: dist.Id, IfMatch: config.ETag, DistributionConfig: config.DistributionConfig,
	})
	must(err)
	get("(c) origin request policy", 200, map[string]string{"X-Cache": "Hit from cloudfront", "Access-Control-Allow-Origin": ""})

	_, err = edge.CreateInvalidation(ctx, invalidationOf(*dist.Id, "1", "/*"))
	must(err)
	get("(d) invalidated", 200, map[string]string{"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "*"})
}

func invalidationOf(distributionID, reference, path string) *cloudfront.CreateInvalidationInput {
	return &cloudfront.CreateInvalidationInput{DistributionId: &distributionID, InvalidationBatch: &cf.InvalidationBatch{
		CallerReference: &reference, Paths: &cf.Paths{Quantity: aws.Int32(1), Items: []string{path}},
	}}
}

// TestBadInputBySDK sends what S3 refuses, and then something that it takes:
// the server goes on.
func TestBadInputBySDK(t *testing.T) {
	r := start(t)
	store, _ := r.clients()
	ctx := t.Context()
	media := aws.String("media")
	put := func(rule s3types.CORSRule) error {
		_, err := store.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: media,
			CORSConfiguration: &s3types.CORSConfiguration{CORSRules: []s3types.CORSRule{rule}}})
		return err
	}
	if err := put(s3types.CORSRule{AllowedMethods: []string{"PATCH"}, AllowedOrigins: []string{"*"}}); code(err) != "InvalidRequest" ||
		!strings.Contains(err.Error(), "Unsupported method is PATCH") {
		t.Errorf("a wrong method: %v", err)
	}
	if err := put(s3types.CORSRule{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*.example.*"}}); code(err) != "InvalidRequest" ||
		!strings.Contains(err.Error(), `AllowedOrigin "*.example.*" can not have more than one wildcard.`) {
		t.Errorf("two wildcards: %v", err)
	}
	if _, err := store.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: media}); code(err) != "NoSuchCORSConfiguration" {
		t.Errorf("a refused configuration was kept: %v", err)
	}
	for _, key := range []string{"../../etc/passwd", "a/../b", "%2F", "a%2Fb", "a\nb", "😀/🎬.ts", "/lead", "a//b", "a b+c=d&e[f]", "."} {
		body := "of " + key
		_, err := store.PutObject(ctx, &s3.PutObjectInput{Bucket: media, Key: aws.String(key), Body: strings.NewReader(body)})
		if err != nil {
			t.Errorf("PUT %q: %v", key, err)
			continue
		}
		head, err := store.HeadObject(ctx, &s3.HeadObjectInput{Bucket: media, Key: aws.String(key)})
		if err != nil || aws.ToInt64(head.ContentLength) != int64(len(body)) {
			t.Errorf("HEAD %q: %+v, %v", key, head, err)
		}
	}
	_, err := store.PutObject(ctx, &s3.PutObjectInput{Bucket: media, Key: aws.String(strings.Repeat("k", 1025)), Body: strings.NewReader("")})
	if code(err) != "KeyTooLongError" {
		t.Errorf("a key of 1,025 bytes: %v", err)
	}
	_, err = store.PutObject(ctx, &s3.PutObjectInput{Bucket: media, Key: aws.String("m"), Body: strings.NewReader(""),
		Metadata: map[string]string{"long": strings.Repeat("m", 2049)}})
	if code(err) != "MetadataTooLarge" {
		t.Errorf("metadata of 2,049 bytes: %v", err)
	}
	if a := r.send("PUT", "http://"+r.Addresses().AWS+"/media?cors", "", "<CORSConfiguration>"); a.StatusCode != 403 {
		t.Errorf("broken XML without a signature: %d %s", a.StatusCode, a.body)
	}
	if err := put(s3types.CORSRule{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}); err != nil {
		t.Errorf("a good configuration after all that: %v", err)
	}
}
