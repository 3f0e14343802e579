package access

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// maxPolicy bounds a policy without its white space, in bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
const maxPolicy = 20480

// ParsePolicy parses and validates a policy document for bucket, and keeps doc.
// It fails with an *Error that holds the first mistake, as S3 does.
//
// Recorded are "first byte" and "Missing required field Statement" (localstack's
// test_bucket_policy_exc); the other texts are from public reports of S3's
// answers, among them https://github.com/versity/versitygw/issues/647, 648, 650
// and https://github.com/hashicorp/terraform/issues/28688.
func ParsePolicy(doc []byte, bucket string) (*Policy, error) {
	if len(doc) == 0 || doc[0] != '{' {
		return nil, malformed("Policies must be valid JSON and the first byte must be '{'")
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(doc, &top) != nil {
		return nil, malformed("This policy contains invalid Json")
	}
	var compact bytes.Buffer
	if json.Compact(&compact, doc) == nil && compact.Len() > maxPolicy {
		return nil, malformed("Normalized policy document exceeds the maximum allowed size of " + strconv.Itoa(maxPolicy) + " bytes")
	}
	if name, ok := unknownField(top, "Version", "Id", "Statement"); ok {
		return nil, malformed("Unknown field " + name)
	}
	p := &Policy{doc: bytes.Clone(doc)}
	variables, err := parseVersion(top["Version"])
	if err != nil {
		return nil, err
	}
	list, err := statementList(top["Statement"])
	if err != nil {
		return nil, err
	}
	for i, raw := range list {
		s, err := parseStatement(raw, bucket)
		if err != nil {
			return nil, err
		}
		s.variables = variables
		if s.name == "" {
			s.name = "statement " + strconv.Itoa(i+1)
		}
		p.statements = append(p.statements, *s)
	}
	return p, nil
}

// parseVersion reads Version, which says whether "${" starts a variable.
func parseVersion(raw json.RawMessage) (variables bool, err error) {
	if raw == nil {
		return false, nil // means 2008-10-17
	}
	var version string
	if json.Unmarshal(raw, &version) != nil || version != "2012-10-17" && version != "2008-10-17" {
		return false, malformed("The policy must contain a valid version string")
	}
	return version == "2012-10-17", nil
}

func statementList(raw json.RawMessage) ([]json.RawMessage, error) {
	if raw == nil {
		return nil, malformed("Missing required field Statement")
	}
	if raw[0] == '{' {
		return []json.RawMessage{raw}, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, invalidSyntax()
	}
	if len(list) == 0 {
		return nil, malformed("Could not parse the policy: Statement is empty!")
	}
	return list, nil
}

func parseStatement(raw json.RawMessage, bucket string) (*statement, error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return nil, invalidSyntax()
	}
	if name, ok := unknownField(fields, "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"); ok {
		return nil, malformed("Unknown field " + name)
	}
	s := new(statement)
	if raw, ok := fields["Sid"]; ok {
		var sid string
		if json.Unmarshal(raw, &sid) != nil {
			return nil, invalidSyntax()
		}
		if sid != "" {
			s.name = "statement " + strconv.Quote(sid)
		}
	}
	for _, parse := range []func(*statement, map[string]json.RawMessage, string) error{
		parseEffect, parsePrincipals, parseActions, parseResources, checkApplies, parseConditions,
	} {
		if err := parse(s, fields, bucket); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func parseEffect(s *statement, fields map[string]json.RawMessage, _ string) error {
	raw, ok := fields["Effect"]
	if !ok {
		return malformed("Missing required field Effect")
	}
	var effect string
	if json.Unmarshal(raw, &effect) != nil {
		return invalidSyntax()
	}
	if effect != "Allow" && effect != "Deny" {
		return malformed("Invalid effect: " + effect)
	}
	s.deny = effect == "Deny"
	return nil
}

// either is the element name or Not+name, of which exactly one has to be there.
func either(fields map[string]json.RawMessage, name string) (raw json.RawMessage, not bool, err error) {
	raw, plain := fields[name]
	negative, not := fields["Not"+name]
	switch {
	case plain && not:
		return nil, false, invalidSyntax()
	case !plain && !not:
		return nil, false, malformed("Missing required field " + name)
	case not:
		raw = negative
	}
	return raw, not, nil
}

// stringList reads a string or a list of strings.
func stringList(raw json.RawMessage) ([]string, bool) {
	var one *string
	if json.Unmarshal(raw, &one) == nil && one != nil {
		return []string{*one}, true
	}
	var list []*string
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return nil, false
	}
	out := make([]string, len(list))
	for i, s := range list {
		if s == nil {
			return nil, false
		}
		out[i] = *s
	}
	return out, true
}

// unknownField is the first field, by name, that is not among known.
func unknownField(fields map[string]json.RawMessage, known ...string) (string, bool) {
	var unknown []string
	for name := range fields {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	if unknown == nil {
		return "", false
	}
	return slices.Min(unknown), true
}

func malformed(message string) *Error {
	return &Error{Code: "MalformedPolicy", Message: message, Status: http.StatusBadRequest}
}

func detailed(message, detail string) *Error {
	e := malformed(message)
	e.Fields = [][2]string{{"Detail", detail}}
	return e
}

func invalidSyntax() *Error { return malformed("Invalid policy syntax.") }
