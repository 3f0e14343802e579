package access

import (
	"encoding/json"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// A condition is one operator applied to one key. All conditions of a statement
// have to hold.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
type condition struct {
	operator string // without qualifiers: "StringNotEquals"
	base     string // and without negation: "StringEquals"
	negated  bool
	ifExists bool
	forAll   bool // ForAllValues:
	forAny   bool // ForAnyValue:
	key      string
	lower    string // key in lower case: keys compare without case
	values   []string
	written  string // the operator as it was written
}

// operators are the operators that are not negations. All take IfExists but
// Null.
func isOperator(base string) bool {
	switch base {
	case "StringEquals", "StringEqualsIgnoreCase", "StringLike",
		"NumericEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
		"DateEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
		"Bool", "BinaryEquals", "IpAddress", "ArnEquals", "ArnLike", "Null":
		return true
	}
	return false
}

// negation is the operator that a negated operator negates.
func negation(operator string) (base string, ok bool) {
	if operator == "NotIpAddress" {
		return "IpAddress", true
	}
	for _, family := range []string{"String", "Numeric", "Date", "Arn"} {
		if rest, found := strings.CutPrefix(operator, family+"Not"); found {
			return family + rest, isOperator(family + rest)
		}
	}
	return operator, false
}

// parseOperator takes an operator apart; false when there is none such.
func parseOperator(written string) (c condition, ok bool) {
	c.written = written
	rest := written
	if rest, c.forAll = strings.CutPrefix(rest, "ForAllValues:"); !c.forAll {
		rest, c.forAny = strings.CutPrefix(rest, "ForAnyValue:")
	}
	c.operator, c.ifExists = strings.CutSuffix(rest, "IfExists")
	c.base, c.negated = negation(c.operator)
	return c, isOperator(c.base) && !(c.base == "Null" && (c.ifExists || c.forAll || c.forAny))
}

func parseConditions(s *statement, fields map[string]json.RawMessage, _ string) error {
	raw, ok := fields["Condition"]
	if !ok {
		return nil
	}
	var block map[string]map[string]json.RawMessage
	if json.Unmarshal(raw, &block) != nil || block == nil {
		return invalidSyntax()
	}
	for _, operator := range slices.Sorted(maps.Keys(block)) {
		proto, ok := parseOperator(operator)
		if !ok {
			return malformed("Invalid Condition type : " + operator)
		}
		for _, key := range slices.Sorted(maps.Keys(block[operator])) {
			c := proto
			c.key, c.lower = key, strings.ToLower(key)
			if c.values, ok = conditionValues(block[operator][key]); !ok {
				return invalidSyntax()
			}
			if err := c.check(s); err != nil {
				return err
			}
			s.conditions = append(s.conditions, c)
		}
	}
	return nil
}

// check refuses keys that there are not, or not for the statement's actions, and
// addresses that are none.
func (c *condition) check(s *statement) error {
	if !knownKey(c.lower) {
		return detailed("Policy has an invalid condition key", c.key)
	}
	if !s.actions.not && slices.ContainsFunc(s.actions.list, func(pattern string) bool {
		return !slices.ContainsFunc(actions(), func(a action) bool { return a.matches(pattern) && keyApplies(c.lower, a) })
	}) {
		return malformed("Conditions do not apply to combination of actions and resources in statement")
	}
	if c.base == "IpAddress" {
		for _, value := range c.values {
			if _, ok := parsePrefix(value); !ok {
				return detailed("Invalid IP address in Conditions", value)
			}
		}
	}
	return nil
}

// conditionValues reads one or more strings, numbers or booleans.
func conditionValues(raw json.RawMessage) ([]string, bool) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	out := make([]string, 0, len(list))
	for _, item := range list {
		switch item[0] {
		case '"':
			var s string
			if json.Unmarshal(item, &s) != nil {
				return nil, false
			}
			out = append(out, s)
		case '{', '[', 'n':
			return nil, false
		default: // true, false and numbers as they are written
			out = append(out, string(item))
		}
	}
	return out, len(out) > 0
}

// parsePrefix reads an address or a CIDR range.
func parsePrefix(s string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(s)
	return p, err == nil
}
