package policy

import "errors"

// A Wildcard is a compiled path pattern for whoever matches paths as behaviors
// do: "*" stands for any characters, "?" for one.
type Wildcard struct{ pattern pathPattern }

// CompileWildcard compiles a pattern; the error says what is wrong with it.
func CompileWildcard(pattern string) (Wildcard, error) {
	if mistake := patternMistake(pattern); mistake != "" {
		return Wildcard{}, errors.New(mistake)
	}
	return Wildcard{compilePattern(pattern)}, nil
}

// Matches reports whether the path matches.
func (w *Wildcard) Matches(path string) bool { return w.pattern.matches(path) }
