package access

import (
	"encoding/json"
	"slices"
	"strings"
)

const arnPrefix = "arn:aws:s3:::"

func parseActions(s *statement, fields map[string]json.RawMessage, _ string) error {
	raw, not, err := either(fields, "Action")
	if err != nil {
		return err
	}
	list, ok := stringList(raw)
	if !ok || len(list) == 0 {
		return malformed("Policy has invalid action")
	}
	for i, pattern := range list {
		list[i] = strings.ToLower(pattern) // actions compare without case
		if !slices.ContainsFunc(actions(), func(a action) bool { return a.matches(list[i]) }) {
			return detailed("Policy has invalid action", pattern)
		}
	}
	s.actions = patterns{not, list}
	return nil
}

func parseResources(s *statement, fields map[string]json.RawMessage, bucket string) error {
	raw, not, err := either(fields, "Resource")
	if err != nil {
		return err
	}
	list, ok := stringList(raw)
	if !ok || len(list) == 0 {
		return malformed("Policy has invalid resource")
	}
	for _, pattern := range list {
		if !inBucket(pattern, bucket) {
			return detailed("Policy has invalid resource", pattern)
		}
	}
	s.resources = patterns{not, list}
	return nil
}

// inBucket reports whether a resource is bucket or something in it: the bucket's
// ARN, alone or followed by a slash or a wildcard.
func inBucket(pattern, bucket string) bool {
	rest, ok := strings.CutPrefix(pattern, arnPrefix+bucket)
	return ok && (rest == "" || strings.ContainsRune("/*?", rune(rest[0])))
}

// checkApplies refuses statements with an action that none of their resources
// can be the object of.
func checkApplies(s *statement, _ map[string]json.RawMessage, bucket string) error {
	if s.actions.not || s.resources.not {
		return nil
	}
	var onBucket, onObject bool
	for _, pattern := range s.resources.list {
		onBucket = onBucket || glob(pattern, arnPrefix+bucket)
		onObject = onObject || strings.ContainsAny(strings.TrimPrefix(pattern, arnPrefix+bucket), "/*?")
	}
	for _, pattern := range s.actions.list {
		if !slices.ContainsFunc(actions(), func(a action) bool {
			return a.matches(pattern) && (a.object && onObject || !a.object && onBucket)
		}) {
			return malformed("Action does not apply to any resource(s) in statement")
		}
	}
	return nil
}

// matchAction reports whether the element speaks of action, in lower case.
func (p *patterns) matchAction(action string) bool {
	return slices.ContainsFunc(p.list, func(pattern string) bool { return glob(pattern, action) }) != p.not
}

// matchResource reports whether the element speaks of an ARN. A variable that
// the request has no value for matches nothing.
func (p *patterns) matchResource(arn string, expand func(string) (string, bool)) bool {
	return slices.ContainsFunc(p.list, func(pattern string) bool {
		pattern, ok := expand(pattern)
		return ok && glob(pattern, arn)
	}) != p.not
}
