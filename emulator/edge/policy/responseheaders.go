package policy

// ResponseHeaders is a compiled response headers policy.
type ResponseHeaders struct {
	ID   string
	Name string
	opts Options
}
