package drive

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// miniBrowsers is where WebKitGTK's own small browser lies, which comes with the
// library; it is in nobody's PATH.
var miniBrowsers = [...]string{
	"MiniBrowser",
	"/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
	"/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
	"/usr/libexec/webkit2gtk-4.1/MiniBrowser",
}

func openWebKit(p *programs, w *Window) error {
	path, err := find(miniBrowsers[:]...)
	if err != nil {
		return err
	}
	number, err := p.display()
	if err != nil {
		return err
	}
	args := []string{"--autoplay-policy=allow", "--enable-write-console-messages-to-stdout=true"}
	if w.Proxy != nil {
		args = append(args, "--proxy=http://"+w.Proxy.Public)
	}
	if w.Authority != nil { // it takes none of its own
		args = append(args, "--ignore-tls-errors")
	}
	return p.run([]string{
		"DISPLAY=:" + number, "WEBKIT_DISABLE_DMABUF_RENDERER=1", "LIBGL_ALWAYS_SOFTWARE=1", "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory",
	}, path, append(args, w.URL)...)
}

// display starts a screen that nobody sees, and returns its number, which the
// server chooses.
func (p *programs) display() (number string, err error) {
	xvfb, err := find("Xvfb")
	if err != nil {
		return "", err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	cmd := exec.Command(xvfb, "-displayfd", "3", "-screen", "0", "1000x750x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	ownGroup(cmd)
	err = cmd.Start()
	w.Close()
	if err != nil {
		return "", err
	}
	p.ends = append(p.ends, func() {
		_ = cmd.Process.Signal(os.Interrupt) // takes its lock file away
		_ = cmd.Wait()
	})
	if number, err = bufio.NewReader(r).ReadString('\n'); err != nil {
		return "", fmt.Errorf("no display from Xvfb: %w", err)
	}
	return strings.TrimSpace(number), nil
}
