package api

import (
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// Every member of the SDK's structures is one of ours, so that nothing a client sends gets lost unseen, and ours has no
// member that the API has not.
func TestStructuresMatchTheSDK(t *testing.T) {
	for _, pair := range []struct{ sdk, own any }{
		{types.DistributionConfig{}, policy.DistributionConfig{}},
		{types.CachePolicyConfig{}, policy.CachePolicyConfig{}},
		{types.OriginRequestPolicyConfig{}, policy.OriginRequestPolicyConfig{}},
		{types.ResponseHeadersPolicyConfig{}, policy.ResponseHeadersPolicyConfig{}},
		{types.OriginAccessControlConfig{}, policy.OriginAccessControlConfig{}},
		{types.CloudFrontOriginAccessIdentityConfig{}, registry.OriginAccessIdentityConfig{}},
		{types.PublicKeyConfig{}, policy.PublicKeyConfig{}},
		{types.PublicKey{}, publicKey{}},
		{types.PublicKeyList{}, publicKeyList{}},
		{types.KeyGroup{}, keyGroup{}},
		{types.KeyGroupList{}, keyGroupList{}},
		{types.FunctionSummary{}, functionSummary{}},
		{types.FunctionList{}, functionList{}},
		{types.TestResult{}, testResult{}},
		{types.KeyValueStore{}, keyValueStore{}},
		{types.KeyValueStoreList{}, keyValueStoreList{}},
		{types.ImportSource{}, importSource{}},
		{types.Distribution{}, distribution{}},
		{types.DistributionList{}, distributionList{}},
		{types.InvalidationBatch{}, policy.InvalidationBatch{}},
		{types.Tag{}, registry.Tag{}},
		{types.CloudFrontOriginAccessIdentity{}, accessIdentity{}},
		{types.OriginAccessControl{}, accessControl{}},
		{types.OriginAccessControlSummary{}, accessControlSummary{}},
		{types.OriginAccessControlList{}, accessControlList{}},
		{types.CachePolicyList{}, cachePolicyList{}},
		{types.OriginRequestPolicyList{}, originRequestPolicyList{}},
		{types.ResponseHeadersPolicyList{}, responseHeadersPolicyList{}},
		{types.InvalidationList{}, invalidationList{}},
		{types.DistributionIdList{}, distributionIDList{}},
	} {
		compareStructures(t, map[reflect.Type]bool{}, reflect.TypeOf(pair.sdk), reflect.TypeOf(pair.own))
	}
}

func compareStructures(t *testing.T, seen map[reflect.Type]bool, sdk, own reflect.Type) {
	t.Helper()
	sdk, own = behind(sdk), behind(own)
	if sdk.Kind() != reflect.Struct || own.Kind() != reflect.Struct {
		if (sdk.Kind() == reflect.Struct) != (own.Kind() == reflect.Struct) {
			t.Errorf("%s is %s in the SDK", own, sdk)
		}
		return
	}
	if seen[sdk] || sdk.PkgPath() == "time" {
		return
	}
	seen[sdk] = true
	members := map[string]reflect.Type{}
	for _, f := range fieldsOf(own) {
		members[strings.ToLower(f.name)] = own.FieldByIndex(f.index).Type
	}
	for i := range sdk.NumField() {
		f := sdk.Field(i)
		if !f.IsExported() {
			continue
		}
		member, ok := members[strings.ToLower(f.Name)]
		delete(members, strings.ToLower(f.Name))
		switch {
		case ok:
			compareStructures(t, seen, f.Type, member)
		default:
			t.Errorf("%s lacks the SDK's member %s", own, f.Name)
		}
	}
	for name := range members {
		t.Errorf("%s has %s, which the SDK's %s has not", own, name, sdk)
	}
}

// behind is t behind pointers and slices.
func behind(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}
