package registry

import "encoding/json"

// deepCopy is v with nothing shared. The API's structures are plain data whose
// JSON form holds all of them, so a round trip is an exact copy.
func deepCopy[T any](v T) (T, error) {
	var c T
	doc, err := json.Marshal(v)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(doc, &c)
}

// deepCopyPointer is deepCopy of what p points to.
func deepCopyPointer[T any](p *T) (*T, error) {
	c, err := deepCopy(*p)
	return &c, err
}
