package signed

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// A Statement is what a signer allowed: which URLs, when, from where.
type Statement struct {
	Resource string // pattern of URLs; "*" for all
	Until    int64  // seconds since 1970; requests must be earlier
	After    int64  // seconds since 1970, requests must be later; 0 for none
	Network  netip.Prefix
	network  bool
	canned   bool // made from the request: the resource is its URL
}

// ParsePolicy reads a custom policy: one statement whose names are spelt
// exactly so, with DateLessThan and, if wanted, Resource, DateGreaterThan and
// IpAddress. White space does not count. Names that the documentation does not
// have are refused.
// Source: DG private-content-creating-signed-url-custom-policy ("You can include
// only one statement", "Include all punctuation and parameter names exactly as
// specified"); https://github.com/boto/boto/pull/825 (without DateLessThan:
// MalformedPolicy).
func ParsePolicy(text []byte) (*Statement, error) {
	top, err := object(text, "the policy", "Statement")
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(top["Statement"], &list); err != nil || len(list) != 1 {
		return nil, errf("the policy's Statement is not a list of exactly one")
	}
	body, err := object(list[0], "the statement", "Resource", "Condition")
	if err != nil {
		return nil, err
	}
	s := &Statement{Resource: "*"}
	if raw, ok := body["Resource"]; ok {
		if s.Resource, ok = jsonText(raw); !ok || s.Resource == "" {
			return nil, errf("the statement's Resource is no text")
		}
	}
	return s, s.conditions(body["Condition"])
}

func (s *Statement) conditions(raw json.RawMessage) error {
	conditions, err := object(raw, "the Condition", "DateLessThan", "DateGreaterThan", "IpAddress")
	if err != nil {
		return err
	}
	until, ok := conditions["DateLessThan"]
	if !ok {
		return errf("the Condition has no DateLessThan")
	}
	if s.Until, err = date(until, "DateLessThan"); err != nil {
		return err
	}
	if after, ok := conditions["DateGreaterThan"]; ok {
		if s.After, err = date(after, "DateGreaterThan"); err != nil {
			return err
		}
	}
	if from, ok := conditions["IpAddress"]; ok {
		s.network = true
		s.Network, err = network(from)
	}
	return err
}

// date reads {"AWS:EpochTime":N}; N is a bare number.
func date(raw json.RawMessage, of string) (int64, error) {
	const name = "AWS:EpochTime"
	members, err := object(raw, of, name)
	if err != nil {
		return 0, err
	}
	n, err := epoch(string(bytes.TrimSpace(members[name])))
	if err != nil {
		return 0, errf("the %s of %s %w", name, of, err)
	}
	return n, nil
}

// network reads {"AWS:SourceIp":"192.0.2.0/24"}; a bare address is a network
// of one. Only IPv4 is known.
// Source: DG private-content-creating-signed-url-custom-policy (IpAddress).
func network(raw json.RawMessage) (netip.Prefix, error) {
	const name = "AWS:SourceIp"
	members, err := object(raw, "IpAddress", name)
	if err != nil {
		return netip.Prefix{}, err
	}
	text, _ := jsonText(members[name])
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		var one netip.Addr
		if one, err = netip.ParseAddr(text); err == nil {
			prefix, err = one.Prefix(one.BitLen())
		}
	}
	if err != nil || !prefix.Addr().Is4() {
		return netip.Prefix{}, errf("the %s is not an IPv4 network such as 192.0.2.0/24: %s", name, members[name])
	}
	return prefix.Masked(), nil
}

// object reads a JSON object that has no names but the given ones, none of them
// twice. encoding/json alone is not strict enough: it takes names in any case.
func object(raw []byte, what string, names ...string) (map[string]json.RawMessage, error) {
	if len(raw) == 0 {
		return nil, errf("%s is missing", what)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errf("%s is no JSON object", what)
	}
	members := make(map[string]json.RawMessage, len(names))
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, errf("%s is not well-formed JSON", what)
		}
		if _, twice := members[name]; twice {
			return nil, errf("%s has %q twice", what, name)
		}
		if !slices.Contains(names, name) {
			return nil, errf("%s has %q, which CloudFront's policies do not", what, name)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, errf("%s is not well-formed JSON", what)
		}
		members[name] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, errf("%s is not well-formed JSON", what)
	}
	if d.More() {
		return nil, errf("something follows %s", what)
	}
	return members, nil
}

// jsonText reads a JSON string.
func jsonText(raw json.RawMessage) (string, bool) {
	var s string
	ok := len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &s) == nil
	return s, ok
}

// refuses says why the statement does not allow r at that time; empty when it
// does.
// Source: DG private-content-creating-signed-url-custom-policy ("Users are not
// allowed to access the file on or before the specified date and time").
func (s *Statement) refuses(r *Request, now time.Time) string {
	switch {
	case !now.Before(time.Unix(s.Until, 0)):
		return "it expired at " + stamp(s.Until) + "; it is " + now.UTC().Format(time.RFC3339)
	case s.After != 0 && !now.After(time.Unix(s.After, 0)):
		return "it is not valid before " + stamp(s.After) + "; it is " + now.UTC().Format(time.RFC3339)
	case s.network && !s.covers(r.IP):
		return "the viewer's address " + r.IP + " is not in " + s.Network.String()
	case !s.canned && !matchAny(s.Resource, r):
		return "the policy's Resource " + s.Resource + " does not cover " + urlOf(r, r.Host)
	}
	return ""
}

func (s *Statement) covers(ip string) bool {
	addr, err := netip.ParseAddr(ip)
	return err == nil && s.Network.Contains(addr.Unmap().WithZone(""))
}

// scope says in words what the statement covers.
func (s *Statement) scope() string {
	what := s.Resource
	if s.canned {
		what = "this URL"
	}
	text := what + " until " + stamp(s.Until)
	if s.After != 0 {
		text += ", from " + stamp(s.After) + " on"
	}
	if s.network {
		text += ", for viewers in " + s.Network.String()
	}
	return text
}

func stamp(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format(time.RFC3339) + " (" + strconv.FormatInt(seconds, 10) + ")"
}
