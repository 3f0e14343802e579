package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/smallstep/truststore"

	"crossfront/emulator/localca"
)

// ca prints, installs or removes the authority that signs the edge's certificates.
func ca(_ context.Context, p *process) int {
	fs := flag.NewFlagSet("ca", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	dir := fs.String("ca-dir", "", "")
	words, err := parseMixed(fs, p.args)
	if err != nil {
		return p.refuse("ca", flagWords(err))
	}
	if *dir == "" {
		if *dir, err = userCADir(p.getenv); err != nil {
			return p.refuse("ca", err)
		}
	}
	if len(words) == 0 {
		return p.refuse("ca", errors.New("one of print, install and remove is needed"))
	}
	if len(words) > 1 {
		return p.refuse("ca", fmt.Errorf("unexpected argument %q: one of print, install and remove is taken", words[1]))
	}
	switch words[0] {
	case "print":
		err = printCA(p.stdout, *dir)
	case "install":
		err = installCA(p.stdout, *dir)
	case "remove":
		err = removeCA(p.stdout, *dir)
	default:
		return p.refuse("ca", fmt.Errorf("%q is none of print, install and remove", words[0]))
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator ca: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// refuse says what is wrong with a command line.
func (p *process) refuse(command string, err error) int {
	fmt.Fprintf(p.stderr, "emulator %s: %v\n", command, err)
	return exitUnusual
}

// userCADir is where a user's authority is kept when no folder is named.
func userCADir(getenv func(string) string) (string, error) {
	if dir := getenv("EMULATOR_CA_DIR"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("%w; name a folder with --ca-dir", err)
	}
	return filepath.Join(dir, "crossfront", "ca"), nil
}

// keptCADir is that folder, when there is an authority in it; else empty.
func keptCADir(getenv func(string) string) string {
	dir, err := userCADir(getenv)
	if err != nil {
		return ""
	}
	if _, err := os.Stat(localca.CertFile(dir)); err != nil {
		return ""
	}
	return dir
}

func printCA(w io.Writer, dir string) error {
	a, err := localca.Open(dir, time.Now)
	if err != nil {
		return err
	}
	pem, err := a.PEM()
	if err != nil {
		return err
	}
	_, err = w.Write(pem)
	return err
}

// installCA has the system, and the browsers that keep lists of their own, trust
// the authority.
func installCA(w io.Writer, dir string) error {
	if _, err := localca.Open(dir, time.Now); err != nil {
		return err
	}
	if err := truststore.InstallFile(localca.CertFile(dir)); err != nil {
		return fmt.Errorf("the system's list: %w", err)
	}
	fmt.Fprintf(w, "The system trusts %s.\n", localca.CertFile(dir))
	if err := truststore.InstallFile(localca.CertFile(dir), truststore.WithNoSystem(), truststore.WithFirefox()); err != nil {
		fmt.Fprintf(w, "Chromium's and Firefox's own lists were not changed: %v. They need certutil (apt install libnss3-tools) and a profile that was started once.\n", err)
	} else {
		fmt.Fprintln(w, "Chromium and Firefox trust it, too. Restart them.")
	}
	fmt.Fprintln(w, "emulator serve uses it from its next start on.")
	return nil
}

// removeCA undoes installCA and forgets the key.
func removeCA(w io.Writer, dir string) error {
	file := localca.CertFile(dir)
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("there is no authority in %s", dir)
	}
	_ = truststore.UninstallFile(file, truststore.WithNoSystem(), truststore.WithFirefox()) // it may never have been there
	if err := truststore.UninstallFile(file); err != nil {
		return fmt.Errorf("the system's list: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	fmt.Fprintf(w, "Nothing trusts the authority any more, and %s is gone.\n", dir)
	return nil
}

func caHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator ca - have https addresses of the edge trusted

SYNOPSIS
  emulator ca print|install|remove [--ca-dir DIR]

DESCRIPTION
  The edge's https address has certificates for whatever name is asked for, signed
  by an authority of its own. Unless it is kept in a folder, that authority is made
  anew at each start, and GET /api/ca.pem of the console has its certificate.

  print      writes the kept authority's certificate in PEM, and makes it first
             where there is none
  install    makes it where there is none, and has the system, Chromium and
             Firefox trust it; asks for sudo where that is needed
  remove     undoes that and deletes the key

  Whoever reads the key, which only its owner can, could pretend to be any site to
  this machine: remove it when you are done.

FLAGS
  --ca-dir DIR    where it is kept; EMULATOR_CA_DIR; default: crossfront/ca in the
                  user's configuration folder. emulator serve uses it when it is
                  there.

EXAMPLES
  emulator ca install && emulator --config seed.yaml
  NODE_EXTRA_CA_CERTS=<(emulator ca print) node app.js

EXIT STATUS
  0 done, 1 it did not work, 2 wrong usage
`)
}
