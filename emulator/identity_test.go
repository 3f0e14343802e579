package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oaiSeed is a legacy distribution with an origin access identity, and a
// bucket policy that names the identity in one of its two forms.
const oaiSeed = `
buckets:
  - name: old
    policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: PRINCIPAL
          Action: s3:GetObject
          Resource: arn:aws:s3:::old/*
    objects: [{from: ./a.txt, to: a.txt}]
distributions:
  - id: EOLD
    default: true
    config:
      CallerReference: old
      Comment: ""
      Enabled: true
      Origins:
        Quantity: 1
        Items:
          - Id: o
            DomainName: old.s3.amazonaws.com
            S3OriginConfig: {OriginAccessIdentity: origin-access-identity/cloudfront/E2QWRUHAPOMQZL}
      DefaultCacheBehavior:
        TargetOriginId: o
        ViewerProtocolPolicy: allow-all
        MinTTL: 0
        ForwardedValues: {QueryString: false, Cookies: {Forward: none}}
`

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func TestOriginAccessIdentity(t *testing.T) {
	const arn = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity "
	for principal, want := range map[string]int{
		`{AWS: "` + arn + `E2QWRUHAPOMQZL"}`:  http.StatusOK,
		`{AWS: "` + arn + `E3OTHER"}`:         http.StatusForbidden,
		`{Service: cloudfront.amazonaws.com}`: http.StatusForbidden,
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "seed.yaml")
		for name, body := range map[string]string{file: strings.Replace(oaiSeed, "PRINCIPAL", principal, 1), filepath.Join(dir, "a.txt"): "x"} {
			if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		r := start(t, "--config="+file)
		if a := r.send("GET", "http://"+r.Addresses().Edge+"/a.txt", "", ""); a.StatusCode != want {
			t.Errorf("%s: got %d %s, want %d", principal, a.StatusCode, a.body, want)
		}
	}
}
