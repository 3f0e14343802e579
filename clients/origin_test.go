package clients

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/config"
	"crossfront/emulator/localca"
	"crossfront/emulator/suite"
)

// standIn serves in place of the half's custom origins, as its first expectation
// says that they answer, over https. Redirects lead to where here says.
func standIn(t *testing.T, half *suite.Suite, cfg *config.Config, here func(string) string) {
	t.Helper()
	says := half.Expectations[0].Steps[0].Origin
	for _, d := range half.Seed.Distributions {
		for _, to := range d.Config.Origins.Items {
			if strings.Contains(to.DomainName, ".s3.") {
				continue
			}
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			cfg.Resolve[to.DomainName] = ln.Addr().String()
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for name, values := range says.Header {
					w.Header()[name] = values
				}
				if to := says.Header.Get("Location"); to != "" {
					w.Header().Set("Location", here(to))
				}
				w.WriteHeader(max(says.Status, http.StatusOK))
				_, _ = io.WriteString(w, "hello")
			}))
			s.Listener.Close()
			s.Listener = tls.NewListener(ln, localca.New(time.Now).TLSConfig())
			s.Start()
			t.Cleanup(s.Close)
		}
	}
}
