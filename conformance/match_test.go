package conformance_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// joined is a header's lines as one; a header sent twice does not pass for one.
func joined(h http.Header, name string) (value string, has bool) {
	var all []string
	for have, values := range h {
		if strings.EqualFold(have, name) {
			all, has = append(all, values...), true
		}
	}
	return strings.Join(all, ", "), has
}

// matches reads an expectation: a literal, "~regexp", or {"any":[…]} where null
// means absent.
func matches(want json.RawMessage, got string, has bool, fill map[string]string) bool {
	var choice struct {
		Any []json.RawMessage `json:"any"`
	}
	if json.Unmarshal(want, &choice) == nil && choice.Any != nil {
		return slices.ContainsFunc(choice.Any, func(w json.RawMessage) bool {
			if string(w) == "null" {
				return !has
			}
			return matches(w, got, has, fill)
		})
	}
	var text string
	if json.Unmarshal(want, &text) != nil {
		text = string(want) // a number
	}
	for from, to := range fill {
		text = strings.ReplaceAll(text, from, to)
	}
	if pattern, ok := strings.CutPrefix(text, "~"); ok {
		return has && regexp.MustCompile(pattern).MatchString(got)
	}
	return has && got == text
}
