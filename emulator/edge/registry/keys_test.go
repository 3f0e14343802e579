package registry

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
)

// newKey is a public key in PEM.
func newKey(t *testing.T) string {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func publicKey(t *testing.T, name string) policy.PublicKeyConfig {
	return policy.PublicKeyConfig{CallerReference: "ref-" + name, Name: name, EncodedKey: newKey(t)}
}

// signedBy is a configuration whose default behavior trusts that key group.
func signedBy(group string) policy.DistributionConfig {
	cfg := simple("signed")
	cfg.DefaultCacheBehavior.TrustedKeyGroups = &policy.TrustedKeyGroups{Enabled: true, Quantity: 1, Items: []string{group}}
	return cfg
}

// TestKeys follows a key, its group and a distribution that trusts it: what
// uses what, what may change, and that the edge sees a change at once.
func TestKeys(t *testing.T) {
	r, clk := newTest(t)
	cfg := publicKey(t, "one")
	cfg.EncodedKey = strings.TrimSpace(cfg.EncodedKey)
	key, err := r.PublicKeys().Create(cfg, "")
	if err != nil || key.ID[0] != 'K' || key.Config.EncodedKey != cfg.EncodedKey+"\n" {
		t.Fatalf("%+v, %v", key, err)
	}
	fails := func(what, want string, err error) {
		t.Helper()
		if code(err) != want {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	create := func(change func(*policy.PublicKeyConfig)) error {
		c := publicKey(t, "other")
		change(&c)
		_, err := r.PublicKeys().Create(c, "")
		return err
	}
	fails("the same name", "PublicKeyAlreadyExists 409", create(func(c *policy.PublicKeyConfig) { c.Name = "one" }))
	fails("the same reference", "PublicKeyAlreadyExists 409", create(func(c *policy.PublicKeyConfig) { c.CallerReference = "ref-one" }))
	fails("no key", "InvalidArgument 400", create(func(c *policy.PublicKeyConfig) { c.EncodedKey = "x" }))

	clk.now = clk.now.Add(time.Hour)
	change := key.Config
	change.Comment = "changed"
	changed, err := r.PublicKeys().Update(key.ID, key.ETag, change)
	if err != nil || changed.Config.Comment != "changed" || !changed.Created.Equal(key.Created) || changed.ETag == key.ETag {
		t.Errorf("%+v, %v", changed, err)
	}
	for what, edit := range map[string]func(*policy.PublicKeyConfig){
		"key":       func(c *policy.PublicKeyConfig) { c.EncodedKey = newKey(t) },
		"name":      func(c *policy.PublicKeyConfig) { c.Name = "two" },
		"reference": func(c *policy.PublicKeyConfig) { c.CallerReference = "two" },
	} {
		c := change
		edit(&c)
		_, err := r.PublicKeys().Update(key.ID, changed.ETag, c)
		fails("changing the "+what, "CannotChangeImmutablePublicKeyFields 400", err)
	}
	_, err = r.PublicKeys().Update(key.ID, key.ETag, change)
	fails("the old version", "PreconditionFailed 412", err)
	_, err = r.PublicKeys().Get("K9")
	fails("no such key", "NoSuchPublicKey 404", err)

	second, err := r.PublicKeys().Create(publicKey(t, "two"), "KTWO")
	if err != nil || second.ID != "KTWO" {
		t.Fatal(err)
	}
	_, err = r.KeyGroups().Create(policy.KeyGroupConfig{Name: "g", Items: []string{"K9"}}, "")
	fails("a group of unknown keys", "InvalidArgument 400", err)
	group, err := r.KeyGroups().Create(policy.KeyGroupConfig{Name: "g", Items: []string{key.ID}}, "")
	if err != nil || len(group.ID) != 36 {
		t.Fatalf("%+v, %v", group, err)
	}
	_, err = r.KeyGroups().Create(policy.KeyGroupConfig{Name: "g", Items: []string{key.ID}}, "")
	fails("the same group", "KeyGroupAlreadyExists 409", err)
	fails("deleting a key of a group", "PublicKeyInUse 409", r.PublicKeys().Delete(key.ID, changed.ETag))

	_, err = r.CreateDistribution(signedBy("11111111-1111-4111-8111-111111111111"), CreateOptions{})
	fails("an unknown group", "TrustedKeyGroupDoesNotExist 400", err)
	d, err := r.CreateDistribution(signedBy(group.ID), CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	trusted := func() string {
		var ids []string
		for id := range r.World().ByID(d.ID).Behaviors[0].Signers.Keys {
			ids = append(ids, id)
		}
		return strings.Join(ids, " ")
	}
	if trusted() != key.ID {
		t.Errorf("the edge trusts %s", trusted())
	}
	if ids, err := r.KeyGroups().UsedBy(group.ID); err != nil || len(ids) != 1 || ids[0] != d.ID {
		t.Errorf("%v, %v", ids, err)
	}
	fails("deleting a trusted group", "ResourceInUse 409", r.KeyGroups().Delete(group.ID, group.ETag))
	group, err = r.KeyGroups().Update(group.ID, group.ETag, policy.KeyGroupConfig{Name: "g", Items: []string{"KTWO"}})
	if err != nil || trusted() != "KTWO" {
		t.Errorf("the edge trusts %s, %v", trusted(), err)
	}
	if err := r.PublicKeys().Delete(key.ID, changed.ETag); err != nil {
		t.Errorf("deleting a key that left its group: %v", err)
	}

	var state State
	doc := written(t, r)
	if err := json.Unmarshal(doc, &state); err != nil {
		t.Fatal(err)
	}
	again, _ := newTest(t)
	if err := again.Load(&state); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(doc), string(written(t, again))); diff != "" {
		t.Errorf("written, loaded, written (-first +second):\n%s", diff)
	}
	if again.World().ByID(d.ID).Behaviors[0].Signers.Keys["KTWO"] == nil {
		t.Error("a loaded distribution trusts nobody")
	}

	off, err := r.UpdateDistribution(d.ID, d.ETag, func() policy.DistributionConfig { c := simple("signed"); c.Enabled = false; return c }())
	if err != nil || r.World().ByID(d.ID).Behaviors[0].Signers != nil {
		t.Fatalf("%v", err)
	}
	if err := r.KeyGroups().Delete(group.ID, group.ETag); err != nil {
		t.Error(err)
	}
	_, err = r.KeyGroups().Get(group.ID)
	fails("a deleted group", "NoSuchResource 404", err)
	if err := r.PublicKeys().Delete("KTWO", second.ETag); err != nil {
		t.Error(err)
	}
	if err := r.DeleteDistribution(d.ID, off.ETag); err != nil {
		t.Error(err)
	}
}

// TestKeyQuotas: ten keys and ten groups an account.
func TestKeyQuotas(t *testing.T) {
	r, _ := newTest(t)
	var last string
	for i := range 10 {
		key, err := r.PublicKeys().Create(publicKey(t, fmt.Sprint("k", i)), "")
		if err != nil {
			t.Fatal(err)
		}
		last = key.ID
		if _, err := r.KeyGroups().Create(policy.KeyGroupConfig{Name: fmt.Sprint("g", i), Items: []string{last}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.PublicKeys().Create(publicKey(t, "k10"), ""); code(err) != "TooManyPublicKeys 400" {
		t.Error(err)
	}
	if _, err := r.KeyGroups().Create(policy.KeyGroupConfig{Name: "g10", Items: []string{last}}, ""); code(err) != "TooManyKeyGroups 400" {
		t.Error(err)
	}
}
