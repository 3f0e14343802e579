package config

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/s3/access"
)

func goodSeed(t *testing.T) *Seed {
	t.Helper()
	seed, err := readSeed(onDisk("testdata/good/seed.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

func TestSeedBuckets(t *testing.T) {
	seed := goodSeed(t)
	media, open, legacy := seed.Buckets[0], seed.Buckets[1], seed.Buckets[2]
	if media.Name != "media" || media.Region != "eu-west-1" || open.Region != "us-east-1" {
		t.Errorf("names and regions: %q %q %q", media.Name, media.Region, open.Region)
	}
	if got := media.CORS.Rules[0].AllowedOrigins; !cmp.Equal(got, []string{"http://localhost:3000"}) {
		t.Errorf("cors from a file: %q", got)
	}
	if got := *open.CORS.Rules[0].MaxAgeSeconds; got != 3000 {
		t.Errorf("cors inline: MaxAgeSeconds %d", got)
	}
	if got := legacy.CORS.Rules[0].AllowedMethods; !cmp.Equal(got, []string{"GET"}) {
		t.Errorf("cors in XML: %q", got)
	}
	if want := `"Sid":"CF & <friends>"`; !strings.Contains(string(media.Policy), want) {
		t.Errorf("policy %s lacks %s", media.Policy, want)
	}
	want := access.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true}
	if media.PublicAccessBlock == nil || *media.PublicAccessBlock != want {
		t.Errorf("public access block %+v, want %+v", media.PublicAccessBlock, want)
	}
	if !open.Public || !strings.Contains(string(open.Policy), "s3:GetObject") {
		t.Errorf("public bucket: %v, policy %s", open.Public, open.Policy)
	}
	if legacy.PublicAccessBlock != nil || legacy.Public {
		t.Error("a bucket that says nothing is not private")
	}
}

// TestSeedBackends: where objects are kept, with what is left out.
func TestSeedBackends(t *testing.T) {
	files := embedded{fsys: fstest.MapFS{"seed.yaml": {Data: []byte("buckets:\n" +
		"  - {name: media, region: eu-west-1, backend: s3://films, endpoint: 'http://cluster:8333/s3', accessKeyId: k, secretAccessKey: hunter2}\n" +
		"  - {name: more, region: eu-west-1, backend: s3://films/a/b/, signingRegion: eu-central-1}\n" +
		"  - {name: here}\n")}}}
	seed, err := readSeed(files, "seed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	media, more := seed.Buckets[0].Backend, seed.Buckets[1].Backend
	if media.Bucket != "films" || media.Prefix != "" || media.Endpoint.String() != "http://cluster:8333/s3" || media.Region != "eu-west-1" ||
		media.AccessKeyID != "k" || media.SecretAccessKey != "hunter2" {
		t.Errorf("media is at %+v", media)
	}
	if more.Prefix != "a/b/" || more.Endpoint.String() != "https://s3.eu-central-1.amazonaws.com" || more.Region != "eu-central-1" || more.AccessKeyID != "" {
		t.Errorf("more is at %+v", more)
	}
	if seed.Buckets[2].Backend != nil {
		t.Errorf("here is at %+v", seed.Buckets[2].Backend)
	}
}

func TestSeedObjects(t *testing.T) {
	type object struct{ Key, ContentType, CacheControl, Source, Body string }
	var got []object
	for _, o := range goodSeed(t).Buckets[0].Objects {
		body, err := o.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(body)
		if err != nil || int64(len(text)) != o.Size {
			t.Errorf("%s: read %d bytes of %d: %v", o.Key, len(text), o.Size, err)
		}
		body.Close()
		got = append(got, object{o.Key, o.ContentType, o.Headers.Get("Cache-Control"), o.Headers.Get("X-Amz-Meta-Source"), string(text)})
	}
	want := []object{
		{"vod/360p/00.ts", "video/mp2t", "public, max-age=60", "camera", "x"},
		{"vod/index.m3u8", "application/vnd.apple.mpegurl", "public, max-age=60", "camera", "#EXTM3U\n"},
		{"live.m3u8", "application/x-mpegurl", "", "", "#EXTM3U\n"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
}

func TestSeedDistributions(t *testing.T) {
	seed := goodSeed(t)
	full, short, custom, grant := seed.Distributions[0], seed.Distributions[1], seed.Distributions[2], seed.Distributions[3]
	if full.ID != "E1FULL" || full.Default || full.GrantBucket != "" || full.Config.CacheBehaviors.Items[0].PathPattern != "*.m3u8" {
		t.Errorf("full config: %+v", full)
	}
	if !short.Default || short.Listen != "127.0.0.1:8081" || short.Config.Comment != "short" || short.Config.Aliases.Items[0] != "cdn.example.com" {
		t.Errorf("short form: %+v", short)
	}
	if short.GrantBucket != "" || grant.GrantBucket != "private" {
		t.Errorf("grants: %q and %q; only a bucket without a policy is granted", short.GrantBucket, grant.GrantBucket)
	}
	b := short.Config.DefaultCacheBehavior
	ids := []string{b.CachePolicyId, b.OriginRequestPolicyId, b.ResponseHeadersPolicyId, b.ViewerProtocolPolicy}
	want := []string{"0f8d2e40-5c6d-4f4d-9a55-4b1d2a4a0001", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "60669652-455b-4ae9-85a4-c4c02393f86c", "redirect-to-https"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("behavior (-want +got):\n%s", diff)
	}
	if len(b.AllowedMethods.Items) != 3 || len(b.AllowedMethods.CachedMethods.Items) != 3 || *b.Compress {
		t.Errorf("methods %v, compress %v", b.AllowedMethods, *b.Compress)
	}
	if o := short.Config.Origins.Items[0]; o.DomainName != "open.s3.us-east-1.amazonaws.com" || o.OriginPath != "/vod" || o.OriginAccessControlId == "" || o.S3OriginConfig == nil {
		t.Errorf("bucket origin: %+v", o)
	}
	o := custom.Config.Origins.Items[0]
	if custom.ID != "E3" || o.DomainName != "api.example.com" || o.OriginPath != "/v1" || o.CustomOriginConfig.HTTPSPort != 9443 || o.CustomOriginConfig.OriginProtocolPolicy != "https-only" {
		t.Errorf("custom origin of %s: %+v", custom.ID, o)
	}
	if got := custom.Config.DefaultCacheBehavior.OriginRequestPolicyId; got != want[1] {
		t.Errorf("a merged behavior lost its origin request policy: %q", got)
	}
}

// TestSeedKeys: keys and groups as AWS prints them, as bare configs, and by
// name.
func TestSeedKeys(t *testing.T) {
	seed := goodSeed(t)
	if len(seed.PublicKeys) != 2 || len(seed.KeyGroups) != 2 {
		t.Fatalf("%d keys, %d groups", len(seed.PublicKeys), len(seed.KeyGroups))
	}
	printed, bare := seed.PublicKeys[0], seed.PublicKeys[1]
	if printed.ID != "K2JCJMDEHXQW5F" || printed.Config.Name != "players-2026" {
		t.Errorf("%+v", printed)
	}
	if len(bare.ID) != 14 || bare.ID[0] != 'K' || bare.Config.CallerReference != "seed-"+bare.ID || bare.Config.EncodedKey != printed.Config.EncodedKey {
		t.Errorf("%+v", bare)
	}
	if again := goodSeed(t).PublicKeys[1].ID; again != bare.ID {
		t.Errorf("another start gives the id %s, not %s", again, bare.ID)
	}
	if diff := cmp.Diff([]string{bare.ID, printed.ID}, seed.KeyGroups[1].Config.Items); diff != "" {
		t.Errorf("the group's keys (-want +got):\n%s", diff)
	}
	want := &policy.TrustedKeyGroups{Enabled: true, Quantity: 2, Items: []string{seed.KeyGroups[0].ID, seed.KeyGroups[1].ID}}
	if diff := cmp.Diff(want, seed.Distributions[3].Config.DefaultCacheBehavior.TrustedKeyGroups); diff != "" {
		t.Errorf("a short form's groups (-want +got):\n%s", diff)
	}
}

// TestSeedFunctions: functions as AWS describes them and in the seed's own
// form, with their stores; who runs them.
func TestSeedFunctions(t *testing.T) {
	seed := goodSeed(t)
	rewrite, cors, byID := seed.Functions[0], seed.Functions[1], seed.Functions[2]
	if rewrite.Name != "rewrite" || rewrite.Store != "paths" || rewrite.Config.Runtime != "cloudfront-js-2.0" || !strings.HasPrefix(string(rewrite.Code), "function handler") {
		t.Errorf("%+v", rewrite)
	}
	if cors.Name != "add-cors" || cors.Config.Runtime != "cloudfront-js-1.0" || cors.Config.Comment != "adds a header" || cors.Store != "" {
		t.Errorf("described: %+v", cors)
	}
	if byID.Store != "flags" || byID.Config.KeyValueStoreAssociations != nil {
		t.Errorf("a store by its id: %+v", byID)
	}
	want := []KeyValueStore{
		{Name: "paths", Items: map[string]string{"/old": "/new", "limit": "3"}, ID: seed.KeyValueStores[0].ID},
		{Name: "flags", Items: map[string]string{"a": "1", "b": ""}, ID: "0c7ef3b2-9f5a-4a4f-8f0b-6f9f3d7b1a10", Comment: "imported"},
	}
	if diff := cmp.Diff(want, seed.KeyValueStores); diff != "" || len(want[0].ID) != 36 {
		t.Errorf("stores (-want +got):\n%s", diff)
	}
	runs := &policy.FunctionAssociations{Quantity: 2, Items: []policy.FunctionAssociation{
		{FunctionARN: "arn:aws:cloudfront::000000000000:function/rewrite", EventType: "viewer-request"},
		{FunctionARN: "arn:aws:cloudfront::000000000000:function/add-cors", EventType: "viewer-response"}}}
	if diff := cmp.Diff(runs, seed.Distributions[3].Config.DefaultCacheBehavior.FunctionAssociations); diff != "" {
		t.Errorf("a short form's functions (-want +got):\n%s", diff)
	}
}

// TestSeedReferences compiles every distribution against nothing but the seed
// and AWS's managed policies, as the assembly will.
func TestSeedReferences(t *testing.T) {
	seed := goodSeed(t)
	for _, d := range seed.Distributions {
		if _, err := policy.Compile(d.ID, &d.Config, catalog{seed, policy.Managed()}, policy.Options{}); err != nil {
			t.Errorf("%s: %v", d.ID, err)
		}
	}
	var ids []string
	for _, c := range seed.OriginAccessControls {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"E327GJI25M56DG", "OE2SHORT", "OE4GRANT"}, ids); diff != "" {
		t.Errorf("origin access controls (-want +got):\n%s", diff)
	}
	want := map[string]string{"api.example.com": "127.0.0.1:9000", "other.example.com": "http://127.0.0.1"}
	if diff := cmp.Diff(want, seed.Resolve); diff != "" {
		t.Errorf("resolve (-want +got):\n%s", diff)
	}
}

// TestFoldersAreSealed uploads from a folder with links in it.
func TestFoldersAreSealed(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "secret.txt"), []byte("secret"))
	put(t, filepath.Join(dir, "vod", "a.txt"), []byte("a"))
	put(t, filepath.Join(dir, "seed.yaml"), []byte("buckets: [{name: media, objects: [{from: vod}]}]"))
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(dir, "vod", name)); err != nil {
			t.Fatal(err)
		}
	}
	link("a.txt", "inside.txt")
	seed, err := readSeed(onDisk(filepath.Join(dir, "seed.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(seed.Buckets[0].Objects); got != 2 {
		t.Errorf("%d objects, want the file and the link to it", got)
	}

	link("../secret.txt", "out.txt")
	link("nowhere", "dead.txt")
	link(".", "loop")
	_, err = readSeed(onDisk(filepath.Join(dir, "seed.yaml")))
	for _, want := range []string{
		"out.txt is a link that leaves the folder or leads nowhere",
		"dead.txt is a link that leaves the folder or leads nowhere",
		"loop is a link to a folder",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no complaint %q in: %v", want, err)
		}
	}
}

func TestNoSeedFile(t *testing.T) {
	_, err := readSeed(onDisk(filepath.Join(t.TempDir(), "seed.yaml")))
	if err == nil || !strings.Contains(err.Error(), "seed.yaml: cannot read the seed file: there is no such file") {
		t.Errorf("got %v", err)
	}
}

// TestExamples reads the seed files that people start from.
func TestExamples(t *testing.T) {
	examples, err := filepath.Glob("../../examples/*/seed.yaml")
	examples = append(examples, "../../examples/ci/seed/seed.yaml")
	if err != nil || len(examples) == 1 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range examples {
		if _, err := readSeed(onDisk(path)); err != nil {
			t.Errorf("%s:\n%v", path, err)
		}
	}
}

// TestWorkflows reads the seeds that stand in the CI services' own files.
func TestWorkflows(t *testing.T) {
	for _, path := range []string{"../../examples/ci/github-actions.yml", "../../examples/ci/gitlab-ci.yml"} {
		doc, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var workflow any
		if err := yaml.Unmarshal(doc, &workflow); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		seeds := valuesOf(workflow, "EMULATOR_SEED")
		if len(seeds) == 0 {
			t.Errorf("%s has no seed", path)
		}
		for _, text := range seeds {
			if _, err := parseSeed(text); err != nil {
				t.Errorf("%s:\n%v", path, err)
			}
		}
	}
}

// valuesOf are the texts under a key anywhere in a document.
func valuesOf(doc any, key string) (all []string) {
	switch d := doc.(type) {
	case map[string]any:
		for k, v := range d {
			if text, ok := v.(string); ok && k == key {
				all = append(all, text)
			}
			all = append(all, valuesOf(v, key)...)
		}
	case []any:
		for _, v := range d {
			all = append(all, valuesOf(v, key)...)
		}
	}
	return all
}
