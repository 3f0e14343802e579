package policy

// A Change is one header that a rule added, replaced or removed, or left out
// against what one might expect.
type Change struct {
	Header  string // as CloudFront spells it
	What    string // one of the Change… constants
	Because string // the setting that made it so, in words
}

// What a rule did to a header, in [Change.What].
const (
	ChangeAdded    = "added"
	ChangeReplaced = "replaced"
	ChangeRemoved  = "removed"
	ChangeNotAdded = "not added" // a policy names it, but does not apply
)
