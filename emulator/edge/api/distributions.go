package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

func (a *API) routeDistributions(v *mux.Router) {
	v.Methods(http.MethodPost).Path("/distribution").Handler(a.handle(createDistribution))
	v.Methods(http.MethodGet).Path("/distribution").Handler(a.handle(listDistributions))
	v.Methods(http.MethodGet).Path("/distribution/{id}").Handler(a.handle(getDistribution))
	v.Methods(http.MethodDelete).Path("/distribution/{id}").Handler(a.handle(deleteDistribution))
	v.Methods(http.MethodGet).Path("/distribution/{id}/config").Handler(a.handle(getDistributionConfig))
	v.Methods(http.MethodPut).Path("/distribution/{id}/config").Handler(a.handle(updateDistribution))
	v.Methods(http.MethodPost).Path("/distribution/{id}/copy").Handler(a.handle(copyDistribution))
	v.Methods(http.MethodPut).Path("/distribution/{id}/associate-alias").Handler(a.handle(associateAlias))
	v.Methods(http.MethodGet).Path("/conflicting-alias").Handler(a.handle(listConflictingAliases))
	v.Methods(http.MethodPut).Path("/distribution/{id}/associate-web-acl").Handler(a.handle(associateWebACL))
	v.Methods(http.MethodPut).Path("/distribution/{id}/disassociate-web-acl").Handler(a.handle(disassociateWebACL))
	v.Methods(http.MethodGet).Path("/distributionsByWebACLId/{acl:.*}").Handler(a.handle(listByWebACL))
	v.Methods(http.MethodPost).Path("/distributionsByRealtimeLogConfig").Handler(a.handle(listByRealtimeLogConfig))
}

// createDistribution is CreateDistribution and, with ?WithTags,
// CreateDistributionWithTags.
func createDistribution(c *call) (answer, error) {
	var in distributionConfigWithTags
	var err error
	if c.query.Has("WithTags") {
		err = c.decode("DistributionConfigWithTags", &in)
	} else {
		err = c.decode("DistributionConfig", &in.DistributionConfig)
	}
	if err != nil {
		return answer{}, err
	}
	d, err := c.registry.CreateDistribution(in.DistributionConfig, registry.CreateOptions{Tags: in.Tags.Items})
	if err != nil {
		return answer{}, err
	}
	ans := distributionAnswer(c, d)
	ans.status = http.StatusCreated
	ans.location = c.base + "/distribution/" + d.ID
	return ans, nil
}

func getDistribution(c *call) (answer, error) {
	d, err := c.registry.Distribution(c.vars["id"])
	if err != nil {
		return answer{}, err
	}
	return distributionAnswer(c, d), nil
}

func getDistributionConfig(c *call) (answer, error) {
	d, err := c.registry.Distribution(c.vars["id"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, etag: d.ETag, root: "DistributionConfig", body: d.Config}, nil
}

func updateDistribution(c *call) (answer, error) {
	var cfg policy.DistributionConfig
	if err := c.decode("DistributionConfig", &cfg); err != nil {
		return answer{}, err
	}
	d, err := c.registry.UpdateDistribution(c.vars["id"], c.ifMatch, cfg)
	if err != nil {
		return answer{}, err
	}
	return distributionAnswer(c, d), nil
}

func deleteDistribution(c *call) (answer, error) {
	if err := c.registry.DeleteDistribution(c.vars["id"], c.ifMatch); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

func distributionAnswer(c *call, d *registry.Distribution) answer {
	return answer{status: http.StatusOK, etag: d.ETag, root: "Distribution", body: distributionOf(c.registry, d)}
}
