package corsengine

// Decide is what S3 does with the request under these rules. It allocates
// nothing. A nil Ruleset is a bucket without a CORS configuration; for a bucket
// that does not exist ask [NoBucket].
//
// The order of the checks is that of the recordings: Origin, bucket,
// configuration, rules.
func (rs *Ruleset) Decide(req *Request) Decision {
	d := newDecision(req)
	switch {
	case !req.hasOrigin():
		// Referer is no substitute (rec-origins-opt-referer, rec-origins-get-referer).
		d.Outcome = OutcomeNoOrigin
		return d
	case rs == nil:
		d.Outcome = OutcomeNotConfigured
		return d
	}
	if d.Preflight && rs.odd(req, &d) {
		return d
	}
	method := methodSetOf(req.method())
	for i := range rs.rules {
		r := &rs.rules[i]
		// All three must hold in the same rule; one that matches the origin but
		// not the method is skipped, not fatal (DOC cors, inf-second-rule-by-method).
		if r.methods&method != 0 && r.matchesOrigin(req.Origin) && r.matchesHeaders(req.RequestHeaders) {
			d.Outcome, d.Rule, d.rule = OutcomeAllowed, i, r
			return d
		}
	}
	d.Outcome = OutcomeNoMatch
	return d
}

// NoBucket is what S3 does with the request when the bucket does not exist: a
// preflight is refused with 403, not 404; other requests carry no CORS headers
// on whatever they are answered (rec-nobucket-options-no-origin,
// inf-nobucket-options-with-acrm, sc-get-nobucket-404). It is also the best guess
// for the service root, of whose answer only the 403 is known
// (aws-options-service-root).
func NoBucket(req *Request) Decision {
	d := newDecision(req)
	d.Outcome = OutcomeNoBucket
	if !req.hasOrigin() {
		d.Outcome = OutcomeNoOrigin
	}
	return d
}

func newDecision(req *Request) Decision {
	return Decision{
		Rule:      -1,
		Preflight: req.Preflight(),
		origin:    req.Origin,
		method:    req.method(),
		requested: req.RequestHeaders,
		object:    req.Object,
	}
}

// odd applies RefuseOddMethod and RefuseOddHeaders to a preflight.
func (rs *Ruleset) odd(req *Request, d *Decision) bool {
	if rs.options.RefuseOddMethod && methodSetOf(req.method()) == 0 {
		d.Outcome, d.odd = OutcomeOddMethod, req.RequestMethod
		if d.odd == "" {
			d.odd = "null"
		}
		return true
	}
	if rs.options.RefuseOddHeaders {
		list := names{lines: req.RequestHeaders}
		for name, ok := list.next(); ok; name, ok = list.next() {
			if !isToken(name) {
				d.Outcome, d.odd = OutcomeOddHeader, name
				return true
			}
		}
	}
	return false
}

func (r *compiledRule) matchesOrigin(origin string) bool {
	if r.anyOrigin {
		return true
	}
	return anyMatches(r.origins, origin)
}

// echoes reports whether a rule that matches the origin answers with it, rather
// than with "*".
func (r *compiledRule) echoes(origin string) bool {
	if !r.anyOrigin {
		return true
	}
	return r.echoListed && anyMatches(r.origins[:r.echo], origin)
}

func anyMatches(list []pattern, s string) bool {
	for i := range list {
		if list[i].matches(s) {
			return true
		}
	}
	return false
}

// matchesHeaders reports whether every requested header is allowed; none asked
// for is always allowed. No name is exempt, not even a safelisted one, and a
// rule without AllowedHeaders allows none (rec-defaults-opt-headers).
func (r *compiledRule) matchesHeaders(lines []string) bool {
	if r.anyHeader || len(lines) == 0 {
		return true
	}
	list := names{lines: lines}
	for name, ok := list.next(); ok; name, ok = list.next() {
		if !r.matchesHeader(name) {
			return false
		}
	}
	return true
}

func (r *compiledRule) matchesHeader(name string) bool {
	if r.anyHeader {
		return true
	}
	for i := range r.headers {
		if r.headers[i].matchesFold(name) {
			return true
		}
	}
	return false
}
