package e2e_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// generator makes malformed requests, the same ones for the same seed.
type generator struct {
	random *rand.Rand
	host   string
}

// next is the bytes of one request. What comes twice is well-formed HTTP, and
// so gets as far as S3.
func (g *generator) next() string {
	kinds := [...]func() string{
		g.requestLine, g.header, g.hugeHeader, g.wrongLength, g.noise, g.mutated,
		g.chunks, g.awsChunks, g.document, g.changedDocument, g.authorization, g.presigned, g.form,
		g.chunks, g.awsChunks, g.document, g.changedDocument, g.authorization, g.presigned, g.form,
	}
	return kinds[g.random.IntN(len(kinds))]()
}

func (g *generator) one(choices ...string) string { return choices[g.random.IntN(len(choices))] }

// bytes is up to n random bytes.
func (g *generator) bytes(n int) string {
	b := make([]byte, g.random.IntN(n+1))
	for i := range b {
		b[i] = byte(g.random.UintN(256))
	}
	return string(b)
}

func (g *generator) method() string {
	return g.one("GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "get", "G\x00T", "")
}

func (g *generator) target() string {
	return g.one("/", "/bucket", "/bucket/key", "/bucket/%", "/bucket/%zz", "/bucket/%00", "//", "/../..", "/bucket//..//key", "*", "http://", "http://%41/x",
		"/bucket?"+g.one("cors", "uploads", "list-type=2&max-keys=x", "list-type=2&continuation-token=%ff", "delete", "versioning", "partNumber=0&uploadId=", "&&&=;", "versionId=%00", "%zz=1"),
		"/"+strings.Repeat("a/", g.random.IntN(2000)), "/bucket/"+g.bytes(40), "bucket", "")
}

func (g *generator) requestLine() string {
	return g.method() + g.one(" ", "  ", "\t", "") + g.target() + g.one(" ", "", "   ") +
		g.one("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/", "http/1.1", "HTTP/1.1\x00") + g.one("\r\n", "\n", "\r", "\r\n\r\n") +
		"Host: " + g.host + "\r\n\r\n"
}

func (g *generator) header() string {
	lines := [...]string{
		"Host: " + g.bytes(20), "Host:", "Host : x", ": x", "no colon", " folded", "X-A: a\r\n\tb", "X-A: \x00", "Cont\xffent: 1", "Origin: " + g.bytes(30),
		"Range: bytes=" + g.one("0-", "-", "9-1", "a-b", "0-0,-1,2-", "99999999999999999999-", "-0", " 0-1"),
		"If-None-Match: " + g.one("*", `"`, `W/"x`, ",,,"), "If-Modified-Since: " + g.one("yesterday", "Tue, 99 Foo 9999 99:99:99 GMT"),
		"Access-Control-Request-Method: " + g.bytes(20), "Access-Control-Request-Headers: " + strings.Repeat(",", g.random.IntN(500)),
		"Expect: " + g.one("100-continue", "200-ok"), "Transfer-Encoding: " + g.one("gzip", "chunked, chunked", "identity", "chunked\r\nContent-Length: 3"),
		"Connection: " + g.one("upgrade", "close, close", "keep-alive"), "Content-MD5: x", "x-amz-copy-source: " + g.one("", "/", "x", "%zz/%", "/bucket/key?versionId=x"),
		"x-amz-checksum-crc32: " + g.one("", "AAAAAA==", "AAA", "!"), "x-amz-expected-bucket-owner: x", "Date: x", "x-amz-date: 20200101",
	}
	request := g.method() + " " + g.target() + " HTTP/1.1\r\nHost: " + g.host + "\r\n"
	for range 1 + g.random.IntN(5) {
		request += lines[g.random.IntN(len(lines))] + "\r\n"
	}
	return request + "\r\n"
}

func (g *generator) hugeHeader() string {
	size := 1 << (6 + g.random.IntN(13)) // up to 256 KiB
	return g.one("GET", "PUT") + " /bucket/key HTTP/1.1\r\nHost: " + g.host + "\r\n" + g.one(
		"X-Big: "+strings.Repeat("x", size),
		strings.Repeat("X: y\r\n", size/6)+"Z: z",
		strings.Repeat("n", size)+": x",
		"x-amz-meta-a: "+strings.Repeat("\xc3\xa9", size/2),
		"Cookie: "+strings.Repeat("a=b; ", size/5),
	) + "\r\n\r\n"
}

func (g *generator) wrongLength() string {
	return g.one("PUT", "POST", "GET") + " " + g.target() + " HTTP/1.1\r\nHost: " + g.host + "\r\nContent-Length: " +
		g.one("-1", "10", "99999999999999999999", "9223372036854775807", "5368709121", "0x10", "1, 2", "1\r\nContent-Length: 2", "", "+3", "007") +
		"\r\n\r\n" + g.bytes(20)
}

// chunks is a body of HTTP's own chunks, gone wrong under a good signature.
func (g *generator) chunks() string {
	body := ""
	for range g.random.IntN(4) {
		body += g.one("5\r\nhello\r\n", "5\r\nhel", "ffffffffffffffff\r\n", "-1\r\n", "0x5\r\nhello\r\n", "5;"+g.bytes(30)+"\r\nhello\r\n", "\r\n", "zz\r\n", "5\nhello\n")
	}
	body += g.one("0\r\n\r\n", "0\r\nX: y\r\n\r\n", "0\r\n"+strings.Repeat("T: t\r\n", 500)+"\r\n", "")
	head := g.signed(g.one("PUT", "POST"), g.one("/bucket/key", "/bucket/key?partNumber=1&uploadId=x", "/bucket?cors"), "", "UNSIGNED-PAYLOAD", nil)
	return strings.Replace(head, "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", 1) + body
}

// awsChunks is a body of the aws-chunked encoding under a good signature of
// its headers.
func (g *generator) awsChunks() string {
	body := ""
	for range g.random.IntN(4) {
		body += g.one("5\r\nhello\r\n", "5;chunk-signature="+strings.Repeat("0", 64)+"\r\nhello\r\n", "5;chunk-signature=\r\nhello\r\n", "fffffffffff\r\nx", "-5\r\n", "5\r\nhel", "05\r\nhello\r\n", ";\r\n", g.bytes(30))
	}
	body += g.one("0\r\n\r\n", "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "0\r\nx-amz-checksum-crc32:"+g.bytes(20)+"\r\n\r\n", "0;chunk-signature=x\r\n\r\n", "")
	payload := g.one("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-X")
	return g.signed("PUT", g.one("/bucket/key", "/bucket/key?partNumber=1&uploadId=x"), body, payload, map[string]string{
		"Content-Encoding":             g.one("aws-chunked", "aws-chunked,gzip", "gzip"),
		"X-Amz-Decoded-Content-Length": g.one("5", "-5", "x", "", "10", "99999999999999"),
		"X-Amz-Trailer":                g.one("x-amz-checksum-crc32", "x-amz-checksum-sha256", "x-y", "x-amz-checksum-crc32,x-amz-checksum-sha1"),
	})
}

// document is a well signed request with a broken XML or JSON document.
func (g *generator) document() string {
	depth := 1 << g.random.IntN(13)
	body := g.one(
		"", "<", "<a>", "<a></b>", "{", "[]", "null", `{"Statement":[`+strings.Repeat("[", depth), "<CORSConfiguration/>",
		strings.Repeat("<CORSRule>", depth), "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>", "<?xml version=\"9\"?><a/>",
		"<Delete>"+strings.Repeat("<Object><Key>k</Key></Object>", g.random.IntN(1200))+"</Delete>", "<Delete><Object/></Delete>",
		"<CompleteMultipartUpload><Part><PartNumber>"+g.one("0", "-1", "99999999999999999999", "x")+"</PartNumber></Part></CompleteMultipartUpload>",
		"<VersioningConfiguration><Status>"+g.bytes(20)+"</Status></VersioningConfiguration>", "<Tagging><TagSet><Tag><Key>"+strings.Repeat("k", depth)+"</Key></Tag></TagSet></Tagging>",
		"\xef\xbb\xbf<a/>", "\xff\xfe<\x00a\x00", g.bytes(200),
	)
	method, target := "PUT", "/bucket?"+g.one("cors", "policy", "versioning", "tagging", "lifecycle", "website", "acl", "notification", "encryption", "object-lock",
		"ownershipControls", "publicAccessBlock", "replication", "logging", "requestPayment", "accelerate", "analytics&id=a", "metrics&id=a", "inventory&id=a", "intelligent-tiering&id=a")
	switch g.random.IntN(6) {
	case 0:
		method, target = "POST", g.one("/bucket?delete", "/bucket/key?select&select-type=2", "/bucket/key?restore", "/bucket/key?uploadId="+g.one("x", "%00", strings.Repeat("u", 3000)))
	case 1:
		target = "/bucket/key?" + g.one("acl", "tagging", "retention", "legal-hold")
	}
	return g.signed(method, target, body, "UNSIGNED-PAYLOAD", integrity(body))
}

// integrity is what S3 wants with some documents before it reads them.
func integrity(body string) map[string]string {
	sum := md5.Sum([]byte(body))
	return map[string]string{"Content-Md5": base64.StdEncoding.EncodeToString(sum[:])}
}

// documents are good ones, by their subresource.
var documents = [...][2]string{
	{"cors", `<CORSConfiguration><CORSRule><AllowedOrigin>http://*.example.com</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedHeader>x-*</AllowedHeader><MaxAgeSeconds>5</MaxAgeSeconds></CORSRule></CORSConfiguration>`},
	{"policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":["s3:Put*"],"Resource":"arn:aws:s3:::bucket/x/*","Condition":{"StringLike":{"aws:Referer":["a*"]},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}`},
	{"lifecycle", `<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter><Expiration><Days>9</Days></Expiration></Rule></LifecycleConfiguration>`},
	{"website", `<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule><Redirect><HostName>h</HostName></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>`},
	{"tagging", `<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>`},
	{"notification", `<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>`},
	{"ownershipControls", `<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>`},
	{"acl", `<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>x</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`},
	{"delete", `<Delete><Object><Key>k</Key><VersionId>null</VersionId></Object></Delete>`},
}

// changedDocument is a well signed request with a good document, of which a
// few bytes are changed, left out or doubled.
func (g *generator) changedDocument() string {
	d := documents[g.random.IntN(len(documents))]
	body := []byte(d[1])
	for range 1 + g.random.IntN(3) {
		from := g.random.IntN(len(body))
		to := min(len(body), from+1+g.random.IntN(20))
		switch g.random.IntN(3) {
		case 0:
			body[from] = byte(g.random.UintN(256))
		case 1:
			body = slices.Delete(body, from, max(to-1, from))
		default:
			body = slices.Insert(body, to, body[from:to]...)
		}
	}
	method := "PUT"
	if d[0] == "delete" {
		method = "POST"
	}
	return g.signed(method, "/bucket?"+d[0], string(body), "UNSIGNED-PAYLOAD", integrity(string(body)))
}

func (g *generator) authorization() string {
	const scope = "test/20260101/us-east-1/s3/aws4_request"
	value := g.one(
		"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential="+scope, "AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=;;;, Signature=",
		"AWS4-HMAC-SHA256 Credential="+scope+", SignedHeaders="+strings.Repeat("host;", 300)+", Signature=0", "AWS test:x", "AWS :", "Basic dGVzdA==", "Bearer", g.bytes(100),
		"AWS4-ECDSA-P256-SHA256 Credential=x", "AWS4-HMAC-SHA256 "+strings.Repeat(",", 500),
	)
	return g.method() + " " + g.target() + " HTTP/1.1\r\nHost: " + g.host + "\r\nAuthorization: " + value + "\r\nX-Amz-Date: " +
		g.one("20260101T000000Z", "x", "", "99999999T999999Z") + "\r\nX-Amz-Content-Sha256: " + g.one("UNSIGNED-PAYLOAD", "x", "") + "\r\n\r\n"
}

func (g *generator) presigned() string {
	query := []string{}
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Security-Token"} {
		for range g.random.IntN(3) {
			query = append(query, name+"="+g.one("", "AWS4-HMAC-SHA256", "test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request", "20260101T000000Z", "-1", "604801", "99999999999999999999", "host", "%00", "%zz", strings.Repeat("a", 64)))
		}
	}
	return g.method() + " /bucket/key?" + strings.Join(query, "&") + " HTTP/1.1\r\nHost: " + g.host + "\r\n\r\n"
}

// form is a browser's upload form gone wrong.
func (g *generator) form() string {
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	body := ""
	for range g.random.IntN(6) {
		body += g.one(part("key", g.bytes(20)), part("policy", g.one("", "e30=", "!!!", "eyJjb25kaXRpb25zIjpbW11dfQ==")), part("X-Amz-Signature", "x"), part("X-Amz-Credential", "test/x"),
			part("success_action_redirect", g.one("x", "javascript:1", "http://[")), part("file", g.bytes(200)), part(strings.Repeat("n", 3000), "x"), "--b\r\n\r\n", "--b\r\nContent-Disposition: x\r\n\r\n\r\n", g.bytes(50))
	}
	body += g.one("--b--\r\n", "--b--", "--b", "")
	length := len(body) + g.random.IntN(3)*g.random.IntN(50)
	return fmt.Sprintf("POST /bucket HTTP/1.1\r\nHost: %s\r\nContent-Type: multipart/form-data%s\r\nContent-Length: %d\r\n\r\n%s", g.host, g.one("; boundary=b", "; boundary=", "", "; boundary="+strings.Repeat("b", 100)), length, body)
}

func (g *generator) noise() string { return g.bytes(400) }

// mutated is a good request with some of its bytes changed, or none.
func (g *generator) mutated() string {
	request := []byte(g.signed(g.one("GET", "PUT", "DELETE"), g.one("/bucket/key", "/bucket?list-type=2&prefix=k", "/bucket?cors"), g.one("", "hello"), "UNSIGNED-PAYLOAD", nil))
	for range g.random.IntN(8) {
		request[g.random.IntN(len(request))] = byte(g.random.UintN(256))
	}
	return string(request)
}

// signed is a request whose headers are rightly signed.
func (g *generator) signed(method, target, body, payload string, headers map[string]string) string {
	req, err := http.NewRequest(method, "http://"+g.host+target, strings.NewReader(body))
	if err != nil {
		return method + " " + target + " HTTP/1.1\r\n\r\n" + body
	}
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("X-Amz-Content-Sha256", payload)
	credentials := aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}
	unescaped := func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }
	if err := v4.NewSigner().SignHTTP(context.Background(), credentials, req, payload, "s3", "us-east-1", time.Now(), unescaped); err != nil {
		return method + " " + target + " HTTP/1.1\r\n\r\n" + body
	}
	var wire bytes.Buffer
	if err := req.Write(&wire); err != nil {
		return wire.String()
	}
	return wire.String()
}
