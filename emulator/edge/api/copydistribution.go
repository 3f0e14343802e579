package api

import (
	"net/http"
	"strings"
)

// copyRequest is the body of CopyDistribution.
type copyRequest struct {
	CallerReference string `xml:"CallerReference"`
	Enabled         *bool  `xml:"Enabled"`
}

// copyDistribution is CopyDistribution: a staging distribution, the only kind
// of copy that there is.
func copyDistribution(c *call) (answer, error) {
	if !strings.EqualFold(c.staging, "true") {
		return answer{}, invalid("Staging", "The parameter Staging must be True: a distribution can be copied to a staging distribution only.")
	}
	var in copyRequest
	if err := c.decode("CopyDistributionRequest", &in); err != nil {
		return answer{}, err
	}
	d, err := c.registry.CopyDistribution(c.vars["id"], c.ifMatch, in.CallerReference, in.Enabled == nil || *in.Enabled)
	if err != nil {
		return answer{}, err
	}
	ans := distributionAnswer(c, d)
	ans.status = http.StatusCreated
	ans.location = c.base + "/distribution/" + d.ID
	return ans, nil
}
