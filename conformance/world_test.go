package conformance_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// A world is what the SDK has made for one case.
type world struct {
	*emulator
	vector  *vector
	id      string
	arn     string
	domain  string
	etag    string
	config  cf.DistributionConfig
	policy  map[string]string // ids by "@CachePolicyConfig" and so on
	country string
	at      float64
	signer  *signer // of cases that trust key groups
}

const account = "000000000000"

// least is the distribution of cases that do not say which.
const least = `{"Enabled":true,"Origins":{"Quantity":1,"Items":[{"Id":"o1","DomainName":"origin.example.net","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"OriginProtocolPolicy":"https-only"}}]},
"DefaultCacheBehavior":{"TargetOriginId":"o1","ViewerProtocolPolicy":"allow-all","CachePolicyId":"658327ea-f89d-4fab-a63d-7e88639e58f6"}}`

// build resets the emulator and makes the case's world in it.
func (e *emulator) build(t *testing.T, v *vector) *world {
	t.Helper()
	e.ask(t, "POST", "/api/reset", "", nil)
	w := &world{emulator: e, vector: v, policy: map[string]string{}}
	doc := []byte(least)
	if len(v.Distribution) > 0 {
		if v.Distribution["DefaultCacheBehavior"] == nil { // only policies are said
			for name, value := range v.Distribution {
				doc = slices.Concat(doc[:len(doc)-1], []byte(`,"`+name+`":`), value, []byte("}"))
			}
		} else {
			var err error
			if doc, err = json.Marshal(v.Distribution); err != nil {
				t.Fatal(err)
			}
		}
	}
	if country := v.Distribution["viewer_country"]; country != nil {
		w.country = strings.Trim(string(country), `"`)
	}
	text := w.createPolicies(t, string(doc))
	text = w.createAccess(t, text)
	text = w.createFunctions(t, text)
	if strings.Contains(text, `"TrustedKeyGroups"`) {
		w.signer = e.newSigner(t)
		text = strings.ReplaceAll(text, `"kg-1"`, `"`+w.signer.group+`"`)
	}
	if v.Origin.Response.Unreachable {
		text = strings.ReplaceAll(text, "origin.example.net", unreachableHost)
	}
	if v.Origin.Kind != "custom" {
		w.createBucket(t)
	}
	readInto(t, []byte(text), &w.config)
	w.createDistribution(t)
	if v.Origin.Kind != "custom" {
		w.fillBucket(t)
	}
	e.origin.answer(v.Origin.Response)
	return w
}

// createPolicies makes the case's own policies and puts their ids in.
func (w *world) createPolicies(t *testing.T, text string) string {
	t.Helper()
	ctx := t.Context()
	if doc := w.vector.Distribution["CachePolicyConfig"]; doc != nil {
		var c cf.CachePolicyConfig
		readInto(t, doc, &c)
		made, err := w.cloudfront.CreateCachePolicy(ctx, &cloudfront.CreateCachePolicyInput{CachePolicyConfig: &c})
		must(t, err)
		w.policy["@CachePolicyConfig"] = *made.CachePolicy.Id
	}
	if doc := w.vector.Distribution["OriginRequestPolicyConfig"]; doc != nil {
		var c cf.OriginRequestPolicyConfig
		readInto(t, doc, &c)
		made, err := w.cloudfront.CreateOriginRequestPolicy(ctx, &cloudfront.CreateOriginRequestPolicyInput{OriginRequestPolicyConfig: &c})
		must(t, err)
		w.policy["@OriginRequestPolicyConfig"] = *made.OriginRequestPolicy.Id
	}
	if doc := w.vector.Distribution["ResponseHeadersPolicyConfig"]; doc != nil {
		var c cf.ResponseHeadersPolicyConfig
		readInto(t, doc, &c)
		made, err := w.cloudfront.CreateResponseHeadersPolicy(ctx, &cloudfront.CreateResponseHeadersPolicyInput{ResponseHeadersPolicyConfig: &c})
		must(t, err)
		w.policy["@ResponseHeadersPolicyConfig"] = *made.ResponseHeadersPolicy.Id
	}
	for name, id := range w.policy {
		text = strings.ReplaceAll(text, `"`+name+`"`, `"`+id+`"`)
	}
	return text
}

// createAccess makes the origin access controls and identity that the case
// names: "@OAC", which signs always, "@OAC-never" and "@OAC-no-override".
func (w *world) createAccess(t *testing.T, text string) string {
	t.Helper()
	for name, behavior := range map[string]cf.OriginAccessControlSigningBehaviors{
		"@OAC": "always", "@OAC-never": "never", "@OAC-no-override": "no-override",
	} {
		if !strings.Contains(text, `"`+name+`"`) {
			continue
		}
		made, err := w.cloudfront.CreateOriginAccessControl(t.Context(), &cloudfront.CreateOriginAccessControlInput{
			OriginAccessControlConfig: &cf.OriginAccessControlConfig{
				Name: aws.String(name), SigningProtocol: "sigv4", SigningBehavior: behavior, OriginAccessControlOriginType: "s3",
			},
		})
		must(t, err)
		text = strings.ReplaceAll(text, `"`+name+`"`, `"`+*made.OriginAccessControl.Id+`"`)
	}
	const identity = "origin-access-identity/cloudfront/"
	if strings.Contains(text, identity) {
		made, err := w.cloudfront.CreateCloudFrontOriginAccessIdentity(t.Context(), &cloudfront.CreateCloudFrontOriginAccessIdentityInput{
			CloudFrontOriginAccessIdentityConfig: &cf.CloudFrontOriginAccessIdentityConfig{CallerReference: aws.String("case"), Comment: aws.String("")},
		})
		must(t, err)
		w.policy["OAI"] = *made.CloudFrontOriginAccessIdentity.Id
		text = strings.ReplaceAll(text, identity+"EXAMPLE", identity+w.policy["OAI"])
	}
	return text
}

func (w *world) createDistribution(t *testing.T) {
	t.Helper()
	w.config.CallerReference = aws.String(w.vector.ID)
	if w.config.Comment == nil {
		w.config.Comment = aws.String("")
	}
	// The hosts that the case's viewers send.
	var aliases []string
	for _, s := range w.vector.Steps {
		for name, value := range s.Request.Headers {
			if strings.EqualFold(name, "Host") && strings.HasSuffix(value[0], ".example") && !slices.Contains(aliases, value[0]) {
				aliases = append(aliases, value[0])
			}
		}
	}
	if w.config.Aliases == nil && len(aliases) > 0 {
		w.config.Aliases = &cf.Aliases{Quantity: aws.Int32(int32(len(aliases))), Items: aliases}
	}
	if w.config.Aliases != nil {
		w.config.ViewerCertificate = &cf.ViewerCertificate{
			ACMCertificateArn: aws.String("arn:aws:acm:us-east-1:" + account + ":certificate/00000000-0000-0000-0000-000000000000"),
			SSLSupportMethod:  "sni-only", MinimumProtocolVersion: "TLSv1.2_2021",
		}
	}
	made, err := w.cloudfront.CreateDistribution(t.Context(), &cloudfront.CreateDistributionInput{DistributionConfig: &w.config})
	must(t, err)
	d := made.Distribution
	w.id, w.arn, w.domain, w.etag = *d.Id, *d.ARN, *d.DomainName, *made.ETag
}

const bucket = "assets"

func (w *world) createBucket(t *testing.T) {
	t.Helper()
	ctx, name := t.Context(), aws.String(bucket)
	_, err := w.s3.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: name})
	must(t, err)
	if doc := w.vector.Origin.CORS; len(doc) > 0 && string(doc) != "null" {
		w.putCORS(t)
	}
}

// putCORS gives the bucket the case's rules.
func (w *world) putCORS(t *testing.T) {
	t.Helper()
	var rules []s3types.CORSRule
	readInto(t, w.vector.Origin.CORS, &rules)
	_, err := w.s3.PutBucketCors(t.Context(), &s3.PutBucketCorsInput{Bucket: aws.String(bucket), CORSConfiguration: &s3types.CORSConfiguration{CORSRules: rules}})
	must(t, err)
}

// fillBucket uploads the objects and lets the distribution, its identity, or
// for website endpoints anyone, read them.
func (w *world) fillBucket(t *testing.T) {
	t.Helper()
	ctx, name := t.Context(), aws.String(bucket)
	for path, o := range w.vector.Origin.Response.Objects {
		in := &s3.PutObjectInput{Bucket: name, Key: aws.String(strings.TrimPrefix(path, "/")), Body: strings.NewReader(o.Body)}
		for header, to := range map[string]**string{
			"Content-Type": &in.ContentType, "Cache-Control": &in.CacheControl, "Content-Encoding": &in.ContentEncoding,
		} {
			if value, ok := o.Headers[header]; ok {
				*to = aws.String(value)
			}
		}
		_, err := w.s3.PutObject(ctx, in)
		must(t, err)
	}
	principal := `{"Service":"cloudfront.amazonaws.com"},"Condition":{"StringEquals":{"AWS:SourceArn":"` + w.arn + `"}}`
	public := w.vector.Origin.Kind == "website" || !strings.Contains(string(w.vector.Distribution["Origins"]), "@OAC")
	switch {
	case w.policy["OAI"] != "":
		principal = `{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ` + w.policy["OAI"] + `"}`
	case public:
		principal = `"*"`
		_, err := w.s3.DeletePublicAccessBlock(ctx, &s3.DeletePublicAccessBlockInput{Bucket: name})
		must(t, err)
	}
	list := ""
	if w.vector.Origin.Response.List || w.vector.Origin.Kind == "website" {
		list = `,{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::` + bucket + `","Principal":` + principal + `}`
	}
	_, err := w.s3.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: name, Policy: aws.String(
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::` + bucket + `/*","Principal":` + principal + `}` + list + `]}`)})
	must(t, err)
	if w.vector.Origin.Kind == "website" {
		_, err := w.s3.PutBucketWebsite(ctx, &s3.PutBucketWebsiteInput{Bucket: name,
			WebsiteConfiguration: &s3types.WebsiteConfiguration{IndexDocument: &s3types.IndexDocument{Suffix: aws.String("index.html")}}})
		must(t, err)
	}
}

func (w *world) invalidate(t *testing.T, step int, paths []string) {
	t.Helper()
	_, err := w.cloudfront.CreateInvalidation(t.Context(), &cloudfront.CreateInvalidationInput{
		DistributionId: &w.id,
		InvalidationBatch: &cf.InvalidationBatch{
			CallerReference: aws.String(fmt.Sprint(step)),
			Paths:           &cf.Paths{Quantity: aws.Int32(int32(len(paths))), Items: paths},
		},
	})
	must(t, err)
}

// code is the error code of an API's refusal, empty for none.
func code(err error) string {
	var refusal smithy.APIError
	if errors.As(err, &refusal) {
		return refusal.ErrorCode()
	}
	return ""
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
