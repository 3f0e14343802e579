package conformance_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// An emulator is a running binary, with an origin beside it that the hosts of
// the cases' custom origins resolve to.
type emulator struct {
	aws, edge, edgeTLS, console string // host:port
	origin                      *recordingOrigin
	s3                          *s3.Client
	cloudfront                  *cloudfront.Client
}

// unreachableHost resolves to a port where nobody listens.
const unreachableHost = "unreachable.example.net"

// built is the binary, built once for all tests.
var built struct {
	once sync.Once
	file string
	err  error
}

func TestMain(m *testing.M) {
	m.Run()
	if built.file != "" {
		_ = os.RemoveAll(filepath.Dir(built.file))
	}
}

func binary(t *testing.T) string {
	t.Helper()
	if given := os.Getenv("EMULATOR_BINARY"); given != "" {
		return given
	}
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "conformance")
		if err != nil {
			built.err = err
			return
		}
		built.file = filepath.Join(dir, "emulator")
		build := exec.Command("go", "build", "-o", built.file, "../cmd/emulator")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.file
}

// start runs the binary on free ports until the test ends.
func start(t *testing.T) *emulator {
	t.Helper()
	o := newRecordingOrigin(t)
	args := []string{"--empty", "--aws", "127.0.0.1:0", "--edge", "127.0.0.1:0", "--edge-tls", "127.0.0.1:0", "--console", "127.0.0.1:0"}
	for _, host := range []string{"origin.example.net", "second.example.net", "third.example.net"} {
		args = append(args, "--resolve", host+"="+o.address)
	}
	args = append(args, "--resolve", unreachableHost+"="+closed)
	cmd := exec.Command(binary(t), args...)
	errors, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready, ended := make(chan []byte, 1), make(chan struct{})
	go func() {
		defer close(ended)
		in := bufio.NewReader(errors)
		line, _ := in.ReadBytes('\n')
		ready <- line
		_, _ = io.Copy(os.Stderr, in)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-ended
		if err := cmd.Wait(); err != nil {
			t.Errorf("the emulator ended with %v", err)
		}
	})
	e := &emulator{origin: o}
	select {
	case line := <-ready:
		e.takeAddresses(t, line)
	case <-time.After(30 * time.Second):
		t.Fatal("no line on standard error")
	}
	cfg := aws.Config{
		Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		BaseEndpoint: aws.String("http://" + e.aws), RetryMaxAttempts: 1,
		HTTPClient: wholeBodies{},
	}
	e.s3 = s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	e.cloudfront = cloudfront.NewFromConfig(cfg)
	return e
}

// takeAddresses reads the one line that the server prints: JSON unless it
// writes to a terminal.
func (e *emulator) takeAddresses(t *testing.T, line []byte) {
	t.Helper()
	var said map[string]any
	if json.Unmarshal(line, &said) != nil {
		said = map[string]any{}
		for _, pair := range regexp.MustCompile(`([a-z-]+) (https?://\S+)`).FindAllSubmatch(line, -1) {
			said[string(pair[1])] = string(pair[2])
		}
	}
	for name, to := range map[string]*string{"aws": &e.aws, "edge": &e.edge, "edge-tls": &e.edgeTLS, "console": &e.console} {
		url, _ := said[name].(string)
		_, *to, _ = strings.Cut(url, "://")
		if *to == "" {
			t.Fatalf("no address for %s in %s", name, line)
		}
	}
}

// ask calls the console API and decodes its answer.
func (e *emulator) ask(t *testing.T, method, path, body string, answer any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+e.console+path, bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %d %s %v", method, path, resp.StatusCode, got, err)
	}
	if answer != nil {
		readInto(t, got, answer)
	}
}

// wholeBodies sends requests whose bodies the SDK cannot close. It closes them
// as soon as the answer's head is there; where the answer was faster than
// net/http's last look at the request body, that breaks the connection, and a
// long answer with it.
type wholeBodies struct{}

func (wholeBodies) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return http.DefaultClient.Do(r)
}
