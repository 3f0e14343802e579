package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// codesOf are a configuration's mistakes as "Code Field".
func codesOf(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var all Errors
	if !errors.As(err, &all) {
		t.Fatalf("%T is not Errors", err)
	}
	var codes []string
	for _, e := range all {
		if e.Message == "" || e.Status < 400 || e.Status > 499 {
			t.Errorf("%+v", e)
		}
		codes = append(codes, e.Code+" "+e.Field)
	}
	return codes
}

func TestValidateDistribution(t *testing.T) {
	on := cacheID(t, "CachingOptimized")
	const b = "DefaultCacheBehavior."
	const o = "Origins.Items[0]."
	fv := b + "ForwardedValues."
	type cfg = DistributionConfig
	legacyMode := func(c *cfg) *DefaultCacheBehavior {
		c.DefaultCacheBehavior.CachePolicyId = ""
		c.DefaultCacheBehavior.ForwardedValues = legacy().ForwardedValues
		return &c.DefaultCacheBehavior
	}
	longCookies := func(c *cfg, length int) {
		legacyMode(c).ForwardedValues.Cookies = CookiePreference{Forward: "whitelist",
			WhitelistedNames: &CookieNames{2, []string{"a", strings.Repeat("b", length-1)}}}
	}
	s3 := func(c *cfg) *OriginConfig {
		c.Origins.Items[0] = s3Origin()
		return &c.Origins.Items[0]
	}
	const g = "OriginGroups.Items[0]."
	group := func(c *cfg) *OriginGroup {
		second := customOrigin()
		second.Id = "o2"
		c.DefaultCacheBehavior.AllowedMethods = nil
		c.Origins = Origins{2, []OriginConfig{customOrigin(), second}}
		c.OriginGroups = &OriginGroups{1, []OriginGroup{{
			Id: "g", FailoverCriteria: OriginGroupFailoverCriteria{StatusCodes{2, []int{403, 503}}},
			Members: OriginGroupMembers{2, []OriginGroupMember{{"o1"}, {"o2"}}},
		}}}
		return &c.OriginGroups.Items[0]
	}
	cases := []struct {
		name   string
		change func(c *cfg)
		want   []string
	}{
		{"nothing wrong", func(*cfg) {}, nil},
		{"nothing wrong, S3", func(c *cfg) { s3(c) }, nil},
		{"nothing wrong, OAI", func(c *cfg) {
			*s3(c) = OriginConfig{Id: "o1", DomainName: "assets.s3.amazonaws.com", S3OriginConfig: &S3OriginConfig{OriginAccessIdentity: oaiPrefix + "E2EXAMPLE"}}
		}, nil},
		{"nothing wrong, legacy", func(c *cfg) { legacyMode(c) }, nil},
		{"empty", func(c *cfg) { *c = cfg{} }, []string{"InvalidArgument Origins", "NoSuchOrigin " + b + "TargetOriginId",
			"InvalidArgument " + b + "ViewerProtocolPolicy", "InvalidArgument " + b + "ForwardedValues"}},
		{"several at once", func(c *cfg) {
			c.Aliases = &Aliases{Quantity: 2, Items: []string{"a.example"}}
			c.DefaultCacheBehavior.ViewerProtocolPolicy = "maybe"
			c.PriceClass = "PriceClass_7"
		}, []string{"InvalidArgument " + b + "ViewerProtocolPolicy", "InconsistentQuantities Aliases", "InvalidArgument PriceClass", "InvalidViewerCertificate ViewerCertificate"}},

		// Origins.
		{"origin quantity", func(c *cfg) { c.Origins.Quantity = 2 }, []string{"InconsistentQuantities Origins"}},
		{"origin twice", func(c *cfg) { c.Origins = Origins{2, []OriginConfig{customOrigin(), customOrigin()}} }, []string{"InvalidArgument Origins.Items.Id"}},
		{"origin domain", func(c *cfg) { c.Origins.Items[0].DomainName = "https://x" }, []string{"InvalidOrigin " + o + "DomainName"}},
		{"origin address", func(c *cfg) { c.Origins.Items[0].DomainName = "127.0.0.1" }, []string{"InvalidArgument " + o + "DomainName"}},
		{"origin path", func(c *cfg) { c.Origins.Items[0].OriginPath = "x/" }, []string{"InvalidArgument " + o + "OriginPath"}},
		{"origin of no kind", func(c *cfg) { c.Origins.Items[0].CustomOriginConfig = nil }, []string{"InvalidArgument Origins.Items[0]"}},
		{"origin of both kinds", func(c *cfg) { c.Origins.Items[0].S3OriginConfig = &S3OriginConfig{} }, []string{"InvalidArgument Origins.Items[0]"}},
		{"completion before reading", func(c *cfg) { c.Origins.Items[0].ResponseCompletionTimeout = new(29) }, []string{"InvalidArgument " + o + "ResponseCompletionTimeout"}},
		{"completion after reading", func(c *cfg) {
			c.Origins.Items[0].CustomOriginConfig.OriginReadTimeout = new(10)
			c.Origins.Items[0].ResponseCompletionTimeout = new(10)
		}, nil},
		{"VPC origin", func(c *cfg) { c.Origins.Items[0].VpcOriginConfig = &VpcOriginConfig{} }, []string{"UnsupportedOperation " + o + "VpcOriginConfig"}},
		{"S3 origin that is none", func(c *cfg) { s3(c).DomainName = "origin.example.net" }, []string{"InvalidArgument " + o + "DomainName"}},
		{"S3 origin that is a website", func(c *cfg) { s3(c).DomainName = "a.s3-website.eu-west-1.amazonaws.com" }, []string{"InvalidArgument " + o + "DomainName"}},
		{"OAI shape", func(c *cfg) {
			s3(c).OriginAccessControlId = ""
			c.Origins.Items[0].S3OriginConfig.OriginAccessIdentity = "E2X"
		}, []string{"InvalidOriginAccessIdentity " + o + "S3OriginConfig.OriginAccessIdentity"}},
		{"OAI and OAC", func(c *cfg) { s3(c).S3OriginConfig.OriginAccessIdentity = oaiPrefix + "E2X" }, []string{"IllegalOriginAccessConfiguration Origins.Items[0]"}},
		{"OAC unknown", func(c *cfg) { s3(c).OriginAccessControlId = "none" }, []string{"InvalidOriginAccessControl " + o + "OriginAccessControlId"}},
		{"OAC on a custom origin", func(c *cfg) { c.Origins.Items[0].OriginAccessControlId = "always" }, []string{"InvalidDomainNameForOriginAccessControl " + o + "OriginAccessControlId"}},
		{"OAC of another kind", func(c *cfg) { c.Origins.Items[0].OriginAccessControlId = "lambda" }, []string{"UnsupportedOperation " + o + "OriginAccessControlId"}},
		{"ports and times", func(c *cfg) {
			c.Origins.Items[0].ConnectionAttempts, c.Origins.Items[0].ConnectionTimeout = new(4), new(0)
			*c.Origins.Items[0].CustomOriginConfig = CustomOriginConfig{HTTPPort: 81, HTTPSPort: 70000, OriginProtocolPolicy: "any",
				OriginReadTimeout: new(121), OriginKeepaliveTimeout: new(0), OriginSslProtocols: &OriginSslProtocols{Quantity: 1, Items: []string{"TLSv9"}}}
		}, []string{"InvalidArgument " + o + "ConnectionAttempts", "InvalidArgument " + o + "ConnectionTimeout", "InvalidArgument " + o + "CustomOriginConfig.HTTPPort",
			"InvalidArgument " + o + "CustomOriginConfig.HTTPSPort", "InvalidArgument " + o + "CustomOriginConfig.OriginProtocolPolicy",
			"InvalidOriginReadTimeout " + o + "CustomOriginConfig.OriginReadTimeout", "InvalidOriginKeepaliveTimeout " + o + "CustomOriginConfig.OriginKeepaliveTimeout",
			"InvalidArgument " + o + "CustomOriginConfig.OriginSslProtocols.Items[0]"}},
		{"custom headers", func(c *cfg) {
			c.Origins.Items[0].CustomHeaders = &CustomHeaders{7, []OriginCustomHeader{{"Origin", "https://a.example"}, {"x-amz-a", "1"}, {"Host", "h"},
				{"If-Match", "x"}, {"bad name", "1"}, {"X-A", "1"}, {"x-a", "2"}}}
		}, []string{"InvalidArgument " + o + "CustomHeaders.Items[1].HeaderName", "InvalidArgument " + o + "CustomHeaders.Items[2].HeaderName",
			"InvalidArgument " + o + "CustomHeaders.Items[3].HeaderName", "InvalidArgument " + o + "CustomHeaders.Items[4]",
			"InvalidArgument " + o + "CustomHeaders.Items.HeaderName"}},
		{"too many custom headers", func(c *cfg) {
			list := &CustomHeaders{Quantity: 31}
			for i := range 31 {
				list.Items = append(list.Items, OriginCustomHeader{fmt.Sprintf("X-%d", i), "1"})
			}
			c.Origins.Items[0].CustomHeaders = list
		}, []string{"TooManyOriginCustomHeaders " + o + "CustomHeaders"}},

		// Logging.
		{"logs", func(c *cfg) {
			c.Logging = &LoggingConfig{Enabled: new(true), Bucket: "logs.s3.amazonaws.com", Prefix: "cdn/"}
		}, nil},
		{"logs to no bucket", func(c *cfg) { c.Logging = &LoggingConfig{Enabled: new(true), Bucket: "logs"} }, []string{"InvalidArgument Logging.Bucket"}},
		{"logs to a website", func(c *cfg) {
			c.Logging = &LoggingConfig{Enabled: new(true), Bucket: "a.s3-website.eu-west-1.amazonaws.com"}
		}, []string{"InvalidArgument Logging.Bucket"}},
		{"log prefix", func(c *cfg) {
			c.Logging = &LoggingConfig{Enabled: new(true), Bucket: "logs.s3.amazonaws.com", Prefix: "/cdn"}
		}, []string{"InvalidArgument Logging.Prefix"}},
		{"no logs, whatever else", func(c *cfg) { c.Logging = &LoggingConfig{Enabled: new(false), Bucket: "logs", Prefix: "/"} }, nil},

		// Origin groups.
		{"nothing wrong, group", func(c *cfg) { group(c); c.DefaultCacheBehavior.TargetOriginId = "g" }, nil},
		{"group's quantity", func(c *cfg) { group(c); c.OriginGroups.Quantity = 2 }, []string{"InconsistentQuantities OriginGroups"}},
		{"too many groups", func(c *cfg) {
			g := *group(c)
			c.OriginGroups = &OriginGroups{Quantity: 11}
			for i := range 11 {
				g.Id = fmt.Sprint("g", i)
				c.OriginGroups.Items = append(c.OriginGroups.Items, g)
			}
		}, []string{"TooManyOriginGroupsPerDistribution OriginGroups"}},
		{"group twice", func(c *cfg) {
			g := *group(c)
			c.OriginGroups = &OriginGroups{2, []OriginGroup{g, g}}
		}, []string{"InvalidArgument OriginGroups.Items.Id"}},
		{"group without an id", func(c *cfg) { group(c).Id = "" }, []string{"InvalidArgument " + g + "Id"}},
		{"group with an origin's id", func(c *cfg) { group(c).Id = "o1" }, []string{"InvalidArgument " + g + "Id"}},
		{"group without codes", func(c *cfg) { group(c).FailoverCriteria = OriginGroupFailoverCriteria{} }, []string{"InvalidArgument " + g + "FailoverCriteria.StatusCodes"}},
		{"group's codes", func(c *cfg) { group(c).FailoverCriteria.StatusCodes = StatusCodes{4, []int{404, 501, 404}} }, []string{
			"InconsistentQuantities " + g + "FailoverCriteria.StatusCodes", "InvalidArgument " + g + "FailoverCriteria.StatusCodes.Items[1]",
			"InvalidArgument " + g + "FailoverCriteria.StatusCodes.Items"}},
		{"every code", func(c *cfg) {
			group(c).FailoverCriteria.StatusCodes = StatusCodes{8, []int{400, 403, 404, 416, 500, 502, 503, 504}}
		}, nil},
		{"one member", func(c *cfg) { group(c).Members = OriginGroupMembers{1, []OriginGroupMember{{"o9"}}} },
			[]string{"InvalidArgument " + g + "Members", "NoSuchOrigin " + g + "Members.Items[0]"}},
		{"member twice", func(c *cfg) { group(c).Members.Items[1].OriginId = "o1" }, []string{"InvalidArgument " + g + "Members.Items.OriginId"}},
		{"selection", func(c *cfg) { group(c).SelectionCriteria = "default" }, nil},
		{"selection unknown", func(c *cfg) { group(c).SelectionCriteria = "best" }, []string{"InvalidArgument " + g + "SelectionCriteria"}},
		{"selection by quality", func(c *cfg) { group(c).SelectionCriteria = "media-quality-based" }, []string{"UnsupportedOperation " + g + "SelectionCriteria"}},
		{"group with writing methods", func(c *cfg) {
			group(c)
			c.DefaultCacheBehavior.TargetOriginId = "g"
			c.DefaultCacheBehavior.AllowedMethods = &AllowedMethods{Quantity: 7, Items: allMethods()}
		}, []string{"InvalidArgument " + b + "AllowedMethods"}},
		{"Host to a group with a bucket", func(c *cfg) {
			group(c)
			s3 := s3Origin()
			s3.Id = "o2"
			c.Origins.Items[1] = s3
			l := legacyMode(c)
			l.TargetOriginId = "g"
			l.ForwardedValues.Headers = &Headers{1, []string{"Host"}}
		}, []string{"InvalidHeadersForS3Origin " + fv + "Headers.Items[0]"}},

		// Behaviors.
		{"target", func(c *cfg) { c.DefaultCacheBehavior.TargetOriginId = "o2" }, []string{"NoSuchOrigin " + b + "TargetOriginId"}},
		{"methods", func(c *cfg) {
			c.DefaultCacheBehavior.AllowedMethods = methodList([]string{"GET", "HEAD", "POST"}, []string{"GET"})
		},
			[]string{"InvalidArgument " + b + "AllowedMethods", "InvalidArgument " + b + "AllowedMethods.CachedMethods"}},
		{"methods in another order", func(c *cfg) {
			c.DefaultCacheBehavior.AllowedMethods = methodList([]string{"OPTIONS", "HEAD", "GET"}, []string{"OPTIONS", "GET", "HEAD"})
		}, nil},
		{"OPTIONS cached but refused", func(c *cfg) { c.DefaultCacheBehavior.AllowedMethods = methodList(getHead, getHeadOptions) },
			[]string{"InvalidArgument " + b + "AllowedMethods.CachedMethods"}},
		{"patterns", func(c *cfg) {
			list := &CacheBehaviors{Quantity: 3}
			for _, p := range []string{"/a b", "/api/*", "api/*"} {
				list.Items = append(list.Items, CacheBehavior{PathPattern: p, DefaultCacheBehavior: c.DefaultCacheBehavior})
			}
			c.CacheBehaviors = list
		}, []string{"InvalidArgument CacheBehaviors.Items[0].PathPattern", "InvalidArgument CacheBehaviors.Items.PathPattern"}},
		{"unknown policies", func(c *cfg) {
			c.DefaultCacheBehavior.CachePolicyId, c.DefaultCacheBehavior.OriginRequestPolicyId, c.DefaultCacheBehavior.ResponseHeadersPolicyId = "x", "y", "z"
		}, []string{"NoSuchCachePolicy " + b + "CachePolicyId", "NoSuchOriginRequestPolicy " + b + "OriginRequestPolicyId", "NoSuchResponseHeadersPolicy " + b + "ResponseHeadersPolicyId"}},
		{"unpublished policy", func(c *cfg) { c.DefaultCacheBehavior.CachePolicyId = cacheID(t, "Amplify-Default") }, []string{"UnsupportedOperation " + b + "CachePolicyId"}},
		{"both worlds", func(c *cfg) { c.DefaultCacheBehavior.ForwardedValues = legacy().ForwardedValues }, []string{"InvalidArgument " + b + "ForwardedValues"}},
		{"TTL beside a cache policy", func(c *cfg) { c.DefaultCacheBehavior.MinTTL = new(int64(0)) }, []string{"InvalidArgument " + b + "MinTTL"}},
		{"neither world", func(c *cfg) { c.DefaultCacheBehavior.CachePolicyId = "" }, []string{"InvalidArgument " + b + "ForwardedValues"}},
		{"origin request policy in the legacy world", func(c *cfg) { legacyMode(c).OriginRequestPolicyId = originRequestID(t, "AllViewer") },
			[]string{"InvalidArgument " + b + "OriginRequestPolicyId"}},
		{"TTL order", func(c *cfg) { legacyMode(c).MinTTL, c.DefaultCacheBehavior.DefaultTTL = new(int64(10)), new(int64(5)) }, []string{"InvalidTTLOrder " + b + "MinTTL"}},
		{"TTL order, MaxTTL", func(c *cfg) { legacyMode(c).MaxTTL = new(int64(5)) }, []string{"InvalidTTLOrder " + b + "MinTTL"}},
		{"negative TTL", func(c *cfg) { legacyMode(c).MinTTL = new(int64(-1)) }, []string{"InvalidArgument " + b + "MinTTL"}},
		{"all headers and more", func(c *cfg) {
			legacyMode(c).ForwardedValues.Headers = &Headers{2, []string{"*", "Origin"}}
			c.DefaultCacheBehavior.MinTTL = new(int64(1))
		}, []string{"InvalidArgument " + fv + "Headers", "InvalidArgument " + fv + "Headers"}},
		{"headers", func(c *cfg) {
			legacyMode(c).ForwardedValues.Headers = &Headers{4, []string{"Host", "Connection", "bad name", "host"}}
		}, []string{"InvalidArgument " + fv + "Headers.Items", "InvalidArgument " + fv + "Headers.Items[1]", "InvalidArgument " + fv + "Headers.Items[2]"}},
		{"Host to S3", func(c *cfg) {
			s3(c)
			legacyMode(c).ForwardedValues.Headers = &Headers{1, []string{"host"}}
		}, []string{"InvalidHeadersForS3Origin " + fv + "Headers.Items[0]"}},
		{"too many headers", func(c *cfg) {
			h := &Headers{Quantity: 11}
			for i := range 11 {
				h.Items = append(h.Items, fmt.Sprintf("X-%d", i))
			}
			legacyMode(c).ForwardedValues.Headers = h
		}, []string{"TooManyHeadersInForwardedValues " + fv + "Headers"}},
		{"cookies as long as may be", func(c *cfg) { longCookies(c, 510) }, nil},
		{"cookies too long together", func(c *cfg) { longCookies(c, 511) }, []string{"InvalidArgument " + fv + "Cookies.WhitelistedNames"}},
		{"cookies without names", func(c *cfg) { legacyMode(c).ForwardedValues.Cookies.Forward = "whitelist" }, []string{"InvalidForwardCookies " + fv + "Cookies"}},
		{"names without cookies", func(c *cfg) {
			legacyMode(c).ForwardedValues.Cookies.WhitelistedNames = &CookieNames{1, []string{"a"}}
		}, []string{"InvalidForwardCookies " + fv + "Cookies"}},
		{"query keys without query", func(c *cfg) {
			legacyMode(c).ForwardedValues.QueryStringCacheKeys = &QueryStringCacheKeys{1, []string{"a"}}
		}, []string{"InvalidArgument " + fv + "QueryString"}},

		// Signers.
		{"a key group", func(c *cfg) { c.DefaultCacheBehavior.TrustedKeyGroups = &TrustedKeyGroups{true, 1, []string{"kg"}} }, nil},
		{"the account itself and another", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedSigners = &TrustedSigners{true, 2, []string{"self", "123456789012"}}
		}, nil},
		{"unknown key groups", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedKeyGroups = &TrustedKeyGroups{true, 2, []string{"kg", "other"}}
		}, []string{"TrustedKeyGroupDoesNotExist " + b + "TrustedKeyGroups.Items[1]"}},
		{"too many key groups, one twice", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedKeyGroups = &TrustedKeyGroups{true, 5, []string{"kg", "kg", "kg", "kg", "kg"}}
		}, []string{"TooManyKeyGroupsAssociatedToDistribution " + b + "TrustedKeyGroups", "InvalidArgument " + b + "TrustedKeyGroups.Items",
			"InvalidArgument " + b + "TrustedKeyGroups.Items", "InvalidArgument " + b + "TrustedKeyGroups.Items", "InvalidArgument " + b + "TrustedKeyGroups.Items"}},
		{"key groups that are off", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedKeyGroups = &TrustedKeyGroups{false, 1, []string{"kg"}}
		}, []string{"InvalidArgument " + b + "TrustedKeyGroups"}},
		{"nobody may sign", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedKeyGroups, c.DefaultCacheBehavior.TrustedSigners = &TrustedKeyGroups{Enabled: true}, &TrustedSigners{Enabled: true}
		}, []string{"InvalidArgument " + b + "TrustedKeyGroups", "InvalidArgument " + b + "TrustedSigners"}},
		{"miscounted signers", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedKeyGroups, c.DefaultCacheBehavior.TrustedSigners = &TrustedKeyGroups{true, 2, []string{"kg"}}, &TrustedSigners{true, 2, []string{"self"}}
		}, []string{"InconsistentQuantities " + b + "TrustedKeyGroups", "InconsistentQuantities " + b + "TrustedSigners"}},
		{"strange accounts", func(c *cfg) {
			c.DefaultCacheBehavior.TrustedSigners = &TrustedSigners{true, 6, []string{"self", "me", "12345678901", "000000000000", "000000000001", "000000000002"}}
		}, []string{"TooManyTrustedSigners " + b + "TrustedSigners", "TrustedSignerDoesNotExist " + b + "TrustedSigners.Items[1]", "TrustedSignerDoesNotExist " + b + "TrustedSigners.Items[2]"}},

		// Functions.
		{"functions", func(c *cfg) {
			c.DefaultCacheBehavior.FunctionAssociations = &FunctionAssociations{2, []FunctionAssociation{{liveFunction, "viewer-request"}, {liveFunction, "viewer-response"}}}
		}, nil},
		{"a function that is not there", func(c *cfg) {
			c.DefaultCacheBehavior.FunctionAssociations = &FunctionAssociations{1, []FunctionAssociation{{"arn", "viewer-request"}}}
		}, []string{"InvalidFunctionAssociation " + b + "FunctionAssociations.Items[0].FunctionARN"}},
		{"a function that is not published", func(c *cfg) {
			c.DefaultCacheBehavior.FunctionAssociations = &FunctionAssociations{1, []FunctionAssociation{{draftFunction, "viewer-request"}}}
		}, []string{"InvalidFunctionAssociation " + b + "FunctionAssociations.Items[0].FunctionARN"}},
		{"two functions for one event", func(c *cfg) {
			c.DefaultCacheBehavior.FunctionAssociations = &FunctionAssociations{2, []FunctionAssociation{{liveFunction, "viewer-request"}, {liveFunction, "viewer-request"}}}
		}, []string{"InvalidFunctionAssociation " + b + "FunctionAssociations.Items[1].EventType"}},
		{"a function at an origin event", func(c *cfg) {
			c.DefaultCacheBehavior.FunctionAssociations = &FunctionAssociations{1, []FunctionAssociation{{liveFunction, "origin-request"}}}
		}, []string{"MalformedXML " + b + "FunctionAssociations.Items[0].EventType"}},
		{"miscounted functions", func(c *cfg) {
			c.DefaultCacheBehavior.FunctionAssociations = &FunctionAssociations{2, []FunctionAssociation{{liveFunction, "viewer-request"}}}
		}, []string{"InconsistentQuantities " + b + "FunctionAssociations"}},

		// Not emulated.
		{"Lambda", func(c *cfg) {
			c.DefaultCacheBehavior.LambdaFunctionAssociations = &LambdaFunctionAssociations{1, []LambdaFunctionAssociation{{LambdaFunctionARN: "arn", EventType: "viewer-request"}}}
		}, []string{"InvalidLambdaFunctionAssociation " + b + "LambdaFunctionAssociations.Items[0]"}},
		{"Lambda at no event", func(c *cfg) {
			c.DefaultCacheBehavior.LambdaFunctionAssociations = &LambdaFunctionAssociations{1, []LambdaFunctionAssociation{{LambdaFunctionARN: "arn", EventType: "always"}}}
		}, []string{"InvalidArgument " + b + "LambdaFunctionAssociations.Items[0].EventType", "InvalidLambdaFunctionAssociation " + b + "LambdaFunctionAssociations.Items[0]"}},
		{"encryption and streaming", func(c *cfg) {
			c.DefaultCacheBehavior.FieldLevelEncryptionId, c.DefaultCacheBehavior.SmoothStreaming = "fle", new(true)
		}, []string{"NoSuchFieldLevelEncryptionConfig " + b + "FieldLevelEncryptionId", "UnsupportedOperation " + b + "SmoothStreaming"}},

		{"tenants and certificates", func(c *cfg) {
			c.TenantConfig, c.ConnectionMode = &TenantConfig{}, "tenant-only"
			c.ViewerMtlsConfig, c.ConnectionFunctionAssociation = &ViewerMtlsConfig{}, &ConnectionFunctionAssociation{}
		}, []string{"UnsupportedOperation TenantConfig", "UnsupportedOperation ConnectionMode", "UnsupportedOperation ViewerMtlsConfig", "UnsupportedOperation ConnectionFunctionAssociation"}},

		// Certificates and web ACLs.
		{"alias without a certificate", func(c *cfg) { c.Aliases = &Aliases{1, []string{"a.example"}} }, []string{"InvalidViewerCertificate ViewerCertificate"}},
		{"alias with a certificate", func(c *cfg) {
			c.Aliases, c.ViewerCertificate = &Aliases{1, []string{"a.example"}}, acmCertificate()
		}, nil},
		{"two certificates", func(c *cfg) {
			c.ViewerCertificate = acmCertificate()
			c.ViewerCertificate.IAMCertificateId = "ASCA"
		}, []string{"InvalidViewerCertificate ViewerCertificate"}},
		{"no certificate at all", func(c *cfg) { c.ViewerCertificate = &ViewerCertificate{} }, []string{"InvalidViewerCertificate ViewerCertificate"}},
		{"certificate of another region", func(c *cfg) {
			c.ViewerCertificate = acmCertificate()
			c.ViewerCertificate.ACMCertificateArn = "arn:aws:acm:eu-west-1:000000000000:certificate/x"
		}, []string{"InvalidViewerCertificate ViewerCertificate.ACMCertificateArn"}},
		{"certificate without settings", func(c *cfg) {
			c.ViewerCertificate = &ViewerCertificate{IAMCertificateId: "ASCA"}
		}, []string{"InvalidArgument ViewerCertificate.SSLSupportMethod", "InvalidMinimumProtocolVersion ViewerCertificate.MinimumProtocolVersion"}},
		{"SSLv3 with SNI", func(c *cfg) {
			c.ViewerCertificate = acmCertificate()
			c.ViewerCertificate.MinimumProtocolVersion = "SSLv3"
		}, []string{"InvalidProtocolSettings ViewerCertificate.MinimumProtocolVersion"}},
		{"TLS 1.2 with an address of its own", func(c *cfg) {
			c.ViewerCertificate = acmCertificate()
			c.ViewerCertificate.SSLSupportMethod = "vip"
		}, []string{"InvalidArgument ViewerCertificate.MinimumProtocolVersion"}},
		{"web ACL of the older kind", func(c *cfg) { c.WebACLId = "473e64fd-f30b-4765-81a0-62ad96dd167a" }, nil},
		{"web ACL of the newer kind", func(c *cfg) {
			c.WebACLId = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/A/473e64fd-f30b-4765-81a0-62ad96dd167a"
		}, nil},
		{"web ACL of a region", func(c *cfg) { c.WebACLId = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/A/473e64fd" }, []string{"InvalidWebACLId WebACLId"}},
		{"web ACL's name", func(c *cfg) { c.WebACLId = "mine" }, []string{"InvalidWebACLId WebACLId"}},
		{"continuous deployment", func(c *cfg) { c.ContinuousDeploymentPolicyId = "4d1d2f1d" }, []string{"NoSuchContinuousDeploymentPolicy ContinuousDeploymentPolicyId"}},
		{"long query strings", func(c *cfg) {
			f := legacyMode(c).ForwardedValues
			f.QueryString, f.QueryStringCacheKeys = true, &QueryStringCacheKeys{1, []string{strings.Repeat("a", 129)}}
		}, []string{"InvalidQueryStringParameters " + fv + "QueryStringCacheKeys"}},

		// The rest.
		{"root object in a folder", func(c *cfg) { c.DefaultRootObject = `a-Z_0/~b.$*"c'&.html` }, nil},
		{"root object with a query", func(c *cfg) { c.DefaultRootObject = "a.html?b" }, []string{"InvalidDefaultRootObject DefaultRootObject"}},
		{"root object with an escape", func(c *cfg) { c.DefaultRootObject = "a%20b.html" }, []string{"InvalidDefaultRootObject DefaultRootObject"}},
		{"root object beyond ASCII", func(c *cfg) { c.DefaultRootObject = "ä.html" }, []string{"InvalidDefaultRootObject DefaultRootObject"}},
		{"root object", func(c *cfg) { c.DefaultRootObject = "/index.html" }, []string{"InvalidDefaultRootObject DefaultRootObject"}},
		{"aliases", func(c *cfg) {
			c.Aliases, c.ViewerCertificate = &Aliases{3, []string{"*.a.example", "a..example", "*.A.example"}}, acmCertificate()
		},
			[]string{"InvalidArgument Aliases.Items", "InvalidArgument Aliases.Items[1]", "InvalidArgument Aliases.Items[2]"}},
		{"comment as long as may be", func(c *cfg) { c.Comment = strings.Repeat("ä", 128) }, nil},
		{"long comment", func(c *cfg) { c.Comment = strings.Repeat("a", 129) }, []string{"InvalidArgument Comment"}},
		{"versions", func(c *cfg) { c.HttpVersion = "http9" }, []string{"InvalidArgument HttpVersion"}},
		{"geo type", func(c *cfg) { c.Restrictions = &Restrictions{GeoRestriction{"both", 0, nil}} },
			[]string{"InvalidGeoRestrictionParameter Restrictions.GeoRestriction.RestrictionType"}},
		{"geo list", func(c *cfg) { c.Restrictions = &Restrictions{GeoRestriction{"whitelist", 0, nil}} }, []string{"InvalidGeoRestrictionParameter Restrictions.GeoRestriction"}},
		{"geo country", func(c *cfg) { c.Restrictions = &Restrictions{GeoRestriction{"blacklist", 1, []string{"france"}}} },
			[]string{"InvalidLocationCode Restrictions.GeoRestriction.Items[0]"}},
		{"error responses", func(c *cfg) {
			c.CustomErrorResponses = &CustomErrorResponses{7, []CustomErrorResponse{
				{ErrorCode: 404, ErrorCachingMinTTL: new(int64(-1))}, {ErrorCode: 418}, {ErrorCode: 415}, {ErrorCode: 412, ResponsePagePath: "/x", ResponseCode: "200"},
				{ErrorCode: 403, ResponsePagePath: "/x"}, {ErrorCode: 500, ResponsePagePath: "x", ResponseCode: "201"}, {ErrorCode: 404}}}
		}, []string{"InvalidArgument CustomErrorResponses.Items[0].ErrorCachingMinTTL", "InvalidErrorCode CustomErrorResponses.Items[1].ErrorCode",
			"InvalidErrorCode CustomErrorResponses.Items[3].ErrorCode", "InvalidResponseCode CustomErrorResponses.Items[4].ResponseCode",
			"InvalidRelativePath CustomErrorResponses.Items[5].ResponsePagePath", "InvalidResponseCode CustomErrorResponses.Items[5].ResponseCode",
			"InvalidArgument CustomErrorResponses.Items.ErrorCode"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cfg := distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: on})
			c.change(cfg)
			err := Validate(cfg, newWorld())
			if got := codesOf(t, err); !slices.Equal(got, c.want) {
				t.Errorf("\ngot  %q\nwant %q\n%v", got, c.want, err)
			}
			if d, err := Compile("E1", cfg, newWorld(), Options{}); (err == nil) != (c.want == nil) || (d == nil) != (err != nil) {
				t.Errorf("Compile disagrees: %v", err)
			}
		})
	}
}

func TestErrorStatus(t *testing.T) {
	for code, want := range map[string]int{"NoSuchCachePolicy": 404, "InvalidArgument": 400, "CachePolicyAlreadyExists": 409, "CachePolicyInUse": 409} {
		if got := codeStatus(code); got != want {
			t.Errorf("%s: %d", code, got)
		}
	}
	err := Errors{{Code: "A", Message: "m", Field: "F"}, {Code: "B", Message: "n"}}
	if got := err.Error(); got != "A: F: m\nB: n" {
		t.Errorf("%q", got)
	}
}

func TestValidatePolicies(t *testing.T) {
	const in = "ParametersInCacheKeyAndForwardedToOrigin."
	headers := func(behavior string, names ...string) CachePolicyHeadersConfig {
		return CachePolicyHeadersConfig{behavior, &Headers{len(names), names}}
	}
	// long lists a header, a cookie and a query string of that length together.
	long := func(length int) *CachePolicyConfig {
		return keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist", strings.Repeat("a", 500)),
			CookiesConfig:      CachePolicyCookiesConfig{CookieBehavior: "whitelist", Cookies: &CookieNames{1, []string{strings.Repeat("b", 500)}}},
			QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "whitelist", QueryStrings: &QueryStringNames{1, []string{strings.Repeat("c", length-1000)}}}})
	}
	for _, c := range []struct {
		name   string
		policy *CachePolicyConfig
		want   []string
	}{
		{"minimal", &CachePolicyConfig{Name: "n"}, nil},
		{"DefaultTTL below MinTTL", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{}, 100, 10, 1000), nil},
		{"no name, bad order", &CachePolicyConfig{MinTTL: 10, DefaultTTL: new(int64(10)), MaxTTL: new(int64(5))}, []string{"InvalidArgument Name", "InvalidArgument MaxTTL"}},
		{"Authorization", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist", "Authorization", "Accept-Encoding")}), nil},
		{"Accept-Encoding twice over", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{EnableAcceptEncodingGzip: true, HeadersConfig: headers("whitelist", "accept-encoding")}),
			[]string{"InvalidArgument " + in + "HeadersConfig.Headers.Items[0]"}},
		{"headers", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist", "Cookie", "a b", "X-A", "x-a")}),
			[]string{"InvalidArgument " + in + "HeadersConfig.Headers.Items", "InvalidArgument " + in + "HeadersConfig.Headers.Items[0]", "InvalidArgument " + in + "HeadersConfig.Headers.Items[1]"}},
		{"headers for origins only", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist", "CloudFront-Viewer-Address", "cloudfront-viewer-asn",
			"CloudFront-Viewer-TLS", "CloudFront-Viewer-JA3-Fingerprint", "CloudFront-Viewer-JA4-Fingerprint", "CloudFront-Viewer-Country", "CloudFront-Forwarded-Proto")}),
			[]string{"InvalidArgument " + in + "HeadersConfig.Headers.Items[0]", "InvalidArgument " + in + "HeadersConfig.Headers.Items[1]", "InvalidArgument " + in + "HeadersConfig.Headers.Items[2]",
				"InvalidArgument " + in + "HeadersConfig.Headers.Items[3]", "InvalidArgument " + in + "HeadersConfig.Headers.Items[4]"}},
		{"as long as may be", long(1024), nil},
		{"too long together", long(1025), []string{"InvalidArgument " + strings.TrimSuffix(in, ".")}},
		{"list without whitelist", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("none", "X-A")}), []string{"InvalidArgument " + in + "HeadersConfig.Headers"}},
		{"whitelist without list", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist"),
			CookiesConfig: CachePolicyCookiesConfig{CookieBehavior: "allExcept"}}),
			[]string{"InvalidArgument " + in + "HeadersConfig.Headers", "InvalidArgument " + in + "CookiesConfig.Cookies"}},
		{"enumerations", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("allViewer"), CookiesConfig: CachePolicyCookiesConfig{CookieBehavior: "some"},
			QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "All"}}),
			[]string{"InvalidArgument " + in + "HeadersConfig.HeaderBehavior", "InvalidArgument " + in + "CookiesConfig.CookieBehavior", "InvalidArgument " + in + "QueryStringsConfig.QueryStringBehavior"}},
		{"caching disabled", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: new(true), HeadersConfig: headers("whitelist", "Origin"),
			CookiesConfig: CachePolicyCookiesConfig{CookieBehavior: "all"}, QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "all"}}, 0, 0, 0),
			[]string{"InvalidArgument " + in + "HeadersConfig.HeaderBehavior", "InvalidArgument " + in + "CookiesConfig.CookieBehavior", "InvalidArgument " + in + "QueryStringsConfig.QueryStringBehavior",
				"InvalidArgument " + in + "EnableAcceptEncodingGzip", "InvalidArgument " + in + "EnableAcceptEncodingBrotli"}},
		{"long comment", &CachePolicyConfig{Name: "n", MinTTL: 1, Comment: strings.Repeat("a", 129)}, []string{"InvalidArgument Comment"}},
		{"MaxTTL 1 is enough", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist", "Origin")}, 0, 0, 1), nil},
		{"too many", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: headers("whitelist", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K")}),
			[]string{"TooManyHeadersInCachePolicy " + in + "HeadersConfig.Headers"}},
	} {
		if got := codesOf(t, ValidateCachePolicy(c.policy)); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
	orp := func(behavior string, names ...string) *OriginRequestPolicyConfig {
		p := &OriginRequestPolicyConfig{Name: "n", HeadersConfig: OriginRequestPolicyHeadersConfig{HeaderBehavior: behavior},
			CookiesConfig: OriginRequestPolicyCookiesConfig{CookieBehavior: "none"}, QueryStringsConfig: OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: "all"}}
		if len(names) > 0 {
			p.HeadersConfig.Headers = &Headers{len(names), names}
		}
		return p
	}
	for _, c := range []struct {
		policy *OriginRequestPolicyConfig
		want   []string
	}{
		{orp("none"), nil},
		{orp("allViewer"), nil},
		{orp("whitelist", "Origin"), nil},
		{orp("allExcept", "Host"), nil},
		{orp("allExcept", "Authorization"), nil},
		{orp("whitelist", "CloudFront-Viewer-Address", "CloudFront-Viewer-TLS"), nil},
		{orp("whitelist", strings.Repeat("a", 1024)), nil},
		{orp("whitelist", strings.Repeat("a", 1024), "b"), []string{"InvalidArgument "}},
		{orp("allViewerAndWhitelistCloudFront", "CloudFront-Viewer-Country"), nil},
		{orp("whitelist", "Authorization", "accept-encoding"), []string{"InvalidArgument HeadersConfig.Headers.Items[0]", "InvalidArgument HeadersConfig.Headers.Items[1]"}},
		{orp("whitelist", "X-WP-Access-Authorization"), nil},
		{orp("allViewerAndWhitelistCloudFront", "Origin"), []string{"InvalidArgument HeadersConfig.Headers.Items[0]"}},
		{orp("allViewer", "Origin"), []string{"InvalidArgument HeadersConfig.Headers"}},
		{orp("whitelist"), []string{"InvalidArgument HeadersConfig.Headers"}},
		{orp(""), []string{"InvalidArgument HeadersConfig.HeaderBehavior"}},
	} {
		if got := codesOf(t, ValidateOriginRequestPolicy(c.policy)); !slices.Equal(got, c.want) {
			t.Errorf("%+v:\ngot  %q\nwant %q", c.policy.HeadersConfig, got, c.want)
		}
	}
	commented := orp("none")
	commented.Comment = strings.Repeat("a", 129)
	if got := codesOf(t, ValidateOriginRequestPolicy(commented)); !slices.Equal(got, []string{"InvalidArgument Comment"}) {
		t.Errorf("long comment: %q", got)
	}
	if got := codesOf(t, ValidateOriginAccessControl(&OriginAccessControlConfig{})); len(got) != 4 {
		t.Errorf("empty origin access control: %q", got)
	}
	if err := ValidateOriginAccessControl(newWorld().control["no-override"]); err != nil {
		t.Error(err)
	}
}

func TestValidateResponseHeadersPolicy(t *testing.T) {
	type cfg = ResponseHeadersPolicyConfig
	cors := func(change func(*ResponseHeadersPolicyCorsConfig)) *cfg {
		c := ResponseHeadersPolicyCorsConfig{AccessControlAllowOrigins: origins("https://a.example"), AccessControlAllowHeaders: allowedHeaders("X-A"), AccessControlAllowMethods: allowedMethods("GET")}
		change(&c)
		return corsPolicy(c)
	}
	custom := func(items ...ResponseHeadersPolicyCustomHeader) *cfg {
		return &cfg{Name: "n", CustomHeadersConfig: &ResponseHeadersPolicyCustomHeadersConfig{len(items), items}}
	}
	remove := func(names ...string) *cfg {
		p := &cfg{Name: "n", RemoveHeadersConfig: &ResponseHeadersPolicyRemoveHeadersConfig{Quantity: len(names)}}
		for _, n := range names {
			p.RemoveHeadersConfig.Items = append(p.RemoveHeadersConfig.Items, ResponseHeadersPolicyRemoveHeader{n})
		}
		return p
	}
	const c = "CorsConfig.AccessControl"
	for _, k := range []struct {
		name   string
		policy *cfg
		want   []string
	}{
		{"CORS", cors(func(*ResponseHeadersPolicyCorsConfig) {}), nil},
		{"long comment", &cfg{Name: "n", Comment: strings.Repeat("a", 129), ServerTimingHeadersConfig: &ResponseHeadersPolicyServerTimingHeadersConfig{}}, []string{"InvalidArgument Comment"}},
		{"no section", &cfg{Name: "n"}, []string{"InvalidArgument "}},
		{"empty sections", &cfg{Name: "n", SecurityHeadersConfig: &ResponseHeadersPolicySecurityHeadersConfig{}, CustomHeadersConfig: &ResponseHeadersPolicyCustomHeadersConfig{}}, []string{"InvalidArgument "}},
		{"nothing to remove", remove(), []string{"InvalidArgument "}},
		{"no name", &cfg{ServerTimingHeadersConfig: &ResponseHeadersPolicyServerTimingHeadersConfig{}}, []string{"InvalidArgument Name"}},
		{"empty lists", cors(func(c *ResponseHeadersPolicyCorsConfig) { *c = ResponseHeadersPolicyCorsConfig{} }),
			[]string{"InvalidArgument " + c + "AllowOrigins", "InvalidArgument " + c + "AllowHeaders", "InvalidArgument " + c + "AllowMethods"}},
		{"credentials and *", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlAllowCredentials, c.AccessControlAllowHeaders = true, allowedHeaders("*")
		}), []string{"InvalidArgument " + c + "AllowHeaders.Items[0]"}},
		{"credentials and x-*", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlAllowCredentials, c.AccessControlAllowHeaders = true, allowedHeaders("X-A", "x-*")
		}), []string{"InvalidArgument " + c + "AllowHeaders.Items[1]"}},
		{"ALL origins", cors(func(c *ResponseHeadersPolicyCorsConfig) { c.AccessControlAllowOrigins = origins("ALL") }), []string{"InvalidArgument " + c + "AllowOrigins.Items[0]"}},
		{"ALL methods", cors(func(c *ResponseHeadersPolicyCorsConfig) { c.AccessControlAllowMethods = allowedMethods("ALL") }), nil},
		{"ALL methods and more", cors(func(c *ResponseHeadersPolicyCorsConfig) { c.AccessControlAllowMethods = allowedMethods("ALL", "GET") }), []string{"InvalidArgument " + c + "AllowMethods"}},
		{"methods", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlAllowMethods = allowedMethods("get", "PROPFIND")
		}),
			[]string{"InvalidArgument " + c + "AllowMethods.Items[0]", "InvalidArgument " + c + "AllowMethods.Items[1]"}},
		{"origins", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlAllowOrigins = origins("example.*", "https://a.example/", "*")
		}), []string{"InvalidArgument " + c + "AllowOrigins.Items[0]", "InvalidArgument " + c + "AllowOrigins.Items[1]"}},
		{"headers", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlAllowHeaders = allowedHeaders("a b", "x-*-*", "x-*")
		}),
			[]string{"InvalidArgument " + c + "AllowHeaders.Items[0]", "InvalidArgument " + c + "AllowHeaders.Items[1]"}},
		{"exposed and age", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlExposeHeaders, c.AccessControlMaxAgeSec = &ResponseHeadersPolicyAccessControlExposeHeaders{2, []string{"*", ""}}, new(-1)
		}), []string{"InvalidArgument " + c + "ExposeHeaders.Items[1]", "InvalidArgument " + c + "MaxAgeSec"}},
		{"quantities", cors(func(c *ResponseHeadersPolicyCorsConfig) { c.AccessControlAllowOrigins.Quantity = 3 }), []string{"InconsistentQuantities " + c + "AllowOrigins"}},
		{"long", cors(func(c *ResponseHeadersPolicyCorsConfig) {
			c.AccessControlAllowHeaders = allowedHeaders(strings.Repeat("x", 1784))
		}), []string{"InvalidArgument " + c + "AllowHeaders"}},
		{"custom", custom(ResponseHeadersPolicyCustomHeader{"X-A", "", true}, ResponseHeadersPolicyCustomHeader{"Cache-Control", "no-store", true}), nil},
		{"custom denied", custom(ResponseHeadersPolicyCustomHeader{"access-control-allow-origin", "*", true}, ResponseHeadersPolicyCustomHeader{"X-Frame-Options", "DENY", true},
			ResponseHeadersPolicyCustomHeader{"Via", "x", true}, ResponseHeadersPolicyCustomHeader{"a b", "x", true}, ResponseHeadersPolicyCustomHeader{"X-A", "x\r\ny", true}),
			[]string{"InvalidArgument CustomHeadersConfig.Items[0].Header", "InvalidArgument CustomHeadersConfig.Items[1].Header", "InvalidArgument CustomHeadersConfig.Items[2].Header",
				"InvalidArgument CustomHeadersConfig.Items[3].Header", "InvalidArgument CustomHeadersConfig.Items[4].Value"}},
		{"removed", remove("Server", "X-Powered-By", "Vary", "Set-Cookie"), nil},
		{"removed denied", remove("x-cache", "X-Amz-Cf-Id", "X-Edge-Foo", "X-Accel-Redirect", "content-length", "Via", "a:b", "Server", "server"),
			[]string{"InvalidArgument RemoveHeadersConfig.Items[0].Header", "InvalidArgument RemoveHeadersConfig.Items[1].Header", "InvalidArgument RemoveHeadersConfig.Items[2].Header",
				"InvalidArgument RemoveHeadersConfig.Items[3].Header", "InvalidArgument RemoveHeadersConfig.Items[4].Header", "InvalidArgument RemoveHeadersConfig.Items[5].Header",
				"InvalidArgument RemoveHeadersConfig.Items[6].Header", "InvalidArgument RemoveHeadersConfig.Items.Header"}},
		{"security", &cfg{Name: "n", SecurityHeadersConfig: &ResponseHeadersPolicySecurityHeadersConfig{
			XSSProtection: &ResponseHeadersPolicyXSSProtection{true, true, new(true), "https://r.example"}, FrameOptions: &ResponseHeadersPolicyFrameOptions{true, "ALLOW"},
			ReferrerPolicy: &ResponseHeadersPolicyReferrerPolicy{true, "never"}, ContentSecurityPolicy: &ResponseHeadersPolicyContentSecurityPolicy{true, strings.Repeat("a", 1784)},
			StrictTransportSecurity: &ResponseHeadersPolicyStrictTransportSecurity{AccessControlMaxAgeSec: -1}}},
			[]string{"InvalidArgument SecurityHeadersConfig.XSSProtection", "InvalidArgument SecurityHeadersConfig.FrameOptions.FrameOption",
				"InvalidArgument SecurityHeadersConfig.ReferrerPolicy.ReferrerPolicy", "TooLongCSPInResponseHeadersPolicy SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy",
				"InvalidArgument SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec"}},
		{"sampling", &cfg{Name: "n", ServerTimingHeadersConfig: &ResponseHeadersPolicyServerTimingHeadersConfig{true, new(12.3456)}}, nil},
		{"sampling too fine", &cfg{Name: "n", ServerTimingHeadersConfig: &ResponseHeadersPolicyServerTimingHeadersConfig{true, new(12.34567)}}, []string{"InvalidArgument ServerTimingHeadersConfig.SamplingRate"}},
		{"sampling too high", &cfg{Name: "n", ServerTimingHeadersConfig: &ResponseHeadersPolicyServerTimingHeadersConfig{true, new(100.5)}}, []string{"InvalidArgument ServerTimingHeadersConfig.SamplingRate"}},
	} {
		if got := codesOf(t, ValidateResponseHeadersPolicy(k.policy)); !slices.Equal(got, k.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", k.name, got, k.want)
		}
	}
}
