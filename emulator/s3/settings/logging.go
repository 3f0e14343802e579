package settings

// Logging says where access logs go, if anywhere.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
type Logging struct {
	XMLName struct{}        `xml:"http://s3.amazonaws.com/doc/2006-03-01/ BucketLoggingStatus" json:"-"`
	Enabled *LoggingEnabled `xml:"LoggingEnabled"`
}

// LoggingEnabled is the target of access logs.
type LoggingEnabled struct {
	TargetBucket string        `xml:"TargetBucket" rule:"required"`
	TargetPrefix string        `xml:"TargetPrefix" rule:"required"`
	TargetGrants *TargetGrants `xml:"TargetGrants"`
	KeyFormat    *KeyFormat    `xml:"TargetObjectKeyFormat"`
}

// TargetGrants are rights to the log objects.
type TargetGrants struct {
	Grants []Grant `xml:"Grant"`
}

// A Grant is a right of somebody.
type Grant struct {
	Grantee    Grantee `xml:"Grantee" rule:"required"`
	Permission string  `xml:"Permission" rule:"required,FULL_CONTROL|READ|WRITE"`
}

// A Grantee is somebody, by one of three names.
type Grantee struct {
	XSI         string `xml:"xmlns:xsi,attr"`
	Type        string `xml:"xsi:type,attr"`
	ID          string `xml:"ID,omitempty"`
	DisplayName string `xml:"DisplayName,omitempty"`
	Email       string `xml:"EmailAddress,omitempty"`
	URI         string `xml:"URI,omitempty"`
}

// KeyFormat is how log objects are named: by one of the two.
type KeyFormat struct {
	Simple      *struct{}        `xml:"SimplePrefix"`
	Partitioned *PartitionedKeys `xml:"PartitionedPrefix"`
}

// PartitionedKeys are names by date.
type PartitionedKeys struct {
	DateSource string `xml:"PartitionDateSource,omitempty" rule:"EventTime|DeliveryTime"`
}

// Check implements Document.
func (l *Logging) Check() error {
	if l.Enabled == nil {
		return nil
	}
	if f := l.Enabled.KeyFormat; f != nil && present(f.Simple != nil, f.Partitioned != nil) != 1 {
		return malformed()
	}
	if l.Enabled.TargetGrants == nil {
		return nil
	}
	for i := range l.Enabled.TargetGrants.Grants {
		g := &l.Enabled.TargetGrants.Grants[i].Grantee
		g.XSI = "http://www.w3.org/2001/XMLSchema-instance"
		if !g.named() {
			return malformed()
		}
	}
	return nil
}

// named says whether the grantee has the name that its type asks for.
func (g *Grantee) named() bool {
	switch g.Type {
	case "CanonicalUser":
		return g.ID != ""
	case "AmazonCustomerByEmail":
		return g.Email != ""
	case "Group":
		return g.URI != ""
	}
	return false
}
