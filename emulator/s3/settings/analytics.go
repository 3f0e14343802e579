package settings

// Analytics is an analysis of storage classes.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html
type Analytics struct {
	XMLName struct{}         `xml:"http://s3.amazonaws.com/doc/2006-03-01/ AnalyticsConfiguration" json:"-"`
	ID      string           `xml:"Id" rule:"required"`
	Filter  *AnalyticsFilter `xml:"Filter"`
	Storage StorageAnalysis  `xml:"StorageClassAnalysis" rule:"required"`
}

// AnalyticsFilter has one member.
type AnalyticsFilter struct {
	Prefix *string       `xml:"Prefix"`
	Tag    *Tag          `xml:"Tag"`
	And    *AnalyticsAnd `xml:"And"`
}

// AnalyticsAnd is several conditions that all must hold.
type AnalyticsAnd struct {
	Prefix *string `xml:"Prefix"`
	Tags   []Tag   `xml:"Tag"`
}

// StorageAnalysis says whether the analysis is written somewhere.
type StorageAnalysis struct {
	Export *AnalyticsExport `xml:"DataExport"`
}

// AnalyticsExport is where and in which version.
type AnalyticsExport struct {
	Version     string               `xml:"OutputSchemaVersion" rule:"required,V_1"`
	Destination AnalyticsDestination `xml:"Destination" rule:"required"`
}

// AnalyticsDestination is a bucket.
type AnalyticsDestination struct {
	Bucket AnalyticsBucket `xml:"S3BucketDestination" rule:"required"`
}

// AnalyticsBucket is a bucket, by ARN.
type AnalyticsBucket struct {
	Format  string `xml:"Format" rule:"required,CSV"`
	Account string `xml:"BucketAccountId,omitempty"`
	Bucket  string `xml:"Bucket" rule:"required"`
	Prefix  string `xml:"Prefix,omitempty"`
}

// Name implements Named.
func (a *Analytics) Name() string { return a.ID }

// Check implements Document.
func (a *Analytics) Check() error {
	if e := a.Storage.Export; e != nil {
		if err := checkDestination(e.Destination.Bucket.Bucket); err != nil {
			return err
		}
	}
	f := a.Filter
	if f == nil {
		return nil
	}
	if present(f.Prefix != nil, f.Tag != nil, f.And != nil) != 1 {
		return malformed()
	}
	if f.And != nil {
		if present(f.And.Prefix != nil)+len(f.And.Tags) < 2 {
			return malformed()
		}
		return checkTags(f.And.Tags)
	}
	return checkTag(f.Tag)
}
