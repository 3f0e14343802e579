package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// emulator is a running emulator on free ports.
type emulator struct {
	cmd                *exec.Cmd
	aws, edge, console string        // HOST:PORT
	ready              time.Duration // from start to the line that says where it listens
}

// addressPattern finds one address in the line that serve prints once ready.
func addressPattern(name string) *regexp.Regexp {
	return regexp.MustCompile(`\b` + name + `[=: ]+"?(?:http://)?([0-9a-z.\[\]]+:\d+)`)
}

// startEmulator runs the binary with the given further flags and waits until
// it is ready.
func startEmulator(ctx context.Context, binary string, args ...string) (*emulator, error) {
	args = append([]string{"serve", "--quiet", "--log-format=text", "--aws=127.0.0.1:0", "--edge=127.0.0.1:0",
		"--edge-tls=127.0.0.1:0", "--console=127.0.0.1:0"}, args...)
	e := &emulator{cmd: exec.CommandContext(ctx, binary, args...)}
	stderr, err := e.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := e.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(stderr)
	var seen strings.Builder
	for e.console == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			return nil, errors.Join(fmt.Errorf("the emulator did not say where it listens; it said:\n%s", seen.String()), e.stop())
		}
		seen.WriteString(line)
		e.aws, e.edge, e.console = find(line, "aws"), find(line, "edge"), find(line, "console")
	}
	e.ready = time.Since(begin)
	go io.Copy(io.Discard, lines)
	return e, nil
}

func find(line, name string) string {
	if m := addressPattern(name).FindStringSubmatch(line); m != nil {
		return m[1]
	}
	return ""
}

func (e *emulator) pid() int { return e.cmd.Process.Pid }

// stop ends the emulator as a container engine would.
func (e *emulator) stop() error {
	if err := e.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return e.cmd.Wait()
}
