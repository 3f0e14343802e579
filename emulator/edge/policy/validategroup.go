package policy

import (
	"net/http"
	"slices"
	"strconv"
)

// failoverCodes may be failover criteria.
// Source: DG:high_availability_origin_failover (step 8).
var failoverCodes = []int{400, 403, 404, 416, 500, 502, 503, 504}

// FailoverCode reports whether an origin group may fail over on that status.
func FailoverCode(status int) bool { return slices.Contains(failoverCodes, status) }

// originGroups checks the list of origin groups.
// Source: API:OriginGroup, API:OriginGroupMembers (exactly two),
// API:StatusCodes (at least one).
func (c *distributionChecker) originGroups() {
	list := c.cfg.OriginGroups
	c.quantity("OriginGroups", list.Quantity, len(list.Items))
	c.atMost("TooManyOriginGroupsPerDistribution", "OriginGroups", len(list.Items), maxOriginGroups)
	var ids []string
	for i := range list.Items {
		ids = append(ids, list.Items[i].Id)
		c.originGroup(index("OriginGroups.Items", i), &list.Items[i])
	}
	c.unique("OriginGroups.Items.Id", ids, false)
}

func (c *distributionChecker) originGroup(field string, g *OriginGroup) {
	if g.Id == "" || len(g.Id) > 128 {
		c.invalid(field+".Id", "The parameter Origin Group Id is required and has at most 128 characters.")
	} else if c.hasOrigin(g.Id) {
		c.invalid(field+".Id", "The parameter Origin Group Id is the id of an origin: %s.", g.Id)
	}
	codes := &g.FailoverCriteria.StatusCodes
	at := field + ".FailoverCriteria.StatusCodes"
	c.quantity(at, codes.Quantity, len(codes.Items))
	if len(codes.Items) == 0 {
		c.invalid(at, "The parameter StatusCodes has at least one code.")
	}
	var texts []string
	for i, code := range codes.Items {
		texts = append(texts, strconv.Itoa(code))
		if !FailoverCode(code) {
			c.invalid(index(at+".Items", i), "The parameter StatusCodes contains %d; failover is for 400, 403, 404, 416, 500, 502, 503 and 504.", code)
		}
	}
	c.unique(at+".Items", texts, false)
	c.members(field+".Members", &g.Members)
	if g.SelectionCriteria == "media-quality-based" {
		// Source: DG:media-quality-score ("only supports MediaPackage v2 origins").
		c.add("UnsupportedOperation", field+".SelectionCriteria", "This emulator has no MediaPackage v2 origins, the only ones that are selected by media quality.")
	} else if g.SelectionCriteria != "" {
		c.oneOf(field+".SelectionCriteria", g.SelectionCriteria, "default", "media-quality-based")
	}
}

func (c *distributionChecker) members(field string, m *OriginGroupMembers) {
	c.quantity(field, m.Quantity, len(m.Items))
	if len(m.Items) != 2 {
		c.invalid(field, "An origin group has exactly two members.")
	}
	var ids []string
	for i, member := range m.Items {
		ids = append(ids, member.OriginId)
		if !c.hasOrigin(member.OriginId) {
			c.add("NoSuchOrigin", index(field+".Items", i), "One or more of your origins or origin groups do not exist: %s.", member.OriginId)
		}
	}
	c.unique(field+".Items.OriginId", ids, false)
}

// group is the origin group of that id, nil for none.
func (c *distributionChecker) group(id string) *OriginGroup {
	for i := range c.cfg.OriginGroups.Items {
		if c.cfg.OriginGroups.Items[i].Id == id {
			return &c.cfg.OriginGroups.Items[i]
		}
	}
	return nil
}

// groupMethods: what does not fail over may not go to a group.
// Source: the API's own message, as Terraform users paste it, in five public
// configurations.
func (c *distributionChecker) groupMethods(field string, b *DefaultCacheBehavior) {
	if c.group(b.TargetOriginId) != nil && slices.Contains(b.AllowedMethods.Items, http.MethodPost) {
		c.invalid(field+".AllowedMethods", "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.")
	}
}
