package access

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// oaiPrefix starts the ARN of an origin access identity.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#private-content-restricting-access-to-s3-oai
const oaiPrefix = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity "

// principals is a Principal or, with not, a NotPrincipal element.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
type principals struct {
	not       bool
	everyone  bool     // "*" or {"AWS": "*"}
	aws       []string // account ids and ARNs
	services  []string
	canonical []string // canonical user ids
}

func parsePrincipals(s *statement, fields map[string]json.RawMessage, _ string) error {
	raw, not, err := either(fields, "Principal")
	if err != nil {
		return err
	}
	if not && !s.deny {
		return malformed("Allow with NotPrincipal is not allowed.")
	}
	s.principals.not = not
	var all string
	if json.Unmarshal(raw, &all) == nil && all == "*" {
		s.principals.everyone = true
		return nil
	}
	var kinds map[string]json.RawMessage
	if json.Unmarshal(raw, &kinds) != nil || len(kinds) == 0 {
		return detailed("Invalid principal in policy", string(raw))
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list, ok := stringList(kinds[kind])
		if !ok || len(list) == 0 {
			return detailed("Invalid principal in policy", "\""+kind+"\" : "+string(kinds[kind]))
		}
		for _, value := range list {
			if !s.principals.add(kind, value) {
				return detailed("Invalid principal in policy", "\""+kind+"\" : \""+value+"\"")
			}
		}
	}
	return nil
}

// add takes up a principal; false when there can be none such.
func (p *principals) add(kind, value string) bool {
	switch kind {
	case "AWS":
		if value == "*" {
			p.everyone = true
			return true
		}
		p.aws = append(p.aws, value)
		return isAccount(value) || isPrincipalARN(value)
	case "Service":
		p.services = append(p.services, value)
		host, _, found := strings.Cut(value, ".amazonaws.com")
		return found && host != "" && !strings.ContainsAny(value, "*? /")
	case "CanonicalUser":
		p.canonical = append(p.canonical, value)
		return value != "" && strings.Trim(value, "0123456789abcdefABCDEF") == ""
	case "Federated":
		return value != "" && !strings.ContainsAny(value, "*?") // nobody signs in so here
	}
	return false
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// isPrincipalARN accepts the ARNs of accounts, users, roles, sessions and origin
// access identities. Wildcards are none: "You cannot use a wildcard to match
// part of a principal name or ARN."
func isPrincipalARN(s string) bool {
	if id, ok := strings.CutPrefix(s, oaiPrefix); ok {
		return id != "" && !strings.ContainsAny(id, "*? ")
	}
	part := strings.SplitN(s, ":", 6)
	if len(part) != 6 || part[0] != "arn" || !strings.HasPrefix(part[1], "aws") || part[3] != "" ||
		!isAccount(part[4]) || strings.ContainsAny(part[5], "*?") {
		return false
	}
	kind, name, named := strings.Cut(part[5], "/")
	switch part[2] {
	case "iam":
		return part[5] == "root" || named && name != "" && (kind == "user" || kind == "role")
	case "sts":
		return named && name != "" && (kind == "assumed-role" || kind == "federated-user")
	}
	return false
}

// match reports whether the element speaks of the caller.
func (p *principals) match(c *Caller) bool { return p.names(c) != p.not }

func (p *principals) names(c *Caller) bool {
	switch {
	case p.everyone:
		return true
	case c.Service != "":
		return slices.Contains(p.services, c.Service)
	case c.identity() != "":
		return slices.Contains(p.canonical, c.CanonicalUser) || slices.Contains(p.aws, oaiPrefix+c.identity())
	case c.Anonymous:
		return false
	}
	if len(p.canonical) > 0 && slices.Contains(p.canonical, CanonicalID(c.AccountID)) {
		return true
	}
	for _, value := range p.aws {
		if value == c.AccountID || value == "arn:aws:iam::"+c.AccountID+":root" || c.ARN != "" && value == c.ARN {
			return true
		}
	}
	return false
}
