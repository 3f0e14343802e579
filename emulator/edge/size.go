package edge

import "strconv"

// limitSize refuses requests that are too long, and closes their connection.
func limitSize(x *visit) bool {
	v := &x.viewer
	url := len("https://") + len(v.Host) + len(v.Path) + len(v.RawQuery)
	head := len(v.Method) + len(v.Path) + len(v.RawQuery) + len(" ? HTTP/1.1\r\nHost: \r\n\r\n") + len(v.Host)
	for name, values := range v.Header {
		for _, value := range values {
			head += len(name) + len(value) + len(": \r\n")
		}
	}
	status := x.edge.config.Options.RequestTooLarge(url, head)
	if status == 0 {
		return false
	}
	x.refuse(&cause{
		status:   status,
		sentence: "Bad request: the URL or the headers are too long.",
		what:     "Refused: URL of " + strconv.Itoa(url) + " bytes, request line and headers of " + strconv.Itoa(head) + " bytes",
		because:  "CloudFront limits the length of a request",
		unlogged: true,
	})
	x.reply.header["Connection"] = []string{"close"}
	return true
}
