package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Who signs.
const accessKey, secretKey = "test", "test"

const bucketName = "bench"

// objects compares GET and PUT by presigned URLs, and preflights, asked for by
// wrk: the emulator with objects in memory, with objects in files that are
// synced before it answers, and the peer with objects in files that are not.
func objects(ctx context.Context, s *settings) error {
	if _, err := installed("wrk", "wrk"); s.leftOut("all of it", err) {
		return nil
	}
	dir, err := os.MkdirTemp("", "crossfront-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	e, err := startEmulator(ctx, s.binary, "--empty", "--credentials="+accessKey+":"+secretKey)
	if err != nil {
		return err
	}
	defer e.stop()
	onDisk, err := startEmulator(ctx, s.binary, "--empty", "--credentials="+accessKey+":"+secretKey, "--data-dir="+filepath.Join(dir, "data"))
	if err != nil {
		return err
	}
	defer onDisk.stop()
	list := []*service{
		newService("emulator, memory", e.aws, e.pid()),
		newService("emulator --data-dir", onDisk.aws, onDisk.pid()),
	}
	p, err := startVersitygw(ctx, dir)
	if err == nil {
		defer p.stop()
		list = append(list, newService(p.name, p.address, p.cmd.Process.Pid))
	} else if !s.leftOut("the peer", err) {
		return err
	}
	for _, one := range list {
		if err := one.prepare(ctx); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return compareObjects(ctx, s, list)
}

func compareObjects(ctx context.Context, s *settings, list []*service) error {
	for _, size := range [...]struct {
		name        string
		bytes       int
		connections int
	}{{"1 KB", 1 << 10, 16}, {"64 KB", 64 << 10, 16}, {"8 MB", 8 << 20, 4}} {
		for _, ask := range [...]struct {
			name string
			load func(*service, context.Context, int) (*load, error)
		}{{"PUT", (*service).putting}, {"GET", (*service).getting}} {
			contenders := make([]contender, len(list))
			for i, one := range list {
				l, err := ask.load(one, ctx, size.bytes)
				if err != nil {
					return err
				}
				l.connections = size.connections
				contenders[i] = contender{one.name, one.pid, func(ctx context.Context) (result, error) { return l.run(ctx, s.seconds) }}
			}
			if err := contest(ctx, s, ask.name+" "+size.name, contenders); err != nil {
				return err
			}
		}
	}
	contenders := make([]contender, len(list))
	for i, one := range list {
		l := one.preflighting()
		contenders[i] = contender{one.name, one.pid, func(ctx context.Context) (result, error) { return l.run(ctx, s.seconds) }}
	}
	return contest(ctx, s, "preflight", contenders)
}

// A service is an S3 server with a client of its own.
type service struct {
	name, address string
	pid           int
	client        *s3.Client
}

func newService(name, address string, pid int) *service {
	return &service{name: name, address: address, pid: pid, client: s3.New(s3.Options{
		BaseEndpoint: aws.String("http://" + address), UsePathStyle: true, Region: "us-east-1",
		Credentials:                credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
	})}
}

// prepare makes the bucket, with a rule that lets a page upload.
func (s *service) prepare(ctx context.Context) error {
	if _, err := s.client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(bucketName)}); err != nil {
		return err
	}
	_, err := s.client.PutBucketCors(ctx, &s3.PutBucketCorsInput{
		Bucket: aws.String(bucketName),
		CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{{
			AllowedOrigins: []string{"http://localhost:3000"}, AllowedMethods: []string{"GET", "PUT"},
			AllowedHeaders: []string{"*"}, MaxAgeSeconds: aws.Int32(600),
		}}},
	})
	return err
}

func presignFor(o *s3.PresignOptions) { o.Expires = time.Hour }

// putting uploads an object of that size again and again.
func (s *service) putting(ctx context.Context, size int) (*load, error) {
	signed, err := s3.NewPresignClient(s.client).PresignPutObject(ctx,
		&s3.PutObjectInput{Bucket: aws.String(bucketName), Key: aws.String(fmt.Sprint(size))}, presignFor)
	if err != nil {
		return nil, err
	}
	return &load{url: signed.URL, script: putScript, args: []string{fmt.Sprint(size)}}, nil
}

const putScript = `function init(args)
  wrk.method = "PUT"
  wrk.body = string.rep("x", tonumber(args[1]))
end
`

// getting downloads the object that is there after putting.
func (s *service) getting(ctx context.Context, size int) (*load, error) {
	key := aws.String(fmt.Sprint(size))
	body := strings.NewReader(strings.Repeat("x", size))
	if _, err := s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucketName), Key: key, Body: body}); err != nil {
		return nil, err
	}
	signed, err := s3.NewPresignClient(s.client).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucketName), Key: key}, presignFor)
	if err != nil {
		return nil, err
	}
	return &load{url: signed.URL}, nil
}

// preflighting asks as a browser does before an upload.
func (s *service) preflighting() *load {
	return &load{url: "http://" + s.address + "/" + bucketName + "/1024", connections: 16, script: preflightScript}
}

const preflightScript = `wrk.method = "OPTIONS"
wrk.headers["Origin"] = "http://localhost:3000"
wrk.headers["Access-Control-Request-Method"] = "PUT"
wrk.headers["Access-Control-Request-Headers"] = "content-type,x-amz-date"
`
