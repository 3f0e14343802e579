package emulatortest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
	"crossfront/emulator/emulatortest"
)

// A bucket and a distribution in front of it, as production has them.
const seed = `
buckets:
  - {name: media, objects: [{from: testdata}]}
distributions:
  - {id: E1EXAMPLE, aliases: [cdn.example.com], origin: "s3://media", behavior: {originRequestPolicy: CORS-S3Origin}}
`

// player is the page's request for the playlist.
func player() *browser.Page {
	return &browser.Page{Origin: "https://app.example.com", URL: "https://cdn.example.com/vod/index.m3u8"}
}

// TestPlayerIsAllowed: once the rules are there, and what the edge had stored before
// is gone.
func TestPlayerIsAllowed(t *testing.T) {
	t.Parallel()
	server := emulatortest.StartSeed(t, seed)
	server.ExpectBlocked(t, player(), "NO-CORS-CONFIG")
	server.Visit(t, fetch.Chromium, player()) // somebody watched it before

	allowApp(t, server.Endpoint) // the code under test
	server.ExpectBlocked(t, player(), "cache")
	server.Invalidate(t, "/vod/*")
	server.ExpectAllowed(t, player())
}

func allowApp(t *testing.T, endpoint string) {
	client := s3.New(s3.Options{
		BaseEndpoint: &endpoint, Region: "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider(emulatortest.AccessKeyID, emulatortest.SecretAccessKey, ""),
	})
	_, err := client.PutBucketCors(t.Context(), &s3.PutBucketCorsInput{
		Bucket: aws.String("media"),
		CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{{
			AllowedOrigins: []string{"https://app.example.com"}, AllowedMethods: []string{"GET", "HEAD"},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExpectations(t *testing.T) {
	emulatortest.Check(t, "testdata/cors.suite.yaml")
	emulatortest.Check(t, "../../examples/ci/seed/cors.suite.yaml")
}
