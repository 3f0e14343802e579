package signed_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"

	"crossfront/emulator/edge/signed"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const keyID = "K2JCJMDEHXQW5F"

// request is the request that a viewer with that URL makes.
func request(t testing.TB, raw string, cookies ...*http.Cookie) *signed.Request {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	r := &signed.Request{Scheme: u.Scheme, Host: u.Host, Path: u.EscapedPath(), RawQuery: u.RawQuery, IP: "192.0.2.17"}
	if len(cookies) > 0 {
		var all []string
		for _, c := range cookies {
			all = append(all, c.Name+"="+c.Value)
		}
		r.Cookies = []string{strings.Join(all, "; ")}
	}
	return r
}

func code(v signed.Verdict) string {
	if v.Refusal == nil {
		return ""
	}
	return v.Refusal.Code
}

func policyOf(resource string, until time.Time) *sign.Policy {
	return sign.NewCannedPolicy(resource, until)
}

// TestAWSSigner lets in what AWS's own signer signs, in each of its forms and
// with both kinds of keys, and refuses the same when anything else is asked
// for.
func TestAWSSigner(t *testing.T) {
	const file = "https://d111111abcdef8.cloudfront.net/vod/a%20b.m3u8?size=large&license=yes"
	later := noon.Add(time.Hour)
	for name, p := range map[string]pair{"RSA": rsaPair(t), "ECDSA": ecdsaPair(t)} {
		keys := signed.Keys{keyID: p.public}
		urls := sign.NewURLSigner(keyID, p.private)
		canned, err := urls.Sign(file, later)
		if err != nil {
			t.Fatal(err)
		}
		custom, err := urls.SignWithPolicy(file, policyOf("https://*.cloudfront.net/vod/*", later))
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, r *signed.Request, at time.Time, want, by string) {
			t.Helper()
			v := signed.Check(r, keys, at)
			if code(v) != want || v.Signed != by || v.Because == "" {
				t.Errorf("%s, %s: %+v %v, want %q", name, what, v, v.Refusal, want)
			}
		}
		check("canned URL", request(t, canned), noon, "", "URL")
		check("canned URL, expired", request(t, canned), later, "AccessDenied", "URL")
		check("canned URL, a moment before", request(t, canned), later.Add(-time.Nanosecond), "", "URL")
		check("canned URL, other file", request(t, strings.Replace(canned, "a%20b", "b", 1)), noon, "AccessDenied", "URL")
		check("canned URL, other protocol", request(t, strings.Replace(canned, "https:", "http:", 1)), noon, "AccessDenied", "URL")
		check("canned URL, other host", request(t, strings.Replace(canned, "d111", "d222", 1)), noon, "AccessDenied", "URL")
		check("canned URL, parameter added", request(t, canned+"&more=1"), noon, "AccessDenied", "URL")
		check("canned URL, parameter gone", request(t, strings.Replace(canned, "license=yes&", "", 1)), noon, "AccessDenied", "URL")
		check("canned URL, later expiry", request(t, strings.Replace(canned, fmt.Sprint(later.Unix()), fmt.Sprint(later.Unix()+1), 1)), noon, "AccessDenied", "URL")
		check("canned URL at a port of ours", request(t, strings.Replace(canned, ".net/", ".net:8443/", 1)), noon, "", "URL")
		check("custom URL", request(t, custom), noon, "", "URL")
		check("custom URL, other file", request(t, strings.Replace(custom, "a%20b", "b", 1)), noon, "", "URL")
		check("custom URL, other folder", request(t, strings.Replace(custom, "/vod/", "/img/", 1)), noon, "AccessDenied", "URL")
		private, ok := p.private.(*rsa.PrivateKey)
		if !ok {
			continue // AWS's signer of cookies takes RSA only
		}
		cookies := sign.NewCookieSigner(keyID, private)
		cannedCookies, err := cookies.Sign(file, later)
		if err != nil {
			t.Fatal(err)
		}
		customCookies, err := cookies.SignWithPolicy(policyOf("http*://d111111abcdef8.cloudfront.net/*", later))
		if err != nil {
			t.Fatal(err)
		}
		check("canned cookies", request(t, file, cannedCookies...), noon, "", "cookies")
		check("canned cookies, other file", request(t, file+"x", cannedCookies...), noon, "AccessDenied", "cookies")
		check("custom cookies", request(t, file+"x", customCookies...), noon, "", "cookies")
		check("custom cookies, expired", request(t, file, customCookies...), later.Add(time.Second), "AccessDenied", "cookies")
		check("custom cookies over http", request(t, "http"+file[len("https"):], customCookies...), noon, "", "cookies")
		check("a bad signed URL beside good cookies", request(t, strings.Replace(canned, "a%20b", "b", 1), customCookies...), noon, "AccessDenied", "URL")
		check("one of its parameters beside good cookies", request(t, file+"&Expires=1", customCookies...), noon, "MissingKey", "URL")
	}
}

// raw signs text as CloudFront documents it, with AWS's alphabet.
func (p pair) raw(t testing.TB, hash crypto.Hash, text string) string {
	t.Helper()
	h := hash.New()
	h.Write([]byte(text))
	raw, err := p.private.Sign(rand.Reader, h.Sum(nil), hash)
	if err != nil {
		t.Fatal(err)
	}
	return encode(raw)
}

func encode(b []byte) string {
	return strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString(b))
}

// customURL is a URL signed with that policy text.
func (p pair) customURL(t testing.TB, at, policy string) string {
	t.Helper()
	joint := "?"
	if strings.Contains(at, "?") {
		joint = "&"
	}
	return at + joint + "Policy=" + encode([]byte(policy)) + "&Signature=" + p.raw(t, crypto.SHA1, policy) + "&Key-Pair-Id=" + keyID
}

const file = "https://www.example.com/a.txt"

// TestRefusals holds each of CloudFront's five answers, and which of them wins.
func TestRefusals(t *testing.T) {
	p, other := rsaPair(t), rsaPair(t)
	keys := signed.Keys{keyID: p.public}
	until := fmt.Sprint(noon.Unix() + 60)
	cannedText := func(resource, until string) string {
		return `{"Statement":[{"Resource":"` + resource + `","Condition":{"DateLessThan":{"AWS:EpochTime":` + until + `}}}]}`
	}
	good := p.raw(t, crypto.SHA1, cannedText(file, until))
	custom := func(policy string) string { return p.customURL(t, file, policy) }
	condition := func(more string) string {
		return `{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":` + until + `}` + more + `}}]}`
	}
	for _, tt := range []struct{ name, url, want, because string }{
		{"good", file + "?Expires=" + until + "&Signature=" + good + "&Key-Pair-Id=" + keyID, "", "canned policy"},
		{"any order", file + "?Key-Pair-Id=" + keyID + "&Signature=" + good + "&Expires=" + until, "", ""},
		{"escaped", file + "?Expires=" + until + "&Signature=" + url.QueryEscape(good) + "&Key-Pair-Id=" + keyID, "", ""},
		{"nothing", file, "MissingKey", "neither"},
		{"own parameters only", file + "?expires=1&signature=2&key-pair-id=3", "MissingKey", "neither"},
		{"no key", file + "?Expires=" + until + "&Signature=" + good, "MissingKey", "no Key-Pair-Id"},
		{"empty key", file + "?Expires=" + until + "&Signature=" + good + "&Key-Pair-Id=", "MissingKey", "no Key-Pair-Id"},
		{"unknown key", file + "?Expires=" + until + "&Signature=" + good + "&Key-Pair-Id=KOTHER", "InvalidKey", "KOTHER"},
		{"unknown key, everything else bad", file + "?Expires=x&Signature=%25&Key-Pair-Id=KOTHER", "InvalidKey", ""},
		{"signature in base64", file + "?Expires=" + until + "&Signature=%2B%2F%3D&Key-Pair-Id=" + keyID, "MalformedSignature", `"+"`},
		{"signature of percent signs", file + "?Expires=1999999999&Signature=%25%25&Key-Pair-Id=" + keyID, "MalformedSignature", `"%"`},
		{"signature cut off", file + "?Expires=" + until + "&Signature=" + good[:len(good)-1] + "&Key-Pair-Id=" + keyID, "MalformedSignature", "whole bytes"},
		{"no signature", file + "?Expires=" + until + "&Key-Pair-Id=" + keyID, "MalformedSignature", "missing"},
		{"bad signature, bad policy", file + "?Policy=%25&Signature=%25&Key-Pair-Id=" + keyID, "MalformedSignature", ""},
		{"neither policy nor expiry", file + "?Signature=" + good + "&Key-Pair-Id=" + keyID, "MalformedPolicy", "neither"},
		{"expiry in milliseconds", file + "?Expires=" + until + "000&Signature=" + good + "&Key-Pair-Id=" + keyID, "MalformedPolicy", "milliseconds"},
		{"expiry in words", file + "?Expires=tomorrow&Signature=" + good + "&Key-Pair-Id=" + keyID, "MalformedPolicy", "tomorrow"},
		{"negative expiry", file + "?Expires=-1&Signature=" + good + "&Key-Pair-Id=" + keyID, "MalformedPolicy", ""},
		{"policy in base64url", file + "?Policy=e30=&Signature=" + good + "&Key-Pair-Id=" + keyID, "MalformedPolicy", "encoded"},
		{"policy that nobody signed and that is none", file + "?Policy=" + encode([]byte("{}")) + "&Signature=" + good + "&Key-Pair-Id=" + keyID, "MalformedPolicy", "Statement"},
		{"without DateLessThan", custom(`{"Statement":[{"Resource":"*","Condition":{}}]}`), "MalformedPolicy", "DateLessThan"},
		{"policy in milliseconds", custom(cannedText("*", until+"000")), "MalformedPolicy", "milliseconds"},
		{"custom", custom(condition("")), "", "custom policy"},
		{"custom with white space", custom("{ \"Statement\" : [ {\n\t\"Condition\" : { \"DateLessThan\" : { \"AWS:EpochTime\" : " + until + " } } } ] }\n"), "", ""},
		{"custom beside Expires", strings.Replace(custom(condition("")), "?", "?Expires=1&", 1), "", ""},
		{"somebody else's signature", other.customURL(t, file, condition("")), "AccessDenied", "not that of the policy"},
		{"changed policy", strings.Replace(custom(condition("")), encode([]byte(condition(""))), encode([]byte(condition(" "))), 1), "AccessDenied", "not that of the policy"},
		{"expired", custom(cannedText("*", fmt.Sprint(noon.Unix()))), "AccessDenied", "expired at 2026-11-23T12:00:00Z"},
		{"a second left", custom(cannedText("*", fmt.Sprint(noon.Unix()+1))), "", ""},
		{"not yet", custom(condition(`,"DateGreaterThan":{"AWS:EpochTime":` + fmt.Sprint(noon.Unix()) + `}`)), "AccessDenied", "not valid before"},
		{"since a second", custom(condition(`,"DateGreaterThan":{"AWS:EpochTime":` + fmt.Sprint(noon.Unix()-1) + `}`)), "", ""},
		{"from this network", custom(condition(`,"IpAddress":{"AWS:SourceIp":"192.0.2.0/24"}`)), "", "192.0.2.0/24"},
		{"from this address", custom(condition(`,"IpAddress":{"AWS:SourceIp":"192.0.2.17"}`)), "", ""},
		{"from elsewhere", custom(condition(`,"IpAddress":{"AWS:SourceIp":"198.51.100.0/24"}`)), "AccessDenied", "192.0.2.17 is not in"},
		{"from anywhere", custom(condition(`,"IpAddress":{"AWS:SourceIp":"0.0.0.0/0"}`)), "", ""},
		{"other resource", custom(cannedText("https://www.example.com/b*", until)), "AccessDenied", "does not cover"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := signed.Check(request(t, tt.url), keys, noon)
			if code(v) != tt.want || !strings.Contains(v.Because, tt.because) {
				t.Errorf("got %q because %q, want %q because …%s…", code(v), v.Because, tt.want, tt.because)
			}
		})
	}
}

// TestHashAlgorithm: SHA-256 counts only where it is asked for.
func TestHashAlgorithm(t *testing.T) {
	for name, p := range map[string]pair{"RSA": rsaPair(t), "ECDSA": ecdsaPair(t)} {
		keys := signed.Keys{keyID: p.public}
		policy := fmt.Sprintf(`{"Statement":[{"Resource":"%s","Condition":{"DateLessThan":{"AWS:EpochTime":%d}}}]}`, file, noon.Unix()+60)
		for _, tt := range []struct {
			hash        crypto.Hash
			more, cause string
		}{
			{crypto.SHA256, "&Hash-Algorithm=SHA256", ""},
			{crypto.SHA256, "", "AccessDenied"},
			{crypto.SHA256, "&Hash-Algorithm=SHA1", "AccessDenied"},
			{crypto.SHA1, "&Hash-Algorithm=SHA1", ""},
			{crypto.SHA1, "&Hash-Algorithm=SHA256", "AccessDenied"},
			{crypto.SHA1, "&Hash-Algorithm=MD5", "AccessDenied"},
		} {
			u := fmt.Sprintf("%s?Expires=%d&Signature=%s&Key-Pair-Id=%s%s", file, noon.Unix()+60, p.raw(t, tt.hash, policy), keyID, tt.more)
			if v := signed.Check(request(t, u), keys, noon); code(v) != tt.cause {
				t.Errorf("%s, signed with %v, asking %q: %q %s", name, tt.hash, tt.more, code(v), v.Because)
			}
		}
		cookies := []*http.Cookie{
			{Name: "CloudFront-Policy", Value: encode([]byte(policy))}, {Name: "CloudFront-Signature", Value: p.raw(t, crypto.SHA256, policy)},
			{Name: "CloudFront-Key-Pair-Id", Value: keyID}, {Name: "CloudFront-Hash-Algorithm", Value: "SHA256"},
		}
		if v := signed.Check(request(t, file, cookies...), keys, noon); code(v) != "" {
			t.Errorf("%s, cookies: %q %s", name, code(v), v.Because)
		}
	}
}

// TestQuotesInURL: a viewer cannot make the text of one policy out of another
// by a URL with quotation marks.
func TestQuotesInURL(t *testing.T) {
	p := rsaPair(t)
	until := fmt.Sprint(noon.Unix() + 60)
	narrow := `{"Statement":[{"Resource":"https://www.example.com/a","Condition":{"IpAddress":{"AWS:SourceIp":"198.51.100.1"},"DateLessThan":{"AWS:EpochTime":` + until + `}}}]}`
	r := &signed.Request{Scheme: "https", Host: "www.example.com", IP: "192.0.2.17",
		Path:     `/a","Condition":{"IpAddress":{"AWS:SourceIp":"198.51.100.1"},"DateLessThan":{"AWS:EpochTime":` + until + `}}}]}`,
		RawQuery: "Expires=" + until + "&Signature=" + p.raw(t, crypto.SHA1, narrow) + "&Key-Pair-Id=" + keyID}
	if v := signed.Check(r, signed.Keys{keyID: p.public}, noon); code(v) != "AccessDenied" {
		t.Errorf("%+v", v)
	}
}

// TestDocuments: the bytes are those of captures.
func TestDocuments(t *testing.T) {
	want := map[string]int{"MissingKey": 146, "InvalidKey": 106, "MalformedSignature": 131, "MalformedPolicy": 116, "AccessDenied": 110}
	p := rsaPair(t)
	keys := signed.Keys{keyID: p.public}
	for _, u := range []string{file, file + "?Key-Pair-Id=K", file + "?Key-Pair-Id=" + keyID,
		file + "?Signature=QQ__&Key-Pair-Id=" + keyID, file + "?Expires=1&Signature=QQ__&Key-Pair-Id=" + keyID} {
		v := signed.Check(request(t, u), keys, noon)
		if v.Refusal == nil {
			t.Fatalf("%s was let in", u)
		}
		if got := len(v.Refusal.Document()); got != want[v.Refusal.Code] {
			t.Errorf("%s has %d bytes, want %d: %s", v.Refusal.Code, got, want[v.Refusal.Code], v.Refusal.Document())
		}
		delete(want, v.Refusal.Code)
	}
	if len(want) > 0 {
		t.Errorf("never answered: %v", want)
	}
}
