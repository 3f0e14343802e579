package edge

import "context"

// failOver asks the secondary origin of an origin group where the primary's
// answer a, or its lack of one, is among the failover criteria. Every request
// asks the primary first: nothing is remembered.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
func (t *errand) failOver(ctx context.Context, a *answer) *answer {
	if t.failover == nil {
		return a
	}
	code := a.status
	if a.fail != nil {
		code = a.fail.FailoverCode()
	}
	if code < 400 {
		return a
	}
	because, over := t.failover.Over(t.viewer.Method, code)
	if over && t.body != nil {
		because, over = "a request with a body is not sent twice", false
	}
	if !over {
		a.over = because
		return a
	}
	a.drop()
	second := t.askOne(ctx, t.failover.Origin)
	second.primary, second.over = a, because
	return second
}
