package policy

import (
	"slices"
	"strings"
	"testing"
)

func TestPublicKey(t *testing.T) {
	type cfg = PublicKeyConfig
	for _, tt := range []struct {
		name   string
		change func(*cfg)
		want   []string
	}{
		{"good", func(*cfg) {}, nil},
		{"no reference", func(c *cfg) { c.CallerReference = "" }, []string{"InvalidArgument CallerReference"}},
		{"no name", func(c *cfg) { c.Name = "" }, []string{"InvalidArgument Name"}},
		{"long name", func(c *cfg) { c.Name = strings.Repeat("a", 129) }, []string{"InvalidArgument Name"}},
		{"blank in the name", func(c *cfg) { c.Name = "my key" }, []string{"InvalidArgument Name"}},
		{"no key", func(c *cfg) { c.EncodedKey = "" }, []string{"InvalidArgument EncodedKey"}},
		{"long comment", func(c *cfg) { c.Comment = strings.Repeat("ä", 129) }, []string{"InvalidArgument Comment"}},
		{"all at once", func(c *cfg) { *c = cfg{Comment: strings.Repeat("a", 129)} },
			[]string{"InvalidArgument CallerReference", "InvalidArgument Name", "InvalidArgument EncodedKey", "InvalidArgument Comment"}},
	} {
		c := &cfg{CallerReference: "r", Name: "My-key_1", EncodedKey: onePublicKey, Comment: strings.Repeat("ä", 128)}
		tt.change(c)
		if got := codesOf(t, ValidatePublicKey(c)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestKeyGroup(t *testing.T) {
	w := newWorld()
	six := []string{"KONE"}
	for _, id := range []string{"K2", "K3", "K4", "K5", "K6"} {
		w.keys[id] = w.keys["KONE"]
		six = append(six, id)
	}
	for _, tt := range []struct {
		name string
		cfg  KeyGroupConfig
		want []string
	}{
		{"one key", KeyGroupConfig{Name: "n", Items: six[:1]}, nil},
		{"five keys", KeyGroupConfig{Name: "any name at all", Items: six[:5]}, nil},
		{"six keys", KeyGroupConfig{Name: "n", Items: six}, []string{"TooManyPublicKeysInKeyGroup Items"}},
		{"no key", KeyGroupConfig{Name: "n"}, []string{"InvalidArgument Items"}},
		{"a key twice", KeyGroupConfig{Name: "n", Items: []string{"K2", "K2"}}, []string{"InvalidArgument Items"}},
		{"unknown key", KeyGroupConfig{Name: "n", Items: []string{"K2", "K9"}}, []string{"InvalidArgument Items[1]"}},
		{"no name, long comment", KeyGroupConfig{Items: six[:1], Comment: strings.Repeat("a", 129)}, []string{"InvalidArgument Name", "InvalidArgument Comment"}},
	} {
		if got := codesOf(t, ValidateKeyGroup(&tt.cfg, w)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestNewline: a key is given back with a newline at its end, once.
func TestNewline(t *testing.T) {
	c := &PublicKeyConfig{EncodedKey: strings.TrimSpace(onePublicKey)}
	for range 2 {
		if NormalizePublicKey(c); c.EncodedKey != onePublicKey {
			t.Errorf("%q", c.EncodedKey)
		}
	}
	if NormalizePublicKey(&PublicKeyConfig{}); (&PublicKeyConfig{}).EncodedKey != "" {
		t.Error("an empty key got a newline")
	}
}

// TestSigners: a behavior trusts all keys of all its groups, and nobody else.
func TestSigners(t *testing.T) {
	w := newWorld()
	w.keys["KTWO"] = w.keys["KONE"]
	w.groups["two"] = &KeyGroupConfig{Name: "two", Items: []string{"KTWO", "KONE"}}
	b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized"), TrustedKeyGroups: &TrustedKeyGroups{true, 2, []string{"kg", "two"}}}, w, Options{})
	if b.Signers == nil || len(b.Signers.Keys) != 2 || b.Signers.Keys["KONE"] == nil || b.Signers.Keys["KTWO"] == nil {
		t.Errorf("%+v", b.Signers)
	}
	b = behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized"), TrustedSigners: &TrustedSigners{true, 1, []string{"self"}}}, w, Options{})
	if b.Signers == nil || len(b.Signers.Keys) != 0 || len(b.Signers.Accounts) != 1 {
		t.Errorf("%+v", b.Signers)
	}
	if b = behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")}, w, Options{}); b.Signers != nil {
		t.Errorf("%+v", b.Signers)
	}
}
