package advice

// fittingPolicy is a response headers policy that has its say on every
// request, in words. Managed ones list no headers, and stay silent on requests
// with Priority, which Chromium sends to every https distribution, and Firefox
// with fetch (measured: docs/fidelity.md, "The edge").
const fittingPolicy = "a response headers policy of your own with AccessControlAllowHeaders * " +
	"(managed ones, such as Managed-SimpleCORS, stay silent where the browser sends Priority)"

// silencing is a header of the request on which managed response headers
// policies stay silent; empty when there is none.
func (f *facts) silencing() string {
	for _, name := range [...]string{"Priority", "Cache-Control", "Pragma"} {
		if f.request.Get(name) != "" {
			return name
		}
	}
	return ""
}
