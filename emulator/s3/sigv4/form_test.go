package sigv4

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

// fieldsOf is a form of name, value, name, value…
func fieldsOf(pairs ...string) (Form, []string) {
	values := make(map[string]string)
	var names []string
	for i := 0; i+1 < len(pairs); i += 2 {
		names = append(names, pairs[i])
		values[strings.ToLower(pairs[i])] = pairs[i+1]
	}
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}, names
}

// published is AWS's own example, its lines ended by CR LF.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
const published = `{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}`

func TestPublishedForm(t *testing.T) {
	policy := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(published, "\n", "\r\n")))
	pairs := []string{"bucket", "sigv4examplebucket", "key", "user/user1/a.jpg", "acl", "public-read", "success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html",
		"Content-Type", "image/jpeg", "x-amz-meta-uuid", "14365123651274", "x-amz-server-side-encryption", "AES256",
		"X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request", "X-Amz-Algorithm", "AWS4-HMAC-SHA256", "X-Amz-Date", "20151229T000000Z",
		"x-amz-meta-tag", "", "Policy", policy, "X-Amz-Signature", "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"}
	form, names := fieldsOf(pairs...)
	v := exampleVerifier("20151229T010000Z")
	id, err := v.VerifyForm(form, "us-east-1")
	if err != nil || id.AccountID != "123456789012" || !id.Form || id.Version2 || id.Region != "us-east-1" || id.Time.Year() != 2015 {
		t.Fatalf("%+v, %v", id, err)
	}
	p, err := ParsePostPolicy(policy)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Check(form, names, id, v.clock.Now()); err != nil {
		t.Error(err)
	}
	if err := p.Check(form, names, id, time.Date(2015, 12, 30, 12, 0, 0, 0, time.UTC)); err != nil {
		t.Error("at its last moment:", err)
	}
	if err := p.Check(form, names, id, time.Date(2015, 12, 30, 12, 0, 1, 0, time.UTC)); err == nil {
		t.Error("not expired")
	}
	_, err = v.VerifyForm(form, "eu-west-1")
	var e *Error
	if !errors.As(err, &e) || e.Code != "InvalidArgument" || e.Message != "the region 'us-east-1' is wrong; expecting 'eu-west-1'" || len(e.Fields) != 3 {
		t.Errorf("another region: %+v", err)
	}
	if _, err := exampleVerifier("20160105T000001Z").VerifyForm(form, ""); err == nil || !strings.Contains(err.Error(), "Policy expired.") {
		t.Errorf("after a week: %v", err)
	}
	form, _ = fieldsOf(append(pairs, "X-Amz-Security-Token", "x")...)
	if _, err := v.VerifyForm(form, ""); !errors.As(err, &e) || e.Code != "InvalidToken" || e.Fields[0] != [2]string{"Token-0", "x"} {
		t.Errorf("a token for a user's own key: %v", err)
	}
}

// TestBoto3Form is what botocore's generate_presigned_post gives with its clock
// at 2015-12-29T00:00:00Z.
func TestBoto3Form(t *testing.T) {
	const doc = `{"expiration": "2015-12-29T01:00:00Z", "conditions": [{"bucket": "sigv4examplebucket"}, {"key": "user/user1/photo.jpg"}, {"x-amz-algorithm": "AWS4-HMAC-SHA256"}, {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"}, {"x-amz-date": "20151229T000000Z"}]}`
	form, _ := fieldsOf("key", "user/user1/photo.jpg", "x-amz-algorithm", "AWS4-HMAC-SHA256", "x-amz-credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request",
		"x-amz-date", "20151229T000000Z", "policy", base64.StdEncoding.EncodeToString([]byte(doc)), "x-amz-signature", "3364624b39010d9b06f5d9b8c9a18a6e478d261c048159c92f2fd6fa885f14e6")
	if id, err := exampleVerifier("20151229T000000Z").VerifyForm(form, ""); err != nil || id.Anonymous {
		t.Errorf("%+v, %v", id, err)
	}
	if _, err := exampleVerifier("20151229T000000Z").WithVersion2(false).VerifyForm(form, ""); err != nil {
		t.Error(err)
	}
}

func TestFormVersion2Refused(t *testing.T) {
	form, _ := fieldsOf("AWSAccessKeyId", "test", "signature", "x", "policy", "e30=")
	for name, verify := range map[string]func() (Identity, error){
		"switched off": func() (Identity, error) { return noonVerifier().WithVersion2(false).VerifyForm(form, "") },
		"new region":   func() (Identity, error) { return noonVerifier().VerifyForm(form, "eu-central-1") },
	} {
		_, err := verify()
		var e *Error
		if !errors.As(err, &e) || e.Code != "InvalidRequest" || !strings.Contains(e.Message, "Please use AWS4-HMAC-SHA256.") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody is let in without the secret, whatever the fields say.
func FuzzVerifyForm(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256", "test/20261123/us-east-1/s3/aws4_request", "20261123T120000Z", "00", "e30=", "", "")
	f.Add("", "//", "x", "", "", "test", "AAAA")
	f.Fuzz(func(t *testing.T, algorithm, credential, date, signature, policy, key, signature2 string) {
		var pairs []string
		for _, p := range [][2]string{{"x-amz-algorithm", algorithm}, {"x-amz-credential", credential}, {"x-amz-date", date}, {"x-amz-signature", signature},
			{"policy", policy}, {"awsaccesskeyid", key}, {"signature", signature2}} {
			if p[1] != "" {
				pairs = append(pairs, p[0], p[1])
			}
		}
		form, _ := fieldsOf(pairs...)
		id, err := noonVerifier().VerifyForm(form, "")
		var e *Error
		switch {
		case err == nil && !id.Anonymous:
			t.Fatalf("let in: %+v", id)
		case err == nil && algorithm+credential+date+signature+key+signature2 != "":
			t.Fatal("taken for anonymous")
		case err != nil && (!errors.As(err, &e) || e.Message == "" || e.Status < 400):
			t.Fatalf("error %#v", err)
		}
	})
}

// A policy is read or refused in S3's words, and one that is read lets nothing
// through that none of its conditions speaks of.
func FuzzPostPolicy(f *testing.F) {
	f.Add(published, "key", "user/user1/x")
	for _, c := range []string{`{"a":"b"}`, `["eq","$a","b"]`, `["StArTs-WiTh","$A",""]`, `["content-length-range",0,"9"]`, `["content-length-range","x",1]`, `["eq","a","b"]`,
		`{}`, `[]`, `[[]]`, `{"a":null}`, `{"a":1}`, `["eq"]`, `[1,2,3]`, `true`, `["content-length-range",0,512.0]`} {
		f.Add(`{"expiration":"2030-01-01T00:00:00Z","conditions":[{"bucket":"b"},`+c+`]}`, "A", "b")
	}
	f.Add(`{"Version":"2012-10-17","Statement":[]}`, "", "")
	f.Fuzz(func(t *testing.T, doc, name, value string) {
		p, err := ParsePostPolicy(base64.StdEncoding.EncodeToString([]byte(doc)))
		var e *Error
		if err != nil {
			if !errors.As(err, &e) || e.Code != "InvalidPolicyDocument" || !strings.HasPrefix(e.Message, "Invalid Policy: ") {
				t.Fatalf("error %#v", err)
			}
			return
		}
		form, _ := fieldsOf("bucket", "b", name, value)
		err = p.Check(form, []string{name}, Identity{}, noon)
		if err != nil && (!errors.As(err, &e) || e.Code != "AccessDenied") {
			t.Fatalf("error %#v", err)
		}
		lower := strings.ToLower(name)
		spoken := strings.Contains(strings.ToLower(doc), lower) || strings.ContainsAny(doc, `\`) || strings.HasPrefix(lower, "x-ignore-")
		if err == nil && !spoken && lower != "file" && lower != "policy" && lower != "x-amz-signature" {
			t.Fatalf("field %q passed", name)
		}
		if size := p.CheckSize(10); size == nil && p.TooLarge(10) {
			t.Fatal("too large and all right")
		}
	})
}

func FuzzPolicyField(f *testing.F) {
	f.Add("e30=")
	f.Add(" e30\r\n")
	f.Add("!")
	f.Fuzz(func(t *testing.T, field string) {
		_, err := ParsePostPolicy(field)
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("error %#v", err)
		}
	})
}
