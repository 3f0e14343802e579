package policy

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A checker collects the mistakes of one configuration.
type checker struct{ errs Errors }

// add notes a mistake under the API's error code.
func (c *checker) add(code, field, format string, args ...any) {
	c.errs = append(c.errs, &Error{Code: code, Status: codeStatus(code), Field: field, Message: fmt.Sprintf(format, args...)})
}

// invalid notes an InvalidArgument.
func (c *checker) invalid(field, format string, args ...any) {
	c.add("InvalidArgument", field, format, args...)
}

// codeStatus is the HTTP status of an API error code.
// Source: API:CreateDistribution, API:CreateCachePolicy (errors).
func codeStatus(code string) int {
	switch {
	case strings.HasPrefix(code, "NoSuch"):
		return http.StatusNotFound
	case code == "FunctionSizeLimitExceeded": // API:CreateFunction
		return http.StatusRequestEntityTooLarge
	case strings.HasSuffix(code, "AlreadyExists"), strings.HasSuffix(code, "InUse"):
		return http.StatusConflict
	}
	return http.StatusBadRequest
}

// quantity checks a list against its count.
// Source: API:CreateDistribution (InconsistentQuantities).
func (c *checker) quantity(field string, quantity, items int) {
	if quantity != items {
		c.add("InconsistentQuantities", field,
			"The value of Quantity and the size of Items don't match: Quantity is %d, Items has %d.", quantity, items)
	}
}

// oneOf checks an enumeration.
func (c *checker) oneOf(field, value string, allowed ...string) {
	if slices.Contains(allowed, value) {
		return
	}
	if value == "" {
		c.invalid(field, "The parameter %s is required: one of %s.", lastName(field), strings.Join(allowed, ", "))
		return
	}
	c.invalid(field, "The parameter %s has the value %q; allowed are %s.", lastName(field), value, strings.Join(allowed, ", "))
}

// between checks a number.
func (c *checker) between(field string, value, low, high int64) {
	if value < low || value > high {
		c.invalid(field, "The parameter %s is %d; it must be from %d to %d.", lastName(field), value, low, high)
	}
}

// notNegative checks a TTL or age.
func (c *checker) notNegative(field string, value int64) {
	if value < 0 {
		c.invalid(field, "The parameter %s must not be negative.", lastName(field))
	}
}

// unique reports entries that stand twice; fold makes case not count.
func (c *checker) unique(field string, items []string, fold bool) {
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		if fold {
			item = strings.ToLower(item)
		}
		if seen[item] {
			c.invalid(field, "The parameter %s contains duplicates: %s.", lastName(field), item)
		}
		seen[item] = true
	}
}

// atMost checks a quota that has an error code of its own.
func (c *checker) atMost(code, field string, n, limit int) {
	if n > limit {
		c.add(code, field, "The list has %d entries; at most %d are allowed.", n, limit)
	}
}

// lastName is the member a field path ends in, without an index.
func lastName(field string) string {
	if at := strings.LastIndexByte(field, '.'); at >= 0 {
		field = field[at+1:]
	}
	field, _, _ = strings.Cut(field, "[")
	return field
}

// index is a field path's element: Items[2].
func index(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// isToken reports a valid header or cookie name.
// Source: RFC 9110, section 5.6.2.
func isToken(s string) bool {
	if s == "" {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
			strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0 {
			continue
		}
		return false
	}
	return true
}
