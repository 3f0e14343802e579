package sigv4

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// put is an anonymous PUT.
func put(target, body string, header ...string) *http.Request {
	r := httptest.NewRequest("PUT", "http://localhost:4566"+target, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

// unsigned frames data as an unsigned aws-chunked body.
func unsigned(trailer string, chunks ...string) string {
	var b strings.Builder
	for _, c := range chunks {
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(c), c)
	}
	return b.String() + "0\r\n" + trailer + "\r\n"
}

// trailing is the header of an unsigned aws-chunked body.
func trailing(length string, more ...string) []string {
	return append([]string{"X-Amz-Content-Sha256", payloadUnsignedTrailer, "X-Amz-Decoded-Content-Length", length}, more...)
}

const (
	crcTrailer = "x-amz-checksum-crc32"
	crcHello   = "NhCmhg=="
	md5Hello   = "XUFAKrxLKna5cZ2REBfFkg=="
)

func bodyCases() []bodyCase {
	big := strings.Repeat("x", minChunk)
	incomplete := &Error{"IncompleteBody", "The request body terminated unexpectedly", 400, nil}
	length := func(expected, provided string) *Error {
		return &Error{"IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header", 400,
			[][2]string{{"NumberBytesExpected", expected}, {"NumberBytesProvided", provided}}}
	}
	invalid := func(message string) *Error { return &Error{"InvalidRequest", message, 400, nil} }
	malformed := malformedTrailer()
	tiny := &Error{"InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes", 403,
		[][2]string{{"Chunk", "2"}, {"BadChunkSize", "3"}}}
	digest := func(expected string) *Error {
		return &Error{"BadDigest", "The Content-MD5 you specified did not match what we received.", 400,
			[][2]string{{"ExpectedDigest", expected}, {"CalculatedDigest", "Q3uTDbhLgHnC3YBKcZNrXw=="}}}
	}
	return []bodyCase{
		{"plain", put("/b/k", "hello"), "hello", nil, nil},
		{"nothing", put("/b/k", ""), "", nil, nil},
		{"hash", put("/b/k", "hello", "X-Amz-Content-Sha256", hashOf("hello")), "hello", nil, nil},
		{"hash in upper case", put("/b/k", "hello", "X-Amz-Content-Sha256", strings.ToUpper(hashOf("hello"))), "hello", nil, nil},
		{"wrong hash", put("/b/k", "hello", "X-Amz-Content-Sha256", emptySHA), "hello", nil, &Error{"XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.", 400,
			[][2]string{{"ClientComputedContentSHA256", emptySHA}, {"S3ComputedContentSHA256", hashOf("hello")}}}},
		{"signed chunks, unsigned", put("/b/k", "x", "X-Amz-Content-Sha256", payloadChunked), "", nil, signedChunksNeedSignature()},
		{"md5", put("/b/k", "hello", "Content-MD5", md5Hello), "hello", nil, nil},
		// The two digests are those of localstack's test_s3_invalid_content_md5.
		{"wrong md5", put("/b/k", "something", "Content-MD5", "CYketZBSTjX8czcs3cXVlg=="), "something", nil, digest("09891eb590524e35fc73372cddc5d596")},
		{"wrong md5 of a part", put("/b/k?partNumber=1&uploadId=u", "something", "Content-MD5", "CYketZBSTjX8czcs3cXVlg=="), "something", nil, digest("CYketZBSTjX8czcs3cXVlg==")},
		{"no md5", put("/b/k", "hello", "Content-MD5", "MTIz"), "", nil, &Error{"InvalidDigest", "The Content-MD5 you specified was invalid.", 400, [][2]string{{"Content-MD5", "MTIz"}}}},
		{"crc32", put("/b/k", "hello", crcTrailer, crcHello), "hello", map[string]string{"CRC32": crcHello}, nil},
		{"crc64nvme", put("/b/k", "123456789", "x-amz-checksum-crc64nvme", "rosUhgp5mIg="), "123456789", map[string]string{"CRC64NVME": "rosUhgp5mIg="}, nil},
		{"crc32c", put("/b/k", "123456789", "x-amz-checksum-crc32c", "4waSgw=="), "123456789", map[string]string{"CRC32C": "4waSgw=="}, nil},
		{"wrong crc32", put("/b/k", "hellO", crcTrailer, crcHello), "hellO", nil, &Error{"BadDigest", "The CRC32 you specified did not match the calculated checksum.", 400, nil}},
		{"short crc32", put("/b/k", "hello", crcTrailer, "NhCm"), "", nil, invalid("Value for x-amz-checksum-crc32 header is invalid.")},
		{"two checksums", put("/b/k", "hello", crcTrailer, crcHello, "x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="), "", nil,
			invalid("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")},
		{"unknown checksum", put("/b/k", "hello", "x-amz-checksum-crc16", "AAA="), "", nil, invalid("The algorithm type you specified in x-amz-checksum- header is invalid.")},
		{"xxhash64", put("/b/k", "hello", "x-amz-checksum-xxhash64", "JseCfYifbaM="), "hello", map[string]string{"XXHASH64": "JseCfYifbaM="}, nil},
		{"xxhash3", put("/b/k", "hello", "x-amz-checksum-xxhash3", "lVXoVVxi3P0="), "hello", map[string]string{"XXHASH3": "lVXoVVxi3P0="}, nil},
		{"xxhash128", put("/b/k", "hello", "x-amz-checksum-xxhash128", "tenBrQcbPn/Hec+qXlI4GA=="), "hello", map[string]string{"XXHASH128": "tenBrQcbPn/Hec+qXlI4GA=="}, nil},
		{"wrong xxhash", put("/b/k", "hello", "x-amz-checksum-xxhash64", "AAAAAAAAAAA="), "hello", nil, &Error{"BadDigest", "The XXHASH64 you specified did not match the calculated checksum.", 400, nil}},
		{"algorithm alone", put("/b/k", "hello", "x-amz-sdk-checksum-algorithm", "CRC32"), "", nil,
			invalid("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")},
		{"another algorithm", put("/b/k", "hello", "x-amz-sdk-checksum-algorithm", "SHA1", crcTrailer, crcHello), "", nil, invalid("Value for x-amz-sdk-checksum-algorithm header is invalid.")},
		{"about checksums", put("/b/k", "hello", "x-amz-checksum-algorithm", "CRC32", "x-amz-checksum-type", "COMPOSITE"), "hello", nil, nil},
		{"checksum of the object", post("/b/k?uploadId=u", "<x/>", "x-amz-checksum-crc32", crcHello), "<x/>", nil, nil},
		{"trailer without chunks", put("/b/k", "hello", "x-amz-trailer", crcTrailer), "", nil, invalid("The value specified in the x-amz-trailer header is not supported")},

		{"chunks", put("/b/k", unsigned("", "hello"), trailing("5")...), "hello", nil, nil},
		{"no chunks", put("/b/k", unsigned(""), trailing("0")...), "", nil, nil},
		{"three chunks", put("/b/k", unsigned("", big, big, "abc"), trailing("16387")...), big + big + "abc", nil, nil},
		{"chunks with trailer", put("/b/k", unsigned(crcTrailer+":"+crcHello+"\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer, "x-amz-sdk-checksum-algorithm", "CRC32")...),
			"hello", map[string]string{"CRC32": crcHello}, nil},
		{"trailer with spaces and capitals", put("/b/k", unsigned("X-Amz-Checksum-CRC32: "+crcHello+" \r\n", "hello"), trailing("5", "X-Amz-Trailer", "X-Amz-Checksum-Crc32")...),
			"hello", map[string]string{"CRC32": crcHello}, nil},
		{"trailer as documented", put("/b/k", unsigned(crcTrailer+":"+crcHello+"\n\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", map[string]string{"CRC32": crcHello}, nil},
		{"wrong trailer", put("/b/k", unsigned(crcTrailer+":AAAAAA==\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil,
			&Error{"BadDigest", "The CRC32 you specified did not match the calculated checksum.", 400, nil}},
		{"no value", put("/b/k", unsigned(crcTrailer+":\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil, invalid("Value for x-amz-checksum-crc32 trailing header is invalid.")},
		{"trailer missing", put("/b/k", unsigned("", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil, malformed},
		{"another trailer", put("/b/k", unsigned("x-amz-checksum-sha1:x\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil, malformed},
		{"unannounced trailer", put("/b/k", unsigned(crcTrailer+":"+crcHello+"\r\n", "hello"), trailing("5")...), "hello", nil, malformed},
		{"trailer twice", put("/b/k", unsigned(strings.Repeat(crcTrailer+":"+crcHello+"\r\n", 2), "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil, malformed},
		{"trailer without colon", put("/b/k", unsigned("hello\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil, malformed},
		{"endless trailer", put("/b/k", unsigned(crcTrailer+":"+strings.Repeat("a", maxTrailer)+"\r\n", "hello"), trailing("5", "x-amz-trailer", crcTrailer)...), "hello", nil, incomplete},
		{"trailer of no checksum", put("/b/k", unsigned("", "hello"), trailing("5", "x-amz-trailer", "x-amz-meta-a")...), "", nil, invalid("The value specified in the x-amz-trailer header is not supported")},
		{"checksum in header and trailer", put("/b/k", unsigned("", "hello"), trailing("5", "x-amz-trailer", crcTrailer, crcTrailer, crcHello)...), "", nil,
			invalid("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")},

		{"no length", put("/b/k", unsigned("", "hello"), "X-Amz-Content-Sha256", payloadUnsignedTrailer), "", nil, &Error{"MissingContentLength", "You must provide the Content-Length HTTP header.", 411, nil}},
		{"length is a word", put("/b/k", unsigned("", "hello"), trailing("five")...), "", nil, &Error{"MissingContentLength", "You must provide the Content-Length HTTP header.", 411, nil}},
		{"too short", put("/b/k", unsigned("", "hello"), trailing("6")...), "hello", nil, length("6", "5")},
		{"too long", put("/b/k", unsigned("", "hello"), trailing("4")...), "", nil, length("4", "5")},
		{"vast chunk", put("/b/k", "7fffffffffffffff\r\nhello", trailing("5")...), "", nil, length("5", "9223372036854775807")},
		{"chunk beyond int64", put("/b/k", "ffffffffffffffff\r\nhello", trailing("5")...), "", nil, incomplete},
		{"negative chunk", put("/b/k", "-5\r\nhello", trailing("5")...), "", nil, incomplete},
		{"small chunk first", put("/b/k", unsigned("", "abc", "de"), trailing("5")...), "abc", nil, tiny},
		{"cut in a chunk", put("/b/k", "5\r\nhel", trailing("5")...), "hel", nil, incomplete},
		{"cut after a chunk", put("/b/k", "5\r\nhello", trailing("5")...), "hello", nil, incomplete},
		{"cut before the end", put("/b/k", "5\r\nhello\r\n", trailing("5")...), "hello", nil, incomplete},
		{"cut in the end", put("/b/k", "5\r\nhello\r\n0\r\n", trailing("5")...), "hello", nil, incomplete},
		{"no line end after a chunk", put("/b/k", "5\r\nhello!\r\n0\r\n\r\n", trailing("5")...), "hello", nil, incomplete},
		{"line feeds alone", put("/b/k", "5\nhello\n0\n\n", trailing("5")...), "", nil, incomplete},
		{"something behind", put("/b/k", unsigned("", "hello")+"x", trailing("5")...), "hello", nil, incomplete},
		{"signatures where none belong", put("/b/k", "5;chunk-signature=00\r\nhello\r\n0\r\n\r\n", trailing("5")...), "", nil, incomplete},
		{"long chunk header", put("/b/k", "5;"+strings.Repeat("a", 5000)+"\r\nhello\r\n0\r\n\r\n", trailing("5")...), "", nil, incomplete},
		{"no framing", put("/b/k", "hello", trailing("5")...), "", nil, incomplete},
	}
}

type bodyCase struct {
	name string
	r    *http.Request
	body string // what comes out, before the error if there is one
	sums map[string]string
	want *Error
}

func post(target, body string, header ...string) *http.Request {
	r := put(target, body, header...)
	r.Method = "POST"
	return r
}

func TestBody(t *testing.T) {
	for _, tt := range bodyCases() {
		t.Run(tt.name, func(t *testing.T) {
			b, err := noonVerifier().Body(tt.r, Identity{Anonymous: true})
			var data []byte
			if err == nil {
				data, err = io.ReadAll(b)
				if _, again := b.Read(make([]byte, 1)); err != nil && !errors.Is(again, err) {
					t.Errorf("the next Read: %v, want %v again", again, err)
				}
				if diff := cmp.Diff(tt.sums, b.Checksums()); diff != "" {
					t.Errorf("checksums: %s", diff)
				}
				if err := b.Close(); err != nil {
					t.Error(err)
				}
			}
			var got *Error
			if err != nil && !errors.As(err, &got) {
				t.Fatalf("error of type %T: %v", err, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("error: -want +got\n%s", diff)
			}
			if string(data) != tt.body {
				t.Errorf("read %d bytes, want %d", len(data), len(tt.body))
			}
		})
	}
}

// However the network cuts the bytes, the same comes out.
func TestBodyInPieces(t *testing.T) {
	for _, tt := range bodyCases() {
		for name, cut := range map[string]func(io.Reader) io.Reader{"one byte": iotest.OneByteReader, "half": iotest.HalfReader, "data with error": iotest.DataErrReader} {
			raw := tt.r.Clone(t.Context())
			body, _ := io.ReadAll(tt.r.Body)
			tt.r.Body = io.NopCloser(strings.NewReader(string(body)))
			raw.Body = io.NopCloser(cut(strings.NewReader(string(body))))
			b, err := noonVerifier().Body(raw, Identity{Anonymous: true})
			if err != nil {
				continue // without reading
			}
			data, err := io.ReadAll(b)
			if string(data) != tt.body || (err == nil) != (tt.want == nil) || err != nil && err.Error() != tt.want.Error() {
				t.Errorf("%s, %s: %d bytes, %v; want %d bytes, %v", tt.name, name, len(data), err, len(tt.body), tt.want)
			}
		}
	}
}

// A body that breaks off, or that something else refuses to read on.
func TestBodySourceFails(t *testing.T) {
	tooLarge := &http.MaxBytesError{Limit: 3}
	for _, tt := range []struct {
		r    *http.Request
		err  error
		want string
	}{
		{put("/b/k", "hello world"), io.ErrUnexpectedEOF, "IncompleteBody: You did not provide the number of bytes specified by the Content-Length HTTP header"},
		{put("/b/k", "hello world"), io.EOF, "IncompleteBody: You did not provide the number of bytes specified by the Content-Length HTTP header"},
		{put("/b/k", "hello world"), tooLarge, tooLarge.Error()},
		{put("/b/k", "hello world", trailing("5")...), io.ErrUnexpectedEOF, "IncompleteBody: The request body terminated unexpectedly"},
		{put("/b/k", "hello world", trailing("5")...), tooLarge, tooLarge.Error()},
	} {
		start := "hel"
		if tt.r.Header.Get("X-Amz-Content-Sha256") != "" {
			start = "5\r\nhel"
		}
		tt.r.Body = io.NopCloser(io.MultiReader(strings.NewReader(start), iotest.ErrReader(tt.err)))
		b, err := noonVerifier().Body(tt.r, Identity{Anonymous: true})
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(b); string(data) != "hel" || err == nil || err.Error() != tt.want {
			t.Errorf("%q, %v; want %q", data, err, tt.want)
		}
	}
}

// At a presigned URL a streaming word is taken for the hash, not for an order
// to decode.
func TestPresignedStreamingWord(t *testing.T) {
	r := put("/b/k", unsigned("", "hello"), "X-Amz-Decoded-Content-Length", "5")
	b, err := noonVerifier().Body(r, Identity{Presigned: true, PayloadHash: payloadUnsignedTrailer})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(b); codeOf(err) != "XAmzContentSHA256Mismatch" || string(data) != unsigned("", "hello") {
		t.Errorf("%q, %v", data, err)
	}
}

// A checksum in a presigned URL's query counts only by choice.
func TestPresignedChecksum(t *testing.T) {
	url := "/b/k?X-Amz-Signature=x&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"
	id := Identity{Presigned: true, PayloadHash: payloadUnsigned}
	for _, tt := range []struct {
		v    *Verifier
		id   Identity
		want string
	}{
		{noonVerifier(), id, ""},
		{noonVerifier().WithQueryChecksums(true), id, "BadDigest"},
		{noonVerifier(), Identity{Presigned: true, PayloadHash: payloadUnsigned, SignedHeaders: []string{"host", "x-amz-checksum-crc32"}}, "BadDigest"},
	} {
		b, err := tt.v.Body(put(url, "hello"), tt.id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(b); codeOf(err) != tt.want {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
}

// signChunks frames data in signed chunks after the seed.
func signChunks(c *chain, trailer string, chunks ...string) string {
	var b strings.Builder
	for _, data := range append(chunks, "") {
		sum := sha256.Sum256([]byte(data))
		c.begin("AWS4-HMAC-SHA256-PAYLOAD\n")
		c.previous = c.key.sign(append(append(c.text, emptyHash+"\n"...), hex.EncodeToString(sum[:])...))
		fmt.Fprintf(&b, "%x;chunk-signature=%s\r\n%s", len(data), c.previous, data)
		if data != "" {
			b.WriteString("\r\n")
		}
	}
	if trailer != "" {
		c.begin("AWS4-HMAC-SHA256-TRAILER\n")
		b.WriteString(trailer + "\r\nx-amz-trailer-signature:" + c.key.sign(appendHash(c.text, []byte(trailer+"\n"))) + "\r\n")
	}
	return b.String() + "\r\n"
}

func TestSignedChunks(t *testing.T) {
	seed := func() *chain {
		return &chain{key: deriveKey("test", &scope{date: "20261123", region: "r", service: "s3"}), accessKeyID: "test", prefix: "t\ns\n", previous: "seed"}
	}
	big := strings.Repeat("x", minChunk)
	good := signChunks(seed(), "", big, "hello")
	withTrailer := signChunks(seed(), crcTrailer+":"+crcHello, "hello")
	for _, tt := range []struct{ name, mode, length, body, out, want string }{
		{"good", payloadChunked, "8197", good, big + "hello", ""},
		{"data changed", payloadChunked, "8197", strings.Replace(good, "hello", "hellO", 1), big + "hellO", "SignatureDoesNotMatch"},
		{"size changed", payloadChunked, "8197", strings.Replace(good, "5;", "4;", 1), big + "hell", "IncompleteBody"},
		{"chunk left out", payloadChunked, "5", good[strings.Index(good, "\r\n5;")+2:], "hello", "SignatureDoesNotMatch"},
		{"not signed", payloadChunked, "5", unsigned("", "hello"), "", "IncompleteBody"},
		{"end not signed", payloadChunked, "5", "5;chunk-signature=" + strings.Repeat("0", 64) + "\r\nhello\r\n0\r\n\r\n", "hello", "SignatureDoesNotMatch"},
		{"trailer", payloadChunkedTrailer, "5", withTrailer, "hello", ""},
		{"trailer changed", payloadChunkedTrailer, "5", strings.Replace(withTrailer, crcTrailer+":", crcTrailer+":0", 1), "hello", "SignatureDoesNotMatch"},
		{"trailer's signature too long", payloadChunkedTrailer, "5", strings.Replace(withTrailer, "-trailer-signature:", "-trailer-signature:0", 1), "hello", "IncompleteBody"},
		{"trailer not signed", payloadChunkedTrailer, "5", withTrailer[:strings.Index(withTrailer, "x-amz-trailer-signature")] + "\r\n", "hello", "IncompleteBody"},
		{"trailer's signature under another name", payloadChunkedTrailer, "5", strings.Replace(withTrailer, "x-amz-trailer-signature", "x-amz-trailer-sign", 1), "hello", "IncompleteBody"},
		{"another trailer", payloadChunkedTrailer, "5", strings.Replace(withTrailer, crcTrailer, "x-amz-checksum-sha1", 1), "hello", "MalformedTrailerError"},
		{"trailer's line not ended", payloadChunkedTrailer, "5", strings.Replace(withTrailer, crcHello+"\r\n", crcHello+"\rbcd", 1), "hello", "IncompleteBody"},
	} {
		r := put("/b/k", tt.body, "X-Amz-Content-Sha256", tt.mode, "X-Amz-Decoded-Content-Length", tt.length)
		if tt.mode == payloadChunkedTrailer {
			r.Header.Set("X-Amz-Trailer", crcTrailer)
		}
		b, err := noonVerifier().Body(r, Identity{PayloadHash: tt.mode, chain: seed()})
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if data, err := io.ReadAll(b); string(data) != tt.out || codeOf(err) != tt.want {
			t.Errorf("%s: %d bytes, %v; want %d bytes, %q", tt.name, len(data), err, len(tt.out), tt.want)
		}
	}
	r := put("/b/k", "", "X-Amz-Decoded-Content-Length", "0")
	if _, err := noonVerifier().Body(r, Identity{PayloadHash: payloadChunkedTrailer, chain: seed()}); codeOf(err) != "MalformedTrailerError" {
		t.Errorf("no trailer announced: %v", err)
	}
	if _, err := noonVerifier().Body(r, Identity{PayloadHash: payloadChunked}); codeOf(err) != "InvalidRequest" {
		t.Errorf("an identity without signature: %v", err)
	}
}

// Reading a long body allocates no more than reading a short one.
func TestBodyStreams(t *testing.T) {
	allocs := func(chunks int) float64 {
		chunk := strings.Repeat("x", 64<<10)
		body := unsigned("", strings.Split(strings.Repeat(chunk+",", chunks)[:chunks*(len(chunk)+1)-1], ",")...)
		buf := make([]byte, 32<<10)
		return testing.AllocsPerRun(5, func() {
			r := put("/b/k", body, trailing(fmt.Sprint(chunks*len(chunk)))...)
			b, err := noonVerifier().Body(r, Identity{Anonymous: true})
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = b.Read(buf)
			}
			if err != io.EOF {
				t.Fatal(err)
			}
		})
	}
	// A chunk costs its header line and no more.
	if few, many := allocs(1), allocs(33); many > few+3*32 {
		t.Errorf("1 chunk: %v allocations, 33 chunks: %v", few, many)
	}
}

func BenchmarkVerify(b *testing.B) {
	r := put("/b/k", "")
	r.Header.Set("X-Amz-Content-Sha256", emptySHA)
	r.Header.Set("X-Amz-Date", noon.Format(timeLayout))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=00")
	v := noonVerifier()
	_, err := v.Verify(r)
	var e *Error
	if !errors.As(err, &e) {
		b.Fatal(err)
	}
	text := e.Fields[1][1]
	key := deriveKey("test", &scope{date: "20261123", region: "us-east-1", service: "s3"})
	r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "Signature=00", "Signature="+key.sign([]byte(text)), 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Verify(r); err != nil {
			b.Fatal(err)
		}
	}
}
