package sigv4

import (
	"net/http"
	"testing"
	"time"
)

// The examples of
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html with
// the signatures that are published there.
func TestPublishedVersion2(t *testing.T) {
	const bucket, endpoint = "awsexamplebucket1.s3.us-west-1.amazonaws.com", "s3.us-west-1.amazonaws.com"
	tests := []struct {
		name, method, host, target, date, signature string
		header                                      []string
	}{
		{"get", "GET", bucket, "/photos/puppy.jpg", "Tue, 27 Mar 2007 19:36:42 +0000", "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=", nil},
		{"put", "PUT", bucket, "/photos/puppy.jpg", "Tue, 27 Mar 2007 21:15:45 +0000", "iqRzw+ileNPu1fhspnRs8nOjjIA=", []string{"Content-Type", "image/jpeg"}},
		{"list", "GET", bucket, "/?prefix=photos&max-keys=50&marker=puppy", "Tue, 27 Mar 2007 19:42:41 +0000", "m0WP8eCtspQl5Ahe6L1SozdX9YA=", nil},
		{"fetch", "GET", bucket, "/?acl", "Tue, 27 Mar 2007 19:44:46 +0000", "82ZHiFIjc+WbcwFKGUVEQspPn+0=", nil},
		{"delete", "DELETE", endpoint, "/awsexamplebucket1/photos/puppy.jpg", "Tue, 27 Mar 2007 21:20:26 +0000", "XbyTlbQdu9Xw5o8P4iMwPktxQd8=", []string{"User-Agent", "dotnet"}},
		{"list buckets", "GET", endpoint, "/", "Wed, 28 Mar 2007 01:29:59 +0000", "qGdzdERIC03wnaRNKh6OqZehG9s=", nil},
		{"unicode", "GET", endpoint, "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re", "Wed, 28 Mar 2007 01:49:49 +0000", "DNEZGsoieTZ92F3bUfSPQcbGmlM=", nil},
	}
	for _, tt := range tests {
		at, err := time.Parse(time.RFC1123Z, tt.date)
		if err != nil {
			t.Fatal(err)
		}
		r := request(t, tt.method, tt.target, append(tt.header, "Host", tt.host, "Date", tt.date,
			"Authorization", "AWS AKIAIOSFODNN7EXAMPLE:"+tt.signature)...)
		id, err := exampleVerifier(at.UTC().Format(timeLayout)).Verify(r)
		if err != nil || !id.Version2 || id.Presigned || id.AccountID != "123456789012" || !id.Time.Equal(at) {
			t.Errorf("%s: %+v, %v", tt.name, id, err)
		}
	}
}

// TestVersion2Header: what botocore 1.43.11 signed at noon, and what is made
// of it (AWSAccessKeyId test, secret test).
func TestVersion2Header(t *testing.T) {
	const stamp, get = "Mon, 23 Nov 2026 12:00:00 GMT", "CYOeIAAZVST/AS0Djixf56V92a0="
	tests := []struct {
		method, target, signature, want string
		header                          []string
	}{
		{"GET", "/media/vod/a%20b%2Bc%3D%C3%A9.m3u8", "test:XqQCgVA9t+EgGzUFtH36bUJiRco=", "", nil},
		{"PUT", "/media/a", "test:J5riqMRWo0lu7BwvHVlX/8R3KpY=", "", []string{"Content-Type", "video/mp2t",
			"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", "x-amz-acl", "private", "x-amz-meta-k", "v", "x-amz-meta-K2", "a, b"}},
		{"PUT", "/media/a?partNumber=1&uploadId=u%2F1", "test:e5yg8e88udOHTAqxRhsggdB8Ugg=", "", []string{"x-amz-checksum-crc32", "AAAAAA=="}},
		{"GET", "/media?list-type=2&prefix=x", "test:8a97aoi9KobMnKTGag2J58aLiy8=", "", nil},
		{"GET", "/?cors", "test:+m1nRutQDaP0hKpCQddmC4sKl7s=", "", []string{"Host", "media.s3.localhost:4566"}},
		{"GET", "/", "test:" + get, "", nil},
		{"GET", "/media/a", "test:fchnrjPFwyko6twCZoGaQQnTa4Y=", "", []string{"X-Amz-Security-Token", "tok"}},
		// x-amz-date stands for Date, whatever that says (signed by hand).
		{"GET", "/", "test:aKZO1BoRqxDcdL5GvEk8vRdarKg=", "", []string{"Date", "Mon, 01 Jan 2001 12:00:00 GMT", "X-Amz-Date", stamp}},

		{"GET", "/media/a", "test:" + get, "SignatureDoesNotMatch", nil},
		{"GET", "/", "test:" + get, "SignatureDoesNotMatch", []string{"X-Amz-Acl", "private"}},
		{"GET", "/", "test:" + get, "SignatureDoesNotMatch", []string{"Date", "Mon, 23 Nov 2026 12:00:01 GMT"}},
		{"GET", "/", "test:" + get, "RequestTimeTooSkewed", []string{"Date", "Mon, 23 Nov 2026 11:44:59 GMT"}},
		{"GET", "/", "test:" + get, "AccessDenied", []string{"Date", ""}},
		{"GET", "/", "toast:" + get, "InvalidAccessKeyId", nil},
		{"GET", "/", "seed_signature", "InvalidArgument", nil},
	}
	for _, tt := range tests {
		r := request(t, tt.method, tt.target, "Host", "localhost:4566", "Date", stamp, "Authorization", "AWS "+tt.signature)
		for i := 0; i < len(tt.header); i += 2 {
			if r.Header.Set(tt.header[i], tt.header[i+1]); tt.header[i] == "Host" {
				r.Host = tt.header[i+1]
			}
		}
		v := noonVerifier()
		if id, err := v.Verify(r); codeOf(err) != tt.want || err == nil && (!id.Version2 || id.SessionToken != r.Header.Get("X-Amz-Security-Token")) {
			t.Errorf("%s %s %s: %+v, %v; want %q", tt.method, tt.target, tt.signature, id, err, tt.want)
		}
		if _, err := v.WithVersion2(false).Verify(r); codeOf(err) != "InvalidRequest" {
			t.Errorf("switched off: %v", err)
		}
	}
	r := request(t, http.MethodGet, "/", "Host", "localhost:4566", "Date", stamp, "Authorization", "AWS test:"+get)
	if _, err := noonVerifier().ForService("cloudfront").Verify(r); err == nil {
		t.Error("taken by CloudFront")
	}
}
