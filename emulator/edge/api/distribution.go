package api

import (
	"slices"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// distributionConfigWithTags is the body of CreateDistributionWithTags.
type distributionConfigWithTags struct {
	DistributionConfig policy.DistributionConfig `xml:"DistributionConfig"`
	Tags               tags                      `xml:"Tags"`
}

// distribution is the API structure Distribution:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Distribution.html
type distribution struct {
	ID                            string                    `xml:"Id"`
	ARN                           string                    `xml:"ARN"`
	Status                        string                    `xml:"Status"`
	LastModifiedTime              time.Time                 `xml:"LastModifiedTime"`
	InProgressInvalidationBatches int                       `xml:"InProgressInvalidationBatches"`
	DomainName                    string                    `xml:"DomainName"`
	ActiveTrustedSigners          activeTrustedSigners      `xml:"ActiveTrustedSigners"`
	ActiveTrustedKeyGroups        activeTrustedKeyGroups    `xml:"ActiveTrustedKeyGroups"`
	DistributionConfig            policy.DistributionConfig `xml:"DistributionConfig"`
	AliasICPRecordals             []aliasICPRecordal        `xml:"AliasICPRecordals>AliasICPRecordal"`
}

// activeTrustedSigners are the accounts that may sign URLs, with their keys.
type activeTrustedSigners struct {
	Enabled  bool     `xml:"Enabled"`
	Quantity int      `xml:"Quantity"`
	Items    []signer `xml:"Items>Signer"`
}

type signer struct {
	AwsAccountNumber string `xml:"AwsAccountNumber"`
}

// activeTrustedKeyGroups are the key groups whose keys may sign URLs.
type activeTrustedKeyGroups struct {
	Enabled  bool       `xml:"Enabled"`
	Quantity int        `xml:"Quantity"`
	Items    []keyGroup `xml:"Items>KeyGroup"`
}

type keyGroup struct {
	KeyGroupID string `xml:"KeyGroupId"`
}

// aliasICPRecordal says whether an alias is registered in China; elsewhere
// all are APPROVED.
type aliasICPRecordal struct {
	CNAME             string `xml:"CNAME"`
	ICPRecordalStatus string `xml:"ICPRecordalStatus"`
}

func distributionOf(d *registry.Distribution) distribution {
	out := distribution{
		ID:                 d.ID,
		ARN:                d.ARN,
		Status:             d.Status,
		LastModifiedTime:   d.LastModified,
		DomainName:         d.DomainName,
		DistributionConfig: d.Config,
		AliasICPRecordals:  recordalsOf(&d.Config),
	}
	behaviors := []*policy.DefaultCacheBehavior{&d.Config.DefaultCacheBehavior}
	if d.Config.CacheBehaviors != nil {
		for i := range d.Config.CacheBehaviors.Items {
			behaviors = append(behaviors, &d.Config.CacheBehaviors.Items[i].DefaultCacheBehavior)
		}
	}
	signers, groups := &out.ActiveTrustedSigners, &out.ActiveTrustedKeyGroups
	for _, b := range behaviors {
		if t := b.TrustedSigners; t != nil && t.Enabled {
			signers.Enabled = true
			for _, account := range t.Items {
				if s := (signer{account}); !slices.Contains(signers.Items, s) {
					signers.Items = append(signers.Items, s)
				}
			}
		}
		if t := b.TrustedKeyGroups; t != nil && t.Enabled {
			groups.Enabled = true
			for _, id := range t.Items {
				if g := (keyGroup{id}); !slices.Contains(groups.Items, g) {
					groups.Items = append(groups.Items, g)
				}
			}
		}
	}
	signers.Quantity, groups.Quantity = len(signers.Items), len(groups.Items)
	return out
}

func recordalsOf(cfg *policy.DistributionConfig) []aliasICPRecordal {
	if cfg.Aliases == nil {
		return nil
	}
	var all []aliasICPRecordal
	for _, alias := range cfg.Aliases.Items {
		all = append(all, aliasICPRecordal{alias, "APPROVED"})
	}
	return all
}
