package fetch

// broken is a load whose connection broke before there was a status, which a
// [Response] with Status 0 stands for: a network error (Fetch, "HTTP-network
// fetch"). Firefox and WebKit speak of CORS when the request crossed origins. The
// messages are the engines' known ones; they were not measured.
func (e Engine) broken(r *Request) Verdict {
	switch e {
	case Chromium:
		return Verdict{Error: "net::ERR_CONNECTION_RESET", Message: "Failed to load resource: net::ERR_CONNECTION_RESET"}
	case Firefox:
		return firefox{r: r}.refuse("CORSDidNotSucceed", "CORS request did not succeed", "(null)")
	}
	return Verdict{Error: "ConnectionLost", Message: "Fetch API cannot load " + r.URL + " due to access control checks."} // the name is ours
}
