package http1

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// heads are requests up to their empty line, and whether they are plain.
func heads() map[string]bool {
	return map[string]bool{
		"GET / HTTP/1.1\r\nHost: a\r\n":                                                           true,
		"HEAD /a/%2F/../b?x=%zz&y HTTP/1.1\r\nHost: [::1]:80\r\n":                                 true,
		"OPTIONS /a HTTP/1.1\r\nhost: a.test\r\nORIGIN: x\r\naccess-control-request-method: PUT":  false, // no end of the last line
		"GET /a HTTP/1.1\r\nhost:a\r\naCCept:  x\t\r\nAccept: y\r\nX_y: \r\ncookie: a=b; c=d\r\n": true,
		"GET //a HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n":                               true,
		"GET /a#b HTTP/1.1\r\nHost: a\r\n":                                                        true,
		"GET / HTTP/1.1\r\n":                                                                      false,
		"GET / HTTP/1.1\r\nHost: \r\n":                                                            false,
		"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n":                                                false,
		"GET / HTTP/1.1\r\nHost: a b\r\n":                                                         false,
		"GET / HTTP/1.0\r\nHost: a\r\n":                                                           false,
		"GET / HTTP/2.0\r\nHost: a\r\n":                                                           false,
		"GET /\r\nHost: a\r\n":                                                                    false,
		"GET  / HTTP/1.1\r\nHost: a\r\n":                                                          false,
		"GET / HTTP/1.1 \r\nHost: a\r\n":                                                          false,
		"GET a HTTP/1.1\r\nHost: a\r\n":                                                           false,
		"GET http://b/ HTTP/1.1\r\nHost: a\r\n":                                                   false,
		"GET /é HTTP/1.1\r\nHost: a\r\n":                                                          false,
		"GET /%zz HTTP/1.1\r\nHost: a\r\n":                                                        false,
		"OPTIONS * HTTP/1.1\r\nHost: a\r\n":                                                       false,
		"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n":                                      false,
		"POST / HTTP/1.1\r\nHost: a\r\n":                                                          false,
		"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n":                                      false,
		"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n":                             false,
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n":                                      false,
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n":              false,
		"GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n":                                   false,
		"GET / HTTP/1.1\r\nHost: a\r\nPragma: no-cache\r\n":                                       false,
		"GET / HTTP/1.1\r\nHost: a\r\nTrailer: x\r\n":                                             false,
		"GET / HTTP/1.1\r\nHost: a\r\nA : b\r\n":                                                  false,
		"GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n":                                             false,
		"GET / HTTP/1.1\r\nHost: a\r\nA: b\x00\r\n":                                               false,
		"GET / HTTP/1.1\r\nHost: a\r\nA: b\nC: d\r\n":                                             false,
		"GET / HTTP/1.1\r\nHost: a\r\nA: é\r\n":                                                   false,
		"GET / HTTP/1.1\r\nHost: a\r\nA\r\n":                                                      false,
		"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n":                                                    false,
		"\r\nGET / HTTP/1.1\r\nHost: a\r\n":                                                       false,
		"":                                                                                        false,
	}
}

func TestParse(t *testing.T) {
	for head, want := range heads() {
		if got := parse(head, new(http.Request)); got != want {
			t.Errorf("%q: %v", head, got)
		}
	}
}

// FuzzParse holds that what is taken is taken as net/http takes it.
func FuzzParse(f *testing.F) {
	for head := range heads() {
		f.Add(head)
	}
	f.Fuzz(func(t *testing.T, head string) {
		var got http.Request
		if strings.Contains(head, "\r\n\r\n") || !parse(head, &got) {
			return
		}
		want, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head + "\r\n")))
		if err != nil {
			t.Fatalf("%q: net/http refuses it: %v", head, err)
		}
		if diff := cmp.Diff(described(want), described(&got)); diff != "" {
			t.Errorf("%q: net/http and here:\n%s", head, diff)
		}
	})
}

func described(r *http.Request) string {
	return fmt.Sprintf("%q %q %#v %q %q %d %d %q %d %v %v %v", r.Method, r.RequestURI, *r.URL, r.Host, r.Proto, r.ProtoMajor,
		r.ProtoMinor, r.Header, r.ContentLength, r.Close, r.Body == http.NoBody, r.TransferEncoding)
}
