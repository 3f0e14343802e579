package sigv4

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// TestSign: what is signed here is what is believed here, and nothing else.
func TestSign(t *testing.T) {
	by := Credential{AccessKeyID: "KEY", SecretAccessKey: "secret", AccountID: "000000000000"}
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	v := NewVerifier(NewKeyring([]Credential{by}), fixed(now))
	for _, target := range []string{
		"/media/a.txt", "/media/a%20b%2Bc%23.txt", "/media/%C3%A4//../x", "/media?list-type=2&prefix=a%20b%2B&delimiter=%2F", "/media/k?uploads=",
	} {
		u, err := url.Parse("http://cluster:8333" + target)
		if err != nil {
			t.Fatal(err)
		}
		r := &http.Request{Method: "PUT", URL: u, Host: u.Host, Header: http.Header{"X-Amz-Meta-A": {"  b   c "}, "X-Amz-Storage-Class": {"STANDARD"}}}
		Sign(r, by, "eu-west-1", UnsignedPayload, now)
		if id, err := v.Verify(r); err != nil || id.AccessKeyID != "KEY" {
			t.Errorf("%s: %+v, %v", target, id, err)
		}
		for name, change := range map[string]func(){
			"a header":   func() { r.Header.Set("X-Amz-Meta-A", "other") },
			"a new one":  func() { r.Header.Set("X-Amz-Meta-A", "b c"); r.Header.Set("X-Amz-Meta-B", "x") },
			"the path":   func() { delete(r.Header, "X-Amz-Meta-B"); r.URL.Path += "x"; r.URL.RawPath = "" },
			"the method": func() { r.URL = u; r.Method = "GET" },
		} {
			before, header, method, path, raw := *u, r.Header.Clone(), r.Method, u.Path, u.RawPath
			change()
			if _, err := v.Verify(r); err == nil {
				t.Errorf("%s: %s was changed, and it is believed", target, name)
			}
			*u = before
			r.URL, r.Header, r.Method, u.Path, u.RawPath = u, header, method, path, raw
		}
	}
}
