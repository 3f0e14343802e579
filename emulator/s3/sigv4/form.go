package sigv4

import (
	"crypto/hmac"
	"net/http"
	"strings"
	"time"
)

// maxFormAge is how long a form's signature may be used, whatever its policy
// says: "the signing key is valid for up to seven days. Therefore, the
// signatures are also valid for up to seven days."
// https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
const maxFormAge = 7 * 24 * time.Hour

// A Form gives the fields of a form upload by their names in lower case; ok is
// false for fields that are not there.
type Form func(name string) (value string, ok bool)

// VerifyForm authenticates a form upload by its fields: its policy, signed by
// Signature Version 4 or 2. A form without any field of a signature gives
// Identity{Anonymous: true}, with a policy too (recorded: localstack's
// test_post_request_missing_fields). It fails with an *Error.
//
// What the policy says is not looked at; see [ParsePostPolicy]. region is the
// bucket's where the scope must name it, empty where any will do.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
func (v *Verifier) VerifyForm(form Form, region string) (Identity, error) {
	switch {
	case form.any("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"):
		return v.verifyForm4(form, region)
	case form.any("awsaccesskeyid", "signature"):
		return v.verifyForm2(form, region)
	}
	return Identity{Anonymous: true}, nil
}

func (f Form) any(names ...string) bool {
	for _, name := range names {
		if _, ok := f(name); ok {
			return true
		}
	}
	return false
}

// need is the refusal of a form that lacks a field, named as S3 names them;
// nil when all are there.
func (f Form) need(names ...string) error {
	for _, name := range names {
		if !f.any(strings.ToLower(name)) {
			return MissingField(name)
		}
	}
	return nil
}

func (f Form) value(name string) string {
	value, _ := f(name)
	return value
}

// MissingField is the refusal of a form without a field that it must have.
// Recorded: localstack's test_post_request_missing_signature and
// test_post_request_missing_fields; with two spaces.
func MissingField(name string) *Error {
	return invalidField("Bucket POST must contain a field named '"+name+"'.  If it is specified, please check the order of the fields.", name, "")
}

func invalidField(message, name, value string) *Error {
	return &Error{Code: "InvalidArgument", Message: message, Status: http.StatusBadRequest,
		Fields: [][2]string{{"ArgumentName", name}, {"ArgumentValue", value}}}
}

func (v *Verifier) verifyForm4(form Form, region string) (Identity, error) {
	if err := form.need("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "Policy"); err != nil {
		return Identity{}, err
	}
	switch a := form.value("x-amz-algorithm"); a {
	case algorithm:
	case algorithmECDSA:
		return Identity{}, notImplemented("X-Amz-Algorithm")
	default:
		return Identity{}, invalidField("Only AWS4-HMAC-SHA256 is supported", "X-Amz-Algorithm", a)
	}
	s, err := parseFormScope(form.value("x-amz-credential"), region)
	if err != nil {
		return Identity{}, err
	}
	signed, err := v.formDate(form.value("x-amz-date"), s)
	if err != nil {
		return Identity{}, err
	}
	credential, ok := v.keys.Credential(s.accessKeyID)
	if !ok {
		return Identity{}, unknownKey(s.accessKeyID)
	}
	token := form.value("x-amz-security-token")
	if err := checkToken(s.accessKeyID, token); err != nil {
		return Identity{}, err
	}
	policy, provided := form.value("policy"), form.value("x-amz-signature")
	if !hmac.Equal([]byte(v.cache.key(credential.SecretAccessKey, s).sign([]byte(policy))), []byte(provided)) {
		return Identity{}, signatureMismatch(s.accessKeyID, []byte(policy), provided)
	}
	return Identity{AccountID: credential.AccountID, AccessKeyID: s.accessKeyID, Form: true, Service: s.service, Region: s.region, Time: signed,
		PayloadHash: payloadUnsigned, SessionToken: token}, nil
}

// parseFormScope reads the field X-Amz-Credential. An empty key and another
// region's were seen at outline/outline#7060 and aws/aws-sdk-js#2529: the
// sentences of a presigned URL's credential, as an InvalidArgument.
func parseFormScope(credential, region string) (*scope, error) {
	wrong := func(fault string) *Error { return invalidField(fault, "X-Amz-Credential", credential) }
	if strings.HasPrefix(credential, "/") {
		return nil, wrong("a non-empty Access Key (AKID) must be provided in the credential.")
	}
	s, ok := parseScope(credential)
	if !ok {
		return nil, wrong(malformedCredential)
	}
	if fault := s.fault(ServiceS3); fault != "" {
		return nil, wrong(fault)
	}
	if region != "" && s.region != region {
		e := wrong("the region '" + s.region + "' is wrong; expecting '" + region + "'")
		e.Fields = append(e.Fields, [2]string{"Region", region})
		return nil, e
	}
	return &s, nil
}

// formDate reads the field X-Amz-Date. A malformed one was seen at
// michaeldyrynda/s3upload#1. That it must be the credential's day is from the
// documentation, the sentence is a presigned URL's (assumed); what is too old
// counts as an expired policy (assumed).
func (v *Verifier) formDate(stamp string, s *scope) (time.Time, error) {
	t, err := time.Parse(timeLayout, stamp)
	if err != nil {
		return t, invalidField("X-Amz-Date must be formated via ISO8601 Long format", "X-Amz-Date", stamp)
	}
	if day := t.Format(dateLayout); day != s.date {
		return t, invalidField(credentialDate(s.date, day), "X-Amz-Date", stamp)
	}
	if v.clock.Now().Sub(t) > maxFormAge {
		return t, policyExpired()
	}
	return t, nil
}

// verifyForm2 authenticates a form of Signature Version 2.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html
func (v *Verifier) verifyForm2(form Form, region string) (Identity, error) {
	if v.noVersion2 || region != "" && !takesVersion2(region) {
		return Identity{}, unsupportedMechanism()
	}
	if err := form.need("AWSAccessKeyId", "Signature", "Policy"); err != nil {
		return Identity{}, err
	}
	id := form.value("awsaccesskeyid")
	credential, ok := v.keys.Credential(id)
	if !ok {
		return Identity{}, unknownKey(id)
	}
	token := form.value("x-amz-security-token")
	if err := checkToken(id, token); err != nil {
		return Identity{}, err
	}
	policy, provided := form.value("policy"), form.value("signature")
	if !signed2(credential.SecretAccessKey, []byte(policy), provided) {
		return Identity{}, signatureMismatch(id, []byte(policy), provided)
	}
	return Identity{AccountID: credential.AccountID, AccessKeyID: id, Form: true, Version2: true, Service: ServiceS3,
		PayloadHash: payloadUnsigned, SessionToken: token}, nil
}
