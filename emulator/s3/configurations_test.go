package s3_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func ptr[T any](v T) *T { return &v }

// refuses is the API error code of err; the value is of no interest.
func refuses[T any](t *testing.T, code string) func(T, error) {
	return func(_ T, err error) {
		t.Helper()
		fails(t, err, code)
	}
}

func enable(t *testing.T, c *awss3.Client, bucket string, status types.BucketVersioningStatus) error {
	t.Helper()
	_, err := c.PutBucketVersioning(t.Context(), &awss3.PutBucketVersioningInput{Bucket: &bucket, VersioningConfiguration: &types.VersioningConfiguration{Status: status}})
	return err
}

func TestSDKVersioningAndLock(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		lock := func(l *types.ObjectLockConfiguration) error {
			_, err := c.PutObjectLockConfiguration(ctx, &awss3.PutObjectLockConfigurationInput{Bucket: bucket, ObjectLockConfiguration: l})
			return err
		}
		on := &types.ObjectLockConfiguration{ObjectLockEnabled: types.ObjectLockEnabledEnabled}
		refuses[*awss3.GetObjectLockConfigurationOutput](t, "ObjectLockConfigurationNotFoundError")(c.GetObjectLockConfiguration(ctx, &awss3.GetObjectLockConfigurationInput{Bucket: bucket}))
		fails(t, lock(on), "InvalidBucketState")
		for _, status := range []types.BucketVersioningStatus{"Suspended", "Enabled", "Suspended"} {
			if err := enable(t, c, "media", status); err != nil {
				t.Fatal(err)
			}
			got := must[*awss3.GetBucketVersioningOutput](t)(c.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: bucket}))
			if got.Status != status {
				t.Errorf("versioning %s, want %s", got.Status, status)
			}
		}
		fails(t, lock(on), "InvalidBucketState")
		if err := enable(t, c, "media", "Enabled"); err != nil {
			t.Fatal(err)
		}
		if err := lock(&types.ObjectLockConfiguration{ObjectLockEnabled: "Enabled", Rule: &types.ObjectLockRule{
			DefaultRetention: &types.DefaultRetention{Mode: "GOVERNANCE", Days: ptr[int32](1)}}}); err != nil {
			t.Fatal(err)
		}
		got := must[*awss3.GetObjectLockConfigurationOutput](t)(c.GetObjectLockConfiguration(ctx, &awss3.GetObjectLockConfigurationInput{Bucket: bucket})).ObjectLockConfiguration
		if got.Rule == nil || got.Rule.DefaultRetention.Mode != "GOVERNANCE" || aws.ToInt32(got.Rule.DefaultRetention.Days) != 1 || got.Rule.DefaultRetention.Years != nil {
			t.Errorf("lock %+v", got)
		}
		if err := lock(on); err != nil {
			t.Fatal(err)
		}
		if got := must[*awss3.GetObjectLockConfigurationOutput](t)(c.GetObjectLockConfiguration(ctx, &awss3.GetObjectLockConfigurationInput{Bucket: bucket})); got.ObjectLockConfiguration.Rule != nil {
			t.Error("the rule stays")
		}
		fails(t, enable(t, c, "media", "Suspended"), "InvalidBucketState")
		if err := enable(t, c, "media", "Enabled"); err != nil {
			t.Error(err)
		}
		fails(t, enable(t, c, "none", "Enabled"), "NoSuchBucket")
	})
}

func TestSDKTagging(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		put := func(tags ...types.Tag) error {
			_, err := c.PutBucketTagging(ctx, &awss3.PutBucketTaggingInput{Bucket: bucket, Tagging: &types.Tagging{TagSet: append([]types.Tag{}, tags...)}})
			return err
		}
		none := func() {
			refuses[*awss3.GetBucketTaggingOutput](t, "NoSuchTagSet")(c.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: bucket}))
		}
		none()
		if err := put(types.Tag{Key: ptr("b"), Value: ptr("1")}, types.Tag{Key: ptr("a"), Value: ptr("")}); err != nil {
			t.Fatal(err)
		}
		got := must[*awss3.GetBucketTaggingOutput](t)(c.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: bucket}))
		if len(got.TagSet) != 2 || *got.TagSet[0].Key != "b" || *got.TagSet[1].Value != "" {
			t.Errorf("tags %+v", got.TagSet)
		}
		fails(t, put(types.Tag{Key: ptr("a"), Value: ptr("1")}, types.Tag{Key: ptr("a"), Value: ptr("2")}), "InvalidTag")
		fails(t, put(types.Tag{Key: ptr("aws:x"), Value: ptr("1")}), "InvalidTag")
		must[*awss3.DeleteBucketTaggingOutput](t)(c.DeleteBucketTagging(ctx, &awss3.DeleteBucketTaggingInput{Bucket: bucket}))
		none()
		if err := put(); err != nil { // an empty set is none
			t.Fatal(err)
		}
		none()
	})
}

func TestSDKOwnershipAndACL(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		own := func(o types.ObjectOwnership) error {
			_, err := c.PutBucketOwnershipControls(ctx, &awss3.PutBucketOwnershipControlsInput{Bucket: bucket, OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: o}}}})
			return err
		}
		acl := func(canned types.BucketCannedACL) error {
			_, err := c.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: bucket, ACL: canned})
			return err
		}
		grants := func() (out []string) {
			t.Helper()
			for _, g := range must[*awss3.GetBucketAclOutput](t)(c.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: bucket})).Grants {
				out = append(out, string(g.Permission)+" "+string(g.Grantee.Type)+" "+aws.ToString(g.Grantee.URI))
			}
			return out
		}
		const owner, everyone = "FULL_CONTROL CanonicalUser ", "READ Group http://acs.amazonaws.com/groups/global/AllUsers"
		fails(t, acl("public-read"), "AccessControlListNotSupported")
		if err := own("ObjectWriter"); err != nil {
			t.Fatal(err)
		}
		fails(t, acl("public-read"), "AccessDenied") // BlockPublicAcls
		must[*awss3.DeletePublicAccessBlockOutput](t)(c.DeletePublicAccessBlock(ctx, &awss3.DeletePublicAccessBlockInput{Bucket: bucket}))
		if err := acl("public-read"); err != nil {
			t.Fatal(err)
		}
		if got := grants(); fmt.Sprint(got) != fmt.Sprint([]string{owner, everyone}) {
			t.Errorf("grants %q", got)
		}
		if res := s.anonymous(t, "GET", "/media", ""); res.status != 200 {
			t.Errorf("a public list gives %d", res.status)
		}
		fails(t, own("BucketOwnerEnforced"), "InvalidBucketAclWithObjectOwnership")
		fails(t, acl("fake-acl"), "InvalidArgument")
		if err := acl("private"); err != nil {
			t.Fatal(err)
		}
		id := must[*awss3.GetBucketAclOutput](t)(c.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: bucket})).Owner
		_, err := c.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: bucket, AccessControlPolicy: &types.AccessControlPolicy{Owner: id, Grants: []types.Grant{
			{Permission: "FULL_CONTROL", Grantee: &types.Grantee{Type: "CanonicalUser", ID: id.ID}},
			{Permission: "WRITE", Grantee: &types.Grantee{Type: "Group", URI: ptr("http://acs.amazonaws.com/groups/s3/LogDelivery")}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := grants(); len(got) != 2 || got[1] != "WRITE Group http://acs.amazonaws.com/groups/s3/LogDelivery" {
			t.Errorf("grants %q", got)
		}
		must[*awss3.DeleteBucketOwnershipControlsOutput](t)(c.DeleteBucketOwnershipControls(ctx, &awss3.DeleteBucketOwnershipControlsInput{Bucket: bucket}))
		refuses[*awss3.GetBucketOwnershipControlsOutput](t, "OwnershipControlsNotFoundError")(c.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: bucket}))
		if err := acl("authenticated-read"); err != nil { // ACLs are on without any control
			t.Error(err)
		}
		if err := acl("private"); err != nil {
			t.Fatal(err)
		}
		if err := own("BucketOwnerEnforced"); err != nil {
			t.Error(err)
		}
		if got := grants(); fmt.Sprint(got) != fmt.Sprint([]string{owner}) {
			t.Errorf("grants %q", got)
		}
	})
}

func TestSDKLifecycle(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		rule := types.LifecycleRule{ID: ptr("r"), Status: "Enabled", Filter: &types.LifecycleRuleFilter{}, Expiration: &types.LifecycleExpiration{Days: ptr[int32](7)}}
		put := func(size types.TransitionDefaultMinimumObjectSize, rules ...types.LifecycleRule) (*awss3.PutBucketLifecycleConfigurationOutput, error) {
			return c.PutBucketLifecycleConfiguration(ctx, &awss3.PutBucketLifecycleConfigurationInput{
				Bucket: bucket, TransitionDefaultMinimumObjectSize: size, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: append([]types.LifecycleRule{}, rules...)}})
		}
		none := func() {
			refuses[*awss3.GetBucketLifecycleConfigurationOutput](t, "NoSuchLifecycleConfiguration")(c.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: bucket}))
		}
		none()
		for asked, want := range map[types.TransitionDefaultMinimumObjectSize]types.TransitionDefaultMinimumObjectSize{
			"": "all_storage_classes_128K", "varies_by_storage_class": "varies_by_storage_class", "all_storage_classes_128K": "all_storage_classes_128K"} {
			done := must[*awss3.PutBucketLifecycleConfigurationOutput](t)(put(asked, rule))
			got := must[*awss3.GetBucketLifecycleConfigurationOutput](t)(c.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: bucket}))
			if done.TransitionDefaultMinimumObjectSize != want || got.TransitionDefaultMinimumObjectSize != want || len(got.Rules) != 1 || got.Rules[0].Filter == nil || aws.ToInt32(got.Rules[0].Expiration.Days) != 7 {
				t.Errorf("%q: %+v %+v", asked, done, got)
			}
		}
		refuses[*awss3.PutBucketLifecycleConfigurationOutput](t, "InvalidRequest")(put("value", rule))
		refuses[*awss3.PutBucketLifecycleConfigurationOutput](t, "MalformedXML")(put(""))
		must[*awss3.DeleteBucketLifecycleOutput](t)(c.DeleteBucketLifecycle(ctx, &awss3.DeleteBucketLifecycleInput{Bucket: bucket}))
		none()
		s.call(t, "PUT", "/media?lifecycle", "<LifecycleConfiguration/>").refused(t, 400, "InvalidRequest") // without Content-MD5
	})
}

func TestSDKLogging(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		s.makeBucket(t, "logs")
		put := func(target string) error {
			_, err := c.PutBucketLogging(ctx, &awss3.PutBucketLoggingInput{Bucket: bucket, BucketLoggingStatus: &types.BucketLoggingStatus{
				LoggingEnabled: &types.LoggingEnabled{TargetBucket: &target, TargetPrefix: ptr("log/")}}})
			return err
		}
		get := func() *types.LoggingEnabled {
			t.Helper()
			return must[*awss3.GetBucketLoggingOutput](t)(c.GetBucketLogging(ctx, &awss3.GetBucketLoggingInput{Bucket: bucket})).LoggingEnabled
		}
		if get() != nil {
			t.Error("logging is on")
		}
		if err := put("logs"); err != nil {
			t.Fatal(err)
		}
		if got := get(); got == nil || *got.TargetBucket != "logs" || *got.TargetPrefix != "log/" {
			t.Errorf("logging %+v", got)
		}
		fails(t, put("none"), "InvalidTargetBucketForLogging")
		far := "in-europe"
		if _, err := c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: &far, CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: "eu-west-1"}}); err != nil {
			t.Fatal(err)
		}
		fails(t, put(far), "CrossLocationLoggingProhibitted")
		must[*awss3.PutBucketLoggingOutput](t)(c.PutBucketLogging(ctx, &awss3.PutBucketLoggingInput{Bucket: bucket, BucketLoggingStatus: &types.BucketLoggingStatus{}}))
		if get() != nil {
			t.Error("logging stays on")
		}
	})
}

func TestSDKReplication(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		s.makeBucket(t, "copies")
		put := func(destination string) error {
			_, err := c.PutBucketReplication(ctx, &awss3.PutBucketReplicationInput{Bucket: bucket, ReplicationConfiguration: &types.ReplicationConfiguration{
				Role: ptr("arn:aws:iam::000000000000:role/r"), Rules: []types.ReplicationRule{{
					ID: ptr("id"), Priority: ptr[int32](1), Status: "Enabled", Filter: &types.ReplicationRuleFilter{Prefix: ptr("Tax")},
					DeleteMarkerReplication: &types.DeleteMarkerReplication{Status: "Disabled"}, Destination: &types.Destination{Bucket: ptr("arn:aws:s3:::" + destination)}}}}})
			return err
		}
		none := func() {
			refuses[*awss3.GetBucketReplicationOutput](t, "ReplicationConfigurationNotFoundError")(c.GetBucketReplication(ctx, &awss3.GetBucketReplicationInput{Bucket: bucket}))
		}
		none()
		fails(t, put("none"), "InvalidRequest")
		fails(t, put("copies"), "InvalidRequest")
		for _, name := range []string{"copies", "media"} {
			if err := enable(t, c, name, "Enabled"); err != nil {
				t.Fatal(err)
			}
			if name == "copies" {
				fails(t, put("copies"), "InvalidRequest")
			}
		}
		if err := put("copies"); err != nil {
			t.Fatal(err)
		}
		got := must[*awss3.GetBucketReplicationOutput](t)(c.GetBucketReplication(ctx, &awss3.GetBucketReplicationInput{Bucket: bucket})).ReplicationConfiguration
		if len(got.Rules) != 1 || *got.Rules[0].Filter.Prefix != "Tax" || *got.Rules[0].Destination.Bucket != "arn:aws:s3:::copies" {
			t.Errorf("replication %+v", got)
		}
		fails(t, enable(t, c, "media", "Suspended"), "InvalidBucketState")
		must[*awss3.DeleteBucketReplicationOutput](t)(c.DeleteBucketReplication(ctx, &awss3.DeleteBucketReplicationInput{Bucket: bucket}))
		none()
	})
}

func TestSDKSmallSettings(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		s.makeBucket(t, "my.media")

		encryption := func() types.ServerSideEncryptionRule {
			t.Helper()
			return must[*awss3.GetBucketEncryptionOutput](t)(c.GetBucketEncryption(ctx, &awss3.GetBucketEncryptionInput{Bucket: bucket})).ServerSideEncryptionConfiguration.Rules[0]
		}
		if e := encryption(); e.ApplyServerSideEncryptionByDefault.SSEAlgorithm != "AES256" || *e.BucketKeyEnabled {
			t.Errorf("encryption %+v", e)
		}
		must[*awss3.PutBucketEncryptionOutput](t)(c.PutBucketEncryption(ctx, &awss3.PutBucketEncryptionInput{Bucket: bucket, ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{
			Rules: []types.ServerSideEncryptionRule{{BucketKeyEnabled: ptr(true), ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: "aws:kms", KMSMasterKeyID: ptr("key")}}}}}))
		if e := encryption(); e.ApplyServerSideEncryptionByDefault.SSEAlgorithm != "aws:kms" || *e.ApplyServerSideEncryptionByDefault.KMSMasterKeyID != "key" || !*e.BucketKeyEnabled {
			t.Errorf("encryption %+v", e)
		}
		must[*awss3.DeleteBucketEncryptionOutput](t)(c.DeleteBucketEncryption(ctx, &awss3.DeleteBucketEncryptionInput{Bucket: bucket}))
		if e := encryption(); e.ApplyServerSideEncryptionByDefault.SSEAlgorithm != "AES256" {
			t.Errorf("encryption %+v", e)
		}

		accelerate := func(name string, status types.BucketAccelerateStatus) error {
			_, err := c.PutBucketAccelerateConfiguration(ctx, &awss3.PutBucketAccelerateConfigurationInput{Bucket: &name, AccelerateConfiguration: &types.AccelerateConfiguration{Status: status}})
			return err
		}
		for _, step := range [][2]types.BucketAccelerateStatus{{"Suspended", ""}, {"Enabled", "Enabled"}, {"Suspended", "Suspended"}} {
			if err := accelerate("media", step[0]); err != nil {
				t.Fatal(err)
			}
			if got := must[*awss3.GetBucketAccelerateConfigurationOutput](t)(c.GetBucketAccelerateConfiguration(ctx, &awss3.GetBucketAccelerateConfigurationInput{Bucket: bucket})); got.Status != step[1] {
				t.Errorf("accelerate %q, want %q", got.Status, step[1])
			}
		}
		fails(t, accelerate("media", "enabled"), "MalformedXML")
		fails(t, accelerate("my.media", "Enabled"), "InvalidRequest")

		for _, payer := range []types.Payer{"BucketOwner", "Requester"} {
			if got := must[*awss3.GetBucketRequestPaymentOutput](t)(c.GetBucketRequestPayment(ctx, &awss3.GetBucketRequestPaymentInput{Bucket: bucket})); got.Payer != payer {
				t.Errorf("payer %s, want %s", got.Payer, payer)
			}
			must[*awss3.PutBucketRequestPaymentOutput](t)(c.PutBucketRequestPayment(ctx, &awss3.PutBucketRequestPaymentInput{Bucket: bucket, RequestPaymentConfiguration: &types.RequestPaymentConfiguration{Payer: "Requester"}}))
		}

		notify := func(n *types.NotificationConfiguration) *awss3.GetBucketNotificationConfigurationOutput {
			t.Helper()
			must[*awss3.PutBucketNotificationConfigurationOutput](t)(c.PutBucketNotificationConfiguration(ctx, &awss3.PutBucketNotificationConfigurationInput{Bucket: bucket, NotificationConfiguration: n}))
			return must[*awss3.GetBucketNotificationConfigurationOutput](t)(c.GetBucketNotificationConfiguration(ctx, &awss3.GetBucketNotificationConfigurationInput{Bucket: bucket}))
		}
		got := notify(&types.NotificationConfiguration{EventBridgeConfiguration: &types.EventBridgeConfiguration{}, QueueConfigurations: []types.QueueConfiguration{{
			QueueArn: ptr("arn:aws:sqs:us-east-1:000000000000:q"), Events: []types.Event{"s3:ObjectCreated:*"}}}})
		if got.EventBridgeConfiguration == nil || len(got.QueueConfigurations) != 1 || aws.ToString(got.QueueConfigurations[0].Id) == "" {
			t.Errorf("notification %+v", got)
		}
		if got := notify(&types.NotificationConfiguration{}); got.EventBridgeConfiguration != nil || len(got.QueueConfigurations) != 0 {
			t.Errorf("notification %+v", got)
		}

		none := func() {
			refuses[*awss3.GetBucketWebsiteOutput](t, "NoSuchWebsiteConfiguration")(c.GetBucketWebsite(ctx, &awss3.GetBucketWebsiteInput{Bucket: bucket}))
		}
		none()
		must[*awss3.PutBucketWebsiteOutput](t)(c.PutBucketWebsite(ctx, &awss3.PutBucketWebsiteInput{Bucket: bucket, WebsiteConfiguration: &types.WebsiteConfiguration{IndexDocument: &types.IndexDocument{Suffix: ptr("index.html")}}}))
		if got := must[*awss3.GetBucketWebsiteOutput](t)(c.GetBucketWebsite(ctx, &awss3.GetBucketWebsiteInput{Bucket: bucket})); *got.IndexDocument.Suffix != "index.html" || got.ErrorDocument != nil || got.RoutingRules != nil {
			t.Errorf("website %+v", got)
		}
		must[*awss3.DeleteBucketWebsiteOutput](t)(c.DeleteBucketWebsite(ctx, &awss3.DeleteBucketWebsiteInput{Bucket: bucket}))
		none()
	})
}

// TestNamedConfigurations: the four kinds of configurations with ids.
func TestNamedConfigurations(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for kind, test := range map[string]struct {
		document, root, item string
		put                  int
	}{
		"metrics":   {`<MetricsConfiguration%s><Id>%s</Id></MetricsConfiguration>`, "ListMetricsConfigurationsResult", "MetricsConfiguration", 204},
		"analytics": {`<AnalyticsConfiguration%s><Id>%s</Id><StorageClassAnalysis></StorageClassAnalysis></AnalyticsConfiguration>`, "ListBucketAnalyticsConfigurationResult", "AnalyticsConfiguration", 204},
		"inventory": {`<InventoryConfiguration%s><Destination><S3BucketDestination><Bucket>arn:aws:s3:::b</Bucket><Format>CSV</Format></S3BucketDestination></Destination><IsEnabled>true</IsEnabled><Id>%s</Id><IncludedObjectVersions>All</IncludedObjectVersions><Schedule><Frequency>Daily</Frequency></Schedule></InventoryConfiguration>`,
			"ListInventoryConfigurationsResult", "InventoryConfiguration", 204},
		"intelligent-tiering": {`<IntelligentTieringConfiguration%s><Id>%s</Id><Status>Enabled</Status><Tiering><AccessTier>ARCHIVE_ACCESS</AccessTier><Days>90</Days></Tiering></IntelligentTieringConfiguration>`,
			"ListBucketIntelligentTieringConfigurationsOutput", "IntelligentTieringConfiguration", 200},
	} {
		t.Run(kind, func(t *testing.T) {
			const declaration, namespace = `<?xml version="1.0" encoding="UTF-8"?>` + "\n", ` xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`
			at := "/media?" + kind
			s.call(t, "GET", at+"&id=b", "").refused(t, 404, "NoSuchConfiguration")
			s.call(t, "DELETE", at+"&id=b", "").refused(t, 404, "NoSuchConfiguration")
			s.call(t, "PUT", at+"&id=a", fmt.Sprintf(test.document, "", "b")).refused(t, 400, "IdMismatch")
			s.call(t, "PUT", at+"&id=a%20b", fmt.Sprintf(test.document, "", "a b")).refused(t, 400, "InvalidConfigurationId")
			s.call(t, "PUT", at+"&id=b", "<Nonsense/>").refused(t, 400, "MalformedXML")
			for _, id := range []string{"b", "a", "b"} {
				if res := s.call(t, "PUT", at+"&id="+id, fmt.Sprintf(test.document, "", id)); res.status != test.put || res.body != "" {
					t.Errorf("%d %s", res.status, res.body)
				}
			}
			if res := s.call(t, "GET", at+"&id=b", ""); res.body != declaration+fmt.Sprintf(test.document, namespace, "b") {
				t.Errorf("%d %s", res.status, res.body)
			}
			want := declaration + "<" + test.root + namespace + "><IsTruncated>false</IsTruncated>" +
				fmt.Sprintf(test.document, "", "a") + fmt.Sprintf(test.document, "", "b") + "</" + test.root + ">"
			if res := s.call(t, "GET", at, ""); res.body != want {
				t.Errorf("%s\nwant %s", res.body, want)
			}
			if res := s.call(t, "DELETE", at+"&id=a", ""); res.status != 204 {
				t.Errorf("%d %s", res.status, res.body)
			}
			if res := s.call(t, "GET", at, ""); strings.Count(res.body, "<"+test.item+">") != 1 {
				t.Error(res.body)
			}
		})
	}
}

func TestNamedPages(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	c, ctx, bucket := s.sdk("us-east-1", true), t.Context(), aws.String("media")
	for n := range 102 {
		id := fmt.Sprintf("m-%03d", n)
		must[*awss3.PutBucketMetricsConfigurationOutput](t)(c.PutBucketMetricsConfiguration(ctx, &awss3.PutBucketMetricsConfigurationInput{Bucket: bucket, Id: &id, MetricsConfiguration: &types.MetricsConfiguration{Id: &id}}))
	}
	first := must[*awss3.ListBucketMetricsConfigurationsOutput](t)(c.ListBucketMetricsConfigurations(ctx, &awss3.ListBucketMetricsConfigurationsInput{Bucket: bucket}))
	if len(first.MetricsConfigurationList) != 100 || !*first.IsTruncated || first.NextContinuationToken == nil {
		t.Fatalf("%d configurations, truncated %v", len(first.MetricsConfigurationList), *first.IsTruncated)
	}
	rest := must[*awss3.ListBucketMetricsConfigurationsOutput](t)(c.ListBucketMetricsConfigurations(ctx, &awss3.ListBucketMetricsConfigurationsInput{Bucket: bucket, ContinuationToken: first.NextContinuationToken}))
	if len(rest.MetricsConfigurationList) != 2 || *rest.MetricsConfigurationList[0].Id != "m-100" || *rest.IsTruncated || *rest.ContinuationToken != *first.NextContinuationToken {
		t.Errorf("%+v", rest)
	}
	s.call(t, "GET", "/media?metrics&continuation-token=nonsense", "").refused(t, 400, "InvalidArgument")
}

// TestSDKCreateBucket: what a bucket can be made with. Recorded: localstack's
// test_create_bucket_*, test_bucket_ownership_controls_exc.
func TestSDKCreateBucket(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx := t.Context()
		tags := &types.CreateBucketConfiguration{Tags: []types.Tag{{Key: ptr("k"), Value: ptr("v")}}}
		made := must[*awss3.CreateBucketOutput](t)(c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: ptr("locked"), ObjectLockEnabledForBucket: ptr(true), ObjectOwnership: "BucketOwnerPreferred", ACL: "log-delivery-write", CreateBucketConfiguration: tags}))
		if aws.ToString(made.Location) != "/locked" || aws.ToString(made.BucketArn) != "arn:aws:s3:::locked" {
			t.Errorf("made %+v", made)
		}
		lock := must[*awss3.GetObjectLockConfigurationOutput](t)(c.GetObjectLockConfiguration(ctx, &awss3.GetObjectLockConfigurationInput{Bucket: ptr("locked")}))
		versioning := must[*awss3.GetBucketVersioningOutput](t)(c.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: ptr("locked")}))
		owner := must[*awss3.GetBucketOwnershipControlsOutput](t)(c.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: ptr("locked")}))
		acl := must[*awss3.GetBucketAclOutput](t)(c.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: ptr("locked")}))
		tagging := must[*awss3.GetBucketTaggingOutput](t)(c.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: ptr("locked")}))
		if lock.ObjectLockConfiguration.ObjectLockEnabled != "Enabled" || versioning.Status != "Enabled" || owner.OwnershipControls.Rules[0].ObjectOwnership != "BucketOwnerPreferred" || len(acl.Grants) != 3 || len(tagging.TagSet) != 1 {
			t.Errorf("%+v %+v %+v %+v %+v", lock, versioning, owner, acl, tagging)
		}
		refuses[*awss3.CreateBucketOutput](t, "BucketAlreadyOwnedByYou")(c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: ptr("locked"), CreateBucketConfiguration: tags}))
		must[*awss3.CreateBucketOutput](t)(c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: ptr("locked")}))
		for code, in := range map[string]*awss3.CreateBucketInput{
			"InvalidBucketAclWithObjectOwnership":        {ACL: "public-read"},
			"InvalidBucketAclWithBlockPublicAccessError": {ACL: "public-read", ObjectOwnership: "ObjectWriter"},
			"InvalidArgument":                            {ObjectOwnership: "RandomValue"},
			"InvalidTag":                                 {CreateBucketConfiguration: &types.CreateBucketConfiguration{Tags: []types.Tag{{Key: ptr("a,b"), Value: ptr("v")}}}},
			"InvalidLocationConstraint":                  {CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: "foo"}},
		} {
			in.Bucket = ptr("fresh")
			refuses[*awss3.CreateBucketOutput](t, code)(c.CreateBucket(ctx, in))
		}
		e := s.call(t, "PUT", "/fresh", "", "x-amz-object-ownership: ").refused(t, 400, "InvalidArgument")
		if e["Message"] != "Invalid x-amz-object-ownership header: " || e["ArgumentName"] != "x-amz-object-ownership" {
			t.Errorf("%v", e)
		}
		made = must[*awss3.CreateBucketOutput](t)(c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: ptr("old-europe"), CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: "EU"}}))
		location := must[*awss3.GetBucketLocationOutput](t)(c.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: ptr("old-europe")}))
		if aws.ToString(made.Location) != "http://old-europe.s3.amazonaws.com/" || location.LocationConstraint != "EU" {
			t.Errorf("%+v %+v", made, location)
		}
		list := must[*awss3.ListBucketsOutput](t)(c.ListBuckets(ctx, &awss3.ListBucketsInput{Prefix: ptr("old"), BucketRegion: ptr("eu-west-1")}))
		if len(list.Buckets) != 1 || aws.ToString(list.Buckets[0].BucketRegion) != "eu-west-1" || aws.ToString(list.Buckets[0].BucketArn) != "arn:aws:s3:::old-europe" || aws.ToString(list.Prefix) != "old" {
			t.Errorf("%+v", list)
		}
		if list := must[*awss3.ListBucketsOutput](t)(c.ListBuckets(ctx, &awss3.ListBucketsInput{})); len(list.Buckets) != 2 || list.Buckets[0].BucketRegion != nil {
			t.Errorf("%+v", list)
		}
	})
}

func TestSettingsLimits(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	long := "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>" + strings.Repeat(" ", 128<<10) + "</WebsiteConfiguration>"
	s.call(t, "PUT", "/media?website", long).refused(t, 400, "MaxMessageLengthExceeded")
	s.call(t, "PUT", "/media?website", "").refused(t, 400, "MissingRequestBodyError")
	for _, max := range []string{"0", "-1", "10001"} {
		e := s.call(t, "GET", "/?max-buckets="+max, "").refused(t, 400, "InvalidArgument")
		if e["Message"] != "Argument max-buckets must be an integer between 1 and 10000" {
			t.Errorf("%s: %v", max, e)
		}
	}
	s.call(t, "GET", "/?max-buckets=many", "").refused(t, 400, "InvalidArgument")
	s.call(t, "PUT", "/media?publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcl>true</BlockPublicAcl></PublicAccessBlockConfiguration>").refused(t, 400, "MalformedXML")
	s.call(t, "PUT", "/fresh", "<CreateBucketConfiguration><Region>eu-west-1</Region></CreateBucketConfiguration>").refused(t, 400, "MalformedXML")
}

// TestStrangersMayNotConfigure: every setting needs its permission, and says
// NoSuchBucket before it says anything else.
func TestStrangersMayNotConfigure(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for _, sub := range strings.Fields("accelerate acl analytics encryption intelligent-tiering inventory lifecycle logging metrics notification object-lock ownershipControls replication requestPayment tagging versioning website") {
		s.anonymous(t, "GET", "/media?"+sub, "").refused(t, 403, "AccessDenied")
		s.anonymous(t, "PUT", "/media?"+sub, "<x/>").refused(t, 403, "AccessDenied")
		s.call(t, "GET", "/none?"+sub, "").refused(t, 404, "NoSuchBucket")
		s.call(t, "PUT", "/none?"+sub, "<x/>").refused(t, 404, "NoSuchBucket")
	}
}
