package emulator_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// logFiles are the log files in a bucket: names and lines.
func logFiles(t *testing.T, c *s3.Client, bucket string) (names, lines []string) {
	t.Helper()
	list, err := c.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: &bucket})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list.Contents {
		names = append(names, *o.Key)
		got, err := c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: o.Key})
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		got.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			if i >= 2 {
				lines = append(lines, line)
			} else if !strings.HasPrefix(line, []string{"#Version: 1.0", "#Fields: date time x-edge-location "}[i]) {
				t.Errorf("%s begins with %q", *o.Key, line)
			}
		}
	}
	return names, lines
}

// TestAccessLogs asks for logs as one does on AWS, and gets them when an hour
// has passed.
func TestAccessLogs(t *testing.T) {
	r := start(t, "--empty")
	ctx := t.Context()
	buckets, edge := r.clients()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"clips", "locked"} {
		_, err := buckets.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name})
		must(err)
	}
	_, err := buckets.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("logs"), ObjectOwnership: s3types.ObjectOwnershipBucketOwnerPreferred})
	must(err)
	config := &cf.DistributionConfig{
		CallerReference: aws.String("logs"), Comment: aws.String(""), Enabled: aws.Bool(true),
		Origins: &cf.Origins{Quantity: aws.Int32(1), Items: []cf.Origin{{Id: aws.String("clips"),
			DomainName: aws.String("clips.s3.us-east-1.amazonaws.com"), S3OriginConfig: &cf.S3OriginConfig{OriginAccessIdentity: aws.String("")}}}},
		DefaultCacheBehavior: &cf.DefaultCacheBehavior{TargetOriginId: aws.String("clips"), ViewerProtocolPolicy: cf.ViewerProtocolPolicyAllowAll,
			CachePolicyId: aws.String("658327ea-f89d-4fab-a63d-7e88639e58f6")},
		Logging: &cf.LoggingConfig{Enabled: aws.Bool(true), IncludeCookies: aws.Bool(false), Prefix: aws.String("cdn/")},
	}
	for bucket, want := range map[string]string{
		"nowhere.s3.amazonaws.com": "doesn't exist: nowhere.s3.amazonaws.com",
		"locked.s3.amazonaws.com":  "does not enable ACL access: locked.s3.amazonaws.com",
		"logs":                     "does not refer to a valid S3 bucket",
	} {
		config.Logging.Bucket = &bucket
		_, err := edge.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: config})
		if code(err) != "InvalidArgument" || !strings.Contains(err.Error(), want) {
			t.Errorf("logs to %s: %v", bucket, err)
		}
	}
	config.Logging.Bucket = aws.String("logs.s3.amazonaws.com")
	made, err := edge.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: config})
	must(err)
	rights, err := buckets.GetBucketAcl(ctx, &s3.GetBucketAclInput{Bucket: aws.String("logs")})
	must(err)
	if n := len(rights.Grants); n != 2 || !strings.HasPrefix(*rights.Grants[n-1].Grantee.ID, "c4c1ede66af5") || rights.Grants[n-1].Permission != "FULL_CONTROL" {
		t.Errorf("the bucket's rights: %+v", rights.Grants)
	}

	path := 0
	ask := func() {
		path++
		r.send("GET", fmt.Sprintf("http://%s/%d?q=1", r.Addresses().Edge, path), *made.Distribution.DomainName, "")
	}
	// logged waits for n lines: a request is logged when its answer has left.
	logged := func(n int) (names, lines []string) {
		eventually(t, fmt.Sprintf("%d lines in the log", n), func() bool {
			r.console(200, "POST", "/api/clock", `{"advance":"3600s"}`)
			names, lines = logFiles(t, buckets, "logs")
			return len(lines) == n
		})
		return names, lines
	}
	ask()
	ask()
	names, lines := logged(2)
	for _, name := range names {
		if !regexp.MustCompile(`^cdn/` + *made.Distribution.Id + `\.\d{4}-\d\d-\d\d-\d\d\.[0-9a-f]{8}\.gz$`).MatchString(name) {
			t.Errorf("a file is called %s", name)
		}
	}
	for _, line := range lines {
		if fields := strings.Split(line, "\t"); len(fields) != 33 || fields[5] != "GET" || fields[8] != "403" || fields[11] != "q=1" || fields[13] != "Error" {
			t.Errorf("line %q", line)
		}
	}

	// Who takes the right away gets no more logs, and is not told.
	_, err = buckets.PutBucketAcl(ctx, &s3.PutBucketAclInput{Bucket: aws.String("logs"), ACL: s3types.BucketCannedACLPrivate})
	must(err)
	ask()
	r.console(200, "POST", "/api/clock", `{"advance":"3600s"}`)
	logged(2)

	// An update asks for the bucket again, and puts the right back.
	got, err := edge.GetDistributionConfig(ctx, &cloudfront.GetDistributionConfigInput{Id: made.Distribution.Id})
	must(err)
	got.DistributionConfig.Comment = aws.String("again")
	updated, err := edge.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: made.Distribution.Id, IfMatch: got.ETag, DistributionConfig: got.DistributionConfig})
	must(err)
	ask()
	logged(3)

	// Off, the destination is forgotten.
	got.DistributionConfig.Logging.Enabled = aws.Bool(false)
	off, err := edge.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: made.Distribution.Id, IfMatch: updated.ETag, DistributionConfig: got.DistributionConfig})
	must(err)
	if l := off.Distribution.DistributionConfig.Logging; *l.Enabled || *l.Bucket != "" || *l.Prefix != "" {
		t.Errorf("logging off: %+v", l)
	}
	ask()
	logged(3)
}

// What AWS prints of a distribution that logs serves as a seed: its bucket is
// made, or made ready.
func TestSeededAccessLogs(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	distribution := func(bucket string) string {
		return `{"CallerReference":"x","Comment":"","Enabled":true,"Origins":{"Quantity":1,"Items":[{"Id":"o","DomainName":"media.s3.amazonaws.com","S3OriginConfig":{"OriginAccessIdentity":""}}]},
			"DefaultCacheBehavior":{"TargetOriginId":"o","ViewerProtocolPolicy":"allow-all","CachePolicyId":"658327ea-f89d-4fab-a63d-7e88639e58f6"},
			"Logging":{"Enabled":true,"IncludeCookies":false,"Bucket":"` + bucket + `","Prefix":""}}`
	}
	write("a.json", distribution("media.s3.amazonaws.com"))
	write("b.json", strings.Replace(distribution("fresh.s3.eu-west-1.amazonaws.com"), `"x"`, `"y"`, 1))
	write("seed.yaml", "buckets: [{name: media}]\ndistributions:\n  - {id: EA, config: a.json}\n  - {id: EB, config: b.json}\n")
	r := start(t, "--config", filepath.Join(dir, "seed.yaml"))
	buckets, _ := r.clients()
	for id, bucket := range map[string]string{"ea": "media", "eb": "fresh"} {
		r.send("GET", "http://"+r.Addresses().Edge+"/a", id+".cloudfront.localhost", "")
		eventually(t, "a line in "+bucket, func() bool {
			r.console(200, "POST", "/api/clock", `{"advance":"3600s"}`)
			_, lines := logFiles(t, buckets, bucket)
			return len(lines) == 1
		})
	}
	r.console(204, "POST", "/api/reset", "")
	if names, _ := logFiles(t, buckets, "fresh"); len(names) != 0 {
		t.Errorf("after a reset: %q", names)
	}
}
