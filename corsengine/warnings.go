package corsengine

// Warning is something that S3 accepts but that will not do what its author
// thinks.
type Warning struct {
	Rule    int    // index of the rule, from 0; -1 when the whole configuration is meant
	Field   string // the member, by its JSON name
	Value   string // the value meant; may be empty
	Message string // what happens, and what to write instead
}

// Warnings looks for what S3 accepts but that will not do what its author
// thinks.
func Warnings(c *Config) []Warning { return nil }
