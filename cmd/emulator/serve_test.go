package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"crossfront/emulator"
	"crossfront/emulator/config"
)

// served is a server that a test runs inside this process.
type served struct {
	lines <-chan string // of standard error
	stop  context.CancelFunc
	code  <-chan int
}

func serveHere(t *testing.T, args ...string) *served {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	lines, code := make(chan string, 1000), make(chan int, 1)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(reader); in.Scan(); {
			lines <- in.Text()
		}
	}()
	go func() {
		args = append([]string{"--aws", "127.0.0.1:0", "--edge", "127.0.0.1:0", "--edge-tls", "127.0.0.1:0", "--console", "127.0.0.1:0"}, args...)
		code <- run(ctx, args, func(string) string { return "" }, strings.NewReader(""), io.Discard, writer)
		writer.Close()
	}()
	s := &served{lines: lines, stop: stop, code: code}
	t.Cleanup(func() { stop(); reader.Close() })
	return s
}

func (s *served) line(t *testing.T) string {
	t.Helper()
	select {
	case line, ok := <-s.lines:
		if !ok {
			t.Fatal("it ended without a further line")
		}
		return line
	case <-time.After(30 * time.Second):
		t.Fatal("no line on standard error")
	}
	return ""
}

func (s *served) end(t *testing.T) int {
	t.Helper()
	s.stop()
	select {
	case code := <-s.code:
		return code
	case <-time.After(30 * time.Second):
		t.Fatal("it does not stop")
	}
	return -1
}

func readyLine() *regexp.Regexp {
	return regexp.MustCompile(`^emulator ready  aws (http://127\.0\.0\.1:\d+)  edge (http://127\.0\.0\.1:\d+)  edge-tls (https://127\.0\.0\.1:\d+)  console (http://127\.0\.0\.1:\d+)$`)
}

func get(t *testing.T, url, origin string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if origin != "" {
		req.Header.Set("Origin", origin)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp
}

// TestServeText starts the demo, finds it ready at the addresses it printed,
// reads the line of an exchange, and stops it.
func TestServeText(t *testing.T) {
	s := serveHere(t, "--log-format", "text")
	m := readyLine().FindStringSubmatch(s.line(t))
	if m == nil {
		t.Fatal("the first line holds no four addresses")
	}
	edge, console := m[2], m[4]
	if resp := get(t, console+"/readyz", ""); resp.StatusCode != http.StatusOK {
		t.Errorf("/readyz: %s", resp.Status)
	}
	resp := get(t, edge+"/vod/index.m3u8", "http://localhost:3000")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "application/vnd.apple.mpegurl" {
		t.Errorf("the demo's playlist: %s, %s", resp.Status, resp.Header.Get("Content-Type"))
	}
	want := "GET /vod/index.m3u8  edge miss → S3 200  ✗ no Allow-Origin: "
	if line := s.line(t); !strings.HasPrefix(line, want) {
		t.Errorf("got  %s\nwant %s…", line, want)
	}
	if code := s.end(t); code != exitOK {
		t.Errorf("exit status %d", code)
	}
}

// TestServeJSON reads the addresses as a program does, whatever the level.
func TestServeJSON(t *testing.T) {
	s := serveHere(t, "--log-format", "json", "--log-level", "error", "--empty")
	var ready struct {
		Msg, AWS, Edge, Console string
		EdgeTLS                 string `json:"edge-tls"`
	}
	if err := json.Unmarshal([]byte(s.line(t)), &ready); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{ready.AWS, ready.Edge, ready.Console} {
		if !strings.HasPrefix(url, "http://127.0.0.1:") {
			t.Errorf("no address: %+v", ready)
		}
	}
	if ready.Msg != "ready" || !strings.HasPrefix(ready.EdgeTLS, "https://127.0.0.1:") {
		t.Errorf("not the ready line: %+v", ready)
	}
	if code := s.end(t); code != exitOK {
		t.Errorf("exit status %d", code)
	}
}

// TestListen reaches a distribution at an address of its own.
func TestListen(t *testing.T) {
	dir := t.TempDir()
	seed := filepath.Join(dir, "seed.yaml")
	text := `
buckets:
  - {name: one, objects: [{from: a.txt}]}
distributions:
  - {id: EOWN, listen: "127.0.0.1:0", origin: "s3://one"}
  - {id: EOTHER, origin: "s3://one"}
`
	for path, text := range map[string]string{seed: text, filepath.Join(dir, "a.txt"): "a"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := serveHere(t, "--log-format", "text", "--quiet", "--config", seed)
	line := s.line(t)
	m := regexp.MustCompile(`  EOWN (http://127\.0\.0\.1:\d+)$`).FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("no address of EOWN in %s", line)
	}
	if resp := get(t, m[1]+"/a.txt", ""); resp.StatusCode != http.StatusOK {
		t.Errorf("EOWN: %s", resp.Status)
	}
	if code := s.end(t); code != exitOK {
		t.Errorf("exit status %d", code)
	}
}

// TestSIGTERM sends the signal to a process of its own: it finishes and exits
// with 0.
func TestSIGTERM(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript.Main makes this binary act as the command it is called by.
	link := filepath.Join(t.TempDir(), "emulator")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), link, "--aws", "127.0.0.1:0", "--edge", "127.0.0.1:0",
		"--edge-tls", "127.0.0.1:0", "--console", "127.0.0.1:0", "--log-format", "text", "--quiet")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(stderr)
	if !in.Scan() || !readyLine().MatchString(in.Text()) {
		t.Errorf("first line: %s", in.Text())
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for in.Scan() {
		t.Errorf("it says %s", in.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestAnnounceTerminal(t *testing.T) {
	var out strings.Builder
	cfg := &config.Config{LogFormat: config.LogText, Terminal: true, Demo: true,
		Credentials: []config.Credential{{AccessKeyID: "key", SecretAccessKey: "secret"}}}
	announce(&out, cfg, emulator.Addresses{AWS: "0.0.0.0:1", Edge: "[::]:2", EdgeTLS: "127.0.0.1:3", Console: "[::]:4"})
	want := `emulator ready  aws http://0.0.0.0:1  edge http://[::]:2  edge-tls https://127.0.0.1:3  console http://[::]:4

Open the demo:    http://localhost:4/

Point an AWS SDK or the AWS CLI here:

  export AWS_ENDPOINT_URL=http://127.0.0.1:1
  export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret
  export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1

`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
