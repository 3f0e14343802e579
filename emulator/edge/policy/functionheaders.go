package policy

import "net/http"

// FunctionHeaders are the headers of a viewer's request as the behavior's
// functions see them: with the CloudFront-… headers that a policy asks for, and
// none that the viewer made up.
// Source: DG:adding-cloudfront-headers.
func (b *Behavior) FunctionHeaders(v *Viewer) http.Header {
	h := WithoutCloudFront(v.Header)
	for _, names := range [...][]string{b.headers.keyed, b.headers.created} {
		for _, name := range names {
			if value, ok := cloudFrontValue(v, name); ok && isCloudFrontHeader(name) {
				h[name] = []string{value}
			}
		}
	}
	return h
}

// WithoutCloudFront is a copy of h, its values shared, without CloudFront-…
// headers.
func WithoutCloudFront(h http.Header) http.Header {
	c := make(http.Header, len(h))
	for name, values := range h {
		if !isCloudFrontHeader(name) {
			c[name] = values
		}
	}
	return c
}
