package sigv4

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// A PostPolicy is the policy that a form upload carries: until when the form
// may be used, and what each of its fields may say.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
type PostPolicy struct {
	expiration time.Time
	conditions []postCondition
}

// ParsePostPolicy reads a policy from the form's field, in base64. It fails
// with an *Error, InvalidPolicyDocument, in words that S3 was seen to use:
// localstack's test_post_object_policy_conditions_validation_eq for the number
// of properties, tpyo/amazon-s3-php-class#53 for JSON,
// dwilkie/carrierwave_direct#189 for the expiration and toniopelo/modbox#10 for
// values. The sentences for missing members, for lists with too many or too few
// items and for base64 were not seen; they are those of
// https://github.com/versity/versitygw (s3err/post-object.go), which models
// itself on S3. All of them are 400s in ceph/s3-tests, which runs against S3.
func ParsePostPolicy(field string) (*PostPolicy, error) {
	doc, err := decodePolicy(field)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(doc)) == 0 {
		return nil, invalidPolicy("Expecting '{' but found End-of-Input")
	}
	members, ok := jsonMembers(doc)
	if !ok {
		return nil, invalidPolicy("Invalid JSON.")
	}
	var expiration, conditions json.RawMessage
	for _, m := range members {
		switch m.name {
		case "expiration":
			expiration = m.value
		case "conditions":
			conditions = m.value
		default:
			return nil, unexpectedMember(members)
		}
	}
	p := new(PostPolicy)
	if err := p.readExpiration(expiration); err != nil {
		return nil, err
	}
	return p, p.readConditions(conditions)
}

// decodePolicy takes line breaks, which tools put into base64, and lacking
// padding.
func decodePolicy(field string) ([]byte, error) {
	text := strings.NewReplacer("\r", "", "\n", "").Replace(strings.TrimSpace(field))
	if doc, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "=")); err == nil {
		return doc, nil
	}
	return nil, invalidPolicy("invalid Base64 encoding.")
}

// unexpectedMember names a member that no policy has, in lower case. A bucket
// policy in a form was answered with 'statement', its third
// (https://stackoverflow.com/q/31169349), so that what is no string comes first.
func unexpectedMember(members []jsonMember) error {
	name := ""
	for _, m := range members {
		known := m.name == "expiration" || m.name == "conditions"
		if !known && (name == "" || m.value[0] != '"') {
			name = m.name
			if m.value[0] != '"' {
				break
			}
		}
	}
	return invalidPolicy("Unexpected: '" + strings.ToLower(name) + "'")
}

// readExpiration takes UTC only: another offset is refused
// (dwilkie/carrierwave_direct#2).
func (p *PostPolicy) readExpiration(raw json.RawMessage) error {
	if raw == nil {
		return invalidPolicy("Policy missing expiration.")
	}
	text, ok := jsonString(raw)
	if !ok {
		return invalidPolicy("Invalid JSON.")
	}
	var err error
	if p.expiration, err = time.Parse("2006-01-02T15:04:05Z", text); err != nil {
		return invalidPolicy("Invalid 'expiration' value: '" + text + "'")
	}
	return nil
}

func (p *PostPolicy) readConditions(raw json.RawMessage) error {
	if raw == nil {
		return invalidPolicy("Policy missing conditions.")
	}
	var list []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		return invalidPolicy("Invalid 'conditions' value: must be a List.")
	}
	for _, item := range list {
		c, err := parsePostCondition(item)
		if err != nil {
			return err
		}
		p.conditions = append(p.conditions, *c)
	}
	return nil
}

func invalidPolicy(fault string) *Error {
	return &Error{Code: "InvalidPolicyDocument", Message: "Invalid Policy: " + fault, Status: http.StatusBadRequest}
}

// A jsonMember is a member of a JSON object.
type jsonMember struct {
	name  string
	value json.RawMessage
}

// jsonMembers are the members of an object in their order, those of the same
// name too. A value is never empty.
func jsonMembers(doc []byte) (members []jsonMember, ok bool) {
	if !json.Valid(doc) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	for d.More() {
		t, err := d.Token()
		name, isName := t.(string)
		m := jsonMember{name: name}
		if err != nil || !isName || d.Decode(&m.value) != nil {
			return nil, false
		}
		members = append(members, m)
	}
	return members, true
}

func jsonString(raw json.RawMessage) (string, bool) {
	var s *string
	if json.Unmarshal(raw, &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}
