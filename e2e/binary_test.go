// Package e2e_test tests the built binary from outside: uploads from a real
// browser, malformed requests, and what is left after kill -9. The binary is
// ../bin/emulator, or $EMULATOR_BINARY.
//
// With $CHROMIUM set, as `make test` does, whatever is missing fails a test
// that would otherwise be skipped.
package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// lacking ends a test for whose run something is missing.
func lacking(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CHROMIUM") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("EMULATOR_BINARY")
	if path == "" {
		path = filepath.Join("..", "bin", "emulator")
	}
	if _, err := os.Stat(path); err != nil {
		lacking(t, "the binary is not built; `make build` builds it")
	}
	return path
}

// server is one running emulator on ports of its own.
type server struct {
	aws, edge, console string // base URLs

	cmd    *exec.Cmd
	log    *lockedBuffer // what it wrote to standard error
	exited chan struct{}
}

var addressPattern = regexp.MustCompile(`  (aws|edge|console) (http://\S+)`)

// launch starts the binary and waits until it says where it listens. The
// caller ends it with stop or kill.
func launch(path string, args ...string) (*server, error) {
	if !slices.Contains(args, "--seed") {
		args = append(args, "--empty")
	}
	args = append([]string{"serve", "--quiet", "--log-format=text", "--log-level=error",
		"--aws=127.0.0.1:0", "--edge=127.0.0.1:0", "--edge-tls=127.0.0.1:0", "--console=127.0.0.1:0"}, args...)
	s := &server{cmd: exec.Command(path, args...), log: &lockedBuffer{}, exited: make(chan struct{})}
	s.cmd.Env = append(os.Environ(), "NO_COLOR=1")
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	ready := make(chan struct{})
	go func() {
		defer close(s.exited)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			s.log.Write(append(lines.Bytes(), '\n'))
			if found := addressPattern.FindAllStringSubmatch(lines.Text(), -1); len(found) == 3 && s.aws == "" {
				for _, m := range found {
					*map[string]*string{"aws": &s.aws, "edge": &s.edge, "console": &s.console}[m[1]] = m[2]
				}
				close(ready)
			}
		}
		s.cmd.Wait()
	}()
	select {
	case <-ready:
		return s, nil
	case <-s.exited:
		return nil, errors.New("the emulator did not start: " + strings.TrimSpace(s.log.String()))
	case <-time.After(30 * time.Second):
		s.kill()
		return nil, errors.New("the emulator does not say where it listens:\n" + s.log.String())
	}
}

// start runs the binary until the test ends.
func start(t *testing.T, args ...string) *server {
	t.Helper()
	s, err := launch(binary(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.cmd.Process.Signal(syscall.SIGTERM)
		<-s.exited
		if t.Failed() {
			t.Logf("the emulator said:\n%s", s.log)
		}
	})
	return s
}

// kill ends the emulator as a power cut would.
func (s *server) kill() {
	s.cmd.Process.Kill()
	<-s.exited
}

// client speaks S3 to the emulator with the default credentials.
func (s *server) client() *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: aws.String(s.aws), Region: "us-east-1", UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
}

func createBucket(t *testing.T, ctx context.Context, client *s3.Client, name string) {
	t.Helper()
	if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
}

// lockedBuffer keeps what one goroutine writes and another reads.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// eventually waits for something that another process brings about. Instead,
// if it is told, says what there is.
func eventually(t *testing.T, what string, holds func() bool, instead func() string) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			if instead != nil {
				what += ":\n" + instead()
			}
			t.Fatalf("still waiting: %s", what)
		case <-tick.C:
		}
	}
}
