package policy

// InvalidationBatch is a request to drop objects from the cache. Source:
// API:InvalidationBatch.
type InvalidationBatch struct {
	Paths           Paths  `json:"Paths" xml:"Paths"`
	CallerReference string `json:"CallerReference" xml:"CallerReference"`
}

// Paths are paths to invalidate; each begins with a slash and may end with *.
// Source: API:Paths.
type Paths struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Path"`
}
