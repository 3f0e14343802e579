package api

import (
	"net/http"
	"strconv"
	"time"
)

// writer turns an answer or an error into a response.
type writer struct {
	w      http.ResponseWriter
	id     string
	now    time.Time
	took   int64 // length of the request's body
	status int
}

// errorResponse is the document of an error:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RESTResponses.html
type errorResponse struct {
	Error     errorDetail `xml:"Error"`
	RequestID string      `xml:"RequestId"`
}

type errorDetail struct {
	Type    string `xml:"Type"` // Sender or Receiver
	Code    string `xml:"Code"`
	Message string `xml:"Message"`
}

func (w *writer) answer(ans answer) error {
	var doc []byte
	if ans.root != "" {
		var err error
		if doc, err = marshal(ans.root, ans.body); err != nil {
			return err
		}
	}
	h := w.w.Header()
	if ans.etag != "" {
		h["ETag"] = []string{ans.etag} // spelt as CloudFront does, not as Set would
	}
	if ans.ettag != "" {
		h["ETtag"] = []string{ans.ettag}
	}
	if ans.location != "" {
		h.Set("Location", ans.location)
	}
	if ans.raw != nil {
		w.send(ans.status, ans.contentType, ans.raw)
		return nil
	}
	w.send(ans.status, xmlType, doc)
	return nil
}

func (w *writer) error(err error) {
	e := theError(err)
	detail := errorDetail{Type: "Sender", Code: e.Code, Message: e.Message}
	if e.Status >= http.StatusInternalServerError {
		detail.Type = "Receiver"
	}
	doc, marshalErr := marshal("ErrorResponse", errorResponse{detail, w.id})
	if marshalErr != nil {
		doc = nil
	}
	w.send(e.Status, xmlType, doc)
}

const xmlType = "text/xml"

func (w *writer) send(status int, contentType string, doc []byte) {
	w.status = status
	h := w.w.Header()
	h["x-amzn-RequestId"] = []string{w.id}
	h.Set("Date", w.now.UTC().Format(http.TimeFormat))
	if doc != nil {
		h.Set("Content-Type", contentType)
		h.Set("Content-Length", strconv.Itoa(len(doc)))
	}
	w.pause(len(doc))
	w.w.WriteHeader(status)
	w.w.Write(doc) // the client is gone if this fails
}

// A long answer to a request with a body waits this long, since the AWS SDK for
// Go closes what it sent as soon as an answer begins. Its transport sends a body
// without buffering it and then looks for its end; if that happens behind the
// close, it takes the connection down, what was not yet read of the answer is
// lost, and the SDK repeats a creation that has happened. The service is never
// that fast.
const pause = 20 * time.Millisecond

// What a client has read together with an answer's head is not lost: 4 KiB,
// heads included.
const long = 2 << 10

func (w *writer) pause(n int) {
	if n > long && w.took != 0 {
		time.Sleep(pause)
	}
}
