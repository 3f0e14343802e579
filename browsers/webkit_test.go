package browsers

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// miniBrowsers is where WebKitGTK's own small browser lies, which comes with the
// library; it is in nobody's PATH.
var miniBrowsers = [...]string{
	"MiniBrowser",
	"/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
	"/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
	"/usr/libexec/webkit2gtk-4.1/MiniBrowser",
}

func openWebKit(t *testing.T, s *site) driver {
	t.Helper()
	needAll(t)
	path, xvfb := find(t, miniBrowsers[:]...), find(t, "Xvfb")
	run(t, profile(t), []string{
		"DISPLAY=:" + display(t, xvfb), "WEBKIT_DISABLE_DMABUF_RENDERER=1", "LIBGL_ALWAYS_SOFTWARE=1", "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory",
	}, path, s.origin+"/loop")
	return s
}

// display starts a screen that nobody sees, and returns its number, which the
// server chooses.
func display(t *testing.T, xvfb string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(xvfb, "-displayfd", "3", "-screen", "0", "1000x750x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = cmd.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // takes its lock file away
		_ = cmd.Wait()
	})
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("no display: %v", err)
	}
	return strings.TrimSpace(number)
}
