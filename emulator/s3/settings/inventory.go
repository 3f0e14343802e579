package settings

// Inventory is a list of a bucket's objects, made regularly.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
type Inventory struct {
	XMLName     struct{}             `xml:"http://s3.amazonaws.com/doc/2006-03-01/ InventoryConfiguration" json:"-"`
	Destination InventoryDestination `xml:"Destination" rule:"required"`
	Enabled     bool                 `xml:"IsEnabled" rule:"required"`
	Filter      *InventoryFilter     `xml:"Filter"`
	ID          string               `xml:"Id" rule:"required"`
	Versions    string               `xml:"IncludedObjectVersions" rule:"required,All|Current"`
	Fields      *InventoryFields     `xml:"OptionalFields"`
	Schedule    InventorySchedule    `xml:"Schedule" rule:"required"`
}

// InventoryDestination is a bucket.
type InventoryDestination struct {
	Bucket InventoryBucket `xml:"S3BucketDestination" rule:"required"`
}

// InventoryBucket is a bucket, by ARN.
type InventoryBucket struct {
	Account    string               `xml:"AccountId,omitempty"`
	Bucket     string               `xml:"Bucket" rule:"required"`
	Encryption *InventoryEncryption `xml:"Encryption"`
	Format     string               `xml:"Format" rule:"required,CSV|ORC|Parquet"`
	Prefix     string               `xml:"Prefix,omitempty"`
}

// InventoryEncryption is one of the two.
type InventoryEncryption struct {
	KMS *InventoryKMS `xml:"SSE-KMS"`
	S3  *struct{}     `xml:"SSE-S3"`
}

// InventoryKMS is a KMS key.
type InventoryKMS struct {
	KeyID string `xml:"KeyId" rule:"required"`
}

// InventoryFilter leaves only some keys.
type InventoryFilter struct {
	Prefix string `xml:"Prefix" rule:"required"`
}

// InventoryFields are the columns beside bucket and key.
type InventoryFields struct {
	Fields []string `xml:"Field" rule:"Size|LastModifiedDate|StorageClass|ETag|IsMultipartUploaded|ReplicationStatus|EncryptionStatus|ObjectLockRetainUntilDate|ObjectLockMode|ObjectLockLegalHoldStatus|IntelligentTieringAccessTier|BucketKeyStatus|ChecksumAlgorithm|ObjectAccessControlList|ObjectOwner|LifecycleExpirationDate"`
}

// InventorySchedule says how often.
type InventorySchedule struct {
	Frequency string `xml:"Frequency" rule:"required,Daily|Weekly"`
}

// Name implements Named.
func (i *Inventory) Name() string { return i.ID }

// Check implements Document.
func (i *Inventory) Check() error {
	if e := i.Destination.Bucket.Encryption; e != nil && present(e.KMS != nil, e.S3 != nil) != 1 {
		return malformed()
	}
	return checkDestination(i.Destination.Bucket.Bucket)
}
