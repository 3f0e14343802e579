//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"errors"
	"os"
)

// lockFile fails: without a lock and without directories that can be synced,
// nothing could be promised.
func lockFile(*os.File) error { return errors.ErrUnsupported }
