package policy

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// TestShapesAgainstSDK holds the API structures to those of AWS's own SDK,
// member by member: what the CLI prints must have a place here.
func TestShapesAgainstSDK(t *testing.T) {
	for _, pair := range []struct {
		ours any
		sdk  any
	}{
		{DistributionConfig{}, types.DistributionConfig{}},
		{CachePolicyConfig{}, types.CachePolicyConfig{}},
		{OriginRequestPolicyConfig{}, types.OriginRequestPolicyConfig{}},
		{ResponseHeadersPolicyConfig{}, types.ResponseHeadersPolicyConfig{}},
		{OriginAccessControlConfig{}, types.OriginAccessControlConfig{}},
		{PublicKeyConfig{}, types.PublicKeyConfig{}},
		{KeyGroupConfig{}, types.KeyGroupConfig{}},
		{InvalidationBatch{}, types.InvalidationBatch{}},
	} {
		compareShapes(t, reflect.TypeOf(pair.ours), reflect.TypeOf(pair.sdk), reflect.TypeOf(pair.ours).Name())
	}
}

func compareShapes(t *testing.T, ours, sdk reflect.Type, path string) {
	t.Helper()
	ours, sdk = plain(ours), plain(sdk)
	if ours.Kind() != sdk.Kind() && !(isInt(ours.Kind()) && isInt(sdk.Kind())) {
		t.Errorf("%s is a %v, the SDK has a %v", path, ours.Kind(), sdk.Kind())
		return
	}
	switch ours.Kind() {
	case reflect.Slice:
		compareShapes(t, ours.Elem(), sdk.Elem(), path+"[]")
	case reflect.Struct:
		members, xmlMembers := membersOf(ours, "json"), membersOf(ours, "xml")
		var seen []string
		for i := range sdk.NumField() {
			f := sdk.Field(i)
			if !f.IsExported() {
				continue
			}
			seen = append(seen, f.Name)
			m, ok := members[f.Name]
			if !ok {
				t.Errorf("%s.%s is missing", path, f.Name)
				continue
			}
			x, ok := xmlMembers[f.Name]
			if !ok {
				t.Errorf("%s.%s has no XML name", path, f.Name)
			}
			if plain(m.t).Kind() == reflect.Slice && x.inner == "" {
				t.Errorf("%s.%s: list entries have no XML name", path, f.Name)
			}
			compareShapes(t, m.t, f.Type, path+"."+f.Name)
		}
		for name := range members {
			if !slices.Contains(seen, name) && !strings.HasSuffix(path, "S3OriginConfig") {
				t.Errorf("%s.%s is not in the SDK", path, name)
			}
		}
	}
}

func plain(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func isInt(k reflect.Kind) bool {
	return k == reflect.Int || k == reflect.Int32 || k == reflect.Int64
}
