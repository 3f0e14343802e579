package browser

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Differences tells in what two answers to the same request differ as far as
// CORS is concerned: the status, the headers that decide what a page may do, and
// what of Vary concerns CORS. The lists have the same length, a line for each
// difference; equal answers have none. Headers have canonical keys.
func Differences(status int, h http.Header, otherStatus int, other http.Header) (one, two []string) {
	note := func(name, a, b string) {
		if a != b {
			one, two = append(one, said(name, a)), append(two, said(name, b))
		}
	}
	note("status", fmt.Sprint(status), fmt.Sprint(otherStatus))
	for _, name := range [...]string{
		"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Methods",
		"Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Location",
	} {
		note(name, strings.Join(h[name], ", "), strings.Join(other[name], ", "))
	}
	note("Vary", corsVary(h), corsVary(other))
	return one, two
}

func said(name, value string) string {
	switch {
	case value == "":
		return "no " + name
	case name == "status":
		return name + " " + value
	}
	return name + ": " + value
}

// corsVary are the names in Vary that matter to CORS, in order.
func corsVary(h http.Header) string {
	var list []string
	for _, name := range strings.Split(strings.Join(h["Vary"], ","), ",") {
		switch name = http.CanonicalHeaderKey(strings.TrimSpace(name)); name {
		case "Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers", "*":
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ", ")
}
