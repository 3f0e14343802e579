package s3_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"crossfront/emulator/s3"
	"crossfront/emulator/s3/store"
)

// A form is one to post: fields in their order, then a file.
type form struct {
	fields   [][2]string
	filename string // "-" is a file that is called nothing
	content  string
	after    [][2]string // fields behind the file
}

// encode is the form as Go's own writer makes it, which looks like a browser's.
func (f form) encode(t *testing.T) (contentType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	write := func(fields [][2]string) {
		for _, field := range fields {
			if err := w.WriteField(field[0], field[1]); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(f.fields)
	h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + f.filename + `"`}, "Content-Type": {"image/png"}}
	if f.filename == "-" {
		h = textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"`}}
	}
	part, err := w.CreatePart(h)
	if err == nil {
		_, err = io.WriteString(part, f.content)
	}
	if err != nil {
		t.Fatal(err)
	}
	write(f.after)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

// post sends a form.
func (s *service) post(t *testing.T, target string, f form, headers ...string) *response {
	t.Helper()
	contentType, body := f.encode(t)
	return s.anonymous(t, "POST", target, body, append(headers, "Content-Type: "+contentType)...)
}

// with is the form with a field set to another value, or added.
func (f form) with(name, value string) form {
	fields := append([][2]string(nil), f.fields...)
	for i := range fields {
		if fields[i][0] == name {
			fields[i][1] = value
			f.fields = fields
			return f
		}
	}
	f.fields = append(fields, [2]string{name, value})
	return f
}

// without is the form without some fields.
func (f form) without(names ...string) form {
	var fields [][2]string
	for _, field := range f.fields {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+field[0]+" ") {
			fields = append(fields, field)
		}
	}
	f.fields = fields
	return f
}

func (f form) called(filename, content string) form {
	f.filename, f.content = filename, content
	return f
}

// signedForm is a form as boto3's generate_presigned_post makes it: the given
// conditions and fields, signed by Signature Version 4.
func (s *service) signedForm(t *testing.T, conditions []any, fields ...[2]string) form {
	t.Helper()
	now := s.clock.Now().UTC()
	credential := "test/" + now.Format("20060102") + "/us-east-1/s3/aws4_request"
	own := [][2]string{{"x-amz-algorithm", "AWS4-HMAC-SHA256"}, {"x-amz-credential", credential}, {"x-amz-date", now.Format("20060102T150405Z")}}
	for _, field := range own {
		conditions = append(conditions, map[string]string{field[0]: field[1]})
	}
	doc, err := json.Marshal(map[string]any{"expiration": now.Add(time.Hour).Format("2006-01-02T15:04:05Z"), "conditions": conditions})
	if err != nil {
		t.Fatal(err)
	}
	policy := base64.StdEncoding.EncodeToString(doc)
	return form{filename: "a b.png", content: "0123456789", fields: append(append(append([][2]string(nil), fields...), own...),
		[2]string{"policy", policy}, [2]string{"x-amz-signature", sign4(policy, credential)})}
}

// sign4 signs text with the secret "test".
func sign4(text, credential string) string {
	part := strings.Split(credential, "/")
	key := []byte("AWS4test")
	for _, s := range append(part[1:], text) {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(s))
		key = h.Sum(nil)
	}
	return hex.EncodeToString(key)
}

// resigned is the form with another policy, signed anew.
func (f form) resigned(policy string) form {
	credential := ""
	for _, field := range f.fields {
		if field[0] == "x-amz-credential" {
			credential = field[1]
		}
	}
	return f.with("policy", policy).with("x-amz-signature", sign4(policy, credential))
}

// rewritten is the form with the policy document doc.
func (f form) rewritten(doc string) form {
	return f.resigned(base64.StdEncoding.EncodeToString([]byte(doc)))
}

// basic are conditions for keys that start with "up/" in the bucket media.
func basic(more ...any) []any {
	return append([]any{map[string]string{"bucket": "media"}, []any{"starts-with", "$key", "up/"}}, more...)
}

func keyField(key string) [2]string { return [2]string{"key", key} }

// md5Of is a value for Content-MD5.
func md5Of(s string) string {
	sum := md5.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func quotedMD5(s string) string {
	sum := md5.Sum([]byte(s))
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

// content is an object's type and content.
func (s *service) content(t *testing.T, bucket, key string) (contentType, body string) {
	t.Helper()
	res := s.call(t, "GET", "/"+bucket+"/"+strings.ReplaceAll(key, " ", "%20"), "")
	if res.status != 200 {
		t.Errorf("GET %s: %d %s", key, res.status, res.body)
	}
	return res.header.Get("Content-Type"), res.body
}

// TestPostObject: what a signed form stores and how each kind of success is
// answered, whole.
func TestPostObject(t *testing.T) {
	etag := quotedMD5("0123456789")
	for _, tt := range []struct {
		name     string
		host     string
		fields   [][2]string
		more     []any
		filename string
		key      string
		status   int
		header   map[string]string
		body     string
	}{
		{name: "plain", fields: [][2]string{keyField("up/k")}, key: "up/k", status: 204,
			header: map[string]string{"Location": "http://localhost/media/up%2Fk", "Etag": etag, "Content-Type": "", "Content-Length": "", "X-Amz-Checksum-Type": "FULL_OBJECT"}},
		{name: "virtual host", host: "http://media.s3.localhost/", fields: [][2]string{keyField("up/k")}, key: "up/k", status: 204,
			header: map[string]string{"Location": "http://media.s3.localhost/up%2Fk"}},
		{name: "file's name", fields: [][2]string{keyField("up/${filename}")}, key: "up/a b.png", status: 204,
			header: map[string]string{"Location": "http://localhost/media/up%2Fa%20b.png"}},
		{name: "file's name with folders", fields: [][2]string{keyField("up/${filename}")}, filename: `C:\\dir\\b.png`, key: "up/b.png", status: 204},
		{name: "file without a name", fields: [][2]string{keyField("up/${filename}")}, filename: "-", key: "up/${filename}", status: 204},
		{name: "file with an empty name", fields: [][2]string{keyField("up/x${filename}")}, filename: " ", key: "up/x ", status: 204},
		{name: "200", fields: [][2]string{keyField("up/k"), {"success_action_status", "200"}}, more: []any{map[string]string{"success_action_status": "200"}}, key: "up/k", status: 200,
			header: map[string]string{"Content-Length": "0", "Etag": etag}},
		{name: "201", fields: [][2]string{keyField("up/é&"), {"success_action_status", "201"}}, more: []any{map[string]string{"success_action_status": "201"}}, key: "up/é&", status: 201,
			header: map[string]string{"Content-Type": "application/xml", "Location": "http://localhost/media/up%2F%C3%A9%26"},
			body: `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<PostResponse><Location>http://localhost/media/up%2F%C3%A9%26</Location><Bucket>media</Bucket><Key>up/é&amp;</Key><ETag>` +
				strings.ReplaceAll(etag, `"`, "&#34;") + `</ETag></PostResponse>`},
		{name: "404 is no choice", fields: [][2]string{keyField("up/k"), {"success_action_status", "404"}}, more: []any{[]any{"starts-with", "$success_action_status", ""}}, key: "up/k", status: 204},
		{name: "redirect", fields: [][2]string{keyField("up/a b"), {"success_action_redirect", "https://app.example/done?n=1 2#top"}}, more: []any{[]any{"starts-with", "$success_action_redirect", "https://app.example/"}}, key: "up/a b", status: 303,
			header: map[string]string{"Location": "https://app.example/done?n=1 2&bucket=media&key=up%2Fa+b&etag=" + strings.ReplaceAll(etag, `"`, "%22") + "#top"}},
		{name: "redirect by its old name", fields: [][2]string{keyField("up/k"), {"redirect", "http://app.example/"}, {"success_action_status", "201"}}, more: []any{[]any{"eq", "$redirect", "http://app.example/"}, []any{"eq", "$success_action_status", "201"}}, key: "up/k", status: 303,
			header: map[string]string{"Location": "http://app.example/?bucket=media&key=up%2Fk&etag=" + strings.ReplaceAll(etag, `"`, "%22")}},
		{name: "relative redirect", fields: [][2]string{keyField("up/k"), {"success_action_redirect", "/done"}}, more: []any{[]any{"eq", "$success_action_redirect", "/done"}}, key: "up/k", status: 204},
		{name: "names without case", fields: [][2]string{{"KEY", "up/k"}, {"Content-TYPE", "text/css"}, {"X-Ignore-Me", "x"}}, more: []any{[]any{"STARTS-with", "$content-Type", "text/"}}, key: "up/k", status: 204},
		{name: "a list of types", fields: [][2]string{keyField("up/k"), {"Content-Type", "text/css, text/html"}}, more: []any{[]any{"starts-with", "$Content-Type", "text/"}}, key: "up/k", status: 204},
		{name: "range as text", fields: [][2]string{keyField("up/k")}, more: []any{[]any{"content-length-range", "10", "10"}}, key: "up/k", status: 204},
		{name: "checksum", fields: [][2]string{keyField("up/k"), {"x-amz-checksum-crc32", crc32of("0123456789")}}, more: []any{[]any{"starts-with", "$x-amz-checksum-crc32", ""}}, key: "up/k", status: 204,
			header: map[string]string{"X-Amz-Checksum-Crc32": crc32of("0123456789"), "X-Amz-Checksum-Type": "FULL_OBJECT"}},
		{name: "unknown field", fields: [][2]string{keyField("up/k"), {"x-amz-copy-source", "media/secret"}, {"x-amz-content-sha256", "x"}}, more: []any{[]any{"starts-with", "$x-amz-copy-source", ""}, []any{"starts-with", "$x-amz-content-sha256", ""}}, key: "up/k", status: 204},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.makeBucket(t, "media")
			if tt.host == "" {
				tt.host = "/media"
			}
			f := s.signedForm(t, basic(tt.more...), tt.fields...)
			if tt.filename != "" {
				f.filename = tt.filename
			}
			f.after = [][2]string{{"acl", "public-read"}, {"key", "up/other"}}
			res := s.post(t, tt.host, f)
			if res.status != tt.status || res.body != tt.body {
				t.Errorf("%d %q, want %d %q", res.status, res.body, tt.status, tt.body)
			}
			for name, want := range tt.header {
				if got := res.header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if keys := s.keys(t, "media"); len(keys) != 1 || keys[0] != tt.key {
				t.Errorf("keys %q", keys)
			}
		})
	}
}

func (s *service) keys(t *testing.T, bucket string) (keys []string) {
	t.Helper()
	page, err := s.store.ListObjects(t.Context(), bucket, store.ListQuery{Max: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range page.Objects {
		keys = append(keys, o.Key)
	}
	return keys
}

// TestPostObjectAttributes: fields become what the object is, and the file's
// own type does not.
func TestPostObjectAttributes(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	any := func(name string) any { return []any{"starts-with", "$" + name, ""} }
	fields := [][2]string{keyField("up/k"), {"Cache-Control", "max-age=5"}, {"Content-Type", "text/css"}, {"Content-Disposition", "inline"}, {"Content-Encoding", "br"},
		{"Expires", "Wed, 21 Oct 2026 07:28:00 GMT"}, {"x-amz-meta-TEST-2", "two"}, {"x-amz-storage-class", "STANDARD_IA"}, {"x-amz-website-redirect-location", "/there"},
		{"Content-MD5", "eB5eJF1ptWaXm4bijSPyxw=="}}
	conditions := basic()
	for _, f := range fields[1:] {
		conditions = append(conditions, any(f[0]))
	}
	if res := s.post(t, "/media", s.signedForm(t, conditions, fields...)); res.status != 204 {
		t.Fatalf("%d %s", res.status, res.body)
	}
	res := s.call(t, "GET", "/media/up/k", "")
	for name, want := range map[string]string{"Cache-Control": "max-age=5", "Content-Type": "text/css", "Content-Disposition": "inline", "Content-Encoding": "br",
		"Expires": "Wed, 21 Oct 2026 07:28:00 GMT", "X-Amz-Meta-Test-2": "two", "X-Amz-Storage-Class": "STANDARD_IA", "X-Amz-Website-Redirect-Location": "/there"} {
		if got := res.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if res.body != "0123456789" {
		t.Errorf("%q", res.body)
	}
	s.post(t, "/media", s.signedForm(t, basic(), keyField("up/untyped")))
	if got := s.call(t, "HEAD", "/media/up/untyped", "").header.Get("Content-Type"); got != "binary/octet-stream" {
		t.Errorf("without a type: %s", got)
	}
}

// TestPostObjectRefused: every refusal with its whole document.
func TestPostObjectRefused(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	type fields = map[string]string
	ok := s.signedForm(t, basic(), keyField("up/k"))
	in := func(conditions ...any) form { return s.signedForm(t, basic(conditions...), keyField("up/k")) }
	later := s.clock.Now().UTC().Add(time.Hour).Format("2006-01-02T15:04:05Z")
	doc := func(d string) form { return ok.rewritten(strings.ReplaceAll(d, "LATER", later)) }
	credential, policy := "", ""
	for _, f := range ok.fields {
		switch f[0] {
		case "x-amz-credential":
			credential = f[1]
		case "policy":
			policy = f[1]
		}
	}
	old := strings.Replace(credential, "/us-east-1/", "/eu-west-1/", 1)
	missing := func(name string) (string, fields) {
		return "Bucket POST must contain a field named '" + name + "'.  If it is specified, please check the order of the fields.", fields{"ArgumentName": name, "ArgumentValue": ""}
	}
	type refusal struct {
		name    string
		form    form
		status  int
		code    string
		message string
		more    fields
	}
	var tests []refusal
	add := func(name string, f form, status int, code, message string, more fields) {
		tests = append(tests, refusal{name, f, status, code, message, more})
	}
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "Policy", "key"} {
		message, more := missing(name)
		add("no "+name, ok.without(strings.ToLower(name)), 400, "InvalidArgument", message, more)
	}
	message, more := missing("X-Amz-Algorithm")
	add("no algorithm and credential", ok.without("x-amz-algorithm", "x-amz-credential"), 400, "InvalidArgument", message, more)
	add("no signature at all", ok.without("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"), 403, "AccessDenied", "Access Denied", nil)
	add("empty key", ok.with("key", ""), 400, "InvalidArgument", "User key must have a length greater than 0.", fields{"ArgumentName": "key", "ArgumentValue": ""})
	add("long key", ok.with("key", strings.Repeat("k", 1025)), 400, "KeyTooLongError", "Your key is too long", fields{"Size": "1025", "MaxSizeAllowed": "1024"})

	add("algorithm", ok.with("x-amz-algorithm", "AWS4-HMAC-SHA1"), 400, "InvalidArgument", "Only AWS4-HMAC-SHA256 is supported", fields{"ArgumentName": "X-Amz-Algorithm", "ArgumentValue": "AWS4-HMAC-SHA1"})
	add("credential", ok.with("x-amz-credential", "test/1"), 400, "InvalidArgument", `the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`, fields{"ArgumentName": "X-Amz-Credential", "ArgumentValue": "test/1"})
	add("no key id", ok.with("x-amz-credential", "/20261124/us-east-1/s3/aws4_request"), 400, "InvalidArgument", "a non-empty Access Key (AKID) must be provided in the credential.", fields{"ArgumentName": "X-Amz-Credential"})
	add("service", ok.with("x-amz-credential", strings.Replace(credential, "/s3/", "/sqs/", 1)), 400, "InvalidArgument", `incorrect service "sqs". This endpoint belongs to "s3".`, nil)
	add("unknown key", ok.with("x-amz-credential", strings.Replace(credential, "test/", "nobody/", 1)), 403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", fields{"AWSAccessKeyId": "nobody"})
	add("another region's signature", ok.with("x-amz-credential", old), 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", nil)
	add("date", ok.with("x-amz-date", "today"), 400, "InvalidArgument", "X-Amz-Date must be formated via ISO8601 Long format", fields{"ArgumentName": "X-Amz-Date", "ArgumentValue": "today"})
	add("another day", ok.with("x-amz-date", "20200101T000000Z"), 400, "InvalidArgument", `Invalid credential date "`+strings.Split(credential, "/")[1]+`". This date is not the same as X-Amz-Date: "20200101".`, nil)
	add("signature", ok.with("x-amz-signature", "00"), 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
		fields{"AWSAccessKeyId": "test", "StringToSign": policy, "SignatureProvided": "00", "StringToSignBytes": spaced(policy)})
	add("policy cut short", ok.with("policy", policy[:len(policy)-2]), 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", fields{"StringToSign": policy[:len(policy)-2]})

	for _, d := range [][3]string{
		{"empty policy", "", "Expecting '{' but found End-of-Input"},
		{"no JSON", "invalid json", "Invalid JSON."},
		{"trailing comma", `{"expiration":"LATER","conditions":[{"acl":"private"},]}`, "Invalid JSON."},
		{"a list", `[]`, "Invalid JSON."},
		{"a bucket policy", `{"Version":"2012-10-17","Id":"x","Statement":[]}`, "Unexpected: 'statement'"},
		{"names with case", `{"EXPIRATION":"LATER","conditions":[]}`, "Unexpected: 'expiration'"},
		{"no expiration", `{"conditions":[]}`, "Policy missing expiration."},
		{"no conditions", `{"expiration":"LATER"}`, "Policy missing conditions."},
		{"offset", `{"expiration":"2030-09-13T07:52:58+02:00","conditions":[]}`, "Invalid 'expiration' value: '2030-09-13T07:52:58+02:00'"},
		{"space in the date", `{"expiration":"2030-10-17 03:15:59 UTC","conditions":[]}`, "Invalid 'expiration' value: '2030-10-17 03:15:59 UTC'"},
		{"expiration of another type", `{"expiration":true,"conditions":[]}`, "Invalid JSON."},
		{"conditions of another type", `{"expiration":"LATER","conditions":true}`, "Invalid 'conditions' value: must be a List."},
		{"condition of another type", `{"expiration":"LATER","conditions":[true]}`, "Invalid condition test: must be a List or Object."},
		{"empty condition", `{"expiration":"LATER","conditions":[{}]}`, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."},
		{"two properties", `{"expiration":"LATER","conditions":[{"bucket":"media","acl":"private"}]}`, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."},
		{"number", `{"expiration":"LATER","conditions":[{"Content-Length":6199034}]}`, "Invalid Simple-Condition: value must be a string."},
		{"null", `{"expiration":"LATER","conditions":[{"success_action_redirect":null}]}`, "Invalid JSON."},
		{"empty list", `{"expiration":"LATER","conditions":[[]]}`, "Invalid Condition: missing operation identifier."},
		{"operation", `{"expiration":"LATER","conditions":[["ends-with","$key","x"]]}`, "Invalid Condition: unknown operation 'ends-with'."},
		{"too many", `{"expiration":"LATER","conditions":[["eq","$key","x","y"]]}`, "Invalid eq: wrong number of arguments."},
		{"range of one", `{"expiration":"LATER","conditions":[["content-length-range",0]]}`, "Invalid content-length-range: wrong number of arguments."},
		{"fraction", `{"expiration":"LATER","conditions":[["content-length-range",0,512.0]]}`, "Invalid JSON."},
		{"value of another type", `{"expiration":"LATER","conditions":[["eq","$key",true]]}`, "Invalid JSON."},
	} {
		add(d[0], doc(d[1]), 400, "InvalidPolicyDocument", "Invalid Policy: "+d[2], nil)
	}
	add("no base 64", ok.resigned("!"), 400, "InvalidPolicyDocument", "Invalid Policy: invalid Base64 encoding.", nil)
	add("expired", doc(`{"expiration":"2020-01-01T00:00:00.000Z","conditions":[]}`), 403, "AccessDenied", "Invalid according to Policy: Policy expired.", nil)

	failed := func(condition string) string {
		return "Invalid according to Policy: Policy Condition failed: " + condition
	}
	add("key", ok.with("key", "down/k"), 403, "AccessDenied", failed(`["starts-with", "$key", "up/"]`), nil)
	add("simple condition", in(map[string]string{"Acl": "public-read"}).with("acl", "private"), 403, "AccessDenied", failed(`["eq", "$Acl", "public-read"]`), nil)
	add("value's case", in([]any{"eq", "$x-amz-meta-a", "B"}).with("x-amz-meta-a", "b"), 403, "AccessDenied", failed(`["eq", "$x-amz-meta-a", "B"]`), nil)
	add("field that is missing", in([]any{"starts-with", "$Content-Type", ""}), 403, "AccessDenied", failed(`["starts-with", "$Content-Type", ""]`), nil)
	add("one of a list of types", in([]any{"starts-with", "$Content-Type", "text/"}).with("Content-Type", "text/css,image/png"), 403, "AccessDenied", failed(`["starts-with", "$Content-Type", "text/"]`), nil)
	add("no dollar", in([]any{"eq", "acl", "private"}).with("acl", "private"), 403, "AccessDenied", failed(`["eq", "acl", "private"]`), nil)
	add("quotes", in([]any{"eq", "$Content-Disposition", `filename="a"`}).with("Content-Disposition", "inline"), 403, "AccessDenied", failed(`["eq", "$Content-Disposition", "filename=\"a\""]`), nil)
	add("range of words", in([]any{"content-length-range", "test", "10"}), 403, "AccessDenied", failed(`["content-length-range", "test", "10"]`), nil)
	add("another bucket's", s.signedForm(t, []any{map[string]string{"bucket": "other"}, []any{"starts-with", "$key", ""}, []any{"starts-with", "$bucket", ""}}, keyField("k"), [2]string{"bucket", "other"}), 403, "AccessDenied", failed(`["eq", "$bucket", "other"]`), nil)
	add("field without condition", ok.with("StorageClass", "x"), 403, "AccessDenied", "Invalid according to Policy: Extra input fields: StorageClass", nil)
	add("checksum without condition", ok.with("x-amz-checksum-sha256", "x"), 403, "AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-checksum-sha256", nil)
	add("no bucket condition", s.signedForm(t, []any{[]any{"starts-with", "$key", ""}}, keyField("k")), 403, "AccessDenied", "Invalid according to Policy: Extra input fields: bucket", nil)
	add("session token without condition", ok.with("x-amz-security-token", "x"), 403, "AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-security-token", nil)

	add("too large", in([]any{"content-length-range", 5, 9}), 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", fields{"ProposedSize": "10", "MaxSizeAllowed": "9"})
	add("far too large", in([]any{"content-length-range", 0, 9}).called("x", strings.Repeat("x", 3<<20)), 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", fields{"ProposedSize": "3145728", "MaxSizeAllowed": "9"})
	add("too small", in([]any{"content-length-range", 11, 20}), 400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", fields{"ProposedSize": "10", "MinSizeAllowed": "11"})
	add("below zero", in([]any{"content-length-range", -1, 0}), 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", fields{"MaxSizeAllowed": "0"})
	add("fields too large", ok.with("x-ignore-padding", strings.Repeat("p", 20<<10)), 400, "MaxPostPreDataLengthExceeded", "Your POST request fields preceeding the upload file was too large.", fields{"MaxPostPreDataLengthBytes": "20480"})
	add("checksum", in([]any{"starts-with", "$x-amz-checksum-crc32", ""}).with("x-amz-checksum-crc32", "AAAAAA=="), 400, "BadDigest", "The CRC32 you specified did not match the calculated checksum.", nil)
	add("MD5", in([]any{"starts-with", "$Content-MD5", ""}).with("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 400, "BadDigest", "The Content-MD5 you specified did not match what we received.", nil)
	add("storage class", in([]any{"starts-with", "$x-amz-storage-class", ""}).with("x-amz-storage-class", "FakeClass"), 400, "InvalidStorageClass", "The storage class you specified is not valid", fields{"StorageClassRequested": "FakeClass"})
	add("tags", in([]any{"starts-with", "$tagging", ""}).with("tagging", "not-xml"), 400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", nil)
	add("list of rights", in([]any{"starts-with", "$acl", ""}).with("acl", "public-read"), 400, "AccessControlListNotSupported", "The bucket does not allow ACLs", nil)

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := s.post(t, "/media", tt.form)
			e := res.refused(t, tt.status, tt.code)
			if e["Message"] != tt.message {
				t.Errorf("message %q\nwant    %q", e["Message"], tt.message)
			}
			for name, want := range tt.more {
				if got, ok := e[name]; !ok || got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
			if keys := s.keys(t, "media"); keys != nil {
				t.Errorf("stored %q", keys)
			}
		})
	}
}

func spaced(s string) string {
	var out []string
	for _, b := range []byte(s) {
		out = append(out, hex.EncodeToString([]byte{b}))
	}
	return strings.Join(out, " ")
}

// TestPostObjectBroken: bodies that are no forms, or not whole ones.
func TestPostObjectBroken(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::media/*"}]}`)
	const (
		head = "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n"
		file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\nbytes"
		end  = "\r\n--x--\r\n"
	)
	for _, tt := range []struct {
		name, target, contentType, body string
		status                          int
		code                            string
	}{
		{"whole", "/media", "multipart/form-data; boundary=x", head + file + end, 204, ""},
		{"quoted boundary", "/media", `Multipart/Form-Data; charset=utf-8; boundary="x"`, head + file + end, 204, ""},
		{"preamble", "/media", "multipart/form-data; boundary=x", "hello\r\n" + head + file + end, 204, ""},
		{"padding", "/media", "multipart/form-data; boundary=x", strings.Replace(head+file+end, "--x\r\n", "--x \t\r\n", 2), 204, ""},
		{"longer boundary in the content", "/media", "multipart/form-data; boundary=x", head + file + "\r\n--xy\r\n" + end, 204, ""},
		{"another type", "/media", "text/html", head + file + end, 412, "PreconditionFailed"},
		{"no type", "/media", "", head + file + end, 412, "PreconditionFailed"},
		{"no boundary", "/media", "multipart/form-data", head + file + end, 400, "MalformedPOSTRequest"},
		{"another boundary", "/media", "multipart/form-data; boundary=y", head + file + end, 400, "MalformedPOSTRequest"},
		{"empty", "/media", "multipart/form-data; boundary=x", "", 400, "MalformedPOSTRequest"},
		{"no end", "/media", "multipart/form-data; boundary=x", head + file, 400, "MalformedPOSTRequest"},
		{"cut in a field", "/media", "multipart/form-data; boundary=x", head[:len(head)-2], 400, "MalformedPOSTRequest"},
		{"no name", "/media", "multipart/form-data; boundary=x", strings.Replace(head, "name=", "label=", 1) + file + end, 400, "MalformedPOSTRequest"},
		{"no file", "/media", "multipart/form-data; boundary=x", head + end[2:], 400, "InvalidArgument"},
		{"file of another name", "/media", "multipart/form-data; boundary=x", head + strings.Replace(file, `"file"`, `"files[]"`, 1) + end, 400, "InvalidArgument"},
		{"file behind the file", "/media", "multipart/form-data; boundary=x", head + file + "\r\n" + file + end, 204, ""},
		{"key behind the file", "/media", "multipart/form-data; boundary=x", file + "\r\n" + head + end[2:], 400, "InvalidArgument"},
		{"at an object", "/media/k", "multipart/form-data; boundary=x", head + file + end, 405, "MethodNotAllowed"},
		{"at no bucket", "/none", "multipart/form-data; boundary=x", head + file + end, 404, "NoSuchBucket"},
		{"broken at no bucket", "/none", "multipart/form-data", head + file + end, 400, "MalformedPOSTRequest"},
		{"at the service", "/", "multipart/form-data; boundary=x", head + file + end, 405, "MethodNotAllowed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res := s.anonymous(t, "POST", tt.target, tt.body, "Content-Type: "+tt.contentType)
			if tt.code != "" {
				res.refused(t, tt.status, tt.code)
			} else if res.status != tt.status {
				t.Errorf("%d %s", res.status, res.body)
			}
		})
	}
	if _, got := s.content(t, "media", "k"); got != "bytes" {
		t.Errorf("the last whole form stored %q", got)
	}
}

// TestPostObjectAnonymous: a form that nobody signed may do what the policy
// lets everybody do, and its own policy is not looked at.
func TestPostObjectAnonymous(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	f := form{fields: [][2]string{keyField("open/k"), {"policy", "!"}, {"Anything", "x"}}, filename: "f", content: "x"}
	s.post(t, "/media", f).refused(t, 403, "AccessDenied")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::media/open/*",
		"Condition":{"StringEquals":{"s3:x-amz-storage-class":"STANDARD_IA"}}}]}`)
	s.post(t, "/media", f).refused(t, 403, "AccessDenied")
	if why := s.journal.last(t).S3.Access; !strings.Contains(why, "s3:x-amz-storage-class") {
		t.Errorf("journal: %q", why)
	}
	f = f.with("x-amz-storage-class", "STANDARD_IA")
	if res := s.post(t, "/media", f); res.status != 204 {
		t.Errorf("%d %s", res.status, res.body)
	}
	s.post(t, "/media", f.with("key", "closed/k")).refused(t, 403, "AccessDenied")
	if e := s.journal.last(t); e.S3.Operation != "PostObject" || e.S3.Key != "closed/k" || e.Request.Method != "POST" {
		t.Errorf("journal: %+v %+v", e.S3, e.Request)
	}
}

// TestPostObjectOtherAccount: a form signed by another account needs the
// bucket's policy, which sees how it was signed.
func TestPostObjectOtherAccount(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	f := s.version2(t, "other", basic(), keyField("up/k"))
	s.post(t, "/media", f).refused(t, 403, "AccessDenied")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::media/*",
		"Condition":{"StringEquals":{"s3:authType":"POST","s3:signatureversion":"AWS"}}}]}`)
	if res := s.post(t, "/media", f); res.status != 204 {
		t.Errorf("%d %s", res.status, res.body)
	}
}

// version2 is a form signed by Signature Version 2; key id and secret are the
// same.
func (s *service) version2(t *testing.T, id string, conditions []any, fields ...[2]string) form {
	t.Helper()
	doc, err := json.Marshal(map[string]any{"expiration": s.clock.Now().UTC().Add(time.Hour).Format(time.RFC3339), "conditions": conditions})
	if err != nil {
		t.Fatal(err)
	}
	policy := base64.StdEncoding.EncodeToString(doc)
	h := hmac.New(sha1.New, []byte(id))
	h.Write([]byte(policy))
	return form{filename: "f", content: "x", fields: append(fields, [2]string{"AWSAccessKeyId", id}, [2]string{"policy", policy},
		[2]string{"signature", base64.StdEncoding.EncodeToString(h.Sum(nil))})}
}

func TestPostObjectVersion2(t *testing.T) {
	s := newService(t, func(c *s3.Config) { c.RequireRegion = true })
	s.makeBucket(t, "media")
	if _, err := s.store.CreateBucket(t.Context(), store.BucketInput{Name: "frankfurt", Region: "eu-central-1", Owner: account}); err != nil {
		t.Fatal(err)
	}
	f := s.version2(t, "test", basic(), keyField("up/k"))
	if res := s.post(t, "/media", f); res.status != 204 {
		t.Errorf("%d %s", res.status, res.body)
	}
	s.post(t, "/frankfurt", f).refused(t, 400, "InvalidRequest")
	for _, name := range []string{"AWSAccessKeyId", "Signature"} {
		if e := s.post(t, "/media", f.without(name, strings.ToLower(name))).refused(t, 400, "InvalidArgument"); e["ArgumentName"] != name {
			t.Errorf("%v", e)
		}
	}
	s.post(t, "/media", f.with("AWSAccessKeyId", "foo")).refused(t, 403, "InvalidAccessKeyId")
	if e := s.post(t, "/media", f.with("signature", "x")).refused(t, 403, "SignatureDoesNotMatch"); e["SignatureProvided"] != "x" {
		t.Errorf("%v", e)
	}
	s.clock.Advance(2 * time.Hour)
	if e := s.post(t, "/media", f).refused(t, 403, "AccessDenied"); e["Message"] != "Invalid according to Policy: Policy expired." {
		t.Errorf("%v", e)
	}
	// Version 4 states its region.
	signed := s.signedForm(t, []any{map[string]string{"bucket": "frankfurt"}, map[string]string{"key": "k"}}, keyField("k"))
	if e := s.post(t, "/frankfurt", signed).refused(t, 400, "InvalidArgument"); e["Message"] != "the region 'us-east-1' is wrong; expecting 'eu-central-1'" || e["Region"] != "eu-central-1" || e["ArgumentName"] != "X-Amz-Credential" {
		t.Errorf("%v", e)
	}
}

// TestPostObjectTwoSignatures: one in the headers and one in the form are one
// too many, and one in the headers alone is none for a form.
func TestPostObjectTwoSignatures(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	f := s.signedForm(t, basic(), keyField("up/k"))
	contentType, body := f.encode(t)
	s.call(t, "POST", "/media", body, "Content-Type: "+contentType).refused(t, 400, "InvalidArgument")
	contentType, body = f.without("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature").encode(t)
	s.call(t, "POST", "/media", body, "Content-Type: "+contentType).refused(t, 403, "AccessDenied")
}

// TestPostObjectSDK posts what the AWS SDK presigns.
func TestPostObjectSDK(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for _, path := range []bool{true, false} {
		presigner := awss3.NewPresignClient(s.sdk("us-east-1", path))
		signed, err := presigner.PresignPostObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("up/seg 1.ts")}, func(o *awss3.PresignPostOptions) {
			o.Expires = time.Minute
			o.Conditions = []any{[]any{"content-length-range", 1, 8 << 20}, map[string]string{"x-amz-meta-who": "me"}, []any{"starts-with", "$Content-Type", "video/"}}
		})
		if err != nil {
			t.Fatal(err)
		}
		f := form{filename: "seg 1.ts", content: strings.Repeat("segment ", 700<<10)}
		for name, value := range signed.Values {
			f.fields = append(f.fields, [2]string{name, value})
		}
		f.fields = append(f.fields, [2]string{"x-amz-meta-who", "me"}, [2]string{"Content-Type", "video/mp2t"})
		if res := s.post(t, signed.URL, f); res.status != 204 || res.header.Get("ETag") != quotedMD5(f.content) {
			t.Fatalf("path style %v at %s: %d %s", path, signed.URL, res.status, res.body)
		}
		if kind, got := s.content(t, "media", "up/seg 1.ts"); got != f.content || kind != "video/mp2t" {
			t.Errorf("%d bytes of %s", len(got), kind)
		}
		s.post(t, signed.URL, f.with("x-amz-meta-who", "you")).refused(t, 403, "AccessDenied")
		s.post(t, signed.URL, f.called("x", "")).refused(t, 400, "EntityTooSmall")
	}
}

// TestPostObjectCORS: every answer to a form carries the headers of the rule
// that lists POST, refusals included.
func TestPostObjectCORS(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", `[{"AllowedOrigins":["https://app.example"],"AllowedMethods":["POST"],"ExposeHeaders":["ETag","Location"]}]`)
	ok := s.signedForm(t, basic(), keyField("up/k"))
	for status, f := range map[int]form{204: ok, 403: ok.with("key", "other"), 400: ok.without("x-amz-signature")} {
		res := s.post(t, "/media", f, "Origin: https://app.example")
		if res.status != status || res.header.Get("Access-Control-Allow-Origin") != "https://app.example" || res.header.Get("Access-Control-Expose-Headers") != "ETag, Location" {
			t.Errorf("%d %v", res.status, res.header)
		}
		if res := s.post(t, "/media", f, "Origin: https://other.example"); res.header.Get("Access-Control-Allow-Origin") != "" || res.header.Get("Vary") != "" {
			t.Errorf("another origin: %v", res.header)
		}
	}
}

// TestPostObjectLarge: a refusal of a large form can be read to its end, and a
// limit on objects holds for files.
func TestPostObjectLarge(t *testing.T) {
	s := newService(t, func(c *s3.Config) { c.MaxObjectBytes = 1 << 20 })
	s.makeBucket(t, "media")
	ok := s.signedForm(t, basic(), keyField("up/k")).called("f", strings.Repeat("x", 5<<20))
	if e := s.post(t, "/media", ok).refused(t, 400, "EntityTooLarge"); e["MaxSizeAllowed"] != "1048576" {
		t.Errorf("%v", e)
	}
	s.post(t, "/media", ok.with("key", "other")).refused(t, 403, "AccessDenied")
	if keys := s.keys(t, "media"); keys != nil {
		t.Errorf("stored %q", keys)
	}
}

// TestPostResponse: the document of a 201 can be read by its names.
func TestPostResponse(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	res := s.post(t, "/media", s.signedForm(t, basic(map[string]string{"success_action_status": "201"}), keyField("up/${filename}"), [2]string{"success_action_status", "201"}))
	var doc struct{ Location, Bucket, Key, ETag string }
	if err := xml.Unmarshal([]byte(res.body), &doc); err != nil || doc.Key != "up/a b.png" || doc.Bucket != "media" || doc.ETag != res.header.Get("ETag") || doc.Location != res.header.Get("Location") {
		t.Errorf("%v %+v", err, doc)
	}
	if got := s.anonymous(t, http.MethodGet, doc.Location, ""); got.status != 403 {
		t.Errorf("the object is everybody's: %d", got.status)
	}
}
