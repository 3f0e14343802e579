package access

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParsePolicy(f *testing.F) {
	for _, tt := range refusals {
		f.Add([]byte(tt.doc))
	}
	for _, d := range accepted {
		f.Add([]byte(d))
	}
	f.Fuzz(func(t *testing.T, d []byte) {
		p, err := ParsePolicy(d, "media")
		var e *Error
		switch {
		case err != nil && (!errors.As(err, &e) || e.Code != "MalformedPolicy" || e.Message == ""):
			t.Fatalf("error %v", err)
		case err != nil:
			return
		}
		again, err := ParsePolicy(p.JSON(), "media")
		if err != nil || again.IsPublic() != p.IsPublic() {
			t.Fatalf("read back: %v", err)
		}
		// What is not public, nobody unknown may have without a matter of
		// where they are.
		r := ask(anonymous)
		r.SourceIP = ""
		if d := Decide(p, PublicAccessBlock{RestrictPublicBuckets: true}, r); d.Allowed {
			t.Fatalf("allowed: %s", d.Why)
		}
	})
}

func FuzzDecide(f *testing.F) {
	for _, tt := range decisions {
		f.Add([]byte(tt.doc), tt.req.Action, tt.req.Key, tt.req.Header.Get("Referer"), tt.req.SourceIP)
	}
	f.Fuzz(func(t *testing.T, d []byte, action, key, referer, ip string) {
		p, err := ParsePolicy(d, "media")
		if err != nil {
			return
		}
		for _, c := range []Caller{anonymous, root, stranger, cloudFront, identity} {
			r := ask(c)
			r.Action, r.Key, r.SourceIP = action, key, ip
			r.Header.Set("Referer", referer)
			open := Decide(p, PublicAccessBlock{}, r)
			shut := Decide(p, PublicAccessBlock{RestrictPublicBuckets: true}, r)
			if open.Why == "" || shut.Allowed && !open.Allowed {
				t.Fatalf("%+v then %+v", open, shut)
			}
			if nothing := Decide(nil, PublicAccessBlock{}, r); nothing.Allowed != (c.account() == owner) {
				t.Fatalf("without a policy: %+v", nothing)
			}
		}
	})
}

func FuzzGlob(f *testing.F) {
	f.Add("a*b?c", "aXXbéc")
	f.Add("**", "")
	f.Add("*a*a*a", "aaaa")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if !utf8.ValidString(pattern) || !utf8.ValidString(s) || len(pattern) > 100 || len(s) > 100 {
			return
		}
		model := regexp.QuoteMeta(pattern)
		model = strings.ReplaceAll(strings.ReplaceAll(model, `\*`, `.*`), `\?`, `.`)
		if want := regexp.MustCompile(`(?s)^` + model + `$`).MatchString(s); glob(pattern, s) != want {
			t.Errorf("glob(%q, %q) = %v", pattern, s, !want)
		}
	})
}
