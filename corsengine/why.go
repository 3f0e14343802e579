package corsengine

import "fmt"

// Why is the decision in one sentence, without a final dot.
func (d *Decision) Why() string {
	switch d.Outcome {
	case OutcomeNoOrigin:
		if d.Preflight {
			return "the preflight has no Origin header, without which S3 answers 400 before it looks at the bucket"
		}
		return "the request has no Origin header, so S3 sends no CORS headers and no Vary"
	case OutcomeNoBucket:
		if d.Preflight {
			return "the bucket does not exist; S3 answers a preflight for it with 403, not 404"
		}
		return "the bucket does not exist"
	case OutcomeNotConfigured:
		return "the bucket has no CORS configuration"
	case OutcomeNoMatch:
		if d.Preflight {
			return "no rule of the bucket's CORS configuration allows this origin, method and headers together"
		}
		return "no rule of the bucket's CORS configuration matches, so the answer carries no CORS headers and no Vary"
	case OutcomeAllowed:
		return fmt.Sprintf("rule %d is the first that allows this origin, method and headers", d.Rule+1)
	case OutcomeOddMethod:
		return "Access-Control-Request-Method is " + d.odd + ", none of S3's five methods"
	case OutcomeOddHeader:
		return fmt.Sprintf("Access-Control-Request-Headers holds %q, which is no header name", d.odd)
	}
	return d.Outcome.String()
}
