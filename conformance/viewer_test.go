package conformance_test

import (
	"bufio"
	"bytes"
	"context"
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

// get sends the request and fails the test when there is no answer.
func (e *emulator) get(t *testing.T, host string, r *request, more ...string) arrival {
	t.Helper()
	got, err := e.try(t.Context(), host, r, more...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// try sends the request as HTTP/1.1, byte by byte as the case has it: names in
// its case, nothing added but Host and Content-Length.
func (e *emulator) try(ctx context.Context, host string, r *request, more ...string) (arrival, error) {
	conn, err := e.dial(ctx, host, r.Scheme)
	if err != nil {
		return arrival{}, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(conn, wireForm(host, r, more)); err != nil {
		return arrival{}, err
	}
	var raw bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &raw)), &http.Request{Method: r.Method})
	if err != nil {
		return arrival{}, fmt.Errorf("%w after %q", err, raw.String())
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return arrival{}, fmt.Errorf("reading the body: %w", err)
	}
	head, _, _ := strings.Cut(raw.String(), "\r\n\r\n")
	if resp.Close && strings.Contains(strings.ToLower(head), "\r\nconnection: close") {
		resp.Header.Set("Connection", "close") // ReadResponse takes it off
	}
	return arrival{resp.StatusCode, resp.Header, string(body), head}, nil
}

func (e *emulator) dial(ctx context.Context, host, scheme string) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if scheme == "http" {
		return dialer.DialContext(ctx, "tcp", e.edge)
	}
	name, _, _ := strings.Cut(host, ":")
	// The certificate is of the emulator's own authority, made at its start;
	// what it says is tested elsewhere.
	config := &tls.Config{ServerName: name, InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}} //nolint:gosec
	return (&tls.Dialer{NetDialer: dialer, Config: config}).DialContext(ctx, "tcp", e.edgeTLS)
}

// wireForm is the request's bytes; more are further header lines.
func wireForm(host string, r *request, more []string) string {
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
	return out.String() + "\r\n" + r.Body
}
