package policy

// InvalidationBatch is the CloudFront API structure of that name (2020-05-31).
type InvalidationBatch struct {
	Paths           Paths  `json:"Paths" xml:"Paths"`
	CallerReference string `json:"CallerReference" xml:"CallerReference"`
}

// Paths is the CloudFront API structure of that name (2020-05-31).
type Paths struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Path"`
}
