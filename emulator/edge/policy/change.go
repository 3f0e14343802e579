package policy

// A Change is one header that a rule added, replaced or removed, or left alone
// against what one might expect.
type Change struct {
	Header  string // as CloudFront spells it
	What    string // "added", "replaced", "removed" or "not added"
	Because string
}
