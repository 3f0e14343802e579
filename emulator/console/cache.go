package console

import (
	"net/http"
	"strconv"

	"github.com/gorilla/mux"
)

// Limits on how much of a cache is listed.
const (
	defaultStored = 100
	maxStored     = 1000
)

// Cache is what a distribution has stored, the most recently used first.
type Cache struct {
	Total   int      `json:"total"` // also those beyond the limit
	Entries []Stored `json:"entries"`
}

// Stored is one stored answer. Times are whole seconds.
type Stored struct {
	Path   string `json:"path"`
	Query  string `json:"query"` // as far as it is in the cache key
	POP    string `json:"pop"`
	Key    string `json:"key"`
	Kind   string `json:"kind"` // "object", "head" or "part"
	Status int    `json:"status"`
	Size   int64  `json:"size"` // bytes of the body
	Age    int64  `json:"age"`
	TTL    int64  `json:"ttl"`   // how long it is still fresh; 0: it has expired
	State  string `json:"state"` // "fresh", "held", "refreshing" or "expired"
	// Method and Origin are those of the request that it was stored for; Origin
	// is null when there was none.
	Method string  `json:"method"`
	Origin *string `json:"origin"`
	// AllowOrigin is the stored Access-Control-Allow-Origin, null without one.
	AllowOrigin *string `json:"allowOrigin"`
}

func (s *server) cache(w http.ResponseWriter, r *http.Request) {
	limit := defaultStored
	var err error
	if text := r.URL.Query().Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > maxStored {
			s.fail(w, r, badRequest("limit is %q; a whole number from 1 to %d was expected.", text, maxStored))
			return
		}
	}
	stored, err := s.Backend.Cache(mux.Vars(r)["id"], limit)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, stored)
}
