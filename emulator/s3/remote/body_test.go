package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"

	"crossfront/emulator/s3/store"
)

// TestHeldBack: the last byte is given when the reader behind it has come to a
// good end, and not before.
func TestHeldBack(t *testing.T) {
	cause := errors.New("hash mismatch")
	tests := []struct {
		name  string
		body  io.Reader
		size  int64
		given string
		err   error
	}{
		{"whole", strings.NewReader("hello"), 5, "hello", nil},
		{"byte by byte", iotest.OneByteReader(strings.NewReader("hello")), 5, "hello", nil},
		{"data with the end", iotest.DataErrReader(strings.NewReader("hello")), 5, "hello", nil},
		{"one byte", strings.NewReader("h"), 1, "h", nil},
		{"fails at the end", io.MultiReader(strings.NewReader("hello"), iotest.ErrReader(cause)), 5, "hell", cause},
		{"fails in the middle", io.MultiReader(strings.NewReader("hel"), iotest.ErrReader(cause)), 5, "hel", cause},
		{"too short", strings.NewReader("hel"), 5, "hel", io.ErrUnexpectedEOF},
		{"short of one", strings.NewReader("hell"), 5, "hell", io.ErrUnexpectedEOF},
		{"too long", strings.NewReader("hello!"), 5, "hell", errors.New("longer")},
	}
	for _, tt := range tests {
		b := &heldBack{r: tt.body, left: tt.size}
		got, err := io.ReadAll(b)
		if string(got) != tt.given || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: gave %q, %v", tt.name, got, err)
		}
		if tt.err != nil && tt.name != "too long" && (!errors.Is(err, tt.err) || !errors.Is(bodyErr(b), tt.err)) {
			t.Errorf("%s: fails with %v, and says %v", tt.name, err, bodyErr(b))
		}
		if _, again := b.Read(make([]byte, 1)); (again == io.EOF) != (tt.err == nil) {
			t.Errorf("%s: after the end comes %v", tt.name, again)
		}
	}
}

// TestChunked: one chunk, the checksum behind it, as long as was announced.
func TestChunked(t *testing.T) {
	content := strings.Repeat("0123456789", 200_000)
	h := http.Header{"Content-Encoding": {"gzip"}}
	c := &client{Backend: new(Backend)}
	u, err := c.uploadOf("k", strings.NewReader(content), int64(len(content)), 0, store.CRC32, h)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := io.ReadAll(u.payload.stream)
	want := "1e8480\r\n" + content + "\r\n0\r\nx-amz-checksum-crc32:" + u.checksum().Value + "\r\n\r\n"
	if err != nil || string(sent) != want || u.payload.length != int64(len(want)) {
		t.Errorf("%d bytes, announced %d, %v", len(sent), u.payload.length, err)
	}
	if h.Get("Content-Encoding") != "aws-chunked,gzip" || h.Get("X-Amz-Decoded-Content-Length") != "2000000" || u.payload.hash != "STREAMING-UNSIGNED-PAYLOAD-TRAILER" {
		t.Errorf("headers %v, hash %s", h, u.payload.hash)
	}
	for encoding, kept := range map[string]string{"aws-chunked,gzip": "gzip", "aws-chunked, gzip": "gzip", "aws-chunked": "", "gzip": "gzip", "": ""} {
		if got := withoutChunks(encoding); got != kept {
			t.Errorf("%q is stored as %q, want %q", encoding, got, kept)
		}
	}
	cause := errors.New("hash mismatch")
	u, err = c.uploadOf("k", io.MultiReader(strings.NewReader(content), iotest.ErrReader(cause)), int64(len(content)), 0, store.CRC32, http.Header{})
	if err != nil {
		t.Fatal(err)
	}
	sent, err = io.ReadAll(u.payload.stream)
	if !errors.Is(err, cause) || bytes.Contains(sent, []byte("crc32")) || len(sent) >= len(want) {
		t.Errorf("%d bytes of a body that fails, %v", len(sent), err)
	}
}

// TestSecret: however it is printed, it is not there.
func TestSecret(t *testing.T) {
	endpoint, err := url.Parse("https://cluster.example:9000/path")
	if err != nil {
		t.Fatal(err)
	}
	b := &Backend{Bucket: "films", Prefix: "a/", Endpoint: endpoint, Region: "r", AccessKeyID: "KEY", SecretAccessKey: "hunter2"}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "backend", b, "secret", b.SecretAccessKey)
	doc, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(b), fmt.Sprintf("%v %+v %#v %s", *b, *b, *b, b.SecretAccessKey), fmt.Sprintf("%q %x", b.SecretAccessKey, b.SecretAccessKey), string(doc), logged.String()} {
		if strings.Contains(text, "hunter2") || strings.Contains(text, "68756e74657232") {
			t.Errorf("it says %s", text)
		}
	}
	if got := b.String(); got != "s3://films/a at https://cluster.example:9000" {
		t.Errorf("it is called %q", got)
	}
}

func TestUploadIDs(t *testing.T) {
	for _, in := range []store.UploadInput{
		{}, {Algorithm: store.CRC32, Type: store.Composite}, {Algorithm: store.CRC64NVME, Type: store.FullObject},
	} {
		id := idOf("2~a.b/c", &in)
		remote, read := readID(id)
		if remote != "2~a.b/c" || read.Algorithm != in.Algorithm || read.Type != in.Type {
			t.Errorf("%q is %q, %+v", id, remote, read)
		}
	}
	for _, bare := range []string{"", "abc", "CRC32", "CRC32.x", "CRC32.x.y", "MORE.COMPOSITE.y"} {
		if remote, in := readID(bare); remote != bare || in.Algorithm != "" {
			t.Errorf("%q is %q, %+v", bare, remote, in)
		}
	}
}

// TestTranslate: what a client did wrong is told apart from what is wrong between
// us and the cluster, which must never look like a refusal of its.
func TestTranslate(t *testing.T) {
	c := &client{Backend: &Backend{Bucket: "b", Endpoint: &url.URL{Scheme: "http", Host: "cluster"}}, bucket: "media"}
	get := &call{method: http.MethodGet, key: "k", header: http.Header{"If-Match": {`"x"`}}}
	tests := []struct {
		status int
		code   string
		kind   store.Kind
	}{
		{404, "NoSuchKey", store.NoSuchKey}, {404, "", store.NoSuchKey}, {404, "NoSuchUpload", store.NoSuchUpload},
		{412, "PreconditionFailed", store.PreconditionFailed}, {412, "", store.PreconditionFailed},
		{409, "ConditionalRequestConflict", store.ConditionalConflict}, {400, "InvalidPart", store.InvalidPart},
		{400, "BadDigest", store.ChecksumMismatch}, {400, "EntityTooSmall", store.PartTooSmall},
		{400, "InvalidArgument", store.Refused}, {409, "ExistingObjectIsDirectory", store.Refused},
		{503, "SlowDown", store.Refused}, {501, "NotImplemented", store.Refused},
		{403, "AccessDenied", store.Unavailable}, {403, "SignatureDoesNotMatch", store.Unavailable}, {403, "InvalidAccessKeyId", store.Unavailable},
		{403, "", store.Unavailable}, {401, "", store.Unavailable}, {400, "AuthorizationHeaderMalformed", store.Unavailable},
		{404, "NoSuchBucket", store.Unavailable}, {301, "PermanentRedirect", store.Unavailable}, {301, "", store.Unavailable},
		{500, "InternalError", store.Unavailable}, {502, "", store.Unavailable}, {503, "ServiceUnavailable", store.Unavailable},
	}
	for _, tt := range tests {
		err := c.translate(get, tt.status, &failure{Code: tt.code, Message: "m"})
		if store.KindOf(err) != tt.kind {
			t.Errorf("%d %s is %v, want %v", tt.status, tt.code, err, tt.kind)
		}
		if tt.kind == store.Unavailable && !strings.Contains(err.Error(), "s3://b at http://cluster of bucket media") {
			t.Errorf("%d %s: %v does not say which", tt.status, tt.code, err)
		}
	}
}
