package api

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The document of a distribution, byte for byte, with all defaults filled in.
func TestGoldenDistribution(t *testing.T) {
	s := newServer(t, nil)
	res, body := s.do(t, "POST", "/distribution", least, "Content-Type", "text/xml")
	if res.StatusCode != 201 {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	const id = "E0000000000001"
	headers := map[string]string{"Etag": "E0000000000002", "Location": s.URL + "/2020-05-31/distribution/" + id, "Content-Type": "text/xml"}
	for name, want := range headers {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	want := `<?xml version="1.0"?>
<Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
<Id>E0000000000001</Id>
<ARN>arn:aws:cloudfront::000000000000:distribution/E0000000000001</ARN>
<Status>Deployed</Status>
<LastModifiedTime>2026-11-23T12:30:15.250Z</LastModifiedTime>
<InProgressInvalidationBatches>0</InProgressInvalidationBatches>
<DomainName>e0000000000001.cloudfront.localhost</DomainName>
<ActiveTrustedSigners><Enabled>false</Enabled><Quantity>0</Quantity></ActiveTrustedSigners>
<ActiveTrustedKeyGroups><Enabled>false</Enabled><Quantity>0</Quantity></ActiveTrustedKeyGroups>
` + goldenConfig + `</Distribution>`
	if diff := cmp.Diff(lines(want), lines(body)); diff != "" {
		t.Errorf("Distribution (-want +got):\n%s", diff)
	}

	_, body = s.do(t, "GET", "/distribution/"+id+"/config", "")
	want = `<?xml version="1.0"?>
` + strings.Replace(goldenConfig, "<DistributionConfig>", `<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">`, 1)
	if diff := cmp.Diff(lines(want), lines(body)); diff != "" {
		t.Errorf("DistributionConfig (-want +got):\n%s", diff)
	}
}

// lines breaks a document after every end tag that a start tag follows, so
// that differences read well.
func lines(doc string) []string {
	flat := strings.ReplaceAll(strings.ReplaceAll(doc, ">\n", ">"), "><", ">\n<")
	return strings.Split(flat, "\n")
}

const goldenConfig = `<DistributionConfig>
<CallerReference>one</CallerReference>
<Aliases><Quantity>0</Quantity></Aliases>
<DefaultRootObject></DefaultRootObject>
<Origins><Quantity>1</Quantity><Items><Origin>
<Id>s3</Id>
<DomainName>media.s3.us-east-1.amazonaws.com</DomainName>
<OriginPath></OriginPath>
<CustomHeaders><Quantity>0</Quantity></CustomHeaders>
<S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig>
<ConnectionAttempts>3</ConnectionAttempts>
<ConnectionTimeout>10</ConnectionTimeout>
<OriginShield><Enabled>false</Enabled></OriginShield>
<OriginAccessControlId></OriginAccessControlId>
</Origin></Items></Origins>
<OriginGroups><Quantity>0</Quantity></OriginGroups>
<DefaultCacheBehavior>
<TargetOriginId>s3</TargetOriginId>
<TrustedSigners><Enabled>false</Enabled><Quantity>0</Quantity></TrustedSigners>
<TrustedKeyGroups><Enabled>false</Enabled><Quantity>0</Quantity></TrustedKeyGroups>
<ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy>
<AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items>
<CachedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items></CachedMethods></AllowedMethods>
<SmoothStreaming>false</SmoothStreaming>
<Compress>false</Compress>
<LambdaFunctionAssociations><Quantity>0</Quantity></LambdaFunctionAssociations>
<FunctionAssociations><Quantity>0</Quantity></FunctionAssociations>
<FieldLevelEncryptionId></FieldLevelEncryptionId>
<CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId>
<GrpcConfig><Enabled>false</Enabled></GrpcConfig>
</DefaultCacheBehavior>
<CacheBehaviors><Quantity>0</Quantity></CacheBehaviors>
<CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses>
<Comment></Comment>
<Logging><Enabled>false</Enabled><IncludeCookies>false</IncludeCookies><Bucket></Bucket><Prefix></Prefix></Logging>
<PriceClass>PriceClass_All</PriceClass>
<Enabled>true</Enabled>
<ViewerCertificate>
<CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>
<SSLSupportMethod>vip</SSLSupportMethod>
<MinimumProtocolVersion>TLSv1</MinimumProtocolVersion>
<CertificateSource>cloudfront</CertificateSource>
</ViewerCertificate>
<Restrictions><GeoRestriction><RestrictionType>none</RestrictionType><Quantity>0</Quantity></GeoRestriction></Restrictions>
<WebACLId></WebACLId>
<HttpVersion>http2</HttpVersion>
<IsIPV6Enabled>false</IsIPV6Enabled>
<Staging>false</Staging>
</DistributionConfig>`

func TestGoldenSmallDocuments(t *testing.T) {
	s := newServer(t, nil)
	const open = `<?xml version="1.0"?>` + "\n"
	const ns = ` xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"`
	steps := []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/origin-access-control", `<OriginAccessControlConfig><Name>a&amp;b</Name><SigningProtocol>sigv4</SigningProtocol><SigningBehavior>always</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlConfig>`, 201,
			open + `<OriginAccessControl` + ns + `><Id>E0000000000001</Id><OriginAccessControlConfig><Name>a&amp;b</Name><SigningProtocol>sigv4</SigningProtocol><SigningBehavior>always</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlConfig></OriginAccessControl>`},
		{"GET", "/origin-access-control", "", 200,
			open + `<OriginAccessControlList` + ns + `><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>1</Quantity><Items><OriginAccessControlSummary><Id>E0000000000001</Id><Description></Description><Name>a&amp;b</Name><SigningProtocol>sigv4</SigningProtocol><SigningBehavior>always</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlSummary></Items></OriginAccessControlList>`},
		{"GET", "/distribution?MaxItems=5", "", 200,
			open + `<DistributionList` + ns + `><Marker></Marker><MaxItems>5</MaxItems><IsTruncated>false</IsTruncated><Quantity>0</Quantity></DistributionList>`},
		{"GET", "/cache-policy?Type=custom", "", 200,
			open + `<CachePolicyList` + ns + `><MaxItems>100</MaxItems><Quantity>0</Quantity></CachePolicyList>`},
		{"POST", "/distribution", least, 201, ""},
		{"GET", "/tagging?Resource=arn:aws:cloudfront::000000000000:distribution/E0000000000003", "", 200,
			open + `<Tags` + ns + `><Items></Items></Tags>`},
		{"POST", "/distribution/E0000000000003/invalidation", `<InvalidationBatch` + ns + `><CallerReference>r</CallerReference><Paths><Items><Path>/a?b=1&amp;c</Path></Items><Quantity>1</Quantity></Paths></InvalidationBatch>`, 201,
			open + `<Invalidation` + ns + `><Id>I0000000000005</Id><Status>Completed</Status><CreateTime>2026-11-23T12:30:15.250Z</CreateTime><InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/a?b=1&amp;c</Path></Items></Paths><CallerReference>r</CallerReference></InvalidationBatch></Invalidation>`},
		{"GET", "/distribution/E0000000000003/invalidation", "", 200,
			open + `<InvalidationList` + ns + `><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>1</Quantity><Items><InvalidationSummary><Id>I0000000000005</Id><CreateTime>2026-11-23T12:30:15.250Z</CreateTime><Status>Completed</Status></InvalidationSummary></Items></InvalidationList>`},
	}
	for _, st := range steps {
		res, body := s.do(t, st.method, st.path, st.body)
		if res.StatusCode != st.status {
			t.Fatalf("%s %s: %d %s", st.method, st.path, res.StatusCode, body)
		}
		if st.want == "" {
			continue
		}
		if diff := cmp.Diff(st.want, body); diff != "" {
			t.Errorf("%s %s:\n%s", st.method, st.path, diff)
		}
	}
}
