package emulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"crossfront/emulator/http1"
)

// Limits on connections. A client that trickles its header is cut off; bodies
// may take as long as they move, see stall.go.
const (
	readHeaderTimeout = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 1 << 20 // the rooms apply their service's own, lower limits
)

// servers are the addresses that the emulator listens on.
type servers struct {
	log  *slog.Logger
	list []server
	wg   sync.WaitGroup
}

// A server is [http.Server] or [http1.Server].
type server interface {
	Shutdown(context.Context) error
	Close() error
}

// listen takes address, which the setting called name asks for.
func listen(name, address string) (net.Listener, error) {
	ln, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return ln, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s: the address %s is taken by another program; stop it or choose another, such as --%s %s",
			name, address, name, otherPort(address))
	default:
		return nil, fmt.Errorf("%s: cannot listen on %s: %w", name, address, err)
	}
}

// otherPort is address with port 0, which takes any free one.
func otherPort(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return net.JoinHostPort(host, "0")
}

// serve answers on ln with h, over TLS when config is not nil. Requests'
// contexts descend from base.
func (s *servers) serve(base context.Context, ln net.Listener, h http.Handler, config *tls.Config) {
	srv := s.configured(base, h)
	srv.TLSConfig = config
	serve := srv.Serve
	if config != nil {
		serve = func(ln net.Listener) error { return srv.ServeTLS(ln, "", "") }
	}
	s.run(srv, serve, stallingListener{ln, stallTimeout})
}

// lastHeaders is the end of CloudFront's answers over HTTP/1.1 (captures; where
// the headers of a response headers policy stand has changed over the years).
func lastHeaders() []string {
	return []string{"Vary", "X-Cache", "Via", "X-Amz-Cf-Pop", "Alt-Svc", "X-Amz-Cf-Id", "Age"}
}

// servePlain answers on ln with h, for mostly plain requests to the edge.
func (s *servers) servePlain(ln net.Listener, h http.Handler) {
	srv := &http1.Server{
		HTTP:     s.configured(context.Background(), h),
		Patience: stallTimeout,
		Last:     lastHeaders(),
		Adopt:    func(c net.Conn) net.Conn { return &stallingConn{Conn: c, patience: stallTimeout} },
	}
	s.run(srv, srv.Serve, ln)
}

func (s *servers) configured(base context.Context, h http.Handler) *http.Server {
	return &http.Server{
		Handler:                      impatient(h, stallTimeout),
		ReadHeaderTimeout:            readHeaderTimeout,
		IdleTimeout:                  idleTimeout,
		MaxHeaderBytes:               maxHeaderBytes,
		DisableGeneralOptionsHandler: true, // S3 and CloudFront answer "OPTIONS *" themselves
		BaseContext:                  func(net.Listener) context.Context { return base },
		ErrorLog:                     slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

func (s *servers) run(srv server, serve func(net.Listener) error, ln net.Listener) {
	s.list = append(s.list, srv)
	s.wg.Go(func() {
		if err := serve(ln); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("stopped listening", "address", ln.Addr().String(), "error", err)
		}
	})
}

// close drains what is in flight until ctx ends, then cuts it off.
func (s *servers) close(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, len(s.list))
	for i, srv := range s.list {
		wg.Go(func() {
			if errs[i] = srv.Shutdown(ctx); errs[i] != nil {
				srv.Close()
			}
		})
	}
	wg.Wait()
	s.wg.Wait()
	return errors.Join(errs...)
}
