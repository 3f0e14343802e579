package policy

import "net/http"

// canonical is a header name as net/http keys it.
func canonical(name string) string { return http.CanonicalHeaderKey(name) }
