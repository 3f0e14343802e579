package corsengine

// ParseJSON reads and validates the console's or the CLI's JSON.
func (o Options) ParseJSON(doc []byte) (*Config, error) {
	return nil, Errors{{Code: CodeMalformedJSON, Rule: -1}}
}
