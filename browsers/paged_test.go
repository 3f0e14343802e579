package browsers

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"crossfront/corsengine/fetch"
)

// A site is the page that asks, on an origin of its own, where it also fetches
// what to ask for and reports what came: any browser that can open a page can be
// driven so.
type site struct {
	origin  string
	policy  fetch.EmbedderPolicy // of its pages
	asks    chan *ask
	reports chan report
}

// loop is the page of a browser that is not driven otherwise.
const loop = `<!doctype html><title>worlds</title><script>
const ask = ` + askScript + `;
(async () => {
  for (;;) {
    const next = await fetch('/next', { cache: 'no-store' }).catch(() => null);
    if (!next?.ok) { await new Promise((resolve) => setTimeout(resolve, 100)); continue; }
    await fetch('/report', { method: 'POST', body: await ask(await next.json()) });
  }
})();
</script>`

func newSite(t *testing.T, policy fetch.EmbedderPolicy) *site {
	t.Helper()
	s := &site{policy: policy, asks: make(chan *ask), reports: make(chan report)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /still", func(w http.ResponseWriter, _ *http.Request) { s.page(w, "<!doctype html><title>worlds</title>") })
	mux.HandleFunc("GET /loop", func(w http.ResponseWriter, _ *http.Request) { s.page(w, loop) })
	mux.HandleFunc("GET /next", s.next)
	mux.HandleFunc("POST /report", s.report)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s.origin = "http://app.localhost:" + port
	return s
}

func (s *site) page(w http.ResponseWriter, text string) {
	if s.policy != "" {
		w.Header().Set("Cross-Origin-Embedder-Policy", string(s.policy))
	}
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, text)
}

// next is answered once there is something to ask for, or soon, with nothing.
func (s *site) next(w http.ResponseWriter, r *http.Request) {
	select {
	case a := <-s.asks:
		_ = json.NewEncoder(w).Encode(a)
	case <-time.After(time.Second):
		w.WriteHeader(http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}

func (s *site) report(w http.ResponseWriter, r *http.Request) {
	var said report
	if err := json.NewDecoder(r.Body).Decode(&said); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.reports <- said
}

// fetch implements driver.
func (s *site) fetch(t *testing.T, a *ask) report {
	t.Helper()
	const patience = 60 * time.Second // a browser's first start on a busy machine
	select {
	case s.asks <- a:
	case <-time.After(patience):
		t.Fatal("the page does not ask")
	}
	select {
	case r := <-s.reports:
		return r
	case <-time.After(patience):
		t.Fatalf("%s %s: the page does not report", a.Method, a.URL)
	}
	return report{}
}

// run starts a program with an environment of its own in dir, and ends it with
// all that it started when the test is over.
func run(t *testing.T, dir string, environment []string, name string, args ...string) *exec.Cmd {
	t.Helper()
	log, err := os.Create(filepath.Join(dir, filepath.Base(name)+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(append(os.Environ(), "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "XDG_CACHE_HOME="+dir, "XDG_DATA_HOME="+dir), environment...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		log.Close()
		if t.Failed() {
			said, _ := os.ReadFile(log.Name())
			t.Logf("%s said:\n%s", name, said[max(0, len(said)-4000):])
		}
	})
	return cmd
}

// find is the first of the programs that is here; without one the test is left
// out, unless it was asked for.
func find(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if all() {
		t.Fatalf("no %s here; `make browsers` installs it", names[0])
	}
	t.Skipf("no %s here; `make test` installs it", names[0])
	return ""
}

// all reports whether all browsers are asked for: Firefox and WebKit are heavy,
// and not part of `make test`.
func all() bool { return os.Getenv("BROWSERS") == "all" }

// needAll leaves the test out unless all browsers are asked for.
func needAll(t *testing.T) {
	t.Helper()
	if !all() {
		t.Skip("`make browsers` asks Firefox and WebKit, too")
	}
}

// profile is a folder that the browser may still write to while it ends.
func profile(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
