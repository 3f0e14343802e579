package policy

import (
	"net/http"
	"slices"
	"strconv"
)

// A Failover is the second half of an origin group: who is asked when the
// primary fails, and what counts as failing.
type Failover struct {
	Group  string  // id of the origin group
	Origin *Origin // the secondary
	Codes  []int   // failover criteria: statuses of the primary
}

// Over reports whether a request with this method is sent to the secondary
// because the primary answered with this code, or failed in the way that the
// code stands for.
// Source: DG:high_availability_origin_failover (GET, HEAD and OPTIONS only).
func (f *Failover) Over(method string, code int) (because string, over bool) {
	text := strconv.Itoa(code)
	switch {
	case !slices.Contains(f.Codes, code):
		return "the origin group " + f.Group + " does not list " + text, false
	case method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions:
		return method + " requests do not fail over", false
	}
	return "the origin group " + f.Group + " lists " + text, true
}

// compileTarget finds the origin, or the two, that a behavior's TargetOriginId
// names.
func (d *Distribution) compileTarget(id string) (*Origin, *Failover) {
	if o := d.Origins[id]; o != nil {
		return o, nil
	}
	for i := range d.Config.OriginGroups.Items {
		g := &d.Config.OriginGroups.Items[i]
		if g.Id != id {
			continue
		}
		members := g.Members.Items
		return d.Origins[members[0].OriginId], &Failover{
			Group: id, Origin: d.Origins[members[1].OriginId],
			Codes: slices.Clone(g.FailoverCriteria.StatusCodes.Items),
		}
	}
	return nil, nil // Validate has refused it
}
