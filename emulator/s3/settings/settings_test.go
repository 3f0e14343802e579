package settings_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/wire"
)

// kinds makes an empty configuration by the name of its root element.
func kinds() map[string]func() settings.Document {
	return map[string]func() settings.Document{
		"VersioningConfiguration":           func() settings.Document { return new(settings.Versioning) },
		"AccelerateConfiguration":           func() settings.Document { return new(settings.Accelerate) },
		"RequestPaymentConfiguration":       func() settings.Document { return new(settings.RequestPayment) },
		"OwnershipControls":                 func() settings.Document { return new(settings.Ownership) },
		"BucketLoggingStatus":               func() settings.Document { return new(settings.Logging) },
		"ServerSideEncryptionConfiguration": func() settings.Document { return new(settings.Encryption) },
		"ObjectLockConfiguration":           func() settings.Document { return new(settings.ObjectLock) },
		"WebsiteConfiguration":              func() settings.Document { return new(settings.Website) },
		"LifecycleConfiguration":            func() settings.Document { return new(settings.Lifecycle) },
		"ReplicationConfiguration":          func() settings.Document { return new(settings.Replication) },
		"NotificationConfiguration":         func() settings.Document { return new(settings.Notification) },
		"MetricsConfiguration":              func() settings.Document { return new(settings.Metrics) },
		"AnalyticsConfiguration":            func() settings.Document { return new(settings.Analytics) },
		"InventoryConfiguration":            func() settings.Document { return new(settings.Inventory) },
		"IntelligentTieringConfiguration":   func() settings.Document { return new(settings.Tiering) },
	}
}

// kindOf is an empty configuration for a document, nil for another root.
func kindOf(doc string) settings.Document {
	name := regexp.MustCompile(`<(\w+)`).FindStringSubmatch(doc)
	if name == nil || kinds()[name[1]] == nil {
		return nil
	}
	return kinds()[name[1]]()
}

// good are documents that are taken; each comes back as it was put.
func good() []string {
	return []string{
		`<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`,
		`<VersioningConfiguration><Status>Suspended</Status><MfaDelete>Disabled</MfaDelete></VersioningConfiguration>`,
		`<AccelerateConfiguration><Status>Suspended</Status></AccelerateConfiguration>`,
		`<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>`,
		`<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>`,
		`<BucketLoggingStatus></BucketLoggingStatus>`,
		`<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix></TargetPrefix></LoggingEnabled></BucketLoggingStatus>`,
		`<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>a/</TargetPrefix><TargetGrants>` +
			`<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://acs.amazonaws.com/groups/s3/LogDelivery</URI></Grantee><Permission>WRITE</Permission></Grant>` +
			`</TargetGrants><TargetObjectKeyFormat><PartitionedPrefix><PartitionDateSource>DeliveryTime</PartitionDateSource></PartitionedPrefix></TargetObjectKeyFormat></LoggingEnabled></BucketLoggingStatus>`,
		`<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>alias/k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
		`<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>`,
		`<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>`,
		`<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Years>1</Years></DefaultRetention></Rule></ObjectLockConfiguration>`,
		`<WebsiteConfiguration><RedirectAllRequestsTo><HostName>example.com</HostName></RedirectAllRequestsTo></WebsiteConfiguration>`,
		`<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>a/error.html</Key></ErrorDocument><RoutingRules>` +
			`<RoutingRule><Condition><KeyPrefixEquals></KeyPrefixEquals><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals></Condition><Redirect><Protocol>https</Protocol><HostName>h</HostName><ReplaceKeyPrefixWith></ReplaceKeyPrefixWith><HttpRedirectCode>307</HttpRedirectCode></Redirect></RoutingRule>` +
			`<RoutingRule><Redirect><ReplaceKeyWith>k</ReplaceKeyWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>`,
		lifecycle(`<Filter></Filter>`, `<Expiration><Days>1</Days></Expiration>`),
		lifecycle(`<Prefix></Prefix>`, `<Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration><Transition><Date>2029-01-01T00:00:00.000Z</Date><StorageClass>GLACIER</StorageClass></Transition>`),
		lifecycle(`<Filter><And><Prefix>a</Prefix><Tag><Key>k</Key><Value></Value></Tag><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter>`,
			`<Expiration><Days>31</Days></Expiration><Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition><Transition><Days>0</Days><StorageClass>GLACIER_IR</StorageClass></Transition>`+
				`<NoncurrentVersionTransition><NoncurrentDays>30</NoncurrentDays><NewerNoncurrentVersions>1</NewerNoncurrentVersions><StorageClass>ONEZONE_IA</StorageClass></NoncurrentVersionTransition><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>`),
		lifecycle(`<Filter><Prefix>p</Prefix></Filter>`, `<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>`),
		replication(`<Priority>0</Priority><Filter></Filter><Status>Disabled</Status>`, `<StorageClass>STANDARD</StorageClass><ReplicationTime><Status>Enabled</Status><Time><Minutes>15</Minutes></Time></ReplicationTime><Metrics><Status>Enabled</Status><EventThreshold><Minutes>15</Minutes></EventThreshold></Metrics>`, `<DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>`),
		replication(`<Prefix></Prefix><Status>Enabled</Status>`, ``, ``), // version 1
		`<NotificationConfiguration></NotificationConfiguration>`,
		`<NotificationConfiguration><TopicConfiguration><Id>t</Id><Topic>arn:aws:sns:us-east-1:000000000000:t</Topic><Event>s3:ObjectRemoved:*</Event></TopicConfiguration>` +
			`<QueueConfiguration><Id>q</Id><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue><Event>s3:ObjectCreated:Put</Event><Event>s3:ObjectCreated:Copy</Event><Filter><S3Key><FilterRule><Name>Prefix</Name><Value>a</Value></FilterRule></S3Key></Filter></QueueConfiguration>` +
			`<CloudFunctionConfiguration><Id>f</Id><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:f</CloudFunction><Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>b</Value></FilterRule><FilterRule><Name>suffix</Name><Value>.mp4</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration>` +
			`<EventBridgeConfiguration></EventBridgeConfiguration></NotificationConfiguration>`,
		`<MetricsConfiguration><Id>m</Id></MetricsConfiguration>`,
		`<MetricsConfiguration><Id>m</Id><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter></MetricsConfiguration>`,
		`<AnalyticsConfiguration><Id>a</Id><StorageClassAnalysis></StorageClassAnalysis></AnalyticsConfiguration>`,
		`<AnalyticsConfiguration><Id>a</Id><Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::b</Bucket><Prefix>p</Prefix></S3BucketDestination></Destination></DataExport></StorageClassAnalysis></AnalyticsConfiguration>`,
		`<InventoryConfiguration><Destination><S3BucketDestination><AccountId>000000000000</AccountId><Bucket>arn:aws:s3:::b</Bucket><Encryption><SSE-S3></SSE-S3></Encryption><Format>ORC</Format></S3BucketDestination></Destination><IsEnabled>true</IsEnabled><Filter><Prefix>p</Prefix></Filter><Id>i</Id><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field><Field>ETag</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule></InventoryConfiguration>`,
		`<IntelligentTieringConfiguration><Id>t</Id><Filter><Prefix>p</Prefix></Filter><Status>Enabled</Status><Tiering><AccessTier>ARCHIVE_ACCESS</AccessTier><Days>90</Days></Tiering></IntelligentTieringConfiguration>`,
	}
}

func lifecycle(filter, actions string) string {
	return `<LifecycleConfiguration><Rule><ID>r</ID>` + filter + `<Status>Enabled</Status>` + actions + `</Rule></LifecycleConfiguration>`
}

func replication(rule, destination, more string) string {
	return `<ReplicationConfiguration><Role>arn:aws:iam::000000000000:role/r</Role><Rule><ID>r</ID>` + rule +
		`<Destination><Bucket>arn:aws:s3:::b</Bucket>` + destination + `</Destination>` + more + `</Rule></ReplicationConfiguration>`
}

// TestGolden: what is put comes back, element for element, in S3's namespace;
// and it survives being kept as JSON.
func TestGolden(t *testing.T) {
	for _, doc := range good() {
		config := kindOf(doc)
		if err := settings.Read([]byte(doc), config); err != nil {
			t.Errorf("%s: %v", doc, err)
			continue
		}
		out, err := wire.Marshal(config)
		want := wire.Declaration + strings.Replace(doc, ">", ` xmlns="`+wire.Namespace+`">`, 1)
		if err != nil || string(out) != want {
			t.Errorf("%s\nwant %s (%v)", out, want, err)
		}
		kept, err := json.Marshal(config)
		again := kindOf(doc)
		if err != nil || json.Unmarshal(kept, again) != nil || !reflect.DeepEqual(config, again) {
			t.Errorf("%s comes back as %+v: %v", kept, again, err)
		}
	}
}

const malformed = "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema"

// TestRefused: a document and what S3 says of it. Most are recorded:
// localstack's test_s3.py and test_s3_api.py.
func TestRefused(t *testing.T) {
	index := `<IndexDocument><Suffix>index.html</Suffix></IndexDocument>`
	rule := func(r string) string {
		return `<WebsiteConfiguration>` + index + `<RoutingRules><RoutingRule>` + r + `</RoutingRule></RoutingRules></WebsiteConfiguration>`
	}
	encryption := func(r string) string {
		return `<ServerSideEncryptionConfiguration>` + r + `</ServerSideEncryptionConfiguration>`
	}
	lock := func(r string) string {
		return `<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>` + r + `</DefaultRetention></Rule></ObjectLockConfiguration>`
	}
	queue := func(arn, events, filter string) string {
		return `<NotificationConfiguration><QueueConfiguration><Queue>` + arn + `</Queue>` + events + filter + `</QueueConfiguration></NotificationConfiguration>`
	}
	const arn, created = "arn:aws:sqs:us-east-1:000000000000:q", "<Event>s3:ObjectCreated:*</Event>"
	inventory := func(bucket, format, frequency, versions, field string) string {
		return `<InventoryConfiguration><Destination><S3BucketDestination><Bucket>` + bucket + `</Bucket><Format>` + format + `</Format></S3BucketDestination></Destination><IsEnabled>true</IsEnabled><Id>i</Id><IncludedObjectVersions>` +
			versions + `</IncludedObjectVersions><OptionalFields><Field>` + field + `</Field></OptionalFields><Schedule><Frequency>` + frequency + `</Frequency></Schedule></InventoryConfiguration>`
	}
	days := `<Expiration><Days>7</Days></Expiration>`
	for _, test := range []struct{ doc, want string }{
		{`<VersioningConfiguration/>`, "IllegalVersioningConfigurationException: The Versioning element must be specified"},
		{`<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>`, malformed},
		{`<VersioningConfiguration><Status>Disabled</Status></VersioningConfiguration>`, malformed},
		{`<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>`, "AccessDenied: Mfa Authentication must be used for this request"},
		{`<AccelerateConfiguration><Status>enabled</Status></AccelerateConfiguration>`, malformed},
		{`<AccelerateConfiguration/>`, malformed},
		{`<RequestPaymentConfiguration><Payer>Me</Payer></RequestPaymentConfiguration>`, malformed},
		{`<OwnershipControls/>`, malformed},
		{`<OwnershipControls><Rule/></OwnershipControls>`, malformed},
		{`<OwnershipControls><Rule><ObjectOwnership>Mine</ObjectOwnership></Rule></OwnershipControls>`, malformed},
		{`<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>`, malformed},
		{`<BucketLoggingStatus><LoggingEnabled><TargetBucket>b</TargetBucket></LoggingEnabled></BucketLoggingStatus>`, malformed},
		{`<BucketLoggingStatus><LoggingEnabled><TargetBucket>b</TargetBucket><TargetPrefix/><TargetObjectKeyFormat/></LoggingEnabled></BucketLoggingStatus>`, malformed},
		{`<BucketLoggingStatus><LoggingEnabled><TargetBucket>b</TargetBucket><TargetPrefix/><TargetGrants><Grant><Grantee><ID>x</ID></Grantee><Permission>READ</Permission></Grant></TargetGrants></LoggingEnabled></BucketLoggingStatus>`, malformed},
		{encryption(``), malformed},
		{encryption(`<Rule/>`), malformed},
		{encryption(`<Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule><Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule>`), malformed},
		{encryption(`<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>DES</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>`), malformed},
		{encryption(`<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule>`),
			"InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"},
		{`<ObjectLockConfiguration/>`, malformed},
		{`<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule/></ObjectLockConfiguration>`, malformed},
		{lock(``), malformed},
		{lock(`<Mode>GOVERNANCE</Mode>`), malformed},
		{lock(`<Mode>BAD</Mode><Days>1</Days>`), malformed},
		{lock(`<Mode>GOVERNANCE</Mode><Days>1</Days><Years>1</Years>`), malformed},
		{lock(`<Mode>GOVERNANCE</Mode><Days>0</Days>`), "InvalidArgument: Default retention period must be a positive integer value."},
		{lock(`<Mode>GOVERNANCE</Mode><Years>101</Years>`), "InvalidArgument: Default retention period too large."},

		{`<WebsiteConfiguration><IndexDocument><Suffix>/index.html</Suffix></IndexDocument></WebsiteConfiguration>`, "InvalidArgument: The IndexDocument Suffix is not well formed"},
		{`<WebsiteConfiguration><IndexDocument><Suffix></Suffix></IndexDocument></WebsiteConfiguration>`, "InvalidArgument: The IndexDocument Suffix is not well formed"},
		{`<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo>` + index + `</WebsiteConfiguration>`, "InvalidArgument: RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules."},
		{`<WebsiteConfiguration><ErrorDocument><Key>e</Key></ErrorDocument></WebsiteConfiguration>`, "InvalidArgument: A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"},
		{`<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName><Protocol>ftp</Protocol></RedirectAllRequestsTo></WebsiteConfiguration>`, "InvalidRequest: Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically."},
		{`<WebsiteConfiguration>` + index + `<RoutingRules/></WebsiteConfiguration>`, malformed},
		{rule(`<Redirect><Protocol>protocol</Protocol></Redirect>`), "InvalidRequest: Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically."},
		{rule(`<Redirect><ReplaceKeyPrefixWith>p</ReplaceKeyPrefixWith><ReplaceKeyWith>k</ReplaceKeyWith></Redirect>`), "InvalidRequest: You can only define ReplaceKeyPrefix or ReplaceKey but not both."},
		{rule(`<Condition/><Redirect><ReplaceKeyPrefixWith>p</ReplaceKeyPrefixWith></Redirect>`), "InvalidRequest: Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present."},
		{rule(`<Condition><HttpErrorCodeReturnedEquals>200</HttpErrorCodeReturnedEquals></Condition><Redirect><HostName>h</HostName></Redirect>`), "InvalidRequest: The provided HTTP error code (200) is not valid. Valid codes are 4XX or 5XX."},
		{rule(`<Redirect><HttpRedirectCode>300</HttpRedirectCode></Redirect>`), "InvalidRequest: The provided HTTP redirect code (300) is not valid. Valid codes are 3XX except 300."},
		{rule(`<Redirect><HttpRedirectCode>306</HttpRedirectCode></Redirect>`), "InvalidRequest: The provided HTTP redirect code (306) is not valid. Valid codes are 3XX except 300."},
		{rule(`<Redirect><HttpRedirectCode>3xx</HttpRedirectCode></Redirect>`), malformed},
		{rule(`<Condition><HttpErrorCodeReturnedEquals>418</HttpErrorCodeReturnedEquals></Condition><Redirect><HostName>h</HostName></Redirect>`), "InvalidRequest: The provided HTTP error code (418) is not valid. Valid codes are 4XX or 5XX."},
		{rule(`<Condition><HttpErrorCodeReturnedEquals>4xx</HttpErrorCodeReturnedEquals></Condition><Redirect><HostName>h</HostName></Redirect>`), malformed},
		{rule(`<Redirect/>`), malformed},

		{`<LifecycleConfiguration/>`, malformed},
		{lifecycle(``, days), malformed},
		{lifecycle(`<Prefix/><Filter/>`, days), malformed},
		{lifecycle(`<Filter/>`, ``), "InvalidRequest: At least one action needs to be specified in a rule."},
		{lifecycle(`<Filter/>`, days+`<NoncurrentVersionExpiration/>`), malformed},
		{lifecycle(`<Filter><And><Prefix>test</Prefix></And><Prefix/></Filter>`, days), malformed},
		{lifecycle(`<Filter><Prefix/><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>`, days), malformed},
		{lifecycle(`<Filter/>`, `<Expiration><Date>2030-01-01T10:00:00Z</Date></Expiration>`), "InvalidArgument: 'Date' must be at midnight GMT"},
		{lifecycle(`<Filter/>`, `<Expiration><Date>soon</Date></Expiration>`), malformed},
		{lifecycle(`<Filter><And><Tag><Key>k</Key><Value>1</Value></Tag><Tag><Key>k</Key><Value>2</Value></Tag></And></Filter>`, days), "InvalidRequest: Duplicate Tag Keys are not allowed."},
		{lifecycle(`<Filter/>`, `<Expiration><Days>7</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`), malformed},
		{lifecycle(`<Filter/>`, `<Expiration><Days>0</Days></Expiration>`), "InvalidArgument: 'Days' for Expiration action must be a positive integer"},
		{lifecycle(`<Filter/>`, `<Transition><Days>29</Days><StorageClass>STANDARD_IA</StorageClass></Transition>`), "InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"},
		{lifecycle(`<Filter><Prefix>p</Prefix></Filter>`, days+`<Transition><Days>7</Days><StorageClass>GLACIER</StorageClass></Transition>`), "InvalidArgument: 'Days' in the Expiration action for filter '(prefix=p)' must be greater than 'Days' in the Transition action"},
		{lifecycle(`<Filter/>`, `<Transition><Days>7</Days><StorageClass>STANDARD</StorageClass></Transition>`), malformed},
		{lifecycle(`<Filter/>`, `<Transition><Days>7</Days><StorageClass>GLACIER</StorageClass></Transition><Transition><Date>2030-01-01T00:00:00Z</Date><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>`), "InvalidRequest: Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '(prefix=)'"},
		{lifecycle(`<Filter><Tag><Key>k</Key><Value/></Tag></Filter>`, `<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>`), "InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Tags."},
		{lifecycle(`<Filter><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan></Filter>`, `<AbortIncompleteMultipartUpload><DaysAfterInitiation>0</DaysAfterInitiation></AbortIncompleteMultipartUpload>`), "InvalidArgument: 'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer"},
		{strings.ReplaceAll(lifecycle(`<Filter/>`, days), `<ID>r</ID>`, `<ID>`+strings.Repeat("r", 256)+`</ID>`), "InvalidArgument: ID length should not exceed allowed limit of 255"},
		{`<LifecycleConfiguration>` + strings.Repeat(`<Rule><ID>r</ID><Filter/><Status>Enabled</Status>`+days+`</Rule>`, 2) + `</LifecycleConfiguration>`, "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule"},

		{`<ReplicationConfiguration><Role>arn:aws:iam::0:role/r</Role></ReplicationConfiguration>`, malformed},
		{strings.Replace(replication(`<Prefix/><Status>Enabled</Status>`, ``, ``), "arn:aws:iam", "arn:aws:sts", 1), "InvalidArgument: Invalid Role ARN"},
		{strings.Replace(replication(`<Prefix/><Status>Enabled</Status>`, ``, ``), "arn:aws:s3:::b", "b", 1), "InvalidArgument: Invalid bucket ARN"},
		{replication(`<Filter/><Status>Enabled</Status>`, ``, ``), "InvalidRequest: Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information."},
		{replication(`<Priority>1</Priority><Prefix/><Filter/><Status>Enabled</Status>`, ``, ``), malformed},

		{queue("nonsense", created, ""), "InvalidArgument: The ARN could not be parsed"},
		{queue(strings.Replace(arn, "sqs", "sns", 1), created, ""), "InvalidArgument: The ARN could not be parsed"},
		{queue(arn, "", ""), malformed},
		{queue(arn, "<Event>s3:ObjectCreated:Never</Event>", ""), malformed},
		{queue(arn, created, `<Filter><S3Key><FilterRule/></S3Key></Filter>`), malformed},
		{queue(arn, created, `<Filter><S3Key><FilterRule><Name>prefix</Name></FilterRule></S3Key></Filter>`), malformed},
		{queue(arn, created, `<Filter><S3Key><FilterRule><Value>v</Value></FilterRule></S3Key></Filter>`), malformed},
		{queue(arn, created, `<Filter><S3Key><FilterRule><Name>INVALID</Name><Value>v</Value></FilterRule></S3Key></Filter>`), "InvalidArgument: filter rule name must be either prefix or suffix"},
		{strings.Replace(queue(arn, created, ""), "</QueueConfiguration>", "</QueueConfiguration><QueueConfiguration><Queue>"+arn+"</Queue><Event>s3:ObjectCreated:Put</Event></QueueConfiguration>", 1),
			"InvalidArgument: Configurations overlap. Configurations on the same bucket cannot share a common event type."},

		{`<MetricsConfiguration><Id>m</Id><Filter/></MetricsConfiguration>`, malformed},
		{`<MetricsConfiguration><Id>m</Id><Filter><And><Prefix>p</Prefix></And></Filter></MetricsConfiguration>`, malformed},
		{`<MetricsConfiguration><Id>m</Id><Filter><Tag><Key>!</Key><Value>v</Value></Tag></Filter></MetricsConfiguration>`, "InvalidTag: The TagKey you have provided is invalid"},
		{`<AnalyticsConfiguration><Id>a</Id></AnalyticsConfiguration>`, malformed},
		{inventory("arn:aws:s3:::b", "CSV", "Daily", "All", "Size") + "<a/>", malformed},
		{inventory("not-an-arn", "CSV", "Daily", "All", "Size"), "InvalidS3DestinationBucket: Invalid bucket ARN."},
		{inventory("arn:aws:s3:::b", "WRONG", "Daily", "All", "Size"), malformed},
		{inventory("arn:aws:s3:::b", "CSV", "Hourly", "All", "Size"), malformed},
		{inventory("arn:aws:s3:::b", "CSV", "Daily", "Wrong", "Size"), malformed},
		{inventory("arn:aws:s3:::b", "CSV", "Daily", "All", "Wrong"), malformed},
		{`<IntelligentTieringConfiguration><Id>t</Id><Status>Enabled</Status></IntelligentTieringConfiguration>`, malformed},
		{`<IntelligentTieringConfiguration><Id>t</Id><Status>Enabled</Status><Tiering><AccessTier>DEEP_ARCHIVE_ACCESS</AccessTier><Days>90</Days></Tiering></IntelligentTieringConfiguration>`, "InvalidArgument: 'Days' for DEEP_ARCHIVE_ACCESS must be between 180 and 730"},
		{`<IntelligentTieringConfiguration><Id>t</Id><Status>Enabled</Status>` + strings.Repeat(`<Tiering><AccessTier>ARCHIVE_ACCESS</AccessTier><Days>90</Days></Tiering>`, 2) + `</IntelligentTieringConfiguration>`, malformed},
	} {
		err := settings.Read([]byte(test.doc), kindOf(test.doc))
		var e *wire.Error
		if !errors.As(err, &e) || e.Error() != test.want {
			t.Errorf("%s\n%v, want %s", test.doc, err, test.want)
		}
	}
}

// TestFilledIn: what S3 adds to what was put.
func TestFilledIn(t *testing.T) {
	var l settings.Lifecycle
	doc := strings.Replace(lifecycle(`<Filter/>`, `<Expiration><Date>2030-01-01T01:00:00+01:00</Date></Expiration>`), `<ID>r</ID>`, "", 1)
	if err := settings.Read([]byte(doc), &l); err != nil || len(l.Rules[0].ID) < 16 || l.Rules[0].Expiration.Date != "2030-01-01T00:00:00.000Z" {
		t.Errorf("%+v %v", l, err)
	}
	var e settings.Encryption
	err := settings.Read([]byte(`<ServerSideEncryptionConfiguration><Rule><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`), &e)
	if err != nil || !reflect.DeepEqual(&e, settings.DefaultEncryption()) {
		t.Errorf("%+v %v", e, err)
	}
}

// FuzzRead: no document makes any kind of configuration panic, and what is
// taken is taken again, the same, from what GET answers.
func FuzzRead(f *testing.F) {
	for _, doc := range good() {
		f.Add([]byte(doc))
	}
	f.Add([]byte(`<LifecycleConfiguration><Rule/></LifecycleConfiguration>`))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><AccelerateConfiguration><Status>&b;</Status></AccelerateConfiguration>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		for name, empty := range kinds() {
			first := empty()
			if settings.Read(doc, first) != nil {
				continue
			}
			out, err := wire.Marshal(first)
			if err != nil {
				t.Fatal(err)
			}
			second := empty()
			if err := settings.Read(out, second); err != nil || !reflect.DeepEqual(first, second) {
				t.Errorf("%s: %q is written as %q and read as %+v: %v", name, doc, out, second, err)
			}
		}
	})
}
