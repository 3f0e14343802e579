package s3

// configurationOperations are the rows of what can be configured about a
// bucket, beside CORS, the policy and the public access block.
// Actions: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func configurationOperations() []operation {
	return append(namedOperations(), []operation{
		{"GetBucketVersioning", "GET", onBucket, "versioning", "s3:GetBucketVersioning", false, (*call).getBucketVersioning},
		{"PutBucketVersioning", "PUT", onBucket, "versioning", "s3:PutBucketVersioning", false, (*call).putBucketVersioning},
		{"GetBucketAcl", "GET", onBucket, "acl", "s3:GetBucketAcl", false, (*call).getBucketACL},
		{"PutBucketAcl", "PUT", onBucket, "acl", "s3:PutBucketAcl", false, (*call).putBucketACL},
		{"GetBucketOwnershipControls", "GET", onBucket, "ownershipControls", "s3:GetBucketOwnershipControls", false, (*call).getOwnershipControls},
		{"PutBucketOwnershipControls", "PUT", onBucket, "ownershipControls", "s3:PutBucketOwnershipControls", false, (*call).putOwnershipControls},
		{"DeleteBucketOwnershipControls", "DELETE", onBucket, "ownershipControls", "s3:PutBucketOwnershipControls", false, (*call).deleteOwnershipControls},
		{"GetBucketTagging", "GET", onBucket, "tagging", "s3:GetBucketTagging", false, (*call).getBucketTagging},
		{"PutBucketTagging", "PUT", onBucket, "tagging", "s3:PutBucketTagging", false, (*call).putBucketTagging},
		{"DeleteBucketTagging", "DELETE", onBucket, "tagging", "s3:PutBucketTagging", false, (*call).deleteBucketTagging},
		{"GetBucketWebsite", "GET", onBucket, "website", "s3:GetBucketWebsite", false, (*call).getBucketWebsite},
		{"PutBucketWebsite", "PUT", onBucket, "website", "s3:PutBucketWebsite", false, (*call).putBucketWebsite},
		{"DeleteBucketWebsite", "DELETE", onBucket, "website", "s3:DeleteBucketWebsite", false, (*call).deleteBucketWebsite},
		{"GetBucketLogging", "GET", onBucket, "logging", "s3:GetBucketLogging", false, (*call).getBucketLogging},
		{"PutBucketLogging", "PUT", onBucket, "logging", "s3:PutBucketLogging", false, (*call).putBucketLogging},
		{"GetBucketLifecycleConfiguration", "GET", onBucket, "lifecycle", "s3:GetLifecycleConfiguration", false, (*call).getBucketLifecycle},
		{"PutBucketLifecycleConfiguration", "PUT", onBucket, "lifecycle", "s3:PutLifecycleConfiguration", false, (*call).putBucketLifecycle},
		{"DeleteBucketLifecycle", "DELETE", onBucket, "lifecycle", "s3:PutLifecycleConfiguration", false, (*call).deleteBucketLifecycle},
		{"GetBucketEncryption", "GET", onBucket, "encryption", "s3:GetEncryptionConfiguration", false, (*call).getBucketEncryption},
		{"PutBucketEncryption", "PUT", onBucket, "encryption", "s3:PutEncryptionConfiguration", false, (*call).putBucketEncryption},
		{"DeleteBucketEncryption", "DELETE", onBucket, "encryption", "s3:PutEncryptionConfiguration", false, (*call).deleteBucketEncryption},
		{"GetBucketNotificationConfiguration", "GET", onBucket, "notification", "s3:GetBucketNotification", false, (*call).getBucketNotification},
		{"PutBucketNotificationConfiguration", "PUT", onBucket, "notification", "s3:PutBucketNotification", false, (*call).putBucketNotification},
		{"GetBucketReplication", "GET", onBucket, "replication", "s3:GetReplicationConfiguration", false, (*call).getBucketReplication},
		{"PutBucketReplication", "PUT", onBucket, "replication", "s3:PutReplicationConfiguration", false, (*call).putBucketReplication},
		{"DeleteBucketReplication", "DELETE", onBucket, "replication", "s3:PutReplicationConfiguration", false, (*call).deleteBucketReplication},
		{"GetBucketAccelerateConfiguration", "GET", onBucket, "accelerate", "s3:GetAccelerateConfiguration", false, (*call).getBucketAccelerate},
		{"PutBucketAccelerateConfiguration", "PUT", onBucket, "accelerate", "s3:PutAccelerateConfiguration", false, (*call).putBucketAccelerate},
		{"GetBucketRequestPayment", "GET", onBucket, "requestPayment", "s3:GetBucketRequestPayment", false, (*call).getBucketRequestPayment},
		{"PutBucketRequestPayment", "PUT", onBucket, "requestPayment", "s3:PutBucketRequestPayment", false, (*call).putBucketRequestPayment},
		{"GetObjectLockConfiguration", "GET", onBucket, "object-lock", "s3:GetBucketObjectLockConfiguration", false, (*call).getObjectLockConfiguration},
		{"PutObjectLockConfiguration", "PUT", onBucket, "object-lock", "s3:PutBucketObjectLockConfiguration", false, (*call).putObjectLockConfiguration},
	}...)
}

// namedOperations are the rows of the configurations that have ids.
func namedOperations() []operation {
	return []operation{
		{"GetBucketMetricsConfiguration", "GET", onBucket, "metrics", "s3:GetMetricsConfiguration", false, (*call).getMetrics},
		{"ListBucketMetricsConfigurations", "GET", onBucket, "metrics" + listing, "s3:GetMetricsConfiguration", false, (*call).listMetrics},
		{"PutBucketMetricsConfiguration", "PUT", onBucket, "metrics", "s3:PutMetricsConfiguration", false, (*call).putMetrics},
		{"DeleteBucketMetricsConfiguration", "DELETE", onBucket, "metrics", "s3:PutMetricsConfiguration", false, (*call).deleteMetrics},
		{"GetBucketAnalyticsConfiguration", "GET", onBucket, "analytics", "s3:GetAnalyticsConfiguration", false, (*call).getAnalytics},
		{"ListBucketAnalyticsConfigurations", "GET", onBucket, "analytics" + listing, "s3:GetAnalyticsConfiguration", false, (*call).listAnalytics},
		{"PutBucketAnalyticsConfiguration", "PUT", onBucket, "analytics", "s3:PutAnalyticsConfiguration", false, (*call).putAnalytics},
		{"DeleteBucketAnalyticsConfiguration", "DELETE", onBucket, "analytics", "s3:PutAnalyticsConfiguration", false, (*call).deleteAnalytics},
		{"GetBucketInventoryConfiguration", "GET", onBucket, "inventory", "s3:GetInventoryConfiguration", false, (*call).getInventory},
		{"ListBucketInventoryConfigurations", "GET", onBucket, "inventory" + listing, "s3:GetInventoryConfiguration", false, (*call).listInventory},
		{"PutBucketInventoryConfiguration", "PUT", onBucket, "inventory", "s3:PutInventoryConfiguration", false, (*call).putInventory},
		{"DeleteBucketInventoryConfiguration", "DELETE", onBucket, "inventory", "s3:PutInventoryConfiguration", false, (*call).deleteInventory},
		{"GetBucketIntelligentTieringConfiguration", "GET", onBucket, "intelligent-tiering", "s3:GetIntelligentTieringConfiguration", false, (*call).getTiering},
		{"ListBucketIntelligentTieringConfigurations", "GET", onBucket, "intelligent-tiering" + listing, "s3:GetIntelligentTieringConfiguration", false, (*call).listTiering},
		{"PutBucketIntelligentTieringConfiguration", "PUT", onBucket, "intelligent-tiering", "s3:PutIntelligentTieringConfiguration", false, (*call).putTiering},
		{"DeleteBucketIntelligentTieringConfiguration", "DELETE", onBucket, "intelligent-tiering", "s3:PutIntelligentTieringConfiguration", false, (*call).deleteTiering},
	}
}
