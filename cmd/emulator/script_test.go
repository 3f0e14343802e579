package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"emulator": main})
}

// TestScripts runs the command as a user does, each file under testdata/script
// in an empty folder. $TAKEN is an address that somebody listens on, $READY
// and $STARTING consoles that answer 200 and 503, $CLOSED an address where
// nobody answers.
func TestScripts(t *testing.T) {
	answer := func(status int) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/readyz" {
				status = http.StatusNotFound
			}
			w.WriteHeader(status)
		}))
		t.Cleanup(s.Close)
		return s.Listener.Addr().String()
	}
	ready, starting, taken := answer(http.StatusOK), answer(http.StatusServiceUnavailable), answer(http.StatusOK)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TAKEN", taken)
			env.Setenv("READY", ready)
			env.Setenv("STARTING", starting)
			env.Setenv("CLOSED", "127.0.0.1:1") // a port below those that are given out
			return nil
		},
	})
}
