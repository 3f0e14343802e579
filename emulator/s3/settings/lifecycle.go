package settings

import (
	"strconv"
	"strings"
)

// Limits of a lifecycle.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
const (
	maxLifecycleRules = 1000
	maxRuleID         = 255
)

// The values of Lifecycle.MinimumSize.
const (
	MinimumSize128K   = "all_storage_classes_128K"
	MinimumSizeVaries = "varies_by_storage_class"
)

// Lifecycle is what shall happen to objects with time.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
type Lifecycle struct {
	XMLName struct{}        `xml:"http://s3.amazonaws.com/doc/2006-03-01/ LifecycleConfiguration" json:"-"`
	Rules   []LifecycleRule `xml:"Rule" rule:"required"`
	// MinimumSize comes in a header: x-amz-transition-default-minimum-object-size.
	MinimumSize string `xml:"-"`
}

// LifecycleRule is what shall happen to some objects: those under Prefix, or
// those that Filter describes.
type LifecycleRule struct {
	ID                          string                 `xml:"ID,omitempty"`
	Prefix                      *string                `xml:"Prefix"`
	Filter                      *LifecycleFilter       `xml:"Filter"`
	Status                      string                 `xml:"Status" rule:"required,Enabled|Disabled"`
	Expiration                  *Expiration            `xml:"Expiration"`
	Transitions                 []Transition           `xml:"Transition"`
	NoncurrentTransitions       []NoncurrentTransition `xml:"NoncurrentVersionTransition"`
	NoncurrentVersionExpiration *NoncurrentExpiration  `xml:"NoncurrentVersionExpiration"`
	AbortUploads                *AbortUploads          `xml:"AbortIncompleteMultipartUpload"`
}

// LifecycleFilter is empty, which means all objects, or has one member.
type LifecycleFilter struct {
	Prefix      *string       `xml:"Prefix"`
	Tag         *Tag          `xml:"Tag"`
	GreaterThan *int64        `xml:"ObjectSizeGreaterThan"`
	LessThan    *int64        `xml:"ObjectSizeLessThan"`
	And         *LifecycleAnd `xml:"And"`
}

// LifecycleAnd is several conditions that all must hold.
type LifecycleAnd struct {
	Prefix      *string `xml:"Prefix"`
	Tags        []Tag   `xml:"Tag"`
	GreaterThan *int64  `xml:"ObjectSizeGreaterThan"`
	LessThan    *int64  `xml:"ObjectSizeLessThan"`
}

// Expiration has exactly one member.
type Expiration struct {
	Date         string `xml:"Date,omitempty"` // "2030-01-01T00:00:00.000Z"
	Days         *int32 `xml:"Days"`
	DeleteMarker *bool  `xml:"ExpiredObjectDeleteMarker"`
}

// Transition moves objects to another storage class, on a date or after days.
type Transition struct {
	Date         string `xml:"Date,omitempty"`
	Days         *int32 `xml:"Days"`
	StorageClass string `xml:"StorageClass" rule:"required,GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR"`
}

// NoncurrentTransition moves versions that are no longer current.
type NoncurrentTransition struct {
	Days         *int32 `xml:"NoncurrentDays"`
	Newer        *int32 `xml:"NewerNoncurrentVersions"`
	StorageClass string `xml:"StorageClass" rule:"required,GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR"`
}

// NoncurrentExpiration removes versions that are no longer current.
type NoncurrentExpiration struct {
	Days  *int32 `xml:"NoncurrentDays"`
	Newer *int32 `xml:"NewerNoncurrentVersions"`
}

// AbortUploads ends multipart uploads that were left unfinished.
type AbortUploads struct {
	Days *int32 `xml:"DaysAfterInitiation" rule:"required"`
}

// Check implements Document. Rules without an id get one.
func (l *Lifecycle) Check() error {
	if len(l.Rules) > maxLifecycleRules {
		return malformed()
	}
	ids := make(map[string]bool)
	for i := range l.Rules {
		r := &l.Rules[i]
		if err := r.check(); err != nil {
			return err
		}
		if r.ID == "" {
			r.ID = newID()
		}
		if len(r.ID) > maxRuleID {
			return invalidArgument("ID length should not exceed allowed limit of "+strconv.Itoa(maxRuleID), "ID", r.ID)
		}
		if ids[r.ID] {
			return invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", r.ID)
		}
		ids[r.ID] = true
	}
	return nil
}

func (r *LifecycleRule) check() error {
	if present(r.Prefix != nil, r.Filter != nil) != 1 {
		return malformed()
	}
	if err := r.Filter.check(); err != nil {
		return err
	}
	if r.Expiration == nil && len(r.Transitions) == 0 && len(r.NoncurrentTransitions) == 0 &&
		r.NoncurrentVersionExpiration == nil && r.AbortUploads == nil {
		return invalidRequest("At least one action needs to be specified in a rule.")
	}
	if err := r.checkExpiration(); err != nil {
		return err
	}
	if err := r.checkTransitions(); err != nil {
		return err
	}
	if err := r.checkNoncurrent(); err != nil {
		return err
	}
	if a := r.AbortUploads; a != nil {
		switch {
		case *a.Days <= 0:
			return notPositive("DaysAfterInitiation", "AbortIncompleteMultipartUpload", *a.Days)
		case r.Filter.hasTags():
			return invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.")
		case r.Filter.hasSizes():
			return invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Object Size.")
		}
	}
	return nil
}

func notPositive(field, action string, days int32) error {
	return invalidArgument("'"+field+"' for "+action+" action must be a positive integer", field, strconv.Itoa(int(days)))
}

// describe is the rule's filter as S3's messages show it.
func (r *LifecycleRule) describe() string {
	prefix := ""
	switch {
	case r.Prefix != nil:
		prefix = *r.Prefix
	case r.Filter.Prefix != nil:
		prefix = *r.Filter.Prefix
	case r.Filter.And != nil && r.Filter.And.Prefix != nil:
		prefix = *r.Filter.And.Prefix
	}
	return "(prefix=" + strings.TrimSpace(prefix) + ")"
}
