package settings

import "strconv"

// Replication says which objects shall be copied to which other buckets.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
type Replication struct {
	XMLName struct{}          `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ReplicationConfiguration" json:"-"`
	Role    string            `xml:"Role" rule:"required"`
	Rules   []ReplicationRule `xml:"Rule" rule:"required"`
}

// ReplicationRule is where some objects go.
type ReplicationRule struct {
	ID              string                 `xml:"ID,omitempty"`
	Priority        *int32                 `xml:"Priority"`
	Prefix          *string                `xml:"Prefix"`
	Filter          *ReplicationFilter     `xml:"Filter"`
	Status          string                 `xml:"Status" rule:"required,Enabled|Disabled"`
	SourceSelection *SourceSelection       `xml:"SourceSelectionCriteria"`
	Existing        *Status                `xml:"ExistingObjectReplication"`
	Destination     ReplicationDestination `xml:"Destination" rule:"required"`
	DeleteMarkers   *OptionalStatus        `xml:"DeleteMarkerReplication"`
}

// ReplicationFilter is empty or has one member.
type ReplicationFilter struct {
	Prefix *string         `xml:"Prefix"`
	Tag    *Tag            `xml:"Tag"`
	And    *ReplicationAnd `xml:"And"`
}

// ReplicationAnd is several conditions that all must hold.
type ReplicationAnd struct {
	Prefix *string `xml:"Prefix"`
	Tags   []Tag   `xml:"Tag"`
}

// Status switches something.
type Status struct {
	Status string `xml:"Status" rule:"required,Enabled|Disabled"`
}

// OptionalStatus switches something, or leaves it.
type OptionalStatus struct {
	Status string `xml:"Status,omitempty" rule:"Enabled|Disabled"`
}

// SourceSelection adds kinds of objects.
type SourceSelection struct {
	KMS             *Status `xml:"SseKmsEncryptedObjects"`
	ReplicaModified *Status `xml:"ReplicaModifications"`
}

// ReplicationDestination is a bucket, by ARN, and how objects are kept there.
type ReplicationDestination struct {
	Bucket            string             `xml:"Bucket" rule:"required"`
	Account           string             `xml:"Account,omitempty"`
	StorageClass      string             `xml:"StorageClass,omitempty" rule:"STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|GLACIER_IR"`
	AccessTranslation *AccessTranslation `xml:"AccessControlTranslation"`
	Encryption        *ReplicaEncryption `xml:"EncryptionConfiguration"`
	Time              *ReplicationTime   `xml:"ReplicationTime"`
	Metrics           *ReplicationMetric `xml:"Metrics"`
}

// AccessTranslation gives copies to the destination's owner.
type AccessTranslation struct {
	Owner string `xml:"Owner" rule:"required,Destination"`
}

// ReplicaEncryption is the KMS key of copies.
type ReplicaEncryption struct {
	KeyID string `xml:"ReplicaKmsKeyID,omitempty"`
}

// ReplicationTime is Replication Time Control.
type ReplicationTime struct {
	Status string  `xml:"Status" rule:"required,Enabled|Disabled"`
	Time   Minutes `xml:"Time" rule:"required"`
}

// ReplicationMetric is whether there are metrics and when they warn.
type ReplicationMetric struct {
	Status    string   `xml:"Status" rule:"required,Enabled|Disabled"`
	Threshold *Minutes `xml:"EventThreshold"`
}

// Minutes is a time span.
type Minutes struct {
	Minutes *int32 `xml:"Minutes" rule:"required"`
}

// Buckets are the names of the destinations.
func (r *Replication) Buckets() []string {
	var names []string
	for _, rule := range r.Rules {
		name, _ := bucketOfARN(rule.Destination.Bucket)
		names = append(names, name)
	}
	return names
}

// Check implements Document. Rules without an id get one.
func (r *Replication) Check() error {
	if parts, ok := arnParts(r.Role); !ok || parts[2] != "iam" {
		return invalidArgument("Invalid Role ARN", "Role", r.Role)
	}
	if len(r.Rules) > 1000 {
		return malformed()
	}
	ids, priorities := make(map[string]bool), make(map[int32]bool)
	for i := range r.Rules {
		rule := &r.Rules[i]
		if err := rule.check(); err != nil {
			return err
		}
		if rule.ID == "" {
			rule.ID = newID()
		}
		if ids[rule.ID] {
			return invalidRequest("Found duplicate rule IDs: '" + rule.ID + "'. Rule IDs must be unique.")
		}
		ids[rule.ID] = true
		if p := rule.Priority; p != nil {
			if priorities[*p] {
				return invalidRequest("Found duplicate priority " + strconv.Itoa(int(*p)) + ". Priority must be unique.")
			}
			priorities[*p] = true
		}
	}
	return nil
}

// check holds a rule to one of the two versions of the schema: version 2 has a
// filter, a priority and a word on delete markers.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html#replication-backward-compat-considerations
func (r *ReplicationRule) check() error {
	if len(r.ID) > maxRuleID || r.Prefix != nil && r.Filter != nil {
		return malformed()
	}
	if _, ok := bucketOfARN(r.Destination.Bucket); !ok {
		return invalidArgument("Invalid bucket ARN", "Bucket", r.Destination.Bucket)
	}
	if r.Filter == nil {
		if r.Prefix == nil || r.Priority != nil {
			return malformed()
		}
		return nil
	}
	if r.Priority == nil {
		return invalidRequest("Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.")
	}
	if r.DeleteMarkers == nil {
		return invalidRequest("DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.")
	}
	f := r.Filter
	if present(f.Prefix != nil, f.Tag != nil, f.And != nil) > 1 || f.And != nil && present(f.And.Prefix != nil)+len(f.And.Tags) < 2 {
		return malformed()
	}
	if f.Tag != nil {
		return checkTags([]Tag{*f.Tag})
	}
	if f.And != nil {
		return checkTags(f.And.Tags)
	}
	return nil
}
