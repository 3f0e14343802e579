package sigv4

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// sends is the HTTP client of an SDK whose requests arrive as they would over
// a socket.
type sends func(*http.Request)

func (f sends) Do(r *http.Request) (*http.Response, error) {
	var wire bytes.Buffer
	if err := r.Write(&wire); err != nil {
		return nil, err
	}
	got, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		return nil, err
	}
	f(got)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}, nil
}

// Whatever the key, the prefix and the metadata: what AWS's SDK signs has the
// canonical form that we give it, and nothing else has.
func FuzzSDK(f *testing.F) {
	for i, key := range awkwardKeys {
		f.Add(key, awkwardKeys[len(awkwardKeys)-1-i], "a  value, "+strings.TrimSpace(key))
	}
	f.Add("k", "%zz;&=+", " \xc3\xa9\t x ")
	f.Fuzz(func(t *testing.T, key, prefix, value string) {
		if key == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return // not sent
		}
		v := NewVerifier(testKeys(), fixed(time.Now()))
		arrived := 0
		check := func(r *http.Request) {
			arrived++
			if id, err := v.Verify(r); err != nil || id.Anonymous {
				t.Fatalf("%s %s: %+v, %v", r.Method, r.RequestURI, id, err)
			}
			r.URL.Path, r.URL.RawPath = r.URL.Path+"x", ""
			if _, err := v.Verify(r); codeOf(err) != "SignatureDoesNotMatch" {
				t.Fatalf("%s %s, changed: %v", r.Method, r.RequestURI, err)
			}
		}
		ctx, bucket := context.Background(), "media"
		client := s3.New(s3.Options{BaseEndpoint: aws.String("http://localhost:4566"), Region: "us-east-1", UsePathStyle: true, RetryMaxAttempts: 1,
			Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), HTTPClient: sends(check)})
		client.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader("x"), Metadata: map[string]string{"k": value}})
		client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix, Delimiter: &key})
		presigned, err := s3.NewPresignClient(client).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key, ResponseContentType: &prefix})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest(presigned.Method, presigned.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sends(check).Do(r); err != nil || arrived != 3 {
			t.Fatalf("%d requests arrived, %v", arrived, err)
		}
	})
}

// Signed chunks are decoded to what was signed, and with any byte changed they
// are refused, or mean the same.
func FuzzSignedChunks(f *testing.F) {
	f.Add("hello", true, uint32(0), byte('x'))
	f.Add("", false, uint32(3), byte(';'))
	f.Add("ten bytes.", false, uint32(8300), byte('A'))
	f.Fuzz(func(t *testing.T, data string, trailing bool, at uint32, with byte) {
		seed := func() *chain {
			return &chain{key: deriveKey("test", &scope{date: "20261123", region: "r", service: "s3"}), accessKeyID: "test", prefix: "t\ns\n", previous: "seed"}
		}
		chunks := []string{strings.Repeat("x", minChunk), data}
		if data == "" {
			chunks = chunks[:1]
		}
		var announced []string
		trailer := ""
		if trailing {
			announced, trailer = []string{crcTrailer}, crcTrailer+":"+crcHello
		}
		want := strings.Join(chunks, "")
		body := []byte(signChunks(seed(), trailer, chunks...))
		read := func() (string, error) {
			got, err := io.ReadAll(newChunkReader(bytes.NewReader(body), int64(len(want)), seed(), announced))
			return string(got), err
		}
		if got, err := read(); err != nil || got != want {
			t.Fatalf("%d bytes of %d, %v", len(got), len(want), err)
		}
		body[int(at)%len(body)] = with
		if got, err := read(); err == nil && got != want {
			t.Fatalf("byte %d made %q: %q is taken", int(at)%len(body), with, got)
		}
	})
}
