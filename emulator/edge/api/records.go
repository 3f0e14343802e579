package api

import "github.com/gorilla/mux"

// routeRecords enters the operations of all kinds of records.
func (a *API) routeRecords(v *mux.Router) {
	cachePolicies().route(a, v)
	originRequestPolicies().route(a, v)
	responseHeadersPolicies().route(a, v)
	accessControls().route(a, v)
	accessIdentities().route(a, v)
	publicKeys().route(a, v)
	keyGroups().route(a, v)
}

// policyListHead is the beginning of the lists of policies, which say neither
// Marker nor IsTruncated.
type policyListHead struct {
	NextMarker string `xml:"NextMarker,omitempty"`
	MaxItems   int    `xml:"MaxItems"`
	Quantity   int    `xml:"Quantity"`
}

func (h listHead) ofPolicies() policyListHead {
	return policyListHead{h.NextMarker, h.MaxItems, h.Quantity}
}

// typeOf is a policy's type in lists.
func typeOf(managed bool) string {
	if managed {
		return "managed"
	}
	return "custom"
}
