package console

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"
)

// A Gallery has the scenarios that the page shows; what it returns is written as
// JSON. Its errors are an [Errors] when the request was at fault.
type Gallery interface {
	// Search are the scenarios that have the words, or most of them, the best first.
	Search(words string) (any, error)
	// Scenario is one of them, with all that happens in it.
	Scenario(ctx context.Context, id string) (any, error)
}

const maxSearch = 1000 // bytes

func (s *server) scenarios(w http.ResponseWriter, r *http.Request) {
	words := r.URL.Query().Get("q")
	if len(words) > maxSearch {
		s.fail(w, r, badRequest("q has %d bytes; %d at most were expected.", len(words), maxSearch))
		return
	}
	s.gallery(w, r, func() (any, error) { return s.Gallery.Search(words) })
}

func (s *server) scenario(w http.ResponseWriter, r *http.Request) {
	s.gallery(w, r, func() (any, error) { return s.Gallery.Scenario(r.Context(), mux.Vars(r)["id"]) })
}

func (s *server) gallery(w http.ResponseWriter, r *http.Request, get func() (any, error)) {
	v, err := get()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, v)
}
