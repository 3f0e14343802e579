package s3_test

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"crossfront/emulator/s3"
	"crossfront/emulator/s3/store"
)

func TestKeys(t *testing.T) {
	s := public(t)
	for _, key := range []string{
		"..", "../../etc/passwd", "a/../b", "a//b", "//", "/leading", "trailing/", "a%2Fb", "a+b c", "line\nfeed", "tab\tand\x01", "😀/é",
		"?query#fragment", "*", "a;b&c=d", strings.Repeat("k", 1024), strings.Repeat("é", 512), `back\slash`, "CORS", "%",
	} {
		// All of it percent-encoded, so that no client tidies the path up; and
		// as Signature Version 4 writes it.
		all, canonical := escape(key, "/"), escape(key, "/-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
		for _, base := range []string{"http://localhost/media/", "http://media.s3.localhost/", "http://media.localhost/"} {
			content := "content of " + key + " by " + base
			if res := s.call(t, "PUT", base+canonical, content); res.status != 200 {
				t.Errorf("PUT %s%q: %d %s", base, key, res.status, res.body)
				continue
			}
			if o, err := s.store.HeadObject(t.Context(), "media", store.Latest(key)); err != nil || o.Key != key {
				t.Errorf("%s%q: %v", base, key, err)
			}
			if res := s.anonymous(t, "GET", base+all, ""); res.body != content {
				t.Errorf("GET %s%q: %d %q", base, key, res.status, res.body)
			}
			if e := s.journal.last(t); e.S3.Key != key || e.S3.Bucket != "media" {
				t.Errorf("recorded %q", e.S3.Key)
			}
		}
		res := s.call(t, "GET", "/media?list-type=2&encoding-type=url&prefix="+url.QueryEscape(key), "")
		if want := "<Key>" + strings.ReplaceAll(url.QueryEscape(key), "%2F", "/") + "</Key>"; !strings.Contains(res.body, want) {
			t.Errorf("%q is not listed as %s: %s", key, want, res.body)
		}
		if res := s.anonymous(t, "DELETE", "/media/"+all, ""); res.status != 204 {
			t.Errorf("DELETE %q: %d", key, res.status)
		}
	}
}

// escape percent-encodes all bytes that are not in keep.
func escape(s, keep string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(keep, s[i]) >= 0 {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	s := newService(t, func(c *s3.Config) { c.MaxObjectBytes = 100 })
	s.makeBucket(t, "media")
	long := strings.Repeat("k", 1025)
	for _, test := range []struct {
		name, method, target, body string
		headers                    []string
		status                     int
		code                       string
		fields                     map[string]string
	}{
		{"key", "PUT", "/media/" + long, "x", nil, 400, "KeyTooLongError", map[string]string{"Size": "1025", "MaxSizeAllowed": "1024"}},
		{"key read", "GET", "/media/" + long, "", nil, 400, "KeyTooLongError", nil},
		{"metadata", "PUT", "/media/k", "x", []string{"x-amz-meta-a: " + strings.Repeat("v", 2048)}, 400, "MetadataTooLarge", map[string]string{"Size": "2049", "MaxSizeAllowed": "2048"}},
		{"object", "PUT", "/media/k", strings.Repeat("x", 101), nil, 400, "EntityTooLarge", map[string]string{"ProposedSize": "101", "MaxSizeAllowed": "100"}},
		{"head", "GET", "/media/k", "", []string{"x-padding: " + strings.Repeat("v", 8192)}, 400, "RequestHeaderSectionTooLarge", map[string]string{"MaxSizeAllowed": "8192"}},
		{"cors", "PUT", "/media?cors", strings.Repeat("x", 64<<10+1), []string{"Content-MD5: x"}, 400, "InvalidDigest", nil},
		{"delete", "POST", "/media?delete", strings.Repeat("x", 2<<20+1), []string{"x-amz-checksum-crc32: AAAAAA=="}, 400, "MaxMessageLengthExceeded", nil},
		{"storage class", "PUT", "/media/k", "x", []string{"x-amz-storage-class: GOLD"}, 400, "InvalidStorageClass", map[string]string{"StorageClassRequested": "GOLD"}},
		{"redirect", "PUT", "/media/k", "x", []string{"x-amz-website-redirect-location: elsewhere"}, 400, "InvalidRedirectLocation", nil},
		{"version", "GET", "/media/k?versionId=abc", "", nil, 400, "InvalidArgument", map[string]string{"ArgumentName": "versionId", "ArgumentValue": "abc"}},
		{"acl", "PUT", "/media/k", "x", []string{"x-amz-acl: public-read"}, 400, "AccessControlListNotSupported", nil},
		{"grant", "PUT", "/media/k", "x", []string{`x-amz-grant-read: uri="http://acs.amazonaws.com/groups/global/AllUsers"`}, 400, "AccessControlListNotSupported", nil},
		{"restore", "POST", "/media/k?restore", "x", nil, 501, "NotImplemented", nil},
		{"select", "POST", "/media/k?select&select-type=2", "x", nil, 501, "NotImplemented", nil},
		{"torrent", "GET", "/media/k?torrent", "", nil, 501, "NotImplemented", nil},
		{"append", "PUT", "/media/k", "x", []string{"x-amz-write-offset-bytes: 1"}, 501, "NotImplemented", map[string]string{"Header": "x-amz-write-offset-bytes"}},
		{"part number", "PUT", "/media/k?uploadId=x&partNumber=10001", "x", nil, 400, "InvalidArgument", map[string]string{"ArgumentName": "partNumber", "ArgumentValue": "10001"}},
		{"part number 0", "PUT", "/media/k?uploadId=x&partNumber=0", "x", nil, 400, "InvalidArgument", nil},
		{"max-keys", "GET", "/media?max-keys=many", "", nil, 400, "InvalidArgument", map[string]string{"ArgumentName": "maxKeys", "ArgumentValue": "many", "Message": "Provided maxKeys not an integer or within integer range"}},
		{"max-keys below 0", "GET", "/media?list-type=2&max-keys=-1", "", nil, 400, "InvalidArgument", map[string]string{"Message": "Argument maxKeys must be an integer between 0 and 2147483647"}},
		{"max-keys of versions below 0", "GET", "/media?versions&max-keys=-1", "", nil, 400, "InvalidArgument", map[string]string{"Message": "max-keys cannot be negative"}},
		{"max-uploads below 0", "GET", "/media?uploads&max-uploads=-1", "", nil, 400, "InvalidArgument", map[string]string{"ArgumentName": "max-uploads"}},
		{"max-keys overflow", "GET", "/media?max-keys=2147483648", "", nil, 400, "InvalidArgument", nil},
		{"token", "GET", "/media?list-type=2&continuation-token=nonsense", "", nil, 400, "InvalidArgument", map[string]string{"ArgumentName": "continuation-token"}},
		{"encoding-type", "GET", "/media?list-type=2&encoding-type=xml", "", nil, 400, "InvalidArgument", map[string]string{"ArgumentName": "encoding-type"}},
		{"copy source", "PUT", "/media/k", "", []string{"x-amz-copy-source: media"}, 400, "InvalidArgument", map[string]string{"ArgumentName": "x-amz-copy-source"}},
		{"copy from nowhere", "PUT", "/media/k", "", []string{"x-amz-copy-source: none/k"}, 404, "NoSuchBucket", map[string]string{"BucketName": "none"}},
		{"copy from no name", "PUT", "/media/k", "", []string{"x-amz-copy-source: my-buc@k/k"}, 400, "InvalidArgument", map[string]string{"Message": "Invalid copy source bucket name"}},
		{"copy from an address", "PUT", "/media/k", "", []string{"x-amz-copy-source: 192.168.1.1/k"}, 400, "InvalidArgument", map[string]string{"Message": "Invalid copy source bucket name"}},
		{"copy with another checksum", "PUT", "/media/k", "", []string{"x-amz-copy-source: media/none", "x-amz-checksum-algorithm: CRC1"}, 400, "InvalidRequest", nil},
		{"lock without its date", "PUT", "/media/k", "x", []string{"x-amz-object-lock-mode: GOVERNANCE"}, 400, "InvalidArgument", map[string]string{"ArgumentName": "x-amz-object-lock-retain-until-date"}},
		{"lock in the past", "POST", "/media/k?uploads", "", []string{"x-amz-object-lock-mode: GOVERNANCE", "x-amz-object-lock-retain-until-date: 2020-01-01T00:00:00Z"}, 400, "InvalidArgument", nil},
		{"lock where there is none", "PUT", "/media/k", "x", []string{"x-amz-object-lock-legal-hold: ON"}, 400, "InvalidRequest", nil},
		{"legal hold", "PUT", "/media/k?legal-hold", "<LegalHold><Status>PERHAPS</Status></LegalHold>", []string{"Content-MD5: v7N3j/z/yyW9kCfb6GD82A=="}, 400, "MalformedXML", nil},
		{"unknown checksum type", "POST", "/media/k?uploads", "", []string{"x-amz-checksum-type: HALF"}, 400, "InvalidRequest", map[string]string{"Message": "Value for x-amz-checksum-type header is invalid."}},
		{"checksum type", "POST", "/media/k?uploads", "", []string{"x-amz-checksum-algorithm: SHA256", "x-amz-checksum-type: FULL_OBJECT"}, 400, "InvalidRequest", nil},
		{"malformed delete", "POST", "/media?delete", "<Delete><Object>", []string{"Content-MD5: kUTsD71UN93/K1zkzXrjdg=="}, 400, "BadDigest", nil},
		{"delete without MD5", "POST", "/media?delete", "<Delete/>", nil, 400, "InvalidRequest", nil},
		{"block", "PUT", "/media?publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>perhaps</BlockPublicAcls></PublicAccessBlockConfiguration>", nil, 400, "MalformedXML", nil},
		{"block empty", "PUT", "/media?publicAccessBlock", "", nil, 400, "MissingRequestBodyError", nil},
		{"policy too large", "PUT", "/media?policy", strings.Repeat(" ", 20<<10+1), nil, 400, "PolicyTooLarge", nil},
		{"bucket acl", "PUT", "/fresh", "", []string{"x-amz-acl: public-read"}, 400, "InvalidBucketAclWithObjectOwnership", nil},
		{"bucket grant", "PUT", "/fresh", "", []string{`x-amz-grant-read: uri="http://acs.amazonaws.com/groups/global/AllUsers"`}, 400, "InvalidBucketAclWithObjectOwnership", nil},
		{"bucket document", "PUT", "/fresh", "<CreateBucketConfiguration>", nil, 400, "MalformedXML", nil},
		{"directory bucket", "PUT", "/fresh", "<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>", nil, 501, "NotImplemented", nil},
		{"bad path", "GET", "//media", "", nil, 400, "InvalidURI", map[string]string{"URI": "//media"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := test.target
			if strings.HasPrefix(target, "//") {
				target = "http://localhost" + target
			}
			e := s.call(t, test.method, target, test.body, test.headers...).refused(t, test.status, test.code)
			for name, want := range test.fields {
				if e[name] != want {
					t.Errorf("%s %q, want %q", name, e[name], want)
				}
			}
		})
	}
	if res := s.call(t, "PUT", "/media/k", strings.Repeat("x", 100), "x-amz-meta-a: "+strings.Repeat("v", 2047)); res.status != 200 {
		t.Errorf("what is just allowed: %d %s", res.status, res.body)
	}
}

// raw sends bytes as they are and reads one answer.
func (s *service) raw(t *testing.T, method, request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", s.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func TestBodyLength(t *testing.T) {
	s := public(t)
	for name, test := range map[string]struct {
		head   string
		status int
	}{
		"none":    {"PUT /media/k HTTP/1.1\r\nHost: localhost\r\n\r\n", 411},
		"chunked": {"PUT /media/k HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 501},
		"zero":    {"PUT /media/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 200},
		"proxied": {"PUT http://media.s3.localhost/k HTTP/1.1\r\nHost: ignored\r\nContent-Length: 0\r\n\r\n", 200},
	} {
		if res := s.raw(t, "PUT", test.head); res.StatusCode != test.status {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, test.status)
		}
	}
}

// TestBrokenUpload: a connection that breaks off leaves the old object.
func TestBrokenUpload(t *testing.T) {
	s := public(t)
	s.put(t, "media", "k", "old")
	conn, err := net.Dial("tcp", s.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "PUT /media/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf of it")
	conn.(*net.TCPConn).CloseWrite()
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: "PUT"})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("status %d", res.StatusCode)
	}
	if got := s.anonymous(t, "GET", "/media/k", "").body; got != "old" {
		t.Errorf("the object is now %q", got)
	}
}

// crc32of is a document's checksum, as headers carry it.
func crc32of(doc string) string {
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(doc))))
}
