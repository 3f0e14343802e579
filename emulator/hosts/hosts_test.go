package hosts

import "testing"

func TestParseS3(t *testing.T) {
	tests := []struct {
		host string
		want S3
		ok   bool
	}{
		{"s3.amazonaws.com", S3{}, true},
		{"s3.eu-west-1.amazonaws.com", S3{Region: "eu-west-1"}, true},
		{"s3-eu-west-1.amazonaws.com", S3{Region: "eu-west-1"}, true},
		{"s3.localhost:4566", S3{}, true},
		{"media.s3.localhost:4566", S3{Bucket: "media"}, true},
		{"Media.S3.LOCALHOST:4566", S3{Bucket: "media"}, true},
		{"media.s3.us-east-1.localhost", S3{Bucket: "media", Region: "us-east-1"}, true},
		{"a.b.c.s3.us-gov-east-1.amazonaws.com.", S3{Bucket: "a.b.c", Region: "us-gov-east-1"}, true},
		{"media.s3.dualstack.eu-west-1.amazonaws.com", S3{Bucket: "media", Region: "eu-west-1"}, true},
		{"media.s3.cn-north-1.amazonaws.com.cn", S3{Bucket: "media", Region: "cn-north-1"}, true},
		{"media.s3-accelerate.amazonaws.com", S3{Bucket: "media"}, true},
		{"media.s3-website.eu-west-1.localhost:4566", S3{Bucket: "media", Region: "eu-west-1", Website: true}, true},
		{"media.s3-website-eu-west-1.amazonaws.com", S3{Bucket: "media", Region: "eu-west-1", Website: true}, true},
		{"s3.s3.localhost", S3{Bucket: "s3"}, true},
		{"a.s3.b.s3.eu-west-1.localhost", S3{Bucket: "a.s3.b", Region: "eu-west-1"}, true},
		{"localhost:4566", S3{}, false},
		{"media.localhost", S3{}, false},
		{"s3.example.com", S3{}, false},
		{"e1.cloudfront.localhost", S3{}, false},
		{"s3-website.eu-west-1.localhost", S3{}, false},
		{"media.s3-website.localhost", S3{}, false},
		{"media.s3.not-a-region.amazonaws.com", S3{}, false},
		{"[::1]:4566", S3{}, false},
		{"", S3{}, false},
	}
	for _, tt := range tests {
		got, ok := ParseS3(tt.host)
		if got != tt.want || ok != tt.ok {
			t.Errorf("ParseS3(%q) = %+v, %v; want %+v, %v", tt.host, got, ok, tt.want, tt.ok)
		}
	}
}

func TestParseDistribution(t *testing.T) {
	tests := []struct {
		host string
		want Distribution
		ok   bool
	}{
		{"e1.cloudfront.localhost:8080", Distribution{Name: "e1"}, true},
		{"E1.CloudFront.net", Distribution{Name: "e1"}, true},
		{"e1.nrt20.cloudfront.localhost", Distribution{Name: "e1", POP: "NRT20"}, true},
		{"a.b.c.cloudfront.localhost", Distribution{}, false},
		{"cloudfront.localhost", Distribution{}, false},
		{"localhost", Distribution{}, false},
	}
	for _, tt := range tests {
		got, ok := ParseDistribution(tt.host)
		if got != tt.want || ok != tt.ok {
			t.Errorf("ParseDistribution(%q) = %+v, %v; want %+v, %v", tt.host, got, ok, tt.want, tt.ok)
		}
	}
}

func TestIsPlain(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost:8080": true, "127.0.0.1:8080": true, "[::1]:8080": true, "emulator": true,
		"app.example.com": false, "e1.cloudfront.localhost": false, "": false,
	} {
		if got := IsPlain(host); got != want {
			t.Errorf("IsPlain(%q) = %v, want %v", host, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"media.s3.localhost:4566", "[::1]", "a..s3..localhost", "e1.pop.cloudfront.net"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if s, ok := ParseS3(host); ok && s.Website && s.Bucket == "" {
			t.Errorf("ParseS3(%q): a website without a bucket", host)
		}
		if d, ok := ParseDistribution(host); ok && d.Name == "" && d.POP == "" {
			t.Errorf("ParseDistribution(%q): a distribution without a name", host)
		}
	})
}
