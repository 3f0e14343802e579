package s3_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"crossfront/corsengine"
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// vector is a case of testdata/s3-cors-vectors.json: a request, or a
// configuration to put.
type vector struct {
	ID           string
	CORS         json.RawMessage
	BucketExists bool `json:"bucket_exists"`
	ObjectExists bool `json:"object_exists"`
	Auth         string
	Access       string
	Setup        *struct {
		Endpoint, Presigned string
		Website             *struct {
			IndexDocument string
			RoutingRules  []struct{ KeyPrefixEquals, HostName string }
		}
		Objects []string
	}
	Request *struct {
		Method, Path string
		Headers      map[string]string
	}
	PutCORSXML     *string           `json:"put_cors_xml"`
	RequestHeaders map[string]string `json:"request_headers"`
	Expect         struct {
		Status        int
		Headers       map[string]string
		Absent        []string
		Code, Message *string
		ErrorFields   map[string]string `json:"error_fields"`
		GetBucketCORS json.RawMessage   `json:"get_bucket_cors"`
		ObjectAfter   *bool             `json:"object_after"`
	}
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("../../testdata/s3-cors-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

func TestVectors(t *testing.T) {
	vectors := readVectors(t)
	for _, style := range []string{"path", "virtual"} {
		for _, v := range vectors {
			t.Run(style+"/"+v.ID, func(t *testing.T) {
				t.Parallel()
				runVector(t, v, style == "virtual")
			})
		}
	}
}

func runVector(t *testing.T, v vector, virtual bool) {
	s := newService(t)
	if v.BucketExists {
		v.arrange(t, s)
	}
	req := v.request(t, s, virtual)
	res := s.do(t, req)
	v.check(t, s, req, res)
}

// arrange makes the bucket b with what the case wants in it.
func (v vector) arrange(t *testing.T, s *service) {
	s.makeBucket(t, "b")
	if len(v.CORS) > 0 && string(v.CORS) != "null" {
		s.setCORS(t, "b", string(v.CORS))
	}
	switch v.Access {
	case "public-read":
		s.setPolicy(t, "b", `{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},
			{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}]}`)
	case "public-rw":
		s.setPolicy(t, "b", `{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}]}`)
	}
	if v.Setup != nil && v.Setup.Website != nil {
		v.arrangeWebsite(t, s)
	}
	if v.ObjectExists && v.Request != nil {
		if key := v.key(); key != "" {
			s.put(t, "b", key, "content of the object")
		}
	}
}

func (v vector) arrangeWebsite(t *testing.T, s *service) {
	site := &settings.Website{IndexDocument: &settings.IndexDocument{Suffix: v.Setup.Website.IndexDocument}, RoutingRules: &settings.RoutingRules{}}
	for _, r := range v.Setup.Website.RoutingRules {
		site.RoutingRules.Rules = append(site.RoutingRules.Rules, settings.RoutingRule{
			Condition: &settings.Condition{KeyPrefix: &r.KeyPrefixEquals}, Redirect: settings.Redirect{HostName: r.HostName}})
	}
	if err := site.Check(); err != nil {
		t.Fatal(err)
	}
	s.setWebsite(t, "b", site)
	for _, key := range v.Setup.Objects {
		s.put(t, "b", key, "content of "+key)
	}
}

func (v vector) key() string {
	path, _, _ := strings.Cut(v.Request.Path, "?")
	_, key, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return key
}

func (v vector) request(t *testing.T, s *service, virtual bool) *http.Request {
	method, path, headers, body := http.MethodPut, "/b?cors", v.RequestHeaders, ""
	if v.Request != nil {
		method, path, headers = v.Request.Method, v.Request.Path, v.Request.Headers
	} else {
		body = *v.PutCORSXML
	}
	host := "localhost"
	website := v.Setup != nil && v.Setup.Endpoint == "website"
	if virtual && strings.HasPrefix(path, "/b") || website {
		host, path = "b.s3.localhost", strings.TrimPrefix(path, "/b")
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
	}
	if website {
		host = "b.s3-website.us-east-1.localhost"
	}
	if strings.Contains(path, "{{uploadId}}") {
		u, err := s.store.CreateUpload(t.Context(), "b", v.key(), store.UploadInput{})
		if err != nil {
			t.Fatal(err)
		}
		path = strings.ReplaceAll(path, "{{uploadId}}", u.ID)
	}
	if v.Request != nil && headers["Content-Length"] == "" && headers["x-amz-copy-source"] == "" {
		switch {
		case method == http.MethodPut:
			body = "a body"
		case strings.HasPrefix(headers["Content-Type"], "multipart/form-data"):
			body = "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbytes\r\n--x--\r\n"
		}
	}
	req, err := http.NewRequest(method, "http://"+host+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	md5sum := md5.Sum([]byte(body))
	crc := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body)))
	fill := strings.NewReplacer("{{md5}}", base64.StdEncoding.EncodeToString(md5sum[:]), "{{crc32}}", base64.StdEncoding.EncodeToString(crc))
	for name, value := range headers {
		req.Header.Set(name, fill.Replace(value))
	}
	v.sign(t, s, req, body)
	return req
}

func (v vector) sign(t *testing.T, s *service, req *http.Request, body string) {
	switch v.Auth {
	case "signed":
		s.sign(t, req, body)
	case "presigned":
		signed := time.Now()
		if v.Setup != nil && v.Setup.Presigned == "expired" {
			signed = signed.Add(-2 * time.Hour)
		}
		method := req.Method
		if announced := req.Header.Get("Access-Control-Request-Method"); method == http.MethodOptions && announced != "" {
			method = announced
		}
		s.presign(t, req, method, signed, time.Hour)
	}
}

func (v vector) check(t *testing.T, s *service, req *http.Request, res *response) {
	if res.status != v.Expect.Status {
		t.Errorf("status %d, want %d\n%s", res.status, v.Expect.Status, res.body)
	}
	for name, want := range v.Expect.Headers {
		if got := res.header.Values(name); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, name := range v.Expect.Absent {
		if got, ok := res.header[http.CanonicalHeaderKey(name)]; ok {
			t.Errorf("%s: %q, want none", name, got)
		}
	}
	if res.header.Get("x-amz-request-id") == "" || res.header.Get("x-amz-id-2") == "" || res.header.Get("Server") != "AmazonS3" {
		t.Errorf("an answer without ids: %v", res.header)
	}
	if website := v.Setup != nil && v.Setup.Endpoint == "website"; website && v.Expect.Code != nil {
		if !strings.Contains(res.body, "<li>Code: "+*v.Expect.Code+"</li>") {
			t.Errorf("a page without %s: %s", *v.Expect.Code, res.body)
		}
	} else if v.Expect.Code != nil && req.Method != http.MethodHead {
		v.checkError(t, res)
	}
	if v.Expect.GetBucketCORS != nil {
		checkStoredCORS(t, s, v.Expect.GetBucketCORS)
	}
	if v.Expect.ObjectAfter != nil {
		_, err := s.store.HeadObject(t.Context(), "b", store.Latest(v.key()))
		if (err == nil) != *v.Expect.ObjectAfter {
			t.Errorf("object afterwards: %v, want %v", err == nil, *v.Expect.ObjectAfter)
		}
	}
}

func (v vector) checkError(t *testing.T, res *response) {
	e := res.errorDocument(t)
	if e["Code"] != *v.Expect.Code {
		t.Errorf("code %s, want %s", e["Code"], *v.Expect.Code)
	}
	if v.Expect.Message != nil && e["Message"] != *v.Expect.Message {
		t.Errorf("message %q, want %q", e["Message"], *v.Expect.Message)
	}
	for name, want := range v.Expect.ErrorFields {
		if e[name] != want {
			t.Errorf("%s %q, want %q", name, e[name], want)
		}
	}
	if e["RequestId"] != res.header.Get("x-amz-request-id") || e["HostId"] != res.header.Get("x-amz-id-2") {
		t.Error("the ids of document and headers differ")
	}
	if got := res.header.Get("Content-Type"); got != "application/xml" || !res.chunked {
		t.Errorf("Content-Type %q, chunked %v", got, res.chunked)
	}
}

func checkStoredCORS(t *testing.T, s *service, want json.RawMessage) {
	req, err := http.NewRequest(http.MethodGet, "http://localhost/b?cors", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.sign(t, req, "")
	res := s.do(t, req)
	if string(want) == "null" {
		if e := res.errorDocument(t); res.status != http.StatusNotFound || e["Code"] != "NoSuchCORSConfiguration" || e["BucketName"] != "b" {
			t.Errorf("%d %v", res.status, e)
		}
		return
	}
	stored, err := corsengine.ParseXML([]byte(res.body))
	if err != nil {
		t.Fatalf("%v in %s", err, res.body)
	}
	wanted, err := corsengine.ParseJSON(want)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(stored, wanted) {
		t.Errorf("GetBucketCors: %s, want %s", stored.JSON(), wanted.JSON())
	}
}

// A response is an answer that was read whole.
type response struct {
	status  int
	header  http.Header
	body    string
	chunked bool
}

func (s *service) do(t *testing.T, req *http.Request) *response {
	t.Helper()
	res, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, res.Body); err != nil {
		t.Fatal(err)
	}
	return &response{res.StatusCode, res.Header, b.String(), slices.Contains(res.TransferEncoding, "chunked")}
}
