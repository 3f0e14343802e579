package settings

import "crossfront/emulator/s3/wire"

// Encryption is how new objects are encrypted when their writer does not say.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
type Encryption struct {
	XMLName struct{}         `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ServerSideEncryptionConfiguration" json:"-"`
	Rules   []EncryptionRule `xml:"Rule" rule:"required"`
}

// EncryptionRule is the one rule of an Encryption.
type EncryptionRule struct {
	Default   *EncryptionDefault `xml:"ApplyServerSideEncryptionByDefault"`
	BucketKey *bool              `xml:"BucketKeyEnabled"`
	Blocked   *BlockedEncryption `xml:"BlockedEncryptionTypes"`
}

// EncryptionDefault is an algorithm and, for KMS, a key.
type EncryptionDefault struct {
	Algorithm string `xml:"SSEAlgorithm" rule:"required,AES256|aws:kms|aws:kms:dsse"`
	// KeyID is a KMS key's id, ARN or alias; empty is the account's own key.
	KeyID string `xml:"KMSMasterKeyID,omitempty"`
}

// BlockedEncryption lists the kinds of encryption that uploads may not ask for.
type BlockedEncryption struct {
	Types []string `xml:"EncryptionType" rule:"NONE|SSE-C"`
}

// DefaultEncryption is what every bucket has that says nothing else.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
func DefaultEncryption() *Encryption {
	off := false
	return &Encryption{Rules: []EncryptionRule{{Default: &EncryptionDefault{Algorithm: "AES256"}, BucketKey: &off}}}
}

// Check implements Document. It fills in what GetBucketEncryption always says.
func (e *Encryption) Check() error {
	if len(e.Rules) != 1 {
		return malformed()
	}
	rule := &e.Rules[0]
	if rule.Default == nil && rule.BucketKey == nil && rule.Blocked == nil {
		return malformed()
	}
	if d := rule.Default; d != nil && d.KeyID != "" && d.Algorithm == "AES256" {
		// Recorded: localstack's test_s3_default_bucket_encryption_exc.
		return refuse("InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
			wire.Field{Name: "ArgumentName", Value: "ApplyServerSideEncryptionByDefault"})
	}
	if rule.Default == nil {
		rule.Default = &EncryptionDefault{Algorithm: "AES256"}
	}
	if rule.BucketKey == nil {
		rule.BucketKey = new(bool)
	}
	return nil
}
