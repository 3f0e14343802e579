package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// versitygw is the other S3 server: a gateway that keeps objects as files.
const versitygw = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

// startVersitygw builds it into dir and runs it on files there, with the
// connections kept that it would close after each answer.
func startVersitygw(ctx context.Context, dir string) (*peer, error) {
	build := exec.CommandContext(ctx, "go", "install", versitygw)
	build.Dir = dir // not in this module
	build.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=-mod=mod")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, unbuilt{versitygw, fmt.Errorf("%w\n%s", err, out)}
	}
	root := filepath.Join(dir, "objects")
	if err := os.Mkdir(root, 0o755); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return launch(ctx, "versitygw, files", address, exec.CommandContext(ctx, filepath.Join(dir, "versitygw"),
		"--port", address, "--access", accessKey, "--secret", secretKey, "--quiet", "--keep-alive", "posix", root))
}
