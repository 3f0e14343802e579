package api

import (
	"context"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// crud is one kind of record as the SDK handles it. Every function that reads
// returns the comment and the entity tag.
type crud struct {
	create func(ctx context.Context, comment string) (id, tag *string, err error)
	get    func(ctx context.Context, id *string) (comment, tag *string, err error)
	config func(ctx context.Context, id *string) (comment, tag *string, err error)
	update func(ctx context.Context, id, tag *string, comment string) (newTag *string, err error)
	list   func(ctx context.Context) (ids []string, err error)
	delete func(ctx context.Context, id, tag *string) error
	none   string // the error of an id that is unknown
}

// TestEveryRecord makes every call that the API has for each kind of record.
// Functions and key value stores, whose calls are others, have their own tests.
func TestEveryRecord(t *testing.T) {
	s := newServer(t, nil)
	c := s.client()
	key := keysCrud(c, "group", publicPEM(t))
	id, _, err := key.create(t.Context(), "of the group")
	if err != nil {
		t.Fatal(err)
	}
	for name, kind := range map[string]crud{
		"cache policy":            cachePoliciesCrud(c),
		"origin request policy":   originRequestPoliciesCrud(c),
		"response headers policy": responseHeadersPoliciesCrud(c),
		"origin access control":   accessControlsCrud(c),
		"origin access identity":  accessIdentitiesCrud(c),
		"public key":              keysCrud(c, "crud", publicPEM(t)),
		"key group":               keyGroupsCrud(c, *id),
		"distribution":            distributionsCrud(c),
	} {
		t.Run(name, func(t *testing.T) { everyCall(t, kind) })
	}
}

func everyCall(t *testing.T, kind crud) {
	ctx := t.Context()
	want := func(what, expected string, err error) {
		t.Helper()
		if code(err) != expected {
			t.Errorf("%s: %v, want %s", what, err, expected)
		}
	}
	id, first, err := kind.create(ctx, "one")
	if err != nil {
		t.Fatal(err)
	}
	reads := func(comment string, tag *string) {
		t.Helper()
		for what, read := range map[string]func(context.Context, *string) (*string, *string, error){"get": kind.get, "get config": kind.config} {
			gotComment, gotTag, err := read(ctx, id)
			if err != nil || *gotComment != comment || *gotTag != *tag {
				t.Errorf("%s: %v %v %v, want %s %s", what, gotComment, gotTag, err, comment, *tag)
			}
		}
	}
	reads("one", first)
	if ids, err := kind.list(ctx); err != nil || !slices.Contains(ids, *id) {
		t.Errorf("list: %v, %v lacks %s", ids, err, *id)
	}
	second, err := kind.update(ctx, id, first, "two")
	if err != nil || *second == *first {
		t.Fatalf("update: %v, %v", second, err)
	}
	reads("two", second)
	_, err = kind.update(ctx, id, first, "three")
	want("update of what changed since", "PreconditionFailed 412", err)
	_, err = kind.update(ctx, id, nil, "three")
	want("update without If-Match", "InvalidIfMatchVersion 400", err)
	want("deletion of what changed since", "PreconditionFailed 412", kind.delete(ctx, id, first))
	want("deletion without If-Match", "InvalidIfMatchVersion 400", kind.delete(ctx, id, nil))
	reads("two", second)
	if err := kind.delete(ctx, id, second); err != nil {
		t.Errorf("delete: %v", err)
	}
	_, _, err = kind.get(ctx, id)
	want("get", kind.none, err)
	_, _, err = kind.config(ctx, id)
	want("get config", kind.none, err)
	_, err = kind.update(ctx, id, second, "four")
	want("update", kind.none, err)
	want("delete", kind.none, kind.delete(ctx, id, second))
	if ids, err := kind.list(ctx); err != nil || slices.Contains(ids, *id) {
		t.Errorf("list after the deletion: %v, %v", ids, err)
	}
}

func cachePoliciesCrud(c *cloudfront.Client) crud {
	config := func(comment string) *types.CachePolicyConfig {
		return &types.CachePolicyConfig{Name: aws.String("crud"), Comment: &comment, MinTTL: aws.Int64(1)}
	}
	return crud{
		none: "NoSuchCachePolicy 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateCachePolicy(ctx, &cloudfront.CreateCachePolicyInput{CachePolicyConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.CachePolicy.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetCachePolicy(ctx, &cloudfront.GetCachePolicyInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.CachePolicy.CachePolicyConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetCachePolicyConfig(ctx, &cloudfront.GetCachePolicyConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.CachePolicyConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateCachePolicy(ctx, &cloudfront.UpdateCachePolicyInput{Id: id, IfMatch: tag, CachePolicyConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			out, err := c.ListCachePolicies(ctx, &cloudfront.ListCachePoliciesInput{Type: types.CachePolicyTypeCustom})
			if err != nil {
				return nil, err
			}
			for _, item := range out.CachePolicyList.Items {
				ids = append(ids, *item.CachePolicy.Id)
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteCachePolicy(ctx, &cloudfront.DeleteCachePolicyInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

func originRequestPoliciesCrud(c *cloudfront.Client) crud {
	config := func(comment string) *types.OriginRequestPolicyConfig {
		return &types.OriginRequestPolicyConfig{Name: aws.String("crud"), Comment: &comment,
			HeadersConfig:      &types.OriginRequestPolicyHeadersConfig{HeaderBehavior: types.OriginRequestPolicyHeaderBehaviorNone},
			CookiesConfig:      &types.OriginRequestPolicyCookiesConfig{CookieBehavior: types.OriginRequestPolicyCookieBehaviorAll},
			QueryStringsConfig: &types.OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: types.OriginRequestPolicyQueryStringBehaviorAll}}
	}
	return crud{
		none: "NoSuchOriginRequestPolicy 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateOriginRequestPolicy(ctx, &cloudfront.CreateOriginRequestPolicyInput{OriginRequestPolicyConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.OriginRequestPolicy.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetOriginRequestPolicy(ctx, &cloudfront.GetOriginRequestPolicyInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.OriginRequestPolicy.OriginRequestPolicyConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetOriginRequestPolicyConfig(ctx, &cloudfront.GetOriginRequestPolicyConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.OriginRequestPolicyConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateOriginRequestPolicy(ctx, &cloudfront.UpdateOriginRequestPolicyInput{Id: id, IfMatch: tag, OriginRequestPolicyConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			out, err := c.ListOriginRequestPolicies(ctx, &cloudfront.ListOriginRequestPoliciesInput{})
			if err != nil {
				return nil, err
			}
			for _, item := range out.OriginRequestPolicyList.Items {
				ids = append(ids, *item.OriginRequestPolicy.Id)
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteOriginRequestPolicy(ctx, &cloudfront.DeleteOriginRequestPolicyInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

func responseHeadersPoliciesCrud(c *cloudfront.Client) crud {
	config := func(comment string) *types.ResponseHeadersPolicyConfig {
		cfg := everySection()
		cfg.Comment = &comment
		return cfg
	}
	return crud{
		none: "NoSuchResponseHeadersPolicy 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateResponseHeadersPolicy(ctx, &cloudfront.CreateResponseHeadersPolicyInput{ResponseHeadersPolicyConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.ResponseHeadersPolicy.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetResponseHeadersPolicy(ctx, &cloudfront.GetResponseHeadersPolicyInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.ResponseHeadersPolicy.ResponseHeadersPolicyConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetResponseHeadersPolicyConfig(ctx, &cloudfront.GetResponseHeadersPolicyConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.ResponseHeadersPolicyConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateResponseHeadersPolicy(ctx, &cloudfront.UpdateResponseHeadersPolicyInput{Id: id, IfMatch: tag, ResponseHeadersPolicyConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			out, err := c.ListResponseHeadersPolicies(ctx, &cloudfront.ListResponseHeadersPoliciesInput{})
			if err != nil {
				return nil, err
			}
			for _, item := range out.ResponseHeadersPolicyList.Items {
				ids = append(ids, *item.ResponseHeadersPolicy.Id)
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteResponseHeadersPolicy(ctx, &cloudfront.DeleteResponseHeadersPolicyInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

func accessControlsCrud(c *cloudfront.Client) crud {
	config := func(comment string) *types.OriginAccessControlConfig {
		return &types.OriginAccessControlConfig{Name: aws.String("crud"), Description: &comment, SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3"}
	}
	return crud{
		none: "NoSuchOriginAccessControl 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateOriginAccessControl(ctx, &cloudfront.CreateOriginAccessControlInput{OriginAccessControlConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.OriginAccessControl.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetOriginAccessControl(ctx, &cloudfront.GetOriginAccessControlInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.OriginAccessControl.OriginAccessControlConfig.Description, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetOriginAccessControlConfig(ctx, &cloudfront.GetOriginAccessControlConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.OriginAccessControlConfig.Description, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateOriginAccessControl(ctx, &cloudfront.UpdateOriginAccessControlInput{Id: id, IfMatch: tag, OriginAccessControlConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			pages := cloudfront.NewListOriginAccessControlsPaginator(c, &cloudfront.ListOriginAccessControlsInput{})
			for pages.HasMorePages() {
				page, err := pages.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, item := range page.OriginAccessControlList.Items {
					ids = append(ids, *item.Id)
				}
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteOriginAccessControl(ctx, &cloudfront.DeleteOriginAccessControlInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

func accessIdentitiesCrud(c *cloudfront.Client) crud {
	config := func(comment string) *types.CloudFrontOriginAccessIdentityConfig {
		return &types.CloudFrontOriginAccessIdentityConfig{CallerReference: aws.String("crud"), Comment: &comment}
	}
	return crud{
		none: "NoSuchCloudFrontOriginAccessIdentity 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateCloudFrontOriginAccessIdentity(ctx, &cloudfront.CreateCloudFrontOriginAccessIdentityInput{CloudFrontOriginAccessIdentityConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.CloudFrontOriginAccessIdentity.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetCloudFrontOriginAccessIdentity(ctx, &cloudfront.GetCloudFrontOriginAccessIdentityInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.CloudFrontOriginAccessIdentity.CloudFrontOriginAccessIdentityConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetCloudFrontOriginAccessIdentityConfig(ctx, &cloudfront.GetCloudFrontOriginAccessIdentityConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.CloudFrontOriginAccessIdentityConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateCloudFrontOriginAccessIdentity(ctx, &cloudfront.UpdateCloudFrontOriginAccessIdentityInput{Id: id, IfMatch: tag, CloudFrontOriginAccessIdentityConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			pages := cloudfront.NewListCloudFrontOriginAccessIdentitiesPaginator(c, &cloudfront.ListCloudFrontOriginAccessIdentitiesInput{})
			for pages.HasMorePages() {
				page, err := pages.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, item := range page.CloudFrontOriginAccessIdentityList.Items {
					ids = append(ids, *item.Id)
				}
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteCloudFrontOriginAccessIdentity(ctx, &cloudfront.DeleteCloudFrontOriginAccessIdentityInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

func keysCrud(c *cloudfront.Client, name, encoded string) crud {
	config := func(comment string) *types.PublicKeyConfig {
		return &types.PublicKeyConfig{CallerReference: &name, Name: &name, Comment: &comment, EncodedKey: &encoded}
	}
	return crud{
		none: "NoSuchPublicKey 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreatePublicKey(ctx, &cloudfront.CreatePublicKeyInput{PublicKeyConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.PublicKey.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetPublicKey(ctx, &cloudfront.GetPublicKeyInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.PublicKey.PublicKeyConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetPublicKeyConfig(ctx, &cloudfront.GetPublicKeyConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.PublicKeyConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdatePublicKey(ctx, &cloudfront.UpdatePublicKeyInput{Id: id, IfMatch: tag, PublicKeyConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			pages := cloudfront.NewListPublicKeysPaginator(c, &cloudfront.ListPublicKeysInput{MaxItems: aws.Int32(1)})
			for pages.HasMorePages() {
				page, err := pages.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, item := range page.PublicKeyList.Items {
					ids = append(ids, *item.Id)
				}
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeletePublicKey(ctx, &cloudfront.DeletePublicKeyInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

func keyGroupsCrud(c *cloudfront.Client, key string) crud {
	config := func(comment string) *types.KeyGroupConfig {
		return &types.KeyGroupConfig{Name: aws.String("crud"), Comment: &comment, Items: []string{key}}
	}
	return crud{
		none: "NoSuchResource 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateKeyGroup(ctx, &cloudfront.CreateKeyGroupInput{KeyGroupConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.KeyGroup.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetKeyGroup(ctx, &cloudfront.GetKeyGroupInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.KeyGroup.KeyGroupConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetKeyGroupConfig(ctx, &cloudfront.GetKeyGroupConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.KeyGroupConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateKeyGroup(ctx, &cloudfront.UpdateKeyGroupInput{Id: id, IfMatch: tag, KeyGroupConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			out, err := c.ListKeyGroups(ctx, &cloudfront.ListKeyGroupsInput{})
			if err != nil {
				return nil, err
			}
			for _, item := range out.KeyGroupList.Items {
				ids = append(ids, *item.KeyGroup.Id)
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteKeyGroup(ctx, &cloudfront.DeleteKeyGroupInput{Id: id, IfMatch: tag})
			return err
		},
	}
}

// distributionsCrud makes distributions that are disabled from the start, so that they can be deleted.
func distributionsCrud(c *cloudfront.Client) crud {
	config := func(comment string) *types.DistributionConfig {
		cfg := terraformDistribution("", cachingOptimized)
		cfg.Comment, cfg.Enabled = &comment, aws.Bool(false)
		return cfg
	}
	return crud{
		none: "NoSuchDistribution 404",
		create: func(ctx context.Context, comment string) (*string, *string, error) {
			out, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: config(comment)})
			if err != nil {
				return nil, nil, err
			}
			return out.Distribution.Id, out.ETag, nil
		},
		get: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.Distribution.DistributionConfig.Comment, out.ETag, nil
		},
		config: func(ctx context.Context, id *string) (*string, *string, error) {
			out, err := c.GetDistributionConfig(ctx, &cloudfront.GetDistributionConfigInput{Id: id})
			if err != nil {
				return nil, nil, err
			}
			return out.DistributionConfig.Comment, out.ETag, nil
		},
		update: func(ctx context.Context, id, tag *string, comment string) (*string, error) {
			out, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: id, IfMatch: tag, DistributionConfig: config(comment)})
			if err != nil {
				return nil, err
			}
			return out.ETag, nil
		},
		list: func(ctx context.Context) (ids []string, err error) {
			pages := cloudfront.NewListDistributionsPaginator(c, &cloudfront.ListDistributionsInput{})
			for pages.HasMorePages() {
				page, err := pages.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, item := range page.DistributionList.Items {
					ids = append(ids, *item.Id)
				}
			}
			return ids, nil
		},
		delete: func(ctx context.Context, id, tag *string) error {
			_, err := c.DeleteDistribution(ctx, &cloudfront.DeleteDistributionInput{Id: id, IfMatch: tag})
			return err
		},
	}
}
