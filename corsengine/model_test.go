package corsengine

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// model decides as the rules are written down, slowly: patterns as regular
// expressions, lists by splitting, nothing prepared. It gives the headers to
// send and the index of the rule, or nil and -1.
func model(c *Config, req *Request) (map[string]string, int) {
	if req.Origin == "" {
		return nil, -1
	}
	method := req.Method
	if req.RequestMethod != "" {
		method = req.RequestMethod
	}
	var requested []string
	for name := range strings.SplitSeq(strings.Join(req.RequestHeaders, ","), ",") {
		if name = strings.ToLower(strings.Trim(name, " \t")); name != "" {
			requested = append(requested, name)
		}
	}
	for i, r := range c.Rules {
		allowed := slices.Contains(r.AllowedMethods, method) && slices.ContainsFunc(r.AllowedOrigins, like(req.Origin))
		for _, name := range requested {
			allowed = allowed && slices.ContainsFunc(r.AllowedHeaders, func(p string) bool { return like(name)(strings.ToLower(p)) })
		}
		if allowed {
			return modelHeaders(&r, req.Origin, requested), i
		}
	}
	return nil, -1
}

func like(s string) func(pattern string) bool {
	return func(pattern string) bool {
		expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, "(?s:.*)")
		return regexp.MustCompile(`\A` + expression + `\z`).MatchString(s)
	}
}

func modelHeaders(r *Rule, origin string, requested []string) map[string]string {
	h := map[string]string{acam: strings.Join(r.AllowedMethods, ", "), "Vary": vary}
	if slices.Contains(r.AllowedOrigins, "*") {
		h[acao] = "*"
	} else {
		h[acao], h[acac] = origin, "true"
	}
	if len(requested) > 0 {
		h[acah] = strings.Join(requested, ", ")
	}
	if len(r.ExposeHeaders) > 0 {
		h[aceh] = strings.Join(r.ExposeHeaders, ", ")
	}
	if r.MaxAgeSeconds != nil {
		h[acma] = strconv.Itoa(*r.MaxAgeSeconds)
	}
	return h
}

// Generators draw from few letters, so that things match often.
func genRule() *rapid.Generator[Rule] {
	origin := rapid.StringMatching(`[ab.:]{0,3}\*?[ab.:]{0,2}`)
	header := rapid.StringMatching(`[xY-]{0,2}\*?[xY-]{1,2}|\*`)
	return rapid.Custom(func(t *rapid.T) Rule {
		r := Rule{
			ID:             rapid.StringMatching(`[a-z <&"]{0,4}`).Draw(t, "id"),
			AllowedOrigins: rapid.SliceOfN(origin, 1, 3).Draw(t, "origins"),
			AllowedMethods: rapid.SliceOfN(rapid.SampledFrom([]string{"GET", "PUT", "HEAD", "POST", "DELETE"}), 1, 3).Draw(t, "methods"),
			AllowedHeaders: rapid.SliceOfN(header, 0, 3).Draw(t, "headers"),
			ExposeHeaders:  rapid.SliceOfN(rapid.StringMatching(`[xY-]{1,3}`), 0, 2).Draw(t, "expose"),
		}
		if rapid.Bool().Draw(t, "has max age") {
			age := rapid.IntRange(-3, 100000).Draw(t, "max age")
			r.MaxAgeSeconds = &age
		}
		return r
	})
}

func genConfig() *rapid.Generator[*Config] {
	return rapid.Custom(func(t *rapid.T) *Config {
		return &Config{Rules: rapid.SliceOfN(genRule(), 1, 5).Draw(t, "rules")}
	})
}

func genRequest() *rapid.Generator[Request] {
	method := rapid.SampledFrom([]string{"GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH", "get"})
	return rapid.Custom(func(t *rapid.T) Request {
		h := http.Header{}
		if rapid.IntRange(0, 9).Draw(t, "origin there") > 0 {
			h["Origin"] = []string{rapid.StringMatching(`[ab.:]{0,5}`).Draw(t, "origin")}
		}
		if rapid.Bool().Draw(t, "announced") {
			h["Access-Control-Request-Method"] = []string{method.Draw(t, "announced method")}
		}
		h["Access-Control-Request-Headers"] = rapid.SliceOfN(rapid.StringMatching(`([ \t]?[xyXY-]{0,3}[ \t]?,?){0,3}`), 0, 2).Draw(t, "lines")
		return RequestFrom(method.Draw(t, "method"), h, rapid.Bool().Draw(t, "object"))
	})
}

func TestDecideAgreesWithModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, req := genConfig().Draw(t, "config"), genRequest().Draw(t, "request")
		rs, err := Compile(c)
		if err != nil {
			t.Fatal(err)
		}
		d := rs.Decide(&req)
		want, rule := model(c, &req)
		if want == nil {
			want = map[string]string{}
		}
		if diff := cmp.Diff(want, written(&d)); diff != "" || d.Rule != rule {
			t.Fatalf("rule %d, want %d; headers %s", d.Rule, rule, diff)
		}
		refusal, refused := d.Refusal()
		if refused != (req.Method == "OPTIONS" && rule < 0) {
			t.Fatalf("refused: %v, rule %d", refused, rule)
		}
		if refused && refusal.Status != 403 && req.Origin != "" {
			t.Fatalf("%+v", refusal)
		}
		for i, reason := range rs.Explain(&req) {
			if reason.Matched != (i == rule) || reason.Reason == "" {
				t.Fatalf("rule %d: %+v", rule, reason)
			}
		}
	})
}

// What is written can be read again, in every form, and is the same.
func TestFormsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genConfig().Draw(t, "config")
		for i := range c.Rules {
			r := &c.Rules[i]
			if len(r.AllowedHeaders) == 0 {
				r.AllowedHeaders = nil
			}
			if len(r.ExposeHeaders) == 0 {
				r.ExposeHeaders = nil
			}
		}
		for _, doc := range [][]byte{c.XML(), c.JSON()} {
			again, err := Parse(doc)
			if err != nil {
				t.Fatalf("%v in %s", err, doc)
			}
			if diff := cmp.Diff(c, again); diff != "" {
				t.Fatal(diff)
			}
		}
		Warnings(c)
	})
}
