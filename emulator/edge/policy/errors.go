package policy

import "strings"

// An Error is one mistake in a configuration, as the CloudFront API reports it.
type Error struct {
	Code    string // the API's error code: InvalidArgument, InconsistentQuantities, NoSuchCachePolicy
	Message string // a sentence for people
	Status  int    // the API's HTTP status: 400, 404, 409
	Field   string // path of the member that is wrong: DefaultCacheBehavior.CachePolicyId; empty for the whole document
	// Line and Column say where in a parsed document the mistake stands, from
	// 1; 0 when the mistake did not come from a document.
	Line, Column int
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Code + ": " + e.Message
	}
	return e.Code + ": " + e.Field + ": " + e.Message
}

// Errors are all mistakes of one configuration. The first is the one that
// CloudFront itself would answer with.
type Errors []*Error

func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As reach the single mistakes.
func (es Errors) Unwrap() []error {
	all := make([]error, len(es))
	for i, e := range es {
		all[i] = e
	}
	return all
}

// orNil is es as an error: nil when there is no mistake.
func (es Errors) orNil() error {
	if len(es) == 0 {
		return nil
	}
	return es
}
