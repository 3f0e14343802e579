package api

import (
	"net/http"
	"strings"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

type associateWebACLRequest struct {
	WebACLArn string `xml:"WebACLArn"`
}

// webACLResult is the answer of both operations.
type webACLResult struct {
	ID        string `xml:"Id"`
	WebACLArn string `xml:"WebACLArn,omitempty"`
}

// associateWebACL is AssociateDistributionWebACL. The ACL's name is kept and
// given back; there is no firewall here.
func associateWebACL(c *call) (answer, error) {
	var in associateWebACLRequest
	if err := c.decode("AssociateDistributionWebACLRequest", &in); err != nil {
		return answer{}, err
	}
	if in.WebACLArn == "" {
		return answer{}, invalid("WebACLArn", "The parameter WebACLArn is required.")
	}
	d, err := c.registry.AssociateWebACL(c.vars["id"], c.ifMatch, in.WebACLArn)
	return webACLAnswer("AssociateDistributionWebACLResult", d, err)
}

// disassociateWebACL is DisassociateDistributionWebACL.
func disassociateWebACL(c *call) (answer, error) {
	d, err := c.registry.AssociateWebACL(c.vars["id"], c.ifMatch, "")
	return webACLAnswer("DisassociateDistributionWebACLResult", d, err)
}

func webACLAnswer(root string, d *registry.Distribution, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, etag: d.ETag, root: root, body: webACLResult{d.ID, d.Config.WebACLId}}, nil
}

// listByWebACL is ListDistributionsByWebACLId; "null" stands for none.
func listByWebACL(c *call) (answer, error) {
	id := c.vars["acl"]
	if id == "null" {
		id = ""
	}
	return listSome(c, func(cfg *policy.DistributionConfig) bool { return cfg.WebACLId == id })
}

type realtimeLogConfigRequest struct {
	Marker                string `xml:"Marker"`
	MaxItems              string `xml:"MaxItems"`
	RealtimeLogConfigName string `xml:"RealtimeLogConfigName"`
	RealtimeLogConfigArn  string `xml:"RealtimeLogConfigArn"`
}

// listByRealtimeLogConfig is ListDistributionsByRealtimeLogConfig. Real-time
// logs are not written; behaviors may name a configuration of them, which is
// kept. A name counts before an ARN.
func listByRealtimeLogConfig(c *call) (answer, error) {
	var in realtimeLogConfigRequest
	if err := c.decode("ListDistributionsByRealtimeLogConfigRequest", &in); err != nil {
		return answer{}, err
	}
	if in.RealtimeLogConfigName == "" && in.RealtimeLogConfigArn == "" {
		return answer{}, invalid("RealtimeLogConfigName", "One of the parameters RealtimeLogConfigName and RealtimeLogConfigArn is required.")
	}
	c.query.Set("Marker", in.Marker)
	c.query.Set("MaxItems", in.MaxItems)
	return listSome(c, func(cfg *policy.DistributionConfig) bool {
		return registry.AnyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool {
			if in.RealtimeLogConfigName != "" {
				return strings.HasSuffix(b.RealtimeLogConfigArn, ":realtime-log-config/"+in.RealtimeLogConfigName)
			}
			return b.RealtimeLogConfigArn == in.RealtimeLogConfigArn
		})
	})
}
