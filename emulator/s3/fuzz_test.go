package s3

import (
	"strings"
	"testing"

	"crossfront/emulator/s3/store"
)

func FuzzToken(f *testing.F) {
	for _, key := range []string{"", "a", "b/", "line\nfeed", "😀", strings.Repeat("k", 1024)} {
		f.Add(newToken(key), key)
	}
	f.Add("1", "")
	f.Add("nonsense", "\xff")
	f.Fuzz(func(t *testing.T, token, key string) {
		if got, ok := parseToken(newToken(key)); !ok || got != key {
			t.Errorf("%q comes back as %q, %v", key, got, ok)
		}
		// What is accepted is what we would give out.
		if last, ok := parseToken(token); ok && strings.TrimRight(token, "\r\n") == token && !strings.ContainsAny(token, "\r\n") && newToken(last) != token {
			t.Errorf("%q is taken for %q, whose token is %q", token, last, newToken(last))
		}
	})
}

func FuzzRange(f *testing.F) {
	for _, header := range []string{"bytes=0-3", "bytes=3-", "bytes=-2", "bytes=5-2", "bytes=-0", "bytes=", "bytes=-", "bytes=0-1,3-4", "items=0-1", "bytes=99999999999999999999-", "bytes=+1-2", "bytes= 1-2", ""} {
		for _, size := range []int64{0, 1, 10, 1 << 40} {
			f.Add(header, size)
		}
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 0 {
			return
		}
		s, ok, satisfiable := parseRange(header, size)
		if ok && satisfiable && (s.offset < 0 || s.length <= 0 || s.offset+s.length > size || !s.partial) {
			t.Errorf("%q of %d bytes is %+v", header, size, s)
		}
		if _, err := copySpan(header, size); err == nil && header != "" && !(ok && satisfiable) {
			t.Errorf("%q of %d bytes is good enough for a copy only", header, size)
		}
	})
}

func FuzzCopySource(f *testing.F) {
	for _, header := range []string{"b/k", "/b/k", "b/a%2Fb", "b/%zz", "b", "b/", "/", "b/k?versionId=null", "b/k?versionId=x", "arn:aws:s3:::b/k", "b//k", "b/../k"} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		bucket, ref, err := parseSource(header)
		if err == nil && (bucket == "" || ref.Key == "" || strings.Contains(bucket, "/") || ref.VersionID != "" && !store.IsVersionID(ref.VersionID)) {
			t.Errorf("%q is bucket %q, object %q", header, bucket, ref)
		}
	})
}

func FuzzContentEncoding(f *testing.F) {
	for _, encoding := range []string{"", "gzip", "aws-chunked", "aws-chunked,gzip", "gzip, AWS-Chunked", " aws-chunked , br", ","} {
		f.Add(encoding)
	}
	f.Fuzz(func(t *testing.T, encoding string) {
		for part := range strings.SplitSeq(withoutAWSChunked(encoding), ",") {
			if strings.EqualFold(strings.TrimSpace(part), "aws-chunked") {
				t.Errorf("%q keeps it", encoding)
			}
		}
	})
}

func TestBucketNames(t *testing.T) {
	for name, want := range map[string]bool{
		"media": true, "my.bucket": true, "a-b": true, "abc": true, "123": true, strings.Repeat("a", 63): true,
		"ab": false, strings.Repeat("a", 64): false, "Media": false, "my_bucket": false, "-abc": false, "abc-": false, ".abc": false,
		"a..b": false, "192.168.5.4": false, "xn--abc": false, "sthree-abc": false, "abc-s3alias": false, "abc--ol-s3": false, "abc.mrap": false, "abc--x-s3": false,
	} {
		if got := validBucketName(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
