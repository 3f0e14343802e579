package api

import (
	"net/http"
	"strings"

	"crossfront/emulator/edge/registry"
)

// associateAlias is AssociateAlias.
func associateAlias(c *call) (answer, error) {
	alias := c.query.Get("Alias")
	if alias == "" {
		return answer{}, invalid("Alias", "The parameter Alias is required.")
	}
	if err := c.registry.AssociateAlias(c.vars["id"], alias); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK}, nil
}

type conflictingAliasList struct {
	policyListHead
	Items []conflictingAlias `xml:"Items>ConflictingAlias"`
}

// conflictingAlias is the API structure of that name: ids are partly hidden.
type conflictingAlias struct {
	Alias          string `xml:"Alias"`
	DistributionID string `xml:"DistributionId"`
	AccountID      string `xml:"AccountId"`
}

// listConflictingAliases is ListConflictingAliases. How much of an id is hidden
// is that of AWS's example:
// https://docs.aws.amazon.com/cli/latest/reference/cloudfront/list-conflicting-aliases.html
func listConflictingAliases(c *call) (answer, error) {
	alias := c.query.Get("Alias")
	if alias == "" {
		return answer{}, invalid("Alias", "The parameter Alias is required.")
	}
	all, err := c.registry.ConflictingAliases(c.query.Get("DistributionId"), alias)
	if err != nil {
		return answer{}, err
	}
	page, head, err := paginate(c, all, func(a registry.ConflictingAlias) string { return a.Alias })
	if err != nil {
		return answer{}, err
	}
	list := conflictingAliasList{policyListHead: head.ofPolicies()}
	for _, a := range page {
		list.Items = append(list.Items, conflictingAlias{a.Alias, hide(a.DistributionID, 7), hide(c.registry.AccountID(), 6)})
	}
	return answer{status: http.StatusOK, root: "ConflictingAliasesList", body: list}, nil
}

// hide leaves the last characters of an id.
func hide(id string, shown int) string {
	hidden := max(0, len(id)-shown)
	return strings.Repeat("*", hidden) + id[hidden:]
}
