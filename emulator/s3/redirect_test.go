package s3_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"crossfront/emulator/s3"
	"crossfront/emulator/s3/store"
)

// abroad makes the buckets ireland, in eu-west-1, and frankfurt, in
// eu-central-1, with rules that let every origin in, and media in us-east-1.
func (s *service) abroad(t *testing.T) {
	t.Helper()
	for name, region := range map[string]string{"ireland": "eu-west-1", "frankfurt": "eu-central-1", "media": "us-east-1"} {
		if _, err := s.store.CreateBucket(t.Context(), store.BucketInput{Name: name, Region: region, Owner: account}); err != nil {
			t.Fatal(err)
		}
		s.setCORS(t, name, `[{"AllowedOrigins":["*"],"AllowedMethods":["GET","PUT","HEAD"],"AllowedHeaders":["*"]}]`)
		s.put(t, name, "k", "x")
	}
}

// TestPermanentRedirect: a bucket at another region's endpoint, whoever asks
// for whatever. There is no Location, and nothing of CORS.
func TestPermanentRedirect(t *testing.T) {
	s := newService(t)
	s.abroad(t)
	for _, tt := range []struct {
		method, target, endpoint, bucket, region string
	}{
		{"GET", "http://ireland.s3.us-east-1.localhost/k", "ireland.s3-eu-west-1.localhost", "ireland", "eu-west-1"},
		{"GET", "http://ireland.s3.us-east-1.amazonaws.com/k", "ireland.s3-eu-west-1.amazonaws.com", "ireland", "eu-west-1"},
		{"GET", "http://frankfurt.s3.eu-west-1.localhost:4566/k", "frankfurt.s3.eu-central-1.localhost:4566", "frankfurt", "eu-central-1"},
		{"GET", "http://media.s3.dualstack.eu-west-1.localhost/k", "media.s3.localhost", "media", "us-east-1"},
		{"GET", "http://s3.eu-west-1.localhost/media/k", "s3.localhost", "media", "us-east-1"},
		{"GET", "http://s3.amazonaws.com/frankfurt/k", "s3.eu-central-1.amazonaws.com", "frankfurt", "eu-central-1"},
		{"HEAD", "http://ireland.s3.us-east-1.localhost/", "", "ireland", "eu-west-1"},
		{"PUT", "http://ireland.s3.us-east-1.localhost/new", "ireland.s3-eu-west-1.localhost", "ireland", "eu-west-1"},
		{"POST", "http://ireland.s3.us-east-1.localhost/", "ireland.s3-eu-west-1.localhost", "ireland", "eu-west-1"},
		{"OPTIONS", "http://ireland.s3.us-east-1.localhost/k", "ireland.s3-eu-west-1.localhost", "ireland", "eu-west-1"},
		{"DELETE", "http://ireland.s3.us-east-1.localhost/k?X-Amz-Signature=nonsense", "ireland.s3-eu-west-1.localhost", "ireland", "eu-west-1"},
	} {
		res := s.anonymous(t, tt.method, tt.target, "", "Origin: https://app.example", "Access-Control-Request-Method: GET")
		if res.status != http.StatusMovedPermanently || res.header.Get("x-amz-bucket-region") != tt.region {
			t.Errorf("%s %s: %d %v", tt.method, tt.target, res.status, res.header)
		}
		for _, name := range []string{"Location", "Vary", "Access-Control-Allow-Origin"} {
			if v := res.header.Get(name); v != "" {
				t.Errorf("%s %s: %s: %s", tt.method, tt.target, name, v)
			}
		}
		if tt.method == "HEAD" {
			continue
		}
		if i := strings.Index(res.body, "<Error>"); i < 0 || !strings.HasPrefix(res.body[i:], "<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint. "+
			"Please send all future requests to this endpoint.</Message><Endpoint>"+tt.endpoint+"</Endpoint><Bucket>"+tt.bucket+"</Bucket><RequestId>") {
			t.Errorf("%s %s: %s", tt.method, tt.target, res.body)
		}
	}
	if e := s.journal.last(t); !strings.Contains(e.S3.CORS.Why, "S3 sends clients of other regions there") {
		t.Errorf("journal: %q", e.S3.CORS.Why)
	}
	if keys := s.keys(t, "ireland"); len(keys) != 1 {
		t.Errorf("keys %q", keys)
	}
}

// TestPreflightWithoutOriginIsNotRedirected: it is refused before any bucket is
// looked at, so where the bucket is does not matter.
func TestPreflightWithoutOriginIsNotRedirected(t *testing.T) {
	s := newService(t)
	s.abroad(t)
	for _, headers := range [][]string{nil, {"Origin: "}, {"Access-Control-Request-Method: GET"}} {
		res := s.anonymous(t, "OPTIONS", "http://ireland.s3.us-east-1.localhost/k", "", headers...)
		if e := res.refused(t, 400, "BadRequest"); e["Message"] != "Insufficient information. Origin request header needed." {
			t.Errorf("%v: %v", headers, e)
		}
	}
}

// TestRightPlace: names without a region are every bucket's, and GetBucketLocation
// is answered everywhere.
func TestRightPlace(t *testing.T) {
	s := newService(t)
	s.abroad(t)
	for _, target := range []string{"/ireland/k", "http://ireland.localhost/k", "http://ireland.s3.localhost/k", "http://ireland.s3.amazonaws.com/k",
		"http://ireland.s3.eu-west-1.localhost/k", "http://ireland.s3-eu-west-1.localhost/k", "http://s3.eu-west-1.localhost/ireland/k", "http://s3.localhost/ireland/k"} {
		if res := s.anonymous(t, "OPTIONS", target, "", "Origin: https://app.example", "Access-Control-Request-Method: GET"); res.status != 200 {
			t.Errorf("preflight of %s: %d", target, res.status)
		}
		s.anonymous(t, "GET", target, "").refused(t, 403, "AccessDenied")
	}
	if res := s.call(t, "GET", "http://s3.us-east-1.localhost/ireland?location", ""); res.status != 200 || !strings.Contains(res.body, ">eu-west-1</LocationConstraint>") {
		t.Errorf("%d %s", res.status, res.body)
	}
	s.anonymous(t, "GET", "http://none.s3.eu-west-1.localhost/k", "").refused(t, 404, "NoSuchBucket")
}

// TestSignedRegion: at a name with a region only its signatures count; S3 says
// which it expects, in the document and for the bucket in a header too.
func TestSignedRegion(t *testing.T) {
	s := newService(t)
	s.abroad(t)
	const fault = "the region 'us-east-1' is wrong; expecting 'eu-west-1'"
	res := s.call(t, "GET", "http://ireland.s3.eu-west-1.localhost/k", "", "Origin: https://app.example")
	if e := res.refused(t, 400, "AuthorizationHeaderMalformed"); e["Message"] != "The authorization header is malformed; "+fault || e["Region"] != "eu-west-1" ||
		res.header.Get("x-amz-bucket-region") != "eu-west-1" || res.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%v %v", e, res.header)
	}
	if res := s.call(t, "HEAD", "http://ireland.s3.eu-west-1.localhost/", ""); res.status != 400 || res.header.Get("x-amz-bucket-region") != "eu-west-1" {
		t.Errorf("HEAD: %d %v", res.status, res.header)
	}
	s.call(t, "GET", "http://s3.eu-west-1.localhost/", "").refused(t, 400, "AuthorizationHeaderMalformed")
	req, err := http.NewRequest("GET", "http://ireland.s3.eu-west-1.localhost/k", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.presign(t, req, "GET", s.clock.Now(), time.Minute)
	if e := s.do(t, req).refused(t, 400, "AuthorizationQueryParametersError"); e["Message"] != "Error parsing the X-Amz-Credential parameter; "+fault || e["Region"] != "eu-west-1" {
		t.Errorf("%v", e)
	}
	f := s.signedForm(t, []any{map[string]string{"bucket": "ireland"}, map[string]string{"key": "k"}}, keyField("k"))
	if e := s.post(t, "http://ireland.s3.eu-west-1.localhost/", f).refused(t, 400, "InvalidArgument"); e["Message"] != fault {
		t.Errorf("%v", e)
	}
	for _, client := range []*awss3.Client{s.sdk("eu-west-1", true), s.regional("eu-west-1", false), s.regional("eu-west-1", true)} {
		must[*awss3.ListObjectsV2Output](t)(client.ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("ireland")}))
	}
	_, err = s.regional("eu-west-1", false).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("frankfurt")})
	fails(t, err, "PermanentRedirect")
}

// regional is AWS's client at the endpoint of a region.
func (s *service) regional(region string, path bool) *awss3.Client {
	return awss3.New(awss3.Options{Region: region, BaseEndpoint: aws.String("http://s3." + region + ".localhost"), UsePathStyle: path, HTTPClient: s.client,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")})
}

// TestStatedRegion: listing a bucket and asking for it say where it is,
// whatever else they say; requests for objects do not.
func TestStatedRegion(t *testing.T) {
	s := newService(t)
	s.abroad(t)
	for target, want := range map[string]string{"GET /ireland": "eu-west-1", "HEAD /ireland": "eu-west-1", "GET /ireland?list-type=2": "eu-west-1", "GET /ireland/k": "", "GET /none": ""} {
		method, path, _ := strings.Cut(target, " ")
		for _, res := range []*response{s.anonymous(t, method, path, ""), s.call(t, method, path, "")} {
			if got := res.header.Get("x-amz-bucket-region"); got != want {
				t.Errorf("%s, %d: %q, want %q", target, res.status, got, want)
			}
		}
	}
}

// TestTemporaryRedirect: a new bucket outside us-east-1 at the global name of
// its own, for as long as is asked for.
func TestTemporaryRedirect(t *testing.T) {
	s := newService(t, func(c *s3.Config) { c.TemporaryRedirects = 24 * time.Hour })
	s.abroad(t)
	for _, method := range []string{"GET", "OPTIONS", "PUT"} {
		res := s.anonymous(t, method, "http://frankfurt.s3.amazonaws.com/a%20b?x=1", "", "Origin: https://app.example", "Access-Control-Request-Method: PUT")
		e := res.refused(t, http.StatusTemporaryRedirect, "TemporaryRedirect")
		if e["Endpoint"] != "frankfurt.s3.eu-central-1.amazonaws.com" || e["Bucket"] != "frankfurt" ||
			e["Message"] != "Please re-send this request to the specified temporary endpoint. Continue to use the original request endpoint for future requests." {
			t.Errorf("%v", e)
		}
		if res.header.Get("Location") != "http://frankfurt.s3.eu-central-1.amazonaws.com/a%20b?x=1" || res.header.Get("x-amz-bucket-region") != "eu-central-1" || res.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", method, res.header)
		}
	}
	for _, target := range []string{"/frankfurt/k", "http://frankfurt.localhost/k", "http://frankfurt.s3.eu-central-1.localhost/k", "http://media.s3.amazonaws.com/k", "http://s3.localhost/frankfurt/k"} {
		s.anonymous(t, "GET", target, "").refused(t, 403, "AccessDenied")
	}
	s.clock.Advance(25 * time.Hour)
	s.anonymous(t, "GET", "http://frankfurt.s3.amazonaws.com/k", "").refused(t, 403, "AccessDenied")
}
