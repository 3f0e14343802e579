package sigv4

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// fixed is a clock that stands still.
type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }

// The key of AWS's own examples.
func exampleVerifier(now string) *Verifier {
	t, _ := time.Parse(timeLayout, now)
	return NewVerifier(NewKeyring([]Credential{{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "123456789012"}}), fixed(t))
}

// request reads a request as a server does.
func request(t *testing.T, method, target string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, "http://host.invalid"+target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = ""
	for i := 0; i < len(header); i += 2 {
		if strings.EqualFold(header[i], "Host") {
			r.Host = header[i+1]
			continue
		}
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

const exampleScope = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"

// The examples of
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
// with the signatures that are published there.
func TestPublishedSignatures(t *testing.T) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	tests := []struct {
		name string
		r    *http.Request
	}{
		{"get object", request(t, "GET", "/test.txt", "Host", "examplebucket.s3.amazonaws.com", "Range", "bytes=0-9",
			"x-amz-content-sha256", empty, "x-amz-date", "20130524T000000Z", "Authorization", exampleScope+
				"SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")},
		{"put object", request(t, "PUT", "/test$file.text", "Host", "examplebucket.s3.amazonaws.com", "Date", "Fri, 24 May 2013 00:00:00 GMT",
			"x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "x-amz-date", "20130524T000000Z",
			"x-amz-storage-class", "REDUCED_REDUNDANCY", "Authorization", exampleScope+
				"SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")},
		{"get bucket lifecycle", request(t, "GET", "/?lifecycle", "Host", "examplebucket.s3.amazonaws.com",
			"x-amz-content-sha256", empty, "x-amz-date", "20130524T000000Z", "Authorization", exampleScope+
				"SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")},
		{"list objects", request(t, "GET", "/?max-keys=2&prefix=J", "Host", "examplebucket.s3.amazonaws.com",
			"x-amz-content-sha256", empty, "x-amz-date", "20130524T000000Z", "Authorization", exampleScope+
				"SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")},
		{"presigned", request(t, "GET", "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"+
			"&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
			"Host", "examplebucket.s3.amazonaws.com")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, err := exampleVerifier("20130524T000500Z").Verify(tt.r)
			if err != nil {
				t.Fatalf("Verify: %v", err)
			}
			if id.AccountID != "123456789012" || id.Region != "us-east-1" || id.Service != "s3" || id.Presigned != (tt.name == "presigned") {
				t.Errorf("identity: %+v", id)
			}
			if service, region, ok := Scope(tt.r); service != "s3" || region != "us-east-1" || !ok {
				t.Errorf("Scope = %q, %q, %v", service, region, ok)
			}
			tt.r.Method = "DELETE"
			if _, err := exampleVerifier("20130524T000500Z").Verify(tt.r); codeOf(err) != "SignatureDoesNotMatch" {
				t.Errorf("another method: %v, want SignatureDoesNotMatch", err)
			}
		})
	}
}

// Of the examples that AWS published as its Signature Version 4 test suite,
// whose service has no payload hash header and normalises paths.
func TestPublishedSuite(t *testing.T) {
	const scope = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature="
	now, _ := time.Parse(timeLayout, "20150830T123600Z")
	v := NewVerifier(NewKeyring([]Credential{{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}}), fixed(now)).ForService("service")
	const vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
	for _, tt := range []struct{ name, method, target, signature string }{
		{"get-vanilla", "GET", "/", vanilla},
		{"post-vanilla", "POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
		{"get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
		{"get-slash", "GET", "//", vanilla},
		{"get-slashes", "GET", "//example//", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
		{"get-slash-dot-slash", "GET", "/./", vanilla},
		{"get-relative", "GET", "/example/..", vanilla},
		{"get-relative-relative", "GET", "/example1/example2/../..", vanilla},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request(t, tt.method, tt.target, "Host", "example.amazonaws.com", "X-Amz-Date", "20150830T123600Z", "Authorization", scope+tt.signature)
			if _, err := v.Verify(r); err != nil {
				t.Error(err)
			}
		})
	}
}

// The upload of
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html.
func chunkedExample(t *testing.T, chunk1 string) *http.Request {
	r := request(t, "PUT", "/examplebucket/chunkObject.txt", "Host", "s3.amazonaws.com", "x-amz-date", "20130524T000000Z",
		"x-amz-storage-class", "REDUCED_REDUNDANCY", "x-amz-content-sha256", payloadChunked, "Content-Encoding", "aws-chunked",
		"x-amz-decoded-content-length", "66560", "Content-Length", "66824", "Authorization", exampleScope+
			"SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,"+
			"Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
	body := "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + chunk1 + "\r\n" +
		"400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" + strings.Repeat("a", 1024) + "\r\n" +
		"0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n"
	r.ContentLength = int64(len(body))
	r.Body = io.NopCloser(strings.NewReader(body))
	return r
}

func TestPublishedChunkedUpload(t *testing.T) {
	v := exampleVerifier("20130524T000000Z")
	read := func(chunk1 string) (string, int64, error) {
		r := chunkedExample(t, chunk1)
		id, err := v.Verify(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := v.Body(r, id)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(b)
		return string(data), b.DecodedLength, err
	}
	data, length, err := read(strings.Repeat("a", 65536))
	if err != nil || data != strings.Repeat("a", 66560) || length != 66560 {
		t.Errorf("got %d bytes of %d, %v", len(data), length, err)
	}
	_, _, err = read("b" + strings.Repeat("a", 65535))
	if codeOf(err) != "SignatureDoesNotMatch" {
		t.Errorf("one byte changed: %v, want SignatureDoesNotMatch", err)
	}
}

// The upload of
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html.
func TestPublishedTrailer(t *testing.T) {
	v := exampleVerifier("20130524T000000Z")
	for _, end := range []string{"\r\n", "\n\r\n"} {
		for _, checksum := range []string{"sOO8/Q==", "sOO8/A=="} {
			r := request(t, "PUT", "/examplebucket/chunkObject.txt", "Host", "s3.amazonaws.com", "x-amz-date", "20130524T000000Z",
				"x-amz-storage-class", "REDUCED_REDUNDANCY", "x-amz-content-sha256", payloadChunkedTrailer, "Content-Encoding", "aws-chunked",
				"x-amz-decoded-content-length", "66560", "x-amz-trailer", "x-amz-checksum-crc32c", "Authorization", exampleScope+
					"SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer,"+
					"Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
			r.Body = io.NopCloser(strings.NewReader(
				"10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n" + strings.Repeat("a", 65536) + "\r\n" +
					"400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n" + strings.Repeat("a", 1024) + "\r\n" +
					"0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n" +
					"x-amz-checksum-crc32c:" + checksum + end +
					"x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435" + end + "\r\n"))
			r.ContentLength = -1
			id, err := v.Verify(r)
			if err != nil {
				t.Fatal(err)
			}
			b, err := v.Body(r, id)
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Declared) != 1 || b.Declared[0] != "CRC32C" || len(b.Trailers) != 1 || b.Trailers[0] != "x-amz-checksum-crc32c" {
				t.Errorf("declared %v, trailers %v", b.Declared, b.Trailers)
			}
			n, err := io.Copy(io.Discard, b)
			if checksum == "sOO8/Q==" {
				if err != nil || n != 66560 || b.Checksums()["CRC32C"] != checksum {
					t.Errorf("lines end in %q: %d bytes, checksums %v, %v", end, n, b.Checksums(), err)
				}
			} else if codeOf(err) != "SignatureDoesNotMatch" || b.Checksums() != nil {
				t.Errorf("changed trailer: %v, checksums %v", err, b.Checksums())
			}
		}
	}
}

func codeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
