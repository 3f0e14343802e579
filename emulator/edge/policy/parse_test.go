package policy

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// cliOutput is `aws cloudfront get-distribution-config` of a distribution with
// an S3 origin, as the CLI prints it.
const cliOutput = `{
    "ETag": "E2QWRUHEXAMPLE",
    "DistributionConfig": {
        "CallerReference": "2026-11-01",
        "Aliases": {"Quantity": 1, "Items": ["cdn.example.com"]},
        "DefaultRootObject": "index.html",
        "Origins": {"Quantity": 1, "Items": [{
            "Id": "media", "DomainName": "media.s3.eu-west-1.amazonaws.com", "OriginPath": "",
            "CustomHeaders": {"Quantity": 0},
            "S3OriginConfig": {"OriginAccessIdentity": "", "OriginReadTimeout": 30},
            "ConnectionAttempts": 3, "ConnectionTimeout": 10,
            "OriginShield": {"Enabled": false}, "OriginAccessControlId": "always"}]},
        "OriginGroups": {"Quantity": 0},
        "DefaultCacheBehavior": {
            "TargetOriginId": "media",
            "TrustedSigners": {"Enabled": false, "Quantity": 0},
            "TrustedKeyGroups": {"Enabled": false, "Quantity": 0},
            "ViewerProtocolPolicy": "redirect-to-https",
            "AllowedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"],
                "CachedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"]}},
            "SmoothStreaming": false, "Compress": true,
            "LambdaFunctionAssociations": {"Quantity": 0},
            "FunctionAssociations": {"Quantity": 0},
            "FieldLevelEncryptionId": "",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            "GrpcConfig": {"Enabled": false}},
        "CacheBehaviors": {"Quantity": 1, "Items": [{
            "PathPattern": "/api/*", "TargetOriginId": "media", "ViewerProtocolPolicy": "allow-all",
            "ForwardedValues": {"QueryString": true, "Cookies": {"Forward": "whitelist", "WhitelistedNames": {"Quantity": 1, "Items": ["sid"]}},
                "Headers": {"Quantity": 1, "Items": ["Origin"]}, "QueryStringCacheKeys": {"Quantity": 1, "Items": ["v"]}},
            "MinTTL": 0, "DefaultTTL": 60, "MaxTTL": 3600, "FieldLevelEncryptionId": ""}]},
        "CustomErrorResponses": {"Quantity": 1, "Items": [
            {"ErrorCode": 403, "ResponsePagePath": "/index.html", "ResponseCode": "200", "ErrorCachingMinTTL": 10}]},
        "Comment": "", "Logging": {"Enabled": false, "IncludeCookies": false, "Bucket": "", "Prefix": ""},
        "PriceClass": "PriceClass_All", "Enabled": true,
        "ViewerCertificate": {"CloudFrontDefaultCertificate": false, "ACMCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/x",
            "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": "TLSv1.2_2021", "Certificate": "arn:aws:acm:us-east-1:111122223333:certificate/x", "CertificateSource": "acm"},
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "WebACLId": "", "HttpVersion": "http2", "IsIPV6Enabled": true,
        "ContinuousDeploymentPolicyId": "", "Staging": false
    }
}`

func TestParseDistributionConfig(t *testing.T) {
	want, err := ParseDistributionConfig([]byte(cliOutput))
	if err != nil {
		t.Fatal(err)
	}
	if err := Validate(want, newWorld()); err != nil {
		t.Fatal(err)
	}
	bare := mustJSON(t, want)
	body, err := xml.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	const ns = `<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">`
	withSpace := xml.Header + strings.Replace(string(body), "<DistributionConfig>", ns+"\n  <!-- ours -->\n", 1)
	for name, doc := range map[string]string{
		"bare JSON":           bare,
		"JSON with a BOM":     "\ufeff" + bare,
		"bare XML":            string(body),
		"XML as sent":         withSpace,
		"get-distribution":    `{"ETag":"E","Distribution":{"Id":"E1","ARN":"a","Status":"Deployed","LastModifiedTime":"2026-11-01T00:00:00Z","InProgressInvalidationBatches":0,"DomainName":"d","ActiveTrustedSigners":{"Enabled":false,"Quantity":0},"AliasICPRecordals":[{"CNAME":"x"}],"DistributionConfig":` + bare + `}}`,
		"XML of the resource": "<Distribution><Id>E1</Id><ARN>a</ARN><Status>Deployed</Status><LastModifiedTime>x</LastModifiedTime><ActiveTrustedSigners><Enabled>false</Enabled></ActiveTrustedSigners>" + string(body) + "</Distribution>",
	} {
		got, err := ParseDistributionConfig([]byte(doc))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, mustJSON(t, got), bare)
		}
	}
	d := mustCompile(t, want, newWorld(), Options{})
	if len(d.Behaviors) != 2 || d.Behaviors[0].Pattern != "/api/*" || d.Behaviors[0].MaxTTL != seconds(3600) || !d.Behaviors[0].Legacy {
		t.Errorf("%+v", d.Behaviors[0])
	}
}

func TestParsePolicies(t *testing.T) {
	check := func(name, config, resource string, cfg any, parse func([]byte) (any, error)) {
		t.Helper()
		bare := mustJSON(t, cfg)
		body, err := xml.Marshal(cfg)
		if err != nil {
			t.Fatal(err)
		}
		for form, doc := range map[string]string{
			"bare":        bare,
			"config":      fmt.Sprintf(`{"ETag":"E","%s":%s}`, config, bare),
			"resource":    fmt.Sprintf(`{"ETag":"E","%s":{"Id":"i","%s":%s}}`, resource, config, bare),
			"XML":         string(body),
			"XML of both": fmt.Sprintf("<%s><Id>i</Id>%s</%s>", resource, body, resource),
		} {
			if got, err := parse([]byte(doc)); err != nil {
				t.Errorf("%s, %s: %v\n%s", name, form, err, doc)
			} else if !reflect.DeepEqual(got, cfg) {
				t.Errorf("%s, %s:\ngot  %s\nwant %s", name, form, mustJSON(t, got), bare)
			}
		}
	}
	for _, p := range ManagedCachePolicies() {
		check(p.Config.Name, "CachePolicyConfig", "CachePolicy", &p.Config, func(doc []byte) (any, error) { return ParseCachePolicy(doc) })
	}
	for _, p := range ManagedOriginRequestPolicies() {
		check(p.Config.Name, "OriginRequestPolicyConfig", "OriginRequestPolicy", &p.Config, func(doc []byte) (any, error) { return ParseOriginRequestPolicy(doc) })
	}
	for _, p := range ManagedResponseHeadersPolicies() {
		check(p.Config.Name, "ResponseHeadersPolicyConfig", "ResponseHeadersPolicy", &p.Config, func(doc []byte) (any, error) { return ParseResponseHeadersPolicy(doc) })
	}
	for name, c := range newWorld().control {
		check(name, "OriginAccessControlConfig", "OriginAccessControl", c, func(doc []byte) (any, error) { return ParseOriginAccessControl(doc) })
	}
}

func mistakeCases() map[string][]string {
	return map[string][]string{
		"{\n  \"Enabled\": true,\n  \"Enabeld\": false\n}":                      {"3:3 Enabeld"},
		"{\"enabled\": true}":                                                   {"1:2 enabled"},
		"{\"Enabled\": \"yes\", \"Origins\": [], \"Comment\": 7}":               {"1:13 Enabled", "1:31 Origins", "1:46 Comment"},
		"{\"Origins\": {\"Items\": [{\"Id\": \"a\", \"Port\": {\"x\": [1]}}]}}": {"1:36 Origins.Items[0].Port"},
		"{\"Origins\": {\"Quantity\": 1.5}}":                                    {"1:26 Origins.Quantity"},
		"{\"Comment\": \"a\", \"Comment\": \"b\"}":                              {"1:18 Comment"},
		"{\"Comment\": null, \"Aliases\": {\"Quantity\": 0, \"Items\": null}}":  nil,
		"{\"Comment\": ":         {"1:12 "},
		"{\"Comment\": \"a\"} x": {"1:17 "},
		"[]":                     {"1:1 "},
		"":                       {"1:1 "},
		"{\"ETag\": \"x\", \"DistributionConfig\": {\"Foo\": 1}}":                                   {"1:38 DistributionConfig.Foo"},
		"{\"ETag\": \"x\", \"DistributionConfig\": null}":                                           {"1:1 "},
		"<DistributionConfig>\n  <Enabled>maybe</Enabled>\n  <Enabeld/>\n</DistributionConfig>":     {"2:3 Enabled", "3:3 Enabeld"},
		"<DistributionConfig><Aliases><Items><Name>a</Name></Items></Aliases></DistributionConfig>": {"1:37 Aliases.Items.Name"},
		"<DistributionConfig>text<Origins><Quantity>x</Quantity></Origins></DistributionConfig>":    {"1:21 ", "1:34 Origins.Quantity"},
		"<DistributionConfig><Comment><b>x</b></Comment></DistributionConfig>":                      {"1:30 Comment.b"},
		"<DistributionConfig><Comment>":                                                             {"1:30 "},
		"<Other/>":                                                                                  {"1:1 Other"},
		"<":                                                                                         {"1:1 "},
	}
}

func TestParseMistakes(t *testing.T) {
	for doc, want := range mistakeCases() {
		_, err := ParseDistributionConfig([]byte(doc))
		var got []string
		var all Errors
		if errors.As(err, &all) {
			for _, e := range all {
				got = append(got, fmt.Sprintf("%d:%d %s", e.Line, e.Column, e.Field))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q\n%v", doc, got, want, err)
		}
	}
}

func FuzzParseDistributionConfig(f *testing.F) {
	f.Add([]byte(cliOutput))
	for doc := range mistakeCases() {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		cfg, err := ParseDistributionConfig(doc)
		if (cfg == nil) == (err == nil) {
			t.Fatalf("%v and %v", cfg, err)
		}
		if err != nil {
			var all Errors
			if !errors.As(err, &all) || len(all) == 0 {
				t.Fatalf("%T", err)
			}
			return
		}
		if _, err := Compile("E1", cfg, newWorld(), Options{}); err != nil {
			var all Errors
			if !errors.As(err, &all) || len(all) == 0 {
				t.Fatalf("%T", err)
			}
		}
		again, err := ParseDistributionConfig([]byte(mustJSON(t, cfg)))
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(cfg)
		b, _ := json.Marshal(again)
		if string(a) != string(b) {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}
