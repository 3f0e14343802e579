package staged

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"crossfront/emulator/config"
	"crossfront/emulator/localca"
	"crossfront/emulator/suite"
)

// An origin stands for all custom origins of a world, over http and https: it
// answers everything as the step at hand says.
type origin struct {
	answer atomic.Pointer[suite.OriginAnswer]
	locate func(string) string // where a URL of the scenario is on this machine
	server *http.Server
}

// standIn starts one where the world has custom origins, and has the emulator
// find it in their place; nil when it has none.
func standIn(half *suite.Suite, cfg *config.Config) (*origin, error) {
	o := &origin{}
	for _, d := range half.Seed.Distributions {
		for _, to := range d.Config.Origins.Items {
			if strings.Contains(to.DomainName, ".s3") {
				continue
			}
			if o.server == nil {
				o.server = &http.Server{Handler: o, ReadHeaderTimeout: 10 * time.Second}
			}
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				o.end()
				return nil, err
			}
			cfg.Resolve[to.DomainName] = ln.Addr().String()
			if c := to.CustomOriginConfig; c != nil && c.OriginProtocolPolicy != "http-only" {
				ln = tls.NewListener(ln, localca.New(time.Now).TLSConfig())
			}
			go func() { _ = o.server.Serve(ln) }() // ends with ErrServerClosed
		}
	}
	if o.server == nil {
		return nil, nil
	}
	return o, nil
}

func (o *origin) end() {
	if o != nil && o.server != nil {
		_ = o.server.Close()
	}
}

// ServeHTTP implements [http.Handler].
func (o *origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := o.answer.Load()
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	if to := a.Header.Get("Location"); to != "" {
		w.Header().Set("Location", o.locate(to))
	}
	status := a.Status
	if status == 0 {
		status = http.StatusOK
	}
	if w.Header()["Content-Type"] == nil {
		w.Header()["Content-Type"] = nil // none is guessed
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead && status == http.StatusOK {
		_, _ = io.WriteString(w, "hello")
	}
}
