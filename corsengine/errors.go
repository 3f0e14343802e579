package corsengine

import (
	"fmt"
	"strings"
)

// Codes of an [Error]. All but CodeMalformedJSON are S3's own and answered with
// status 400.
const (
	CodeMalformedXML       = "MalformedXML"
	CodeInvalidRequest     = "InvalidRequest"
	CodeMissingRequestBody = "MissingRequestBodyError"
	CodeTooBig             = "MaxMessageLengthExceeded"
	// CodeMalformedJSON is our name for JSON that never reaches S3, because the
	// console or the CLI refuses it first.
	CodeMalformedJSON = "MalformedJSON"
)

// Messages of S3, exactly.
const (
	// cfg-empty-rules and others: no final dot.
	messageMalformedXML = "The XML you provided was not well-formed or did not validate against our published schema"
	messageEmptyBody    = "Request Body is empty"
	messageTooBig       = "Your request was too big."
	messageTooManyRules = "The number of CORS rules should not exceed allowed limit of 100 rules."
)

// Error is one mistake in a configuration.
type Error struct {
	Code    string `json:"code"`    // S3's error code, or CodeMalformedJSON
	Message string `json:"message"` // S3's message, exactly
	Rule    int    `json:"rule"`    // index of the rule, from 0; -1 when the whole document is meant
	Field   string `json:"field"`   // the member or element, named as in the document: AllowedMethods, AllowedMethod; may be empty
	Value   string `json:"value"`   // the offending value; may be empty
	Line    int    `json:"line"`    // from 1; 0 when unknown
	Column  int    `json:"column"`  // from 1, in characters; 0 when unknown
	Hint    string `json:"hint"`    // what to write instead, in our words; may be empty
}

// Error is the mistake in one line: place, code, message and hint.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	}
	if e.Rule >= 0 {
		fmt.Fprintf(&b, "rule %d: ", e.Rule+1)
	}
	fmt.Fprintf(&b, "%s: %s", e.Code, e.Message)
	if e.Hint != "" {
		fmt.Fprintf(&b, " (%s)", e.Hint)
	}
	return b.String()
}

// Errors are all mistakes of a configuration, never empty. Errors[0] is the one
// that S3 answers: what is wrong with the document's structure comes before
// wrong values, and within these the first wrong rule comes first
// (cfg-two-invalid-rules-first-reported).
type Errors []*Error

// Error is every mistake, one a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets [errors.As] and [errors.Is] look at each mistake.
func (es Errors) Unwrap() []error {
	list := make([]error, len(es))
	for i, e := range es {
		list[i] = e
	}
	return list
}
