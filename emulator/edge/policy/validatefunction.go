package policy

// functions checks a behavior's functions: published ones, one an event.
// Source: API:FunctionAssociations; DG:edge-function-restrictions-all
// ("Combining CloudFront Functions with Lambda@Edge").
func (c *distributionChecker) functions(field string, b *DefaultCacheBehavior) {
	list := b.FunctionAssociations
	field += ".FunctionAssociations"
	c.quantity(field, list.Quantity, len(list.Items))
	seen := map[string]bool{}
	for i, f := range list.Items {
		at := index(field+".Items", i)
		if f.EventType != "viewer-request" && f.EventType != "viewer-response" {
			// https://github.com/terraform-aws-modules/terraform-aws-cloudfront/issues/53 (code and words)
			c.add("MalformedXML", at+".EventType", "1 validation error detected: Value '%s' at 'eventType' failed to satisfy constraint: "+
				"Member must satisfy value set: [viewer-request, viewer-response]", f.EventType)
			continue
		}
		if seen[f.EventType] {
			c.add("InvalidFunctionAssociation", at+".EventType", "A cache behavior can have one function for each event type; %s has two.", f.EventType)
		}
		seen[f.EventType] = true
		c.functionARN(at+".FunctionARN", f.FunctionARN)
	}
}

// functionARN: "The parameter FunctionAssociationArn is invalid" is what people
// got for a function that was not published.
func (c *distributionChecker) functionARN(field, arn string) {
	const message = "The parameter FunctionAssociationArn is invalid: "
	live, there := c.src.Function(arn)
	switch {
	case !there:
		c.add("InvalidFunctionAssociation", field, message+"there is no function %s.", arn)
	case !live:
		c.add("InvalidFunctionAssociation", field, message+"the function %s has not been published to the LIVE stage.", arn)
	}
}

// lambdas refuses Lambda@Edge, which does not run here. The shape is checked,
// so that a configuration can be told right but for that.
func (c *distributionChecker) lambdas(field string, b *DefaultCacheBehavior) {
	list := b.LambdaFunctionAssociations
	field += ".LambdaFunctionAssociations"
	c.quantity(field, list.Quantity, len(list.Items))
	for i, f := range list.Items {
		at := index(field+".Items", i)
		c.oneOf(at+".EventType", f.EventType, "viewer-request", "viewer-response", "origin-request", "origin-response")
		c.add("InvalidLambdaFunctionAssociation", at, "Lambda@Edge is not supported by this emulator: %s would not run. "+
			"CloudFront Functions run here, on viewer-request and viewer-response events: associate one instead (FunctionAssociations).", f.LambdaFunctionARN)
	}
}

// compileFunctions notes which function runs at which event.
func (b *Behavior) compileFunctions(list *FunctionAssociations) {
	for _, f := range list.Items {
		switch f.EventType {
		case "viewer-request":
			b.ViewerRequest = f.FunctionARN
		case "viewer-response":
			b.ViewerResponse = f.FunctionARN
		}
	}
}
