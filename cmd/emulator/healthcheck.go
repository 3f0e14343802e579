package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"crossfront/emulator/config"
)

// healthcheckTimeout bounds the whole question; container engines ask again.
const healthcheckTimeout = 2 * time.Second

// healthcheck asks a running server whether it is ready.
func healthcheck(ctx context.Context, p *process) int {
	cfg, err := config.Settings(p.args, p.getenv, p.stderr)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator healthcheck: %v\n", err)
		return exitUnusual
	}
	host, port, err := net.SplitHostPort(cfg.Console)
	if err != nil || port == "0" {
		fmt.Fprintf(p.stderr, "emulator healthcheck: the console is at %s; give the port it really took with --console\n", cfg.Console)
		return exitUnusual
	}
	address := net.JoinHostPort(reachable(host), port)
	ctx, cancel := context.WithTimeout(ctx, healthcheckTimeout)
	defer cancel()
	if err := ready(ctx, address); err != nil {
		fmt.Fprintf(p.stderr, "emulator healthcheck: %s: %v\n", address, err)
		return exitFailed
	}
	return exitOK
}

// ready is nil when the console at address says so. No proxy is asked: the
// server is on this machine.
func ready(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return errors.New("nobody listens there")
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", resp.Status)
	}
	return nil
}

// reachable is the host at which a listener on host answers from this machine.
func reachable(host string) string {
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		return "localhost"
	}
	return host
}
