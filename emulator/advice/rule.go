package advice

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"crossfront/corsengine"
	"crossfront/emulator/journal"
)

// pasteRule is a rule that lets exactly this request pass, in the form that
// S3's console takes.
func pasteRule(f *facts) string {
	doc, err := json.Marshal([]corsengine.Rule{ruleFor(f)})
	if err != nil {
		return "Add a rule that allows " + f.origin + " to " + f.method() + "."
	}
	return "Add this rule to the bucket's CORS configuration: " + string(doc)
}

// ruleFor is a rule that lets exactly this request pass.
func ruleFor(f *facts) corsengine.Rule {
	rule := corsengine.Rule{
		AllowedHeaders: []string{}, AllowedMethods: []string{f.method()}, AllowedOrigins: []string{f.origin}, ExposeHeaders: []string{},
	}
	if rule.AllowedMethods[0] == http.MethodGet {
		rule.AllowedMethods = append(rule.AllowedMethods, http.MethodHead)
	}
	for _, line := range f.request.Values("Access-Control-Request-Headers") {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name != "" {
				rule.AllowedHeaders = append(rule.AllowedHeaders, name)
			}
		}
	}
	return rule
}

// addRule adds to the bucket's rules, unless S3 would not take such a rule,
// and drops what the edge has stored without it.
func addRule(f *facts) []journal.Call {
	rules := []corsengine.Rule{ruleFor(f)}
	if _, err := corsengine.Compile(&corsengine.Config{Rules: rules}); err != nil {
		return nil
	}
	name := f.x.S3.Bucket
	calls := []journal.Call{call(http.MethodPost, "/api/buckets/"+url.PathEscape(name)+"/cors", rules,
		"Adds a CORS rule to bucket %s: %s may %s", name, f.origin, strings.Join(rules[0].AllowedMethods, ", "))}
	if f.x.Edge == nil {
		return calls
	}
	return append(calls, invalidateAll(f)...)
}
