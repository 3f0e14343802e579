package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"syscall"
	"time"
)

// A peer is another server that runs for the comparison.
type peer struct {
	name    string
	address string
	cmd     *exec.Cmd
	said    bytes.Buffer
}

// missing is the error for a program that is not installed.
type missing struct{ program, from string }

func (m missing) Error() string {
	return fmt.Sprintf("%s is not installed (scripts/need.sh %s)", m.program, m.from)
}

// unbuilt is the error for a program that could not be had from the Go module
// registry.
type unbuilt struct {
	what string
	err  error
}

func (u unbuilt) Error() string { return fmt.Sprintf("%s cannot be built: %v", u.what, u.err) }

// installed is where a program is, or the error missing. Servers are in folders
// that not every user's PATH has.
func installed(program, from string) (string, error) {
	for _, name := range [...]string{program, "/usr/sbin/" + program, "/usr/local/sbin/" + program} {
		if file, err := exec.LookPath(name); err == nil {
			return file, nil
		}
	}
	return "", missing{program, from}
}

// leftOut reports whether err is only a program that is not there, and then
// prints that what is left out for it.
func (s *settings) leftOut(what string, err error) bool {
	var m missing
	var u unbuilt
	if !errors.As(err, &m) && !errors.As(err, &u) {
		return false
	}
	fmt.Fprintf(s.out, "  left out: %s, %v\n", what, err)
	s.report.LeftOut = append(s.report.LeftOut, fmt.Sprintf("%s, %v", what, err))
	return true
}

// freeAddress is an address that nobody listens on.
func freeAddress() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

// launch runs a server in the foreground and waits until it accepts
// connections.
func launch(ctx context.Context, name, address string, cmd *exec.Cmd) (*peer, error) {
	p := &peer{name: name, address: address, cmd: cmd}
	cmd.Stdout, cmd.Stderr = &p.said, &p.said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	err := eventually(ctx, func() error {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			conn.Close()
		}
		return err
	})
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("%s does not answer: %w\n%s", name, err, p.said.Bytes())
	}
	return p, nil
}

func (p *peer) stop() {
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.cmd.Wait()
}

// eventually tries until it works, for ten seconds at most.
func eventually(ctx context.Context, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

// warm asks until the second answer in a row is whole, so that a cache has it.
func warm(ctx context.Context, url string) error {
	for range 2 {
		err := eventually(ctx, func() error {
			res, err := http.Get(url)
			if err != nil {
				return err
			}
			defer res.Body.Close()
			var body bytes.Buffer
			if _, err = body.ReadFrom(res.Body); err == nil && res.StatusCode != http.StatusOK {
				err = fmt.Errorf("%s: %s", url, res.Status)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
