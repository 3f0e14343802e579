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

// signer is an account with its active key pairs, of which none is known here.
type signer struct {
	AwsAccountNumber string     `xml:"AwsAccountNumber"`
	KeyPairIDs       keyPairIDs `xml:"KeyPairIds"`
}

// activeTrustedKeyGroups are the key groups whose keys may sign URLs.
type activeTrustedKeyGroups struct {
	Enabled  bool          `xml:"Enabled"`
	Quantity int           `xml:"Quantity"`
	Items    []activeGroup `xml:"Items>KeyGroup"`
}

// activeGroup is a key group with its keys: the API structure KGKeyPairIds.
type activeGroup struct {
	KeyGroupID string     `xml:"KeyGroupId"`
	KeyPairIDs keyPairIDs `xml:"KeyPairIds"`
}

type keyPairIDs struct {
	Quantity int      `xml:"Quantity"`
	Items    []string `xml:"Items>KeyPairId"`
}

// aliasICPRecordal says whether an alias is registered in China; elsewhere
// all are APPROVED.
type aliasICPRecordal struct {
	CNAME             string `xml:"CNAME"`
	ICPRecordalStatus string `xml:"ICPRecordalStatus"`
}

func distributionOf(r *registry.Registry, d *registry.Distribution) distribution {
	out := distribution{
		ID:                 d.ID,
		ARN:                d.ARN,
		Status:             d.Status,
		LastModifiedTime:   d.LastModified,
		DomainName:         d.DomainName,
		DistributionConfig: d.Config,
		AliasICPRecordals:  recordalsOf(&d.Config),
	}
	if all, err := r.ListInvalidations(d.ID); err == nil {
		for _, inv := range all {
			if inv.Status == registry.StatusInProgress {
				out.InProgressInvalidationBatches++
			}
		}
	}
	behaviors := []*policy.DefaultCacheBehavior{&d.Config.DefaultCacheBehavior}
	if d.Config.CacheBehaviors != nil {
		for i := range d.Config.CacheBehaviors.Items {
			behaviors = append(behaviors, &d.Config.CacheBehaviors.Items[i].DefaultCacheBehavior)
		}
	}
	var accounts, groups []string
	for _, b := range behaviors {
		if t := b.TrustedSigners; t != nil && t.Enabled {
			accounts = append(accounts, t.Items...)
		}
		if t := b.TrustedKeyGroups; t != nil && t.Enabled {
			groups = append(groups, t.Items...)
		}
	}
	for _, account := range distinct(accounts) {
		out.ActiveTrustedSigners.Items = append(out.ActiveTrustedSigners.Items, signer{AwsAccountNumber: account})
	}
	for _, id := range distinct(groups) {
		active := activeGroup{KeyGroupID: id}
		if g, err := r.KeyGroups().Get(id); err == nil {
			active.KeyPairIDs = keyPairIDs{len(g.Config.Items), g.Config.Items}
		}
		out.ActiveTrustedKeyGroups.Items = append(out.ActiveTrustedKeyGroups.Items, active)
	}
	out.ActiveTrustedSigners.Quantity = len(out.ActiveTrustedSigners.Items)
	out.ActiveTrustedSigners.Enabled = out.ActiveTrustedSigners.Quantity > 0
	out.ActiveTrustedKeyGroups.Quantity = len(out.ActiveTrustedKeyGroups.Items)
	out.ActiveTrustedKeyGroups.Enabled = out.ActiveTrustedKeyGroups.Quantity > 0
	return out
}

// distinct is the list without what it has had before.
func distinct(list []string) []string {
	var once []string
	for _, item := range list {
		if !slices.Contains(once, item) {
			once = append(once, item)
		}
	}
	return once
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
