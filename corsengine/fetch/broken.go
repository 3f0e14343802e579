package fetch

// broken is a load whose connection broke before there was a status, which a
// [Response] with Status 0 stands for: a network error (Fetch, "HTTP-network
// fetch"). Firefox speaks of CORS when the request crossed origins; WebKit does of
// preflights, "due to access control checks", behind the line here. Measured in
// Chromium and WebKitGTK with a connection that was reset; WebKit has no name for
// it. Firefox's message is the one that it has for all failures below HTTP.
func (e Engine) broken(r *Request, preflight bool) Verdict {
	switch {
	case e == Chromium:
		return Verdict{Error: "net::ERR_CONNECTION_RESET", Message: "Failed to load resource: net::ERR_CONNECTION_RESET"}
	case e == Firefox:
		return firefox{r: r}.refuse("CORSDidNotSucceed", "CORS request did not succeed", "(null)")
	case preflight:
		return Verdict{Error: "ConnectionLost", Message: "Error receiving data: Connection reset by peer"}
	}
	return Verdict{Error: "ConnectionLost", Message: "Load failed"} // what fetch rejects with; nothing is printed
}
