package api

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// distributionList is the API structure DistributionList.
type distributionList struct {
	listHead
	Items []distributionSummary `xml:"Items>DistributionSummary"`
}

// distributionSummary is the API structure of that name. Members that a
// configuration may leave out are required here:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionSummary.html
type distributionSummary struct {
	ID                   string                      `xml:"Id"`
	ARN                  string                      `xml:"ARN"`
	ETag                 string                      `xml:"ETag"`
	Status               string                      `xml:"Status"`
	LastModifiedTime     time.Time                   `xml:"LastModifiedTime"`
	DomainName           string                      `xml:"DomainName"`
	Aliases              policy.Aliases              `xml:"Aliases"`
	Origins              policy.Origins              `xml:"Origins"`
	OriginGroups         *policy.OriginGroups        `xml:"OriginGroups"`
	DefaultCacheBehavior policy.DefaultCacheBehavior `xml:"DefaultCacheBehavior"`
	CacheBehaviors       policy.CacheBehaviors       `xml:"CacheBehaviors"`
	CustomErrorResponses policy.CustomErrorResponses `xml:"CustomErrorResponses"`
	Comment              string                      `xml:"Comment"`
	PriceClass           string                      `xml:"PriceClass"`
	Enabled              bool                        `xml:"Enabled"`
	ViewerCertificate    policy.ViewerCertificate    `xml:"ViewerCertificate"`
	Restrictions         policy.Restrictions         `xml:"Restrictions"`
	WebACLId             string                      `xml:"WebACLId"`
	HttpVersion          string                      `xml:"HttpVersion"`
	IsIPV6Enabled        bool                        `xml:"IsIPV6Enabled"`
	AliasICPRecordals    []aliasICPRecordal          `xml:"AliasICPRecordals>AliasICPRecordal"`
	Staging              bool                        `xml:"Staging"`
	ConnectionMode       string                      `xml:"ConnectionMode,omitempty"`
	AnycastIpListId      string                      `xml:"AnycastIpListId,omitempty"`
	ViewerMtlsConfig     *policy.ViewerMtlsConfig    `xml:"ViewerMtlsConfig,omitempty"`

	ConnectionFunctionAssociation *policy.ConnectionFunctionAssociation `xml:"ConnectionFunctionAssociation,omitempty"`
}

func listDistributions(c *call) (answer, error) {
	return listSome(c, func(*policy.DistributionConfig) bool { return true })
}

// listSome is a list of the distributions whose configuration is one that wanted
// picks.
func listSome(c *call, wanted func(*policy.DistributionConfig) bool) (answer, error) {
	all, err := c.registry.ListDistributions()
	if err != nil {
		return answer{}, err
	}
	all = slices.DeleteFunc(all, func(d *registry.Distribution) bool { return !wanted(&d.Config) })
	byID := func(d *registry.Distribution) string { return d.ID }
	slices.SortFunc(all, func(a, b *registry.Distribution) int { return cmp.Compare(a.ID, b.ID) })
	page, head, err := paginate(c, all, byID)
	if err != nil {
		return answer{}, err
	}
	list := distributionList{listHead: head}
	for _, d := range page {
		list.Items = append(list.Items, summaryOf(d))
	}
	return answer{status: http.StatusOK, root: "DistributionList", body: list}, nil
}

func summaryOf(d *registry.Distribution) distributionSummary {
	cfg := &d.Config
	return distributionSummary{
		ID:                   d.ID,
		ARN:                  d.ARN,
		ETag:                 d.ETag,
		Status:               d.Status,
		LastModifiedTime:     d.LastModified,
		DomainName:           d.DomainName,
		Aliases:              orZero(cfg.Aliases),
		Origins:              cfg.Origins,
		OriginGroups:         cfg.OriginGroups,
		DefaultCacheBehavior: cfg.DefaultCacheBehavior,
		CacheBehaviors:       orZero(cfg.CacheBehaviors),
		CustomErrorResponses: orZero(cfg.CustomErrorResponses),
		Comment:              cfg.Comment,
		PriceClass:           cfg.PriceClass,
		Enabled:              cfg.Enabled,
		ViewerCertificate:    orZero(cfg.ViewerCertificate),
		Restrictions:         orZero(cfg.Restrictions),
		WebACLId:             cfg.WebACLId,
		HttpVersion:          cfg.HttpVersion,
		IsIPV6Enabled:        orZero(cfg.IsIPV6Enabled),
		AliasICPRecordals:    recordalsOf(cfg),
		Staging:              orZero(cfg.Staging),
		ConnectionMode:       cfg.ConnectionMode,
		AnycastIpListId:      cfg.AnycastIpListId,
		ViewerMtlsConfig:     cfg.ViewerMtlsConfig,

		ConnectionFunctionAssociation: cfg.ConnectionFunctionAssociation,
	}
}

// orZero is what p points to, or the zero value.
func orZero[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
