package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// A load is what wrk asks of a server, over connections connections.
type load struct {
	url         string
	connections int
	script      string   // Lua, empty for plain GETs
	args        []string // of the script
}

// run asks for that many seconds. An answer other than 2xx or 3xx fails it:
// what is measured has to be what was meant.
func (l *load) run(ctx context.Context, seconds int) (result, error) {
	args := []string{"-t1", "-c" + strconv.Itoa(l.connections), "-d" + strconv.Itoa(seconds) + "s"}
	if l.script != "" {
		dir, err := os.MkdirTemp("", "crossfront-wrk")
		if err != nil {
			return result{}, err
		}
		defer os.RemoveAll(dir)
		file := filepath.Join(dir, "load.lua")
		if err := os.WriteFile(file, []byte(l.script), 0o600); err != nil {
			return result{}, err
		}
		args = append(args, "-s", file)
	}
	args = append(append(args, l.url, "--"), l.args...)
	out, err := exec.CommandContext(ctx, "wrk", args...).CombinedOutput()
	if err != nil {
		return result{}, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	return parseWrk(out)
}

var (
	wrkRequests = regexp.MustCompile(`(?m)^ *(\d+) requests in `)
	wrkRate     = regexp.MustCompile(`(?m)^Requests/sec: +([0-9.]+)`)
	wrkRefused  = regexp.MustCompile(`(?m)^ *Non-2xx or 3xx responses: (\d+)`)
)

// parseWrk reads wrk's report.
func parseWrk(report []byte) (result, error) {
	n, rate := wrkRequests.FindSubmatch(report), wrkRate.FindSubmatch(report)
	if n == nil || rate == nil {
		return result{}, fmt.Errorf("wrk said nothing of requests a second:\n%s", report)
	}
	if refused := wrkRefused.FindSubmatch(report); refused != nil {
		return result{}, fmt.Errorf("%s of %s answers were errors", refused[1], n[1])
	}
	var r result
	var err error
	if r.requests, err = strconv.Atoi(string(n[1])); err != nil {
		return result{}, err
	}
	if r.rate, err = strconv.ParseFloat(string(rate[1]), 64); err != nil {
		return result{}, err
	}
	if r.requests == 0 {
		return result{}, fmt.Errorf("wrk got no answer:\n%s", report)
	}
	return r, nil
}
