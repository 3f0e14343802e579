package sigv4

import (
	"errors"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
)

// Whatever a request claims, nobody is let in without the secret, and every
// refusal is one of ours.
func FuzzVerify(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00", "", "20261123T120000Z", "/a%2Fb")
	f.Add("AWS4-HMAC-SHA256 Credential=,SignedHeaders=;,Signature==", "uploads", "", "//..")
	f.Add("AWS4-ECDSA-P256-SHA256 Credential=test/20261123/cloudfront-keyvaluestore/aws4_request, SignedHeaders=x-amz-region-set, Signature=30", "", "20261123T120000Z", "/key-value-stores/a")
	f.Add("AWS test:sig", "", "Mon, 23 Nov 2026 12:00:00 GMT", "/")
	f.Add("", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261123T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00", "", "/k")
	f.Add("", "AWSAccessKeyId=test&Signature=x&Expires=1795435260&acl", "", "/media")
	f.Add("", "X-Amz-Signature=%zz&=&;;&+", "", "/%00")
	f.Fuzz(func(t *testing.T, authorization, rawQuery, date, path string) {
		u, err := url.ParseRequestURI("/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return
		}
		r := httptest.NewRequest("PUT", "http://localhost:4566/", strings.NewReader("x"))
		r.URL.Path, r.URL.RawPath, r.URL.RawQuery = u.Path, u.RawPath, rawQuery
		r.Header.Set("X-Amz-Content-Sha256", payloadUnsigned)
		for name, value := range map[string]string{"Authorization": authorization, "X-Amz-Date": date} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		r.Header.Set(regionSetHeader, "*")
		Scope(r)
		for _, service := range []string{ServiceS3, "cloudfront", kvs} {
			v := noonVerifier().ForService(service)
			if service == kvs {
				v = noonVerifier().ForRegionSet(kvs, "us-east-1")
			}
			id, err := v.Verify(r)
			var e *Error
			switch {
			case err == nil && !id.Anonymous:
				t.Fatalf("let in: %+v", id)
			case err == nil && (service != ServiceS3 || authorization != ""):
				t.Fatal("taken for anonymous")
			case err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Status < 400 || e.Status > 599):
				t.Fatalf("error %#v", err)
			}
		}
	})
}

// Canonical forms are fixed points, and forms of the same thing have the same.
func FuzzCanonical(f *testing.F) {
	for _, key := range awkwardKeys {
		f.Add("/"+url.PathEscape(key), "prefix="+url.QueryEscape(key)+"&delimiter=/")
	}
	f.Add("/a%2fb", "a=2&a=1&b")
	f.Fuzz(func(t *testing.T, path, rawQuery string) {
		canonical := string(appendCanonicalPath(nil, path))
		if again := string(appendCanonicalPath(nil, canonical)); again != canonical {
			t.Errorf("path %q: %q, then %q", path, canonical, again)
		}
		query := string(parseQuery(rawQuery).appendCanonical(nil))
		if again := string(parseQuery(query).appendCanonical(nil)); again != query {
			t.Errorf("query %q: %q, then %q", rawQuery, query, again)
		}
		normal := string(appendNormalizedPath(nil, path))
		if strings.Contains(normal, "//") || strings.Contains(normal, "/../") || !strings.HasPrefix(normal, "/") {
			t.Errorf("path %q normalised to %q", path, normal)
		}
	})
}

// The decoder gives what a body of its own making would, however it is cut,
// and nothing beyond the stated length.
func FuzzChunks(f *testing.F) {
	for _, tt := range bodyCases() {
		if tt.r.Header.Get("X-Amz-Content-Sha256") == payloadUnsignedTrailer {
			body, _ := io.ReadAll(tt.r.Body)
			f.Add(string(body), int64(len(tt.body)), tt.r.Header.Get("X-Amz-Trailer") != "")
		}
	}
	f.Fuzz(func(t *testing.T, body string, length int64, trailer bool) {
		if length < 0 {
			return
		}
		var announced []string
		if trailer {
			announced = []string{crcTrailer}
		}
		read := func(r io.Reader) (string, *chunkReader, error) {
			c := newChunkReader(r, length, nil, announced)
			data, err := io.ReadAll(c)
			return string(data), c, err
		}
		data, c, err := read(strings.NewReader(body))
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("error of type %T: %v", err, err)
		}
		if int64(len(data)) > length || err == nil && int64(len(data)) != length {
			t.Fatalf("%d bytes of %d, %v", len(data), length, err)
		}
		slow, _, slowErr := read(iotest.OneByteReader(strings.NewReader(body)))
		if slow != data || (slowErr == nil) != (err == nil) {
			t.Fatalf("byte by byte: %q, %v; at once: %q, %v", slow, slowErr, data, err)
		}
		if err == nil && trailer {
			again, _, err := read(strings.NewReader(reframe(data, crcTrailer+":"+c.trailer[crcTrailer]+"\r\n")))
			if err != nil || again != data {
				t.Fatalf("framed again: %q, %v", again, err)
			}
		}
	})
}

func reframe(data, trailer string) string {
	if data == "" {
		return unsigned(trailer)
	}
	return unsigned(trailer, data)
}

// A trailer section is taken as announced or not at all.
func FuzzTrailer(f *testing.F) {
	f.Add(crcTrailer+":"+crcHello+"\r\n\r\n", crcTrailer)
	f.Add("a:b\n\r\nc:d\r\n\r\n", "a,c")
	f.Add("\r\n", "")
	f.Fuzz(func(t *testing.T, section, names string) {
		announced := splitTrailers(map[string][]string{"X-Amz-Trailer": {names}})
		c := newChunkReader(strings.NewReader(section), 0, nil, announced)
		err := c.readTrailer()
		var e *Error
		switch {
		case err != nil && !errors.As(err, &e):
			t.Fatalf("error of type %T: %v", err, err)
		case err == nil && len(c.trailer) != len(announced):
			t.Fatalf("announced %q, got %q", announced, c.trailer)
		}
		for _, name := range announced {
			if _, ok := c.trailer[name]; err == nil && !ok {
				t.Fatalf("announced %q, got %q", announced, c.trailer)
			}
		}
	})
}
