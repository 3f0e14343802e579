package api

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/google/go-cmp/cmp"
)

// publicPEM is a new RSA key's public half.
func publicPEM(t *testing.T) string {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// TestPublicKeysAndKeyGroups makes every call of the two kinds.
func TestPublicKeysAndKeyGroups(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	want := func(what, expected string, err error) {
		t.Helper()
		if code(err) != expected {
			t.Errorf("%s: %v, want %s", what, err, expected)
		}
	}
	cfg := &types.PublicKeyConfig{CallerReference: aws.String("r"), Name: aws.String("players"), Comment: aws.String("c"), EncodedKey: aws.String(publicPEM(t))}
	key, err := c.CreatePublicKey(ctx, &cloudfront.CreatePublicKeyInput{PublicKeyConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	id := key.PublicKey.Id
	if (*id)[0] != 'K' || !strings.HasSuffix(*key.Location, "/public-key/"+*id) || key.PublicKey.CreatedTime == nil {
		t.Errorf("created %+v at %s", key.PublicKey, *key.Location)
	}
	if diff := cmp.Diff(cfg, key.PublicKey.PublicKeyConfig, noSerde()); diff != "" {
		t.Errorf("created differs from sent:\n%s", diff)
	}
	got, err := c.GetPublicKey(ctx, &cloudfront.GetPublicKeyInput{Id: id})
	if err != nil || *got.ETag != *key.ETag || !cmp.Equal(key.PublicKey, got.PublicKey, noSerde()) {
		t.Errorf("GetPublicKey: %+v, %v", got, err)
	}
	conf, err := c.GetPublicKeyConfig(ctx, &cloudfront.GetPublicKeyConfigInput{Id: id})
	if err != nil || *conf.ETag != *key.ETag || !cmp.Equal(cfg, conf.PublicKeyConfig, noSerde()) {
		t.Errorf("GetPublicKeyConfig: %+v, %v", conf, err)
	}
	_, err = c.CreatePublicKey(ctx, &cloudfront.CreatePublicKeyInput{PublicKeyConfig: cfg})
	want("the same again", "PublicKeyAlreadyExists 409", err)
	bad := *cfg
	bad.EncodedKey = aws.String("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----")
	_, err = c.CreatePublicKey(ctx, &cloudfront.CreatePublicKeyInput{PublicKeyConfig: &bad})
	want("no key", "InvalidArgument 400", err)
	changed := *cfg
	changed.Comment = aws.String("other")
	updated, err := c.UpdatePublicKey(ctx, &cloudfront.UpdatePublicKeyInput{Id: id, IfMatch: key.ETag, PublicKeyConfig: &changed})
	if err != nil || *updated.PublicKey.PublicKeyConfig.Comment != "other" || *updated.ETag == *key.ETag {
		t.Errorf("UpdatePublicKey: %+v, %v", updated, err)
	}
	changed.EncodedKey = aws.String(publicPEM(t))
	_, err = c.UpdatePublicKey(ctx, &cloudfront.UpdatePublicKeyInput{Id: id, IfMatch: updated.ETag, PublicKeyConfig: &changed})
	want("another key", "CannotChangeImmutablePublicKeyFields 400", err)

	group, err := c.CreateKeyGroup(ctx, &cloudfront.CreateKeyGroupInput{KeyGroupConfig: &types.KeyGroupConfig{Name: aws.String("g"), Items: []string{*id}}})
	if err != nil || !strings.HasSuffix(*group.Location, "/key-group/"+*group.KeyGroup.Id) {
		t.Fatalf("%+v, %v", group, err)
	}
	gid := group.KeyGroup.Id
	gotGroup, err := c.GetKeyGroup(ctx, &cloudfront.GetKeyGroupInput{Id: gid})
	if err != nil || *gotGroup.ETag != *group.ETag || !cmp.Equal(group.KeyGroup, gotGroup.KeyGroup, noSerde()) {
		t.Errorf("GetKeyGroup: %+v, %v", gotGroup, err)
	}
	gotConf, err := c.GetKeyGroupConfig(ctx, &cloudfront.GetKeyGroupConfigInput{Id: gid})
	if err != nil || !cmp.Equal(group.KeyGroup.KeyGroupConfig, gotConf.KeyGroupConfig, noSerde()) {
		t.Errorf("GetKeyGroupConfig: %+v, %v", gotConf, err)
	}
	_, err = c.CreateKeyGroup(ctx, &cloudfront.CreateKeyGroupInput{KeyGroupConfig: &types.KeyGroupConfig{Name: aws.String("g"), Items: []string{*id}}})
	want("the same group", "KeyGroupAlreadyExists 409", err)
	_, err = c.CreateKeyGroup(ctx, &cloudfront.CreateKeyGroupInput{KeyGroupConfig: &types.KeyGroupConfig{Name: aws.String("h"), Items: []string{"K1", "K2", "K3", "K4", "K5", "K6"}}})
	want("six keys", "TooManyPublicKeysInKeyGroup 400", err)
	_, err = c.DeletePublicKey(ctx, &cloudfront.DeletePublicKeyInput{Id: id, IfMatch: updated.ETag})
	want("a key in a group", "PublicKeyInUse 409", err)

	d := terraformDistribution("", "658327ea-f89d-4fab-a63d-7e88639e58f6")
	d.Origins.Items[0].OriginAccessControlId = nil
	d.DefaultCacheBehavior.TrustedKeyGroups = &types.TrustedKeyGroups{Enabled: aws.Bool(true), Quantity: aws.Int32(1), Items: []string{*gid}}
	made, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: d})
	if err != nil {
		t.Fatal(err)
	}
	active := &types.ActiveTrustedKeyGroups{Enabled: aws.Bool(true), Quantity: aws.Int32(1), Items: []types.KGKeyPairIds{
		{KeyGroupId: gid, KeyPairIds: &types.KeyPairIds{Quantity: aws.Int32(1), Items: []string{*id}}},
	}}
	if diff := cmp.Diff(active, made.Distribution.ActiveTrustedKeyGroups, noSerde()); diff != "" {
		t.Errorf("ActiveTrustedKeyGroups (-want +got):\n%s", diff)
	}
	users, err := c.ListDistributionsByKeyGroup(ctx, &cloudfront.ListDistributionsByKeyGroupInput{KeyGroupId: gid})
	if err != nil || fmt.Sprint(users.DistributionIdList.Items) != "["+*made.Distribution.Id+"]" {
		t.Errorf("ListDistributionsByKeyGroup: %+v, %v", users, err)
	}
	_, err = c.ListDistributionsByKeyGroup(ctx, &cloudfront.ListDistributionsByKeyGroupInput{KeyGroupId: aws.String("none")})
	want("users of no group", "NoSuchResource 404", err)
	_, err = c.DeleteKeyGroup(ctx, &cloudfront.DeleteKeyGroupInput{Id: gid, IfMatch: group.ETag})
	want("a trusted group", "ResourceInUse 409", err)
	d.CallerReference, d.DefaultCacheBehavior.TrustedKeyGroups.Items = aws.String("other"), []string{"none"}
	_, err = c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: d})
	want("an unknown group", "TrustedKeyGroupDoesNotExist 400", err)

	keys, err := c.ListPublicKeys(ctx, &cloudfront.ListPublicKeysInput{MaxItems: aws.Int32(1)})
	if err != nil || *keys.PublicKeyList.Quantity != 1 || *keys.PublicKeyList.Items[0].EncodedKey != *cfg.EncodedKey || *keys.PublicKeyList.Items[0].Comment != "other" {
		t.Errorf("ListPublicKeys: %+v, %v", keys, err)
	}
	groups, err := c.ListKeyGroups(ctx, &cloudfront.ListKeyGroupsInput{})
	if err != nil || *groups.KeyGroupList.Quantity != 1 || !cmp.Equal(group.KeyGroup, groups.KeyGroupList.Items[0].KeyGroup, noSerde()) {
		t.Errorf("ListKeyGroups: %+v, %v", groups, err)
	}
	second := *cfg
	second.CallerReference, second.Name = aws.String("r2"), aws.String("second")
	key2, err := c.CreatePublicKey(ctx, &cloudfront.CreatePublicKeyInput{PublicKeyConfig: &second})
	if err != nil {
		t.Fatal(err)
	}
	updatedGroup, err := c.UpdateKeyGroup(ctx, &cloudfront.UpdateKeyGroupInput{Id: gid, IfMatch: group.ETag, KeyGroupConfig: &types.KeyGroupConfig{Name: aws.String("g2"), Items: []string{*key2.PublicKey.Id}}})
	if err != nil || *updatedGroup.KeyGroup.KeyGroupConfig.Name != "g2" {
		t.Fatalf("UpdateKeyGroup: %+v, %v", updatedGroup, err)
	}
	_, err = c.UpdateKeyGroup(ctx, &cloudfront.UpdateKeyGroupInput{Id: gid, IfMatch: group.ETag, KeyGroupConfig: gotConf.KeyGroupConfig})
	want("the old version", "PreconditionFailed 412", err)
	if _, err := c.DeletePublicKey(ctx, &cloudfront.DeletePublicKeyInput{Id: id, IfMatch: updated.ETag}); err != nil {
		t.Error(err)
	}
	_, err = c.GetPublicKey(ctx, &cloudfront.GetPublicKeyInput{Id: id})
	want("a deleted key", "NoSuchPublicKey 404", err)
	_, err = c.GetKeyGroup(ctx, &cloudfront.GetKeyGroupInput{Id: aws.String("none")})
	want("no such group", "NoSuchResource 404", err)
}
