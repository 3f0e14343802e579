package conformance_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// An arrival is what a viewer got.
type arrival struct {
	status int
	header http.Header
	body   string
	head   string // status line and headers, byte for byte
}

// get sends the request as HTTP/1.1, byte by byte as the case has it: names in
// its case, nothing added but Host and Content-Length.
func (e *emulator) get(t *testing.T, host string, r *request, more ...string) arrival {
	t.Helper()
	var conn net.Conn
	var err error
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if r.Scheme == "http" {
		conn, err = dialer.DialContext(t.Context(), "tcp", e.edge)
	} else {
		name, _, _ := strings.Cut(host, ":")
		// The certificate is of the emulator's own authority, made at its start;
		// what it says is tested elsewhere.
		config := &tls.Config{ServerName: name, InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}} //nolint:gosec
		conn, err = (&tls.Dialer{NetDialer: dialer, Config: config}).DialContext(t.Context(), "tcp", e.edgeTLS)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, r.Path, host)
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		if strings.EqualFold(name, "Host") {
			continue
		}
		for _, value := range r.Headers[name] {
			fmt.Fprintf(&out, "%s: %s\r\n", name, value)
		}
	}
	for _, line := range more {
		out.WriteString(line + "\r\n")
	}
	if r.Body != "" {
		fmt.Fprintf(&out, "Content-Length: %d\r\n", len(r.Body))
	}
	if _, err := io.WriteString(conn, out.String()+"\r\n"+r.Body); err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &raw)), &http.Request{Method: r.Method})
	if err != nil {
		t.Fatalf("%v after %q", err, raw.String())
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("reading the body: %v", err)
	}
	head, _, _ := strings.Cut(raw.String(), "\r\n\r\n")
	if resp.ContentLength >= 0 && resp.Header["Content-Length"] == nil && resp.StatusCode != 304 && resp.StatusCode != 204 {
		resp.Header.Set("Content-Length", fmt.Sprint(resp.ContentLength))
	}
	if resp.Close && strings.Contains(strings.ToLower(head), "\r\nconnection: close") {
		resp.Header.Set("Connection", "close") // ReadResponse takes it off
	}
	return arrival{resp.StatusCode, resp.Header, string(body), head}
}
