package drive

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"crossfront/corsengine/fetch"
)

// Open opens the engine's browser on a page until end is called. The error is
// [ErrMissing] when it is not installed.
func Open(e fetch.Engine, url string) (end func(), err error) {
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		return nil, err
	}
	p := &programs{dir: dir, ends: []func(){func() { _ = os.RemoveAll(dir) }}}
	switch e {
	case fetch.Chromium:
		err = openChromium(p, url)
	case fetch.Firefox:
		err = openFirefox(p, url)
	default:
		err = openWebKit(p, url)
	}
	if err != nil {
		p.end()
		return nil, err
	}
	return p.end, nil
}

// ErrMissing says which program is not installed.
type ErrMissing struct{ Program string }

func (e *ErrMissing) Error() string {
	return fmt.Sprintf("no %s here; on Debian, apt-get install chromium firefox-esr libwebkit2gtk-4.1-0 xvfb has all three browsers", e.Program)
}

// find is the first of the programs that is here.
func find(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &ErrMissing{names[0]}
}

// programs are those that one browser consists of, in a folder of their own.
type programs struct {
	dir  string
	ends []func()
}

// end ends them, the last first.
func (p *programs) end() {
	for _, end := range slices.Backward(p.ends) {
		end()
	}
}

// run starts a program that ends, with all that it started, with the others.
// What it says is nobody's.
func (p *programs) run(environment []string, name string, args ...string) error {
	log, err := os.Create(filepath.Join(p.dir, "log"))
	if err != nil {
		return err
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(append(os.Environ(), "HOME="+p.dir, "XDG_RUNTIME_DIR="+p.dir, "XDG_CACHE_HOME="+p.dir, "XDG_DATA_HOME="+p.dir), environment...)
	cmd.Stdout, cmd.Stderr = log, log
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		log.Close()
		return err
	}
	p.ends = append(p.ends, func() {
		kill(cmd)
		_ = cmd.Wait()
		log.Close()
	})
	return nil
}
