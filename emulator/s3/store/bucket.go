package store

import (
	"time"

	"crossfront/corsengine"
	"crossfront/emulator/s3/access"
)

// BucketInput says which bucket to make.
type BucketInput struct {
	Name   string
	Region string // "us-east-1"
	Owner  string // account id
	// Configure, when set, changes the settings that a new bucket has, before
	// anybody sees it; its error is CreateBucket's.
	Configure func(*Settings) error
}

// A Bucket is a bucket with its settings at one moment.
type Bucket struct {
	Name    string
	Region  string
	Owner   string // account id
	Created time.Time
	// Elsewhere says where its objects are, when this store does not keep them
	// itself: others may change them.
	Elsewhere string
	Settings
}

// Settings is everything that is configured about a bucket. All of it changes
// at once: whoever reads it sees one whole version.
type Settings struct {
	// CORS is the configuration as it was put, nil when there is none, and
	// Rules what it was compiled to, nil likewise.
	CORS  *corsengine.Config
	Rules *corsengine.Ruleset `json:"-"`
	// Policy is the bucket policy, nil when there is none.
	Policy *access.Policy `json:"-"`
	// PublicAccessBlock is nil once it was deleted; a new bucket has all four
	// settings on.
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
	PublicAccessBlock *access.PublicAccessBlock
	// Versioning is empty, VersioningEnabled or VersioningSuspended; it never
	// becomes empty again.
	Versioning string `json:",omitempty"`
	// ObjectLock is nil unless object lock is enabled, which takes versioning.
	ObjectLock *ObjectLock `json:",omitempty"`
	// Configurations is what the store only keeps.
	Configurations
}

// SetCORS compiles c under o and sets both CORS and Rules; nil removes them. It
// fails with corsengine.Errors and then changes nothing.
func (s *Settings) SetCORS(c *corsengine.Config, o corsengine.Options) error {
	if c == nil {
		s.CORS, s.Rules = nil, nil
		return nil
	}
	rules, err := o.Compile(c)
	if err != nil {
		return err
	}
	s.CORS, s.Rules = c, rules
	return nil
}

// Block is the public access block that is in force: none of the four when it
// was deleted.
func (s *Settings) Block() access.PublicAccessBlock {
	if s.PublicAccessBlock == nil {
		return access.PublicAccessBlock{}
	}
	return *s.PublicAccessBlock
}

func newSettings() *Settings {
	block := access.BlockAll()
	return &Settings{PublicAccessBlock: &block}
}
