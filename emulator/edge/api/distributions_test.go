package api

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/google/go-cmp/cmp"
)

func TestDistribution(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	made, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: simple("one")})
	if err != nil {
		t.Fatal(err)
	}
	id := aws.ToString(made.Distribution.Id)
	if want := s.URL + "/2020-05-31/distribution/" + id; aws.ToString(made.Location) != want {
		t.Errorf("Location = %q, want %q", aws.ToString(made.Location), want)
	}
	if aws.ToString(made.Distribution.Status) != "Deployed" || made.Distribution.LastModifiedTime.Nanosecond() != 250_000_000 {
		t.Errorf("Status %v, LastModifiedTime %v", aws.ToString(made.Distribution.Status), made.Distribution.LastModifiedTime)
	}
	read, err := c.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: &id})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made.Distribution, read.Distribution, noSerde()); diff != "" || *read.ETag != *made.ETag {
		t.Errorf("GetDistribution: ETag %s after %s\n%s", *read.ETag, *made.ETag, diff)
	}
	config, err := c.GetDistributionConfig(ctx, &cloudfront.GetDistributionConfigInput{Id: &id})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(read.Distribution.DistributionConfig, config.DistributionConfig, noSerde()); diff != "" {
		t.Errorf("GetDistributionConfig differs from GetDistribution:\n%s", diff)
	}
	waiter := cloudfront.NewDistributionDeployedWaiter(c)
	if err := waiter.Wait(ctx, &cloudfront.GetDistributionInput{Id: &id}, time.Second); err != nil {
		t.Errorf("waiting for Deployed: %v", err)
	}

	config.DistributionConfig.Comment = aws.String("<changed> & read back\n")
	updated, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: &id, IfMatch: config.ETag, DistributionConfig: config.DistributionConfig})
	if err != nil {
		t.Fatal(err)
	}
	if *updated.ETag == *config.ETag || *updated.Distribution.DistributionConfig.Comment != "<changed> & read back\n" {
		t.Errorf("UpdateDistribution: ETag %s, Comment %q", *updated.ETag, *updated.Distribution.DistributionConfig.Comment)
	}
	_, err = c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: &id, IfMatch: config.ETag, DistributionConfig: config.DistributionConfig})
	var stale *types.PreconditionFailed
	if !errors.As(err, &stale) {
		t.Errorf("update with the old ETag: %v", err)
	}
	_, err = c.DeleteDistribution(ctx, &cloudfront.DeleteDistributionInput{Id: &id, IfMatch: updated.ETag})
	var enabled *types.DistributionNotDisabled
	if !errors.As(err, &enabled) {
		t.Errorf("deleting an enabled distribution: %v", err)
	}
	config.DistributionConfig.Enabled = aws.Bool(false)
	updated, err = c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: &id, IfMatch: updated.ETag, DistributionConfig: config.DistributionConfig})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.DeleteDistribution(ctx, &cloudfront.DeleteDistributionInput{Id: &id, IfMatch: updated.ETag}); err != nil {
		t.Fatal(err)
	}
	_, err = c.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: &id})
	var gone *types.NoSuchDistribution
	if !errors.As(err, &gone) {
		t.Errorf("after deletion: %v", err)
	}
}

func TestDistributionErrors(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	made, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: simple("one")})
	if err != nil {
		t.Fatal(err)
	}
	id := made.Distribution.Id
	create := func(change func(*types.DistributionConfig)) func() error {
		return func() error {
			cfg := simple("other")
			change(cfg)
			_, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: cfg})
			return err
		}
	}
	tests := []struct {
		name string
		do   func() error
		want string
	}{
		{"same reference", create(func(cfg *types.DistributionConfig) { cfg.CallerReference = aws.String("one") }), "DistributionAlreadyExists 409"},
		{"wrong quantity", create(func(cfg *types.DistributionConfig) { cfg.Origins.Quantity = aws.Int32(2) }), "InconsistentQuantities 400"},
		{"unknown cache policy", create(func(cfg *types.DistributionConfig) { cfg.DefaultCacheBehavior.CachePolicyId = aws.String("nope") }), "NoSuchCachePolicy 404"},
		{"unknown origin", create(func(cfg *types.DistributionConfig) { cfg.DefaultCacheBehavior.TargetOriginId = aws.String("nope") }), "NoSuchOrigin 404"},
		{"empty list sent", create(func(cfg *types.DistributionConfig) {
			cfg.OriginGroups = &types.OriginGroups{Quantity: aws.Int32(0), Items: []types.OriginGroup{}}
		}), "MalformedInput 400"},
		{"unknown identity", create(func(cfg *types.DistributionConfig) {
			cfg.Origins.Items[0].S3OriginConfig.OriginAccessIdentity = aws.String("origin-access-identity/cloudfront/E0")
		}), "InvalidOriginAccessIdentity 400"},
		{"update without If-Match", func() error {
			_, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: id, DistributionConfig: simple("one")})
			return err
		}, "InvalidIfMatchVersion 400"},
		{"another reference", func() error {
			_, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: id, IfMatch: made.ETag, DistributionConfig: simple("two")})
			return err
		}, "IllegalUpdate 400"},
		{"delete without If-Match", func() error {
			_, err := c.DeleteDistribution(ctx, &cloudfront.DeleteDistributionInput{Id: id})
			return err
		}, "InvalidIfMatchVersion 400"},
		{"config of unknown", func() error {
			_, err := c.GetDistributionConfig(ctx, &cloudfront.GetDistributionConfigInput{Id: aws.String("E0")})
			return err
		}, "NoSuchDistribution 404"},
	}
	for _, tt := range tests {
		if got := code(tt.do()); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestListDistributions(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	want := []string{}
	for i := range 5 {
		cfg := simple(fmt.Sprint("d", i))
		cfg.DefaultCacheBehavior.OriginRequestPolicyId = aws.String(corsS3Origin)
		made, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: cfg})
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, *made.Distribution.Id)
	}
	var got []string
	pages := cloudfront.NewListDistributionsPaginator(c, &cloudfront.ListDistributionsInput{MaxItems: aws.Int32(2)})
	sizes := []int32{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, *page.DistributionList.Quantity)
		for _, d := range page.DistributionList.Items {
			got = append(got, *d.Id)
			if d.HttpVersion == "" || d.PriceClass == "" || d.Restrictions == nil || *d.Aliases.Quantity != 0 || *d.DomainName == "" || *d.ETag == "" {
				t.Errorf("summary lacks a required member: %+v", d)
			}
		}
	}
	if !cmp.Equal(got, want) || !cmp.Equal(sizes, []int32{2, 2, 1}) {
		t.Errorf("pages of %v: %v, want %v", sizes, got, want)
	}
	by, err := c.ListDistributionsByOriginRequestPolicyId(ctx, &cloudfront.ListDistributionsByOriginRequestPolicyIdInput{OriginRequestPolicyId: aws.String(corsS3Origin)})
	if err != nil || !cmp.Equal(by.DistributionIdList.Items, want) {
		t.Errorf("by origin request policy: %+v, %v", by, err)
	}
	byCache, err := c.ListDistributionsByCachePolicyId(ctx, &cloudfront.ListDistributionsByCachePolicyIdInput{CachePolicyId: aws.String(cachingOptimized), MaxItems: aws.Int32(1)})
	if err != nil || !*byCache.DistributionIdList.IsTruncated || *byCache.DistributionIdList.NextMarker != want[0] {
		t.Errorf("by cache policy: %+v, %v", byCache, err)
	}
	byHeaders, err := c.ListDistributionsByResponseHeadersPolicyId(ctx, &cloudfront.ListDistributionsByResponseHeadersPolicyIdInput{ResponseHeadersPolicyId: aws.String(simpleCORS)})
	if err != nil || *byHeaders.DistributionIdList.Quantity != 0 {
		t.Errorf("by response headers policy: %+v, %v", byHeaders, err)
	}
	if _, err := c.ListDistributionsByCachePolicyId(ctx, &cloudfront.ListDistributionsByCachePolicyIdInput{CachePolicyId: aws.String("nope")}); code(err) != "NoSuchCachePolicy 404" {
		t.Errorf("by an unknown cache policy: %v", err)
	}
	if _, err := c.ListDistributions(ctx, &cloudfront.ListDistributionsInput{MaxItems: aws.Int32(0)}); code(err) != "InvalidArgument 400" {
		t.Errorf("MaxItems 0: %v", err)
	}
}

func TestPaginateAfterDeletion(t *testing.T) {
	c := &call{query: map[string][]string{"Marker": {"b"}, "MaxItems": {"2"}}}
	page, head, err := paginate(c, []string{"a", "c", "d", "e"}, func(id string) string { return id })
	if err != nil || !cmp.Equal(page, []string{"c", "d"}) || head.NextMarker != "d" || !head.IsTruncated {
		t.Errorf("paginate = %v, %+v, %v", page, head, err)
	}
	c.query.Set("Marker", "z")
	if page, head, _ = paginate(c, []string{"a"}, func(id string) string { return id }); len(page) != 0 || head.IsTruncated {
		t.Errorf("behind the end: %v, %+v", page, head)
	}
}

func TestTags(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	made, err := c.CreateDistributionWithTags(ctx, &cloudfront.CreateDistributionWithTagsInput{
		DistributionConfigWithTags: &types.DistributionConfigWithTags{
			DistributionConfig: simple("one"),
			Tags:               &types.Tags{Items: []types.Tag{{Key: aws.String("team"), Value: aws.String("video & more")}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	arn := made.Distribution.ARN
	if _, err := c.TagResource(ctx, &cloudfront.TagResourceInput{Resource: arn, Tags: &types.Tags{Items: []types.Tag{{Key: aws.String("env"), Value: aws.String("")}}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UntagResource(ctx, &cloudfront.UntagResourceInput{Resource: arn, TagKeys: &types.TagKeys{Items: []string{"nope"}}}); err != nil {
		t.Fatal(err)
	}
	got, err := c.ListTagsForResource(ctx, &cloudfront.ListTagsForResourceInput{Resource: arn})
	want := []types.Tag{{Key: aws.String("team"), Value: aws.String("video & more")}, {Key: aws.String("env"), Value: aws.String("")}}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Tags.Items, noSerde()); diff != "" {
		t.Errorf("tags:\n%s", diff)
	}
	if _, err := c.ListTagsForResource(ctx, &cloudfront.ListTagsForResourceInput{Resource: aws.String(*arn + "X")}); code(err) != "NoSuchResource 404" {
		t.Errorf("tags of nothing: %v", err)
	}
	// Terraform's provider sends an empty list of tags with every creation.
	if _, err := c.CreateDistributionWithTags(ctx, &cloudfront.CreateDistributionWithTagsInput{
		DistributionConfigWithTags: &types.DistributionConfigWithTags{DistributionConfig: simple("two"), Tags: &types.Tags{Items: []types.Tag{}}},
	}); err != nil {
		t.Errorf("with an empty list of tags: %v", err)
	}
}
