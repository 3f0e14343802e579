package console

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"crossfront/corsengine"
)

func (s *server) state(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, s.Backend.State())
}

func (s *server) policies(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, s.Backend.Policies())
}

func (s *server) distributions(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, s.Backend.Distributions())
}

func (s *server) ca(w http.ResponseWriter, r *http.Request) {
	doc, err := s.CA()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/x-pem-file")
	w.Write(doc)
}

// corsAnswer is the console form of a configuration: the bare array, or null.
type corsAnswer struct {
	CORS []corsengine.Rule `json:"cors"`
}

func (s *server) getCORS(w http.ResponseWriter, r *http.Request) {
	cfg, err := s.Backend.BucketCORS(mux.Vars(r)["bucket"])
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, answerCORS(cfg))
}

func answerCORS(cfg *corsengine.Config) corsAnswer {
	if cfg == nil {
		return corsAnswer{}
	}
	return corsAnswer{CORS: cfg.Rules}
}

func (s *server) putCORS(w http.ResponseWriter, r *http.Request) {
	doc, err := body(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	cfg, err := corsengine.Parse(doc)
	if err == nil {
		err = s.Backend.PutBucketCORS(mux.Vars(r)["bucket"], cfg)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, answerCORS(cfg))
}

// addCORS adds the rules of the body, which is what PUT takes.
func (s *server) addCORS(w http.ResponseWriter, r *http.Request) {
	doc, err := body(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	added, err := corsengine.Parse(doc)
	var all *corsengine.Config
	if err == nil {
		all, err = s.Backend.AddBucketCORS(mux.Vars(r)["bucket"], added.Rules)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, answerCORS(all))
}

func (s *server) deleteCORS(w http.ResponseWriter, r *http.Request) {
	if err := s.Backend.DeleteBucketCORS(mux.Vars(r)["bucket"]); err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// validateCORS says what S3 would say, and saves nothing.
func (s *server) validateCORS(w http.ResponseWriter, r *http.Request) {
	doc, err := body(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	answer := map[string]any{"errors": Errors{}, "warnings": []corsengine.Warning{}}
	cfg, err := corsengine.Parse(doc)
	if mistakes, ok := err.(corsengine.Errors); ok {
		answer["errors"] = corsErrors(mistakes)
	} else if err != nil {
		s.fail(w, r, err)
		return
	} else if warnings := corsengine.Warnings(cfg); warnings != nil {
		answer["warnings"] = warnings
	}
	reply(w, http.StatusOK, answer)
}

func (s *server) putBehavior(w http.ResponseWriter, r *http.Request) {
	var change BehaviorChange
	index, err := strconv.Atoi(mux.Vars(r)["index"])
	if err == nil {
		err = decode(w, r, &change)
	} else {
		err = badRequest("The behavior's index is too large.")
	}
	var d Distribution
	if err == nil {
		d, err = s.Backend.UpdateBehavior(mux.Vars(r)["id"], index, change)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, d)
}

// putBehaviorOf is putBehavior for whoever knows a behavior by its pattern, as
// an exchange does: an index is another behavior's when one was put in front.
func (s *server) putBehaviorOf(w http.ResponseWriter, r *http.Request) {
	var change BehaviorChange
	pattern := r.URL.Query().Get("pathPattern")
	err := decode(w, r, &change)
	if err == nil && pattern == "" {
		err = badRequest("pathPattern must name the behavior; that of the default one is *.")
	}
	var d Distribution
	if err == nil {
		d, err = s.Backend.UpdateBehaviorOf(mux.Vars(r)["id"], pattern, change)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, d)
}

func (s *server) invalidate(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Paths []string `json:"paths"`
	}
	err := decode(w, r, &ask)
	if err == nil && (len(ask.Paths) == 0 || len(ask.Paths) > maxPaths) {
		err = badRequest("paths must hold 1 to %d paths.", maxPaths)
	}
	var inv Invalidation
	if err == nil {
		inv, err = s.Backend.Invalidate(mux.Vars(r)["id"], ask.Paths)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusCreated, inv)
}

func (s *server) readClock(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, map[string]time.Time{"now": s.Clock.Now()})
}

func (s *server) moveClock(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Advance string `json:"advance"`
		Reset   bool   `json:"reset"`
	}
	if err := decode(w, r, &ask); err != nil {
		s.fail(w, r, err)
		return
	}
	switch {
	case ask.Reset && ask.Advance == "":
		reply(w, http.StatusOK, map[string]time.Time{"now": s.Clock.Reset()})
	case !ask.Reset && ask.Advance != "":
		d, err := time.ParseDuration(ask.Advance)
		if err != nil || d.Abs() > maxAdvance {
			s.fail(w, r, badRequest(`advance is %q; a duration such as "90s" or "24h" was expected, 100 years at most.`, ask.Advance))
			return
		}
		reply(w, http.StatusOK, map[string]time.Time{"now": s.Clock.Advance(d)})
	default:
		s.fail(w, r, badRequest(`Either {"advance":"3600s"} or {"reset":true} was expected.`))
	}
}

func (s *server) reset(w http.ResponseWriter, r *http.Request) {
	if err := s.Backend.Reset(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
