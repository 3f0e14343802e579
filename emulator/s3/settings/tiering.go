package settings

import "strconv"

// Tiering moves objects that nobody reads to archive tiers.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html
type Tiering struct {
	XMLName  struct{}       `xml:"http://s3.amazonaws.com/doc/2006-03-01/ IntelligentTieringConfiguration" json:"-"`
	ID       string         `xml:"Id" rule:"required"`
	Filter   *TieringFilter `xml:"Filter"`
	Status   string         `xml:"Status" rule:"required,Enabled|Disabled"`
	Tierings []ArchiveTier  `xml:"Tiering" rule:"required"`
}

// TieringFilter has at most one member.
type TieringFilter struct {
	Prefix *string     `xml:"Prefix"`
	Tag    *Tag        `xml:"Tag"`
	And    *TieringAnd `xml:"And"`
}

// TieringAnd is several conditions that all must hold.
type TieringAnd struct {
	Prefix *string `xml:"Prefix"`
	Tags   []Tag   `xml:"Tag"`
}

// ArchiveTier is a tier and after how many days without a read it is reached.
type ArchiveTier struct {
	AccessTier string `xml:"AccessTier" rule:"required,ARCHIVE_ACCESS|DEEP_ARCHIVE_ACCESS"`
	Days       *int32 `xml:"Days" rule:"required"`
}

// leastTierDays are the days that a tier needs.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html
func leastTierDays(tier string) int32 {
	if tier == "DEEP_ARCHIVE_ACCESS" {
		return 180
	}
	return 90
}

// Name implements Named.
func (t *Tiering) Name() string { return t.ID }

// Check implements Document.
func (t *Tiering) Check() error {
	seen := make(map[string]bool)
	for _, a := range t.Tierings {
		if seen[a.AccessTier] {
			return malformed()
		}
		seen[a.AccessTier] = true
		if least := leastTierDays(a.AccessTier); *a.Days < least || *a.Days > 730 {
			return invalidArgument("'Days' for "+a.AccessTier+" must be between "+strconv.Itoa(int(least))+" and 730", "Days", strconv.Itoa(int(*a.Days)))
		}
	}
	f := t.Filter
	if f == nil {
		return nil
	}
	if present(f.Prefix != nil, f.Tag != nil, f.And != nil) > 1 {
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
