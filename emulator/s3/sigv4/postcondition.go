package sigv4

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Operations of a policy's conditions.
const (
	exactly       = "eq"
	startingWith  = "starts-with"
	ofLengthRange = "content-length-range"
)

// A postCondition is one condition of a policy: about a field, or about the
// file's length.
type postCondition struct {
	operation string
	arguments []string // as they were written, without quotes
	field     string   // in lower case; empty when the argument lacks its "$"
	value     string
	min, max  int64 // of ofLengthRange
	broken    bool  // can never be fulfilled
}

// parsePostCondition reads {"acl": "private"} or ["eq", "$acl", "private"].
func parsePostCondition(raw json.RawMessage) (*postCondition, error) {
	switch raw[0] {
	case '{':
		return parseSimpleCondition(raw)
	case '[':
		return parseListCondition(raw)
	}
	return nil, invalidPolicy("Invalid condition test: must be a List or Object.")
}

func parseSimpleCondition(raw json.RawMessage) (*postCondition, error) {
	members, ok := jsonMembers(raw)
	switch {
	case !ok:
		return nil, invalidPolicy("Invalid JSON.")
	case len(members) != 1:
		return nil, invalidPolicy("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.")
	}
	m := members[0]
	value, ok := jsonString(m.value)
	switch {
	case string(m.value) == "null": // dwilkie/carrierwave_direct#230
		return nil, invalidPolicy("Invalid JSON.")
	case !ok:
		return nil, invalidPolicy("Invalid Simple-Condition: value must be a string.")
	}
	return &postCondition{operation: exactly, arguments: []string{"$" + m.name, value}, field: strings.ToLower(m.name), value: value}, nil
}

func parseListCondition(raw json.RawMessage) (*postCondition, error) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return nil, invalidPolicy("Invalid JSON.")
	}
	if len(items) == 0 {
		return nil, invalidPolicy("Invalid Condition: missing operation identifier.")
	}
	name, ok := jsonString(items[0])
	if !ok {
		return nil, invalidPolicy("Invalid JSON.")
	}
	// Without case: ceph/s3-tests' case_insensitive_condition_fields.
	c := &postCondition{operation: strings.ToLower(name)}
	switch c.operation {
	case exactly, startingWith, ofLengthRange:
	default:
		return nil, invalidPolicy("Invalid Condition: unknown operation '" + name + "'.")
	}
	if len(items) != 3 {
		return nil, invalidPolicy("Invalid " + c.operation + ": wrong number of arguments.")
	}
	for _, item := range items[1:] {
		text, ok := jsonString(item)
		if !ok && c.operation == ofLengthRange {
			// A number with a fraction is no JSON to S3 (repost.aws QUo27u4OYpTA).
			n, err := strconv.ParseInt(string(item), 10, 64)
			text, ok = strconv.FormatInt(n, 10), err == nil
		}
		if !ok {
			return nil, invalidPolicy("Invalid JSON.")
		}
		c.arguments = append(c.arguments, text)
	}
	c.interpret()
	return c, nil
}

// interpret reads the arguments. What does not make sense is no mistake of the
// document, but a condition that nothing fulfils (recorded: localstack's
// test_post_object_policy_conditions_validation_eq and
// test_post_object_policy_validation_size).
func (c *postCondition) interpret() {
	first, second := c.arguments[0], c.arguments[1]
	if c.operation == ofLengthRange {
		var err1, err2 error
		c.min, err1 = strconv.ParseInt(first, 10, 64)
		c.max, err2 = strconv.ParseInt(second, 10, 64)
		c.broken = err1 != nil || err2 != nil
		return
	}
	name, ok := strings.CutPrefix(first, "$")
	c.field, c.value, c.broken = strings.ToLower(name), second, !ok || name == ""
	if c.broken {
		c.field = ""
	}
}

// holds reports whether a field's value is what the condition asks for. A
// Content-Type with commas is a list, each item of which must be.
func (c *postCondition) holds(value string) bool {
	if c.operation == exactly {
		return value == c.value
	}
	if c.field != "content-type" {
		return strings.HasPrefix(value, c.value)
	}
	for item := range strings.SplitSeq(value, ",") {
		if !strings.HasPrefix(strings.TrimSpace(item), c.value) {
			return false
		}
	}
	return true
}

// String is the condition as S3 shows it: always a list, its strings quoted.
func (c *postCondition) String() string {
	quoted := make([]string, 0, 3)
	for _, s := range append([]string{c.operation}, c.arguments...) {
		quoted = append(quoted, `"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)+`"`)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Check fails with an *Error, AccessDenied, unless the form fulfils the policy:
// it has not expired, every condition holds, and every field has a condition.
// names are the fields' names as they were sent, in their order; form gives
// their values, with "bucket" for the bucket that the URL names and "key" with
// its variables replaced. A condition on a field that is missing fails, even
// when it would take any value (waynehoover/s3_direct_upload#29).
//
// Which of several faults S3 names is not known: here the first condition that
// fails, then all fields without a condition.
func (p *PostPolicy) Check(form Form, names []string, id Identity, now time.Time) error {
	if now.After(p.expiration) {
		return policyExpired()
	}
	covered := map[string]bool{"file": true, "policy": true}
	if id.Version2 {
		covered["awsaccesskeyid"], covered["signature"] = true, true
	} else {
		covered["x-amz-signature"] = true
	}
	for i := range p.conditions {
		c := &p.conditions[i]
		covered[c.field] = true
		if c.operation == ofLengthRange && !c.broken {
			continue
		}
		value, ok := form(c.field)
		if c.broken || !ok || !c.holds(value) {
			return denied("Invalid according to Policy: Policy Condition failed: " + c.String())
		}
	}
	var extra []string
	// The bucket needs a condition though no field names it
	// (aws/aws-sdk-php#3292).
	for _, name := range append(slices.Clone(names), "bucket") {
		lower := strings.ToLower(name)
		if !covered[lower] && !strings.HasPrefix(lower, "x-ignore-") {
			covered[lower] = true
			extra = append(extra, name)
		}
	}
	if extra != nil {
		return denied("Invalid according to Policy: Extra input fields: " + strings.Join(extra, ", "))
	}
	return nil
}

// CheckSize fails with an *Error, EntityTooSmall or EntityTooLarge, when the
// file's size in bytes is outside what the policy allows. Both ends count as
// inside (recorded: localstack's test_post_object_policy_validation_size).
func (p *PostPolicy) CheckSize(size int64) error {
	for i := range p.conditions {
		c := &p.conditions[i]
		switch {
		case c.operation != ofLengthRange:
		case size > c.max:
			return sizeRefusal("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", size, "MaxSizeAllowed", c.max)
		case size < c.min:
			return sizeRefusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", size, "MinSizeAllowed", c.min)
		}
	}
	return nil
}

// TooLarge reports whether a file of size bytes, or a longer one, exceeds what
// the policy allows.
func (p *PostPolicy) TooLarge(size int64) bool {
	return slices.ContainsFunc(p.conditions, func(c postCondition) bool { return c.operation == ofLengthRange && size > c.max })
}

func sizeRefusal(code, message string, size int64, bound string, limit int64) *Error {
	return &Error{Code: code, Message: message, Status: http.StatusBadRequest,
		Fields: [][2]string{{"ProposedSize", strconv.FormatInt(size, 10)}, {bound, strconv.FormatInt(limit, 10)}}}
}

// policyExpired: recorded in localstack's test_post_request_expires.
func policyExpired() *Error { return denied("Invalid according to Policy: Policy expired.") }
