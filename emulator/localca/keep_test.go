package localca

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestOpen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	first, err := Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := first.PEM()
	other, _ := again.PEM()
	if !bytes.Equal(one, other) || len(one) == 0 {
		t.Error("another authority was made")
	}
	if leaf, err := again.issue("cdn.example.com"); err != nil || leaf.Leaf.CheckSignatureFrom(first.cert) != nil {
		t.Errorf("a leaf of the second is not the first one's: %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, keyFile)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info.Mode(), err)
	}
}

func TestOpenRefuses(t *testing.T) {
	kept := func(t *testing.T) (dir string) {
		dir = t.TempDir()
		if _, err := Open(dir, time.Now); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for name, c := range map[string]struct {
		spoil func(dir string) error
		now   func() time.Time
		want  string
	}{
		"no key":      {func(dir string) error { return os.Remove(filepath.Join(dir, keyFile)) }, time.Now, keyFile},
		"no PEM":      {func(dir string) error { return os.WriteFile(CertFile(dir), []byte("x"), 0o600) }, time.Now, "its files are not PEM"},
		"another key": {func(dir string) error { return os.Rename(filepath.Join(kept(t), keyFile), filepath.Join(dir, keyFile)) }, time.Now, "the key is not the certificate's"},
		"expired": {func(string) error { return nil },
			func() time.Time { return time.Now().Add(authorityLifetime + 2*backdate) }, "it expired on"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := kept(t)
			if err := c.spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(dir, c.now); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
