package edge

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

const signedHost = "http://e1.cloudfront.localhost"

// signedBench is an edge whose distribution trusts one key, and the key's
// private half.
func signedBench(t *testing.T, change func(*policy.DistributionConfig)) (*bench, *rsa.PrivateKey) {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, func(r *registry.Registry, c *policy.DistributionConfig) {
		_, err := r.PublicKeys().Create(policy.PublicKeyConfig{CallerReference: "r", Name: "n",
			EncodedKey: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}, "KONE")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.KeyGroups().Create(policy.KeyGroupConfig{Name: "g", Items: []string{"KONE"}}, "group"); err != nil {
			t.Fatal(err)
		}
		c.DefaultCacheBehavior.TrustedKeyGroups = &policy.TrustedKeyGroups{Enabled: true, Quantity: 1, Items: []string{"group"}}
		if change != nil {
			change(c)
		}
	})
	return b, private
}

// signedPath is path, signed for an hour from now on.
func signedPath(t *testing.T, b *bench, private *rsa.PrivateKey, path string) string {
	t.Helper()
	url, err := sign.NewURLSigner("KONE", private).Sign(signedHost+path, b.clock.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(url, signedHost)
}

// signedCookie is a Cookie header for all paths, for an hour from now on.
func signedCookie(t *testing.T, b *bench, private *rsa.PrivateKey) string {
	t.Helper()
	cookies, err := sign.NewCookieSigner("KONE", private).SignWithPolicy(sign.NewCannedPolicy(signedHost+"/*", b.clock.Now().Add(time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range cookies {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

// TestSignatureRefused holds the five answers on the wire.
func TestSignatureRefused(t *testing.T) {
	b, private := signedBench(t, func(c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.AllowedMethods = allMethods()
		c.DefaultCacheBehavior.ResponseHeadersPolicyId = simpleCORS
	})
	good := signedPath(t, b, private, "/a")
	for _, tt := range []struct {
		name, method, path string
		code               string
		length             int
		because            string
	}{
		{"nothing", "GET", "/a", "MissingKey", 146, "neither a signed URL nor signed cookies"},
		{"preflight", "OPTIONS", "/a", "MissingKey", 146, "browsers send no cookies with a preflight"},
		{"POST", "POST", "/a", "MissingKey", 146, ""},
		{"HEAD", "HEAD", "/a", "MissingKey", 146, ""},
		{"unknown key", "GET", strings.Replace(good, "KONE", "KTWO", 1), "InvalidKey", 106, "KTWO"},
		{"signature that is none", "GET", "/a?Expires=1999999999&Signature=%25%25&Key-Pair-Id=KONE", "MalformedSignature", 131, ""},
		{"expiry that is none", "GET", "/a?Expires=soon&Signature=QQ__&Key-Pair-Id=KONE", "MalformedPolicy", 116, "soon"},
		{"other file", "GET", strings.Replace(good, "/a?", "/b?", 1), "AccessDenied", 110, "not that of this URL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := b.do(tt.method, tt.path, nil, "Origin", "https://app.example", "Access-Control-Request-Method", "GET")
			body := `<?xml version="1.0" encoding="UTF-8"?><Error><Code>` + tt.code + `</Code><Message>`
			expect(t, w, 403, "Error", "*")
			if got := w.Body.String(); tt.method != "HEAD" && (!strings.HasPrefix(got, body) || len(got) != tt.length) || tt.method == "HEAD" && got != "" {
				t.Errorf("body %q", got)
			}
			for name, want := range map[string]string{"Content-Type": "text/xml", "Server": "CloudFront", "Content-Length": strconv.Itoa(tt.length)} {
				if got := header(w, name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			for name := range w.Result().Header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("the refusal has %s", name)
				}
			}
			e := b.tape.last()
			if s, ok := step(e, "signature", "Refused: "+tt.code); !ok || !strings.Contains(s.Because, tt.because) {
				t.Errorf("steps %+v", e.Edge.Steps)
			}
			if e.Edge.Cache != "error" || e.Edge.CacheKey != nil || e.Edge.OriginRequest != nil {
				t.Errorf("%+v", e.Edge)
			}
		})
	}
	if n, _ := b.origin.asked(); n != 0 {
		t.Errorf("the origin was asked %d times", n)
	}
}

// TestSignatureGoesNoFurther: two differently signed requests for one URL share
// an entry, and the origin sees nothing of the signatures, even where everything
// is keyed and forwarded.
func TestSignatureGoesNoFurther(t *testing.T) {
	b, private := signedBench(t, func(c *policy.DistributionConfig) {
		b := &c.DefaultCacheBehavior
		b.CachePolicyId = ""
		b.ForwardedValues = &policy.ForwardedValues{QueryString: true, Cookies: policy.CookiePreference{Forward: "all"}}
	})
	w := b.get(signedPath(t, b, private, "/a?size=large&Key=1"), "Cookie", "session=1")
	expect(t, w, 200, "Miss", "hello")
	_, asked := b.origin.asked()
	if asked.URL.RequestURI() != "/a?size=large&Key=1" || asked.Header.Get("Cookie") != "session=1" {
		t.Errorf("the origin was asked for %s with cookies %q", asked.URL.RequestURI(), asked.Header.Get("Cookie"))
	}
	e := b.tape.last()
	if want := "e1.cloudfront.localhost/a?size=large&Key=1\ncookie session=1"; e.Edge.CacheKey.Key != want {
		t.Errorf("key %q, want %q", e.Edge.CacheKey.Key, want)
	}
	if !strings.Contains(e.Request.URL, "&Signature=") {
		t.Errorf("the journal has %s", e.Request.URL)
	}
	if s, ok := step(e, "signature", "Signed URL accepted"); !ok || !strings.Contains(s.Because, "key KONE signed a canned policy for this URL until 2026-11-23T13:00:00Z") {
		t.Errorf("steps %+v", e.Edge.Steps)
	}
	b.clock.advance(time.Minute)
	expect(t, b.get(signedPath(t, b, private, "/a?size=large&Key=1"), "Cookie", "session=1"), 200, "Hit", "hello")
	expect(t, b.get("/a?size=large&Key=1", "Cookie", "session=1; "+signedCookie(t, b, private)), 200, "Hit", "hello")
	expect(t, b.get("/a", "Cookie", signedCookie(t, b, private)), 200, "Miss", "hello")
	if _, asked = b.origin.asked(); asked.Header["Cookie"] != nil {
		t.Errorf("the origin saw the cookies %q", asked.Header["Cookie"])
	}
	if _, ok := step(b.tape.last(), "signature", "Signed cookies accepted"); !ok {
		t.Errorf("steps %+v", b.tape.last().Edge.Steps)
	}
}

// TestSignatureByTheClock: an entry in the cache is no way round an expiry.
func TestSignatureByTheClock(t *testing.T) {
	b, private := signedBench(t, nil)
	path := signedPath(t, b, private, "/a")
	expect(t, b.get(path), 200, "Miss", "hello")
	b.clock.advance(time.Hour - time.Second)
	expect(t, b.get(path), 200, "Hit", "hello")
	b.clock.advance(time.Second)
	expect(t, b.get(path), 403, "Error", "*")
	expect(t, b.get("/a"), 403, "Error", "*")
}

// TestSignatureAndGates: methods and protocols are refused before signatures
// are looked at; "/" is signed as such, and then stands for the root object.
func TestSignatureAndGates(t *testing.T) {
	b, private := signedBench(t, func(c *policy.DistributionConfig) { c.DefaultRootObject = "index.html" })
	if w := b.do("POST", "/a", nil); header(w, "Content-Type") != "text/html" {
		t.Errorf("a method that is not allowed: %v", w.Result().Header)
	}
	expect(t, b.get(signedPath(t, b, private, "/")), 200, "Miss", "hello")
	if _, asked := b.origin.asked(); asked.URL.Path != "/index.html" {
		t.Errorf("the origin was asked for %s", asked.URL.Path)
	}
	expect(t, b.get(strings.Replace(signedPath(t, b, private, "/"), "/?", "/index.html?", 1)), 403, "Error", "*")

	b, _ = signedBench(t, func(c *policy.DistributionConfig) { c.DefaultCacheBehavior.ViewerProtocolPolicy = "redirect-to-https" })
	if w := b.get("/a?Expires=1&Signature=2&Key-Pair-Id=3"); w.Code != 301 || !strings.HasSuffix(header(w, "Location"), "/a?Expires=1&Signature=2&Key-Pair-Id=3") {
		t.Errorf("%d %v", w.Code, w.Result().Header)
	}
}

// TestSignedByPath: only the behaviors that name signers ask for signatures,
// and elsewhere the names are parameters like any other.
func TestSignedByPath(t *testing.T) {
	b, _ := signedBench(t, func(c *policy.DistributionConfig) {
		open := c.DefaultCacheBehavior
		open.TrustedKeyGroups = nil
		open.OriginRequestPolicyId = allViewer
		c.CacheBehaviors = &policy.CacheBehaviors{Quantity: 1, Items: []policy.CacheBehavior{{PathPattern: "/open/*", DefaultCacheBehavior: open}}}
	})
	expect(t, b.get("/open/a?Expires=1"), 200, "Miss", "hello")
	if _, asked := b.origin.asked(); asked.URL.RawQuery != "Expires=1" {
		t.Errorf("the origin was asked for %s", asked.URL)
	}
	expect(t, b.get("/a"), 403, "Error", "*")
}

// TestSignatureErrorPage: a custom error response for 403 stands in for a
// refusal, as documented: a page with a link to the login.
func TestSignatureErrorPage(t *testing.T) {
	b, _ := signedBench(t, func(c *policy.DistributionConfig) {
		c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 1, Items: []policy.CustomErrorResponse{{ErrorCode: 403, ResponsePagePath: "/login.html", ResponseCode: "200"}}}
	})
	b.origin.answer(func(w http.ResponseWriter, r *http.Request) { text("page "+r.URL.RequestURI())(w, r) })
	expect(t, b.get("/a?x=1"), 200, "Error", "page /login.html")
	if _, ok := step(b.tape.last(), "signature", "Refused: MissingKey"); !ok {
		t.Errorf("steps %+v", b.tape.last().Edge.Steps)
	}
}

// TestTrustedSigners: accounts may be named, but nothing is let in, and the
// exchange says what to do.
func TestTrustedSigners(t *testing.T) {
	b, private := signedBench(t, func(c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.TrustedKeyGroups = nil
		c.DefaultCacheBehavior.TrustedSigners = &policy.TrustedSigners{Enabled: true, Quantity: 1, Items: []string{"self"}}
	})
	w := b.get(signedPath(t, b, private, "/a"))
	expect(t, w, 403, "Error", "*")
	if s, ok := step(b.tape.last(), "signature", "Refused: InvalidKey"); !ok || !strings.Contains(s.Because, "put the public key into a key group") {
		t.Errorf("steps %+v", b.tape.last().Edge.Steps)
	}
}
