package policy

import (
	"crypto/tls"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestValidateFunction(t *testing.T) {
	const store = "arn:aws:cloudfront::000000000000:key-value-store/one"
	stores := func(arns ...string) *KeyValueStoreAssociations {
		list := &KeyValueStoreAssociations{Quantity: len(arns)}
		for _, arn := range arns {
			list.Items = append(list.Items, KeyValueStoreAssociation{arn})
		}
		return list
	}
	for _, c := range []struct {
		what, name, runtime, code string
		stores                    *KeyValueStoreAssociations
		want                      []string // in the mistakes, in their order
	}{
		{"a function", "add-cors_1", "cloudfront-js-2.0", "x", nil, nil},
		{"one with a store", "f", "cloudfront-js-2.0", "x", stores(store), nil},
		{"everything wrong", "a b", "js", "", nil, []string{"Name", "FunctionConfig.Runtime", "FunctionCode"}},
		{"a long name", strings.Repeat("n", 65), "cloudfront-js-1.0", "x", nil, []string{"Name"}},
		{"much code", "f", "cloudfront-js-2.0", strings.Repeat("x", maxFunctionCode+1), nil, []string{"FunctionCode"}},
		{"two stores of an old runtime, one unknown", "f", "cloudfront-js-1.0", "x", stores(store, "arn:none"),
			[]string{"KeyValueStoreAssociations", "KeyValueStoreAssociations", "Items"}},
		{"a wrong count", "f", "cloudfront-js-2.0", "x", &KeyValueStoreAssociations{Quantity: 2, Items: stores(store).Items}, []string{"KeyValueStoreAssociations"}},
	} {
		cfg := &FunctionConfig{Runtime: c.runtime, KeyValueStoreAssociations: c.stores}
		err := ValidateFunction(c.name, cfg, []byte(c.code), func(arn string) bool { return arn == store })
		mistakes, _ := err.(Errors)
		if len(mistakes) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.what, err, c.want)
			continue
		}
		for i, m := range mistakes {
			if !strings.Contains(m.Field, c.want[i]) {
				t.Errorf("%s: got %s, want %s", c.what, m.Field, c.want[i])
			}
		}
	}
	if got := (&FunctionConfig{KeyValueStoreAssociations: stores(store)}).Stores(); !slices.Equal(got, []string{store}) {
		t.Errorf("stores: %v", got)
	}
	if got := (&FunctionConfig{}).Stores(); got != nil {
		t.Errorf("no stores: %v", got)
	}
}

func TestFunctionName(t *testing.T) {
	if name, ok := FunctionName(FunctionARN("000000000000", "rewrite")); name != "rewrite" || !ok {
		t.Errorf("got %q, %t", name, ok)
	}
	for _, arn := range []string{"", "rewrite", "arn:aws:cloudfront::1:function/f", "arn:aws:cloudfront::000000000000:function/a b", "arn:aws:s3::000000000000:function/f", "000000000000:function/f"} {
		if name, ok := FunctionName(arn); ok {
			t.Errorf("%q is %q", arn, name)
		}
	}
}

// TestFunctionHeaders: what a policy asks for is there, what the viewer made up is
// not.
func TestFunctionHeaders(t *testing.T) {
	src := newWorld()
	asked := ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: CachePolicyHeadersConfig{
		HeaderBehavior: "whitelist", Headers: &Headers{Quantity: 1, Items: []string{"CloudFront-Viewer-Country"}},
	}}
	src.cache["keyed"] = keyPolicy(asked, 0, 1, 1)
	b := mustCompile(t, distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: "keyed"}), src, Options{}).Behaviors[0]
	h := b.FunctionHeaders(&Viewer{Country: "JP", Header: http.Header{
		"Cloudfront-Viewer-Country": {"XX"}, "Cloudfront-Viewer-City": {"made up"}, "Accept": {"*/*"},
	}})
	if got := slices.Sorted(maps.Keys(h)); !slices.Equal(got, []string{"Accept", "Cloudfront-Viewer-Country"}) || h.Get("Cloudfront-Viewer-Country") != "JP" {
		t.Errorf("got %v", h)
	}
}

func TestOldestTLS(t *testing.T) {
	for _, c := range []struct {
		protocols []string
		want      uint16
	}{
		{nil, tls.VersionTLS12}, {[]string{"TLSv1.2"}, tls.VersionTLS12}, {[]string{"TLSv1.2", "TLSv1.1"}, tls.VersionTLS11},
		{[]string{"TLSv1.1", "TLSv1"}, tls.VersionTLS10}, {[]string{"SSLv3"}, tls.VersionTLS10},
	} {
		if got := (&Origin{SSLProtocols: c.protocols}).OldestTLS(); got != c.want {
			t.Errorf("%v: got %x, want %x", c.protocols, got, c.want)
		}
	}
}

func TestFailureFreshness(t *testing.T) {
	for name, c := range map[string]struct {
		b     *Behavior
		store bool
	}{
		"remembered":  {ttlBehavior(t, 0, 10, 100, Options{}), true},
		"forgotten":   {ttlBehavior(t, 0, 10, 100, Options{ForgetOriginFailures: true}), false},
		"caching off": {ttlBehavior(t, 0, 0, 0, Options{}), false},
	} {
		if got := c.b.FailureFreshness(http.StatusGatewayTimeout, nil); got.Store != c.store || got.Because == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
