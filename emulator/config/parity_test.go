package config

import (
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"

	"crossfront/emulator/edge/policy"
)

// TestTakesWhatAWSPrints compares our structures with the SDK's: a field that
// AWS prints and we do not know would be refused as misspelt, unless it is
// listed as not emulated.
func TestTakesWhatAWSPrints(t *testing.T) {
	pairs := []struct{ ours, theirs reflect.Type }{
		{reflect.TypeFor[policy.DistributionConfig](), reflect.TypeFor[types.DistributionConfig]()},
		{reflect.TypeFor[policy.CachePolicyConfig](), reflect.TypeFor[types.CachePolicyConfig]()},
		{reflect.TypeFor[policy.OriginRequestPolicyConfig](), reflect.TypeFor[types.OriginRequestPolicyConfig]()},
		{reflect.TypeFor[policy.ResponseHeadersPolicyConfig](), reflect.TypeFor[types.ResponseHeadersPolicyConfig]()},
		{reflect.TypeFor[policy.OriginAccessControlConfig](), reflect.TypeFor[types.OriginAccessControlConfig]()},
	}
	for _, p := range pairs {
		compareFields(t, p.ours.Name(), p.ours, p.theirs)
	}
}

func compareFields(t *testing.T, path string, ours, theirs reflect.Type) {
	ours, theirs = bare(ours), bare(theirs)
	if theirs.Kind() != reflect.Struct || ours.Kind() != reflect.Struct {
		return
	}
	known := map[string]reflect.Type{}
	for _, f := range structFields(reflect.New(ours).Elem()) {
		known[f.name] = f.value.Type()
	}
	for i := range theirs.NumField() {
		f := theirs.Field(i)
		if !f.IsExported() || f.Name == "ResultMetadata" {
			continue
		}
		mine, ok := known[f.Name]
		if !ok && notEmulated(f.Name) {
			continue
		}
		if !ok {
			t.Errorf("%s.%s is in AWS's model and not in ours", path, f.Name)
			continue
		}
		compareFields(t, path+"."+f.Name, mine, f.Type)
	}
}

func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}
