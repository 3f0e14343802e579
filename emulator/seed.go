package emulator

import (
	"context"
	"fmt"
	"strings"

	"crossfront/corsengine"
	"crossfront/emulator/config"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
)

// seed fills an empty world. Policies and functions come before the
// distributions that use them, buckets before the distributions that are let in.
func (w *world) seed(ctx context.Context, s *config.Seed) error {
	for _, b := range s.Buckets {
		if err := w.seedBucket(ctx, b); err != nil {
			return fmt.Errorf("bucket %s: %w", b.Name, err)
		}
	}
	if err := w.seedPolicies(s); err != nil {
		return err
	}
	if err := w.seedFunctions(s); err != nil {
		return err
	}
	readers := make(map[string][]string) // bucket → ARNs of distributions to let in
	for _, d := range s.Distributions {
		made, err := w.registry.CreateDistribution(d.Config, registry.CreateOptions{ID: d.ID, Adopt: true})
		if err != nil {
			return fmt.Errorf("distribution %s: %w", d.ID, err)
		}
		if d.Default {
			w.defaultID = made.ID
		}
		if d.GrantBucket != "" {
			readers[d.GrantBucket] = append(readers[d.GrantBucket], made.ARN)
		}
	}
	for bucket, arns := range readers {
		if err := w.letIn(ctx, bucket, arns); err != nil {
			return fmt.Errorf("bucket %s: %w", bucket, err)
		}
	}
	return nil
}

func (w *world) seedBucket(ctx context.Context, b config.Bucket) error {
	if _, err := w.store.CreateBucket(ctx, store.BucketInput{Name: b.Name, Region: b.Region, Owner: AccountID}); err != nil {
		return err
	}
	err := w.store.UpdateSettings(ctx, b.Name, func(s *store.Settings) error {
		return bucketSettings(s, b, w.cors)
	})
	if err != nil {
		return err
	}
	for _, o := range b.Objects {
		if err := w.seedObject(ctx, b.Name, o); err != nil {
			return fmt.Errorf("object %s: %w", o.Key, err)
		}
	}
	return nil
}

// bucketSettings applies what the seed says of a bucket. "public: true" is the
// two steps that it takes on AWS: the public access block off, and a policy
// that lets anyone read; a policy of the seed's own takes the latter's place.
func bucketSettings(s *store.Settings, b config.Bucket, o corsengine.Options) error {
	policy := b.Policy
	if b.Public {
		s.PublicAccessBlock = nil
		if policy == nil {
			policy = access.AllowPublicRead(b.Name)
		}
	}
	if b.PublicAccessBlock != nil {
		s.PublicAccessBlock = b.PublicAccessBlock
	}
	if policy != nil {
		p, err := access.ParsePolicy(policy, b.Name)
		if err != nil {
			return err
		}
		s.Policy = p
	}
	return s.SetCORS(b.CORS, o)
}

func (w *world) seedObject(ctx context.Context, bucket string, o config.Object) error {
	body, err := o.Open()
	if err != nil {
		return err
	}
	defer body.Close()
	in := store.PutInput{Body: body, Size: o.Size, Attributes: attributes(o)}
	_, err = w.store.PutObject(ctx, bucket, o.Key, in)
	return err
}

func (w *world) seedPolicies(s *config.Seed) error {
	for _, c := range s.OriginAccessControls {
		if _, err := w.registry.CreateOriginAccessControl(c.Config, c.ID); err != nil {
			return fmt.Errorf("origin access control %s: %w", c.ID, err)
		}
	}
	for _, k := range s.PublicKeys {
		if _, err := w.registry.PublicKeys().Create(k.Config, k.ID); err != nil {
			return fmt.Errorf("public key %s: %w", k.Config.Name, err)
		}
	}
	for _, g := range s.KeyGroups {
		if _, err := w.registry.KeyGroups().Create(g.Config, g.ID); err != nil {
			return fmt.Errorf("key group %s: %w", g.Config.Name, err)
		}
	}
	for _, p := range s.CachePolicies {
		if _, err := w.registry.CreateCachePolicy(p.Config, p.ID); err != nil {
			return fmt.Errorf("cache policy %s: %w", p.Config.Name, err)
		}
	}
	for _, p := range s.OriginRequestPolicies {
		if _, err := w.registry.CreateOriginRequestPolicy(p.Config, p.ID); err != nil {
			return fmt.Errorf("origin request policy %s: %w", p.Config.Name, err)
		}
	}
	for _, p := range s.ResponseHeadersPolicies {
		if _, err := w.registry.CreateResponseHeadersPolicy(p.Config, p.ID); err != nil {
			return fmt.Errorf("response headers policy %s: %w", p.Config.Name, err)
		}
	}
	return nil
}

// seedFunctions makes the key value stores, and the functions, published.
func (w *world) seedFunctions(s *config.Seed) error {
	arns := make(map[string]string) // of stores, by name
	for _, kvs := range s.KeyValueStores {
		made, err := w.registry.CreateKeyValueStore(registry.StoreInput{ID: kvs.ID, Name: kvs.Name, Comment: kvs.Comment, Items: kvs.Items})
		if err != nil {
			return fmt.Errorf("key value store %s: %w", kvs.Name, err)
		}
		arns[kvs.Name] = made.ARN
	}
	for _, f := range s.Functions {
		if f.Store != "" {
			f.Config.KeyValueStoreAssociations = &policy.KeyValueStoreAssociations{Quantity: 1,
				Items: []policy.KeyValueStoreAssociation{{KeyValueStoreARN: arns[f.Store]}}}
		}
		made, err := w.registry.CreateFunction(f.Name, f.Config, f.Code, nil)
		if err == nil {
			_, err = w.registry.PublishFunction(f.Name, made.Development.ETag)
		}
		if err != nil {
			return fmt.Errorf("function %s: %w", f.Name, err)
		}
	}
	return nil
}

// letIn gives a bucket without a policy the one that CloudFront's console
// offers, so that the distributions may read it. A policy that is there stays.
func (w *world) letIn(ctx context.Context, bucket string, distributionARNs []string) error {
	return w.store.UpdateSettings(ctx, bucket, func(s *store.Settings) error {
		if s.Policy != nil {
			return nil
		}
		p, err := access.ParsePolicy(access.AllowCloudFront(bucket, distributionARNs...), bucket)
		s.Policy = p
		return err
	})
}

// attributes are what S3 keeps of an object's headers.
func attributes(o config.Object) store.Attributes {
	a := store.Attributes{
		ContentType:        o.ContentType,
		CacheControl:       o.Headers.Get("Cache-Control"),
		ContentDisposition: o.Headers.Get("Content-Disposition"),
		ContentEncoding:    o.Headers.Get("Content-Encoding"),
		ContentLanguage:    o.Headers.Get("Content-Language"),
		Expires:            o.Headers.Get("Expires"),
	}
	for name, values := range o.Headers {
		if meta, ok := strings.CutPrefix(strings.ToLower(name), "x-amz-meta-"); ok && len(values) > 0 {
			if a.Metadata == nil {
				a.Metadata = make(map[string]string)
			}
			a.Metadata[meta] = values[0]
		}
	}
	return a
}
