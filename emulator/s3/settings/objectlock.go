package settings

// maxRetentionDays is a hundred years.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
const maxRetentionDays = 36500

// ObjectLock says whether objects can be locked, and how new ones are.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html
type ObjectLock struct {
	XMLName struct{}        `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ObjectLockConfiguration" json:"-"`
	Enabled string          `xml:"ObjectLockEnabled" rule:"required,Enabled"`
	Rule    *ObjectLockRule `xml:"Rule"`
}

// ObjectLockRule holds the default retention.
type ObjectLockRule struct {
	Default *Retention `xml:"DefaultRetention" rule:"required"`
}

// Retention is a mode and a period, in days or in years.
type Retention struct {
	Mode  string `xml:"Mode" rule:"required,GOVERNANCE|COMPLIANCE"`
	Days  *int32 `xml:"Days"`
	Years *int32 `xml:"Years"`
}

// Check implements Document.
func (o *ObjectLock) Check() error {
	if o.Rule == nil {
		return nil
	}
	r := o.Rule.Default
	if present(r.Days != nil, r.Years != nil) != 1 {
		return malformed()
	}
	period, most := r.Days, int32(maxRetentionDays)
	if r.Years != nil {
		period, most = r.Years, maxRetentionDays/365
	}
	switch {
	case *period <= 0:
		return refuse("InvalidArgument", "Default retention period must be a positive integer value.")
	case *period > most:
		return refuse("InvalidArgument", "Default retention period too large.")
	}
	return nil
}
