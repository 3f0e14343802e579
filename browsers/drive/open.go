package drive

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"crossfront/corsengine/fetch"
)

// A Window is a browser on a page, as it is to be opened.
type Window struct {
	Engine fetch.Engine
	URL    string // of the page

	// Proxy is where the browser finds all hosts, those of this machine among
	// them; nil: it looks for them itself.
	Proxy *Proxy
	// Authority is a certificate in PEM that the browser is to trust; nil: none.
	Authority []byte
	// LocalNetwork is an origin that may reach this machine, as if its user had
	// said so; empty: none. Only Chromium asks.
	LocalNetwork string
}

// A Proxy is a proxy's addresses, each HOST:PORT of this machine. Chromium looks
// at where an answer comes from: what comes through Public counts as coming from
// a public address.
type Proxy struct {
	Public string // for https
	Near   string // for http
	Direct string // what Chromium asks for itself, as it may not reach it otherwise
}

// Open opens the engine's browser on a page until end is called. The error is
// [ErrMissing] when it is not installed.
func Open(e fetch.Engine, url string) (end func(), err error) {
	b, err := (&Window{Engine: e, URL: url}).Open()
	if err != nil {
		return nil, err
	}
	return b.Close, nil
}

// Open opens it. The error is [ErrMissing] when the browser is not installed.
func (w *Window) Open() (*Browser, error) {
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		return nil, err
	}
	p := &programs{dir: dir, ends: []func(){func() { _ = os.RemoveAll(dir) }}}
	switch w.Engine {
	case fetch.Chromium:
		err = openChromium(p, w)
	case fetch.Firefox:
		err = openFirefox(p, w)
	default:
		err = openWebKit(p, w)
	}
	if err != nil {
		p.end()
		return nil, err
	}
	return &Browser{p}, nil
}

// A Browser is an open one.
type Browser struct{ p *programs }

// Close ends it.
func (b *Browser) Close() { b.p.end() }

// Heard is what its pages' console has shown since the last call, as far as it
// can be had: of a Firefox without an authority of its own nothing.
func (b *Browser) Heard() (string, error) {
	if b.p.heard != nil {
		return b.p.heard()
	}
	return b.p.read()
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

	log   int64                  // how much of it was read
	heard func() (string, error) // what is not in the log; nil: it is
}

// read is what the browser has written into its log since the last call.
func (p *programs) read() (string, error) {
	f, err := os.Open(filepath.Join(p.dir, "log"))
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.NewSectionReader(f, p.log, 1<<30))
	p.log += int64(len(text))
	return string(text), err
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
