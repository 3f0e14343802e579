package advice

import (
	"fmt"

	"crossfront/emulator/journal"
)

// preflightRedirect: browsers refuse any redirect on a preflight.
// Fetch standard, CORS-preflight fetch: the response must have an ok status.
func preflightRedirect(f *facts) (journal.Advice, bool) {
	if _, function := f.answeringFunction(); function || !f.preflight || f.x.Response.Status < 300 || f.x.Response.Status > 399 {
		return nothing()
	}
	what := fmt.Sprintf("The preflight was answered with a redirect (%d)%s. Browsers do not follow redirects on a preflight.",
		f.x.Response.Status, leadsTo(f.response.Get("Location")))
	if f.x.Edge != nil && f.x.Edge.Cache == journal.CacheGenerated {
		return advise(edge, what, "Let the page ask https directly, or set the behavior's ViewerProtocolPolicy to allow-all.")
	}
	if f.elsewhere() {
		return advise(client, what+" The bucket is in another region than the one that was asked.", "Let the page ask "+f.region()+" directly: give the SDK that makes the URL the bucket's region.")
	}
	return advise(client, what, "Let the page ask the address that the redirect names, directly.")
}

// leadsTo is where a redirect says that it leads; S3's 301 does not.
func leadsTo(location string) string {
	if location == "" {
		return ", without saying where to"
	}
	return " to " + location
}

// region is the bucket's endpoint, as far as S3's redirect tells.
func (f *facts) region() string {
	if region := f.response.Get("x-amz-bucket-region"); region != "" {
		return "the endpoint of the bucket's region, " + f.x.S3.Bucket + ".s3." + region + ".amazonaws.com,"
	}
	return "the endpoint of the bucket's region"
}

// allowHTTP ends the edge's own redirects to https.
func allowHTTP(f *facts) []journal.Call {
	if f.x.Edge == nil || f.x.Edge.Cache != journal.CacheGenerated {
		return nil
	}
	return changeBehavior(f, "Sets the viewer protocol policy of behavior %s to allow-all", behaviorChange{ViewerProtocolPolicy: "allow-all"})
}
