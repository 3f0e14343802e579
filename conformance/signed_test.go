package conformance_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// A signer is a key pair whose public half is in a key group of the emulator.
type signer struct {
	private *rsa.PrivateKey
	key     string // its id
	group   string
}

func (e *emulator) newSigner(t *testing.T) *signer {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	must(t, err)
	key, err := e.cloudfront.CreatePublicKey(t.Context(), &cloudfront.CreatePublicKeyInput{PublicKeyConfig: &cf.PublicKeyConfig{
		CallerReference: aws.String("case"), Name: aws.String("case"),
		EncodedKey: aws.String(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))),
	}})
	must(t, err)
	group, err := e.cloudfront.CreateKeyGroup(t.Context(), &cloudfront.CreateKeyGroupInput{KeyGroupConfig: &cf.KeyGroupConfig{
		Name: aws.String("case"), Items: []string{*key.PublicKey.Id},
	}})
	must(t, err)
	return &signer{private, *key.PublicKey.Id, *group.KeyGroup.Id}
}

// now is the emulator's time: a step's seconds are counted from the test's own.
func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.at * float64(time.Second))) }

// fillSigned is the request with the key's id for KVALID, an hour from now for
// {future}, and for {valid_signature} that of a canned policy for the URL until
// the Expires beside it.
func (w *world) fillSigned(t *testing.T, host string, r *request) *request {
	t.Helper()
	if w.signer == nil {
		return r
	}
	out := *r
	out.Headers = map[string]lines{}
	names := strings.NewReplacer("KVALID", w.signer.key, "{future}", fmt.Sprint(w.now().Add(time.Hour).Unix()))
	out.Path = names.Replace(r.Path)
	expires := ""
	for name, values := range r.Headers {
		for _, v := range values {
			v = names.Replace(v)
			out.Headers[name] = append(out.Headers[name], v)
			if _, after, ok := strings.Cut(v, "CloudFront-Expires="); ok {
				expires, _, _ = strings.Cut(after, ";")
			}
		}
	}
	path, query, _ := strings.Cut(out.Path, "?")
	values, err := url.ParseQuery(query)
	must(t, err)
	if at := values.Get("Expires"); at != "" {
		expires = at
	}
	if expires == "" {
		return &out
	}
	var own []string
	for pair := range strings.SplitSeq(query, "&") {
		if name, _, _ := strings.Cut(pair, "="); name != "Expires" && name != "Signature" && name != "Key-Pair-Id" && pair != "" {
			own = append(own, pair)
		}
	}
	if len(own) > 0 {
		path += "?" + strings.Join(own, "&")
	}
	scheme := out.Scheme
	if scheme == "" {
		scheme = "https"
	}
	var until int64
	if _, err := fmt.Sscan(expires, &until); err != nil {
		return &out // no time: a case of its own
	}
	policy := sign.NewCannedPolicy(scheme+"://"+host+path, time.Unix(until, 0))
	signature, _, err := policy.Sign(w.signer.private)
	must(t, err)
	out.Path = strings.ReplaceAll(out.Path, "{valid_signature}", string(signature))
	for name := range out.Headers {
		for i := range out.Headers[name] {
			out.Headers[name][i] = strings.ReplaceAll(out.Headers[name][i], "{valid_signature}", string(signature))
		}
	}
	return &out
}

// TestSigned signs with AWS's own signer: URLs and cookies with both kinds of
// policies, in front of an origin that records what reaches it.
func TestSigned(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the binary")
	}
	v := &vector{ID: t.Name()}
	readInto(t, []byte(`{"Origins":{"Quantity":1,"Items":[{"Id":"o1","DomainName":"origin.example.net","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"OriginProtocolPolicy":"https-only"}}]},
		"Enabled":true,"DefaultCacheBehavior":{"TargetOriginId":"o1","ViewerProtocolPolicy":"allow-all",
		"AllowedMethods":{"Quantity":3,"Items":["GET","HEAD","OPTIONS"],"CachedMethods":{"Quantity":2,"Items":["GET","HEAD"]}},
		"ForwardedValues":{"QueryString":true,"Cookies":{"Forward":"all"}},"TrustedKeyGroups":{"Enabled":true,"Quantity":1,"Items":["kg-1"]}}}`), &v.Distribution)
	v.Origin.Kind = "custom"
	v.Origin.Response = response{Status: 200, Body: "x", Headers: map[string]string{"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=60"}}
	w := start(t).build(t, v)
	base, later := "https://"+w.domain, time.Now().Add(time.Hour)
	get := func(u, cookie string) arrival {
		t.Helper()
		r := &request{Method: "GET", Path: strings.TrimPrefix(u, base), Headers: map[string]lines{"Origin": {"https://app.example"}}}
		if cookie != "" {
			r.Headers["Cookie"] = lines{cookie}
		}
		return w.get(t, w.domain, r)
	}
	want := func(what string, got arrival, status int, xcache string) {
		t.Helper()
		if got.status != status || got.header.Get("X-Cache") != xcache+" from cloudfront" {
			t.Errorf("%s: %s\n%s", what, got.head, got.body)
		}
	}
	urls, cookies := sign.NewURLSigner(w.signer.key, w.signer.private), sign.NewCookieSigner(w.signer.key, w.signer.private)
	canned, err := urls.Sign(base+"/vod/a.m3u8?v=1", later)
	must(t, err)
	custom, err := urls.SignWithPolicy(base+"/vod/a.m3u8?v=1", &sign.Policy{Statements: []sign.Statement{{
		Resource: base + "/vod/*", Condition: sign.Condition{DateLessThan: sign.NewAWSEpochTime(later), IPAddress: &sign.IPAddress{SourceIP: "127.0.0.0/8"}},
	}}})
	must(t, err)
	elsewhere, err := urls.SignWithPolicy(base+"/vod/a.m3u8?v=1", &sign.Policy{Statements: []sign.Statement{{
		Resource: "*", Condition: sign.Condition{DateLessThan: sign.NewAWSEpochTime(later), IPAddress: &sign.IPAddress{SourceIP: "192.0.2.0/24"}},
	}}})
	must(t, err)
	set, err := cookies.SignWithPolicy(sign.NewCannedPolicy(base+"/vod/*", later))
	must(t, err)

	want("unsigned", get(base+"/vod/a.m3u8?v=1", ""), 403, "Error")
	want("canned policy", get(canned, ""), 200, "Miss")
	if seen := w.origin.last(); seen == nil || seen.uri != "/vod/a.m3u8?v=1" {
		t.Errorf("the origin saw %+v", seen)
	}
	want("custom policy", get(custom, ""), 200, "Hit")
	want("cookies", get(base+"/vod/a.m3u8?v=1", header(set)), 200, "Hit")
	want("cookies for another file, beside one of the page's own", get(base+"/vod/b.ts", "session=1; "+header(set)), 200, "Miss")
	if seen := w.origin.last(); seen == nil || seen.header.Get("Cookie") != "session=1" {
		t.Errorf("the origin saw %+v", seen)
	}
	want("cookies for another folder", get(base+"/img/a.png", header(set)), 403, "Error")
	want("from another network", get(elsewhere, ""), 403, "Error")
	got := w.get(t, w.domain, &request{Method: "GET", Path: strings.TrimPrefix(elsewhere, base)}, "X-Emulator-Client-Ip: 192.0.2.9")
	want("from that network", got, 200, "Hit")
	preflight := w.get(t, w.domain, &request{Method: "OPTIONS", Path: "/vod/b.ts", Headers: map[string]lines{
		"Origin": {"https://app.example"}, "Access-Control-Request-Method": {"GET"}, "Access-Control-Request-Headers": {"range"}}})
	want("preflight", preflight, 403, "Error")
	if !strings.Contains(preflight.body, "<Code>MissingKey</Code>") || preflight.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight: %s\n%s", preflight.head, preflight.body)
	}
	w.ask(t, "POST", "/api/clock", `{"advance":"3600s"}`, nil)
	want("expired URL", get(canned, ""), 403, "Error")
	want("expired cookies", get(base+"/vod/a.m3u8?v=1", header(set)), 403, "Error")
	if expired := get(canned, ""); !strings.Contains(expired.body, "<Code>AccessDenied</Code><Message>Access denied</Message>") || len(expired.body) != 110 {
		t.Errorf("expired: %s", expired.body)
	}
}

// header is a Cookie header's value.
func header(cookies []*http.Cookie) string {
	var all []string
	for _, c := range cookies {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}
