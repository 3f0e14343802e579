package settings

// Metrics are request metrics of some objects.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
type Metrics struct {
	XMLName struct{}       `xml:"http://s3.amazonaws.com/doc/2006-03-01/ MetricsConfiguration" json:"-"`
	ID      string         `xml:"Id" rule:"required"`
	Filter  *MetricsFilter `xml:"Filter"`
}

// MetricsFilter has one member.
type MetricsFilter struct {
	Prefix      *string     `xml:"Prefix"`
	Tag         *Tag        `xml:"Tag"`
	AccessPoint *string     `xml:"AccessPointArn"`
	And         *MetricsAnd `xml:"And"`
}

// MetricsAnd is several conditions that all must hold.
type MetricsAnd struct {
	Prefix      *string `xml:"Prefix"`
	Tags        []Tag   `xml:"Tag"`
	AccessPoint *string `xml:"AccessPointArn"`
}

// Name implements Named.
func (m *Metrics) Name() string { return m.ID }

// Check implements Document.
func (m *Metrics) Check() error {
	f := m.Filter
	if f == nil {
		return nil
	}
	if present(f.Prefix != nil, f.Tag != nil, f.AccessPoint != nil, f.And != nil) != 1 {
		return malformed()
	}
	if a := f.And; a != nil {
		if present(a.Prefix != nil, a.AccessPoint != nil)+len(a.Tags) < 2 {
			return malformed()
		}
		return checkTags(a.Tags)
	}
	return checkTag(f.Tag)
}
