package console

import (
	"net/http"

	"github.com/gorilla/mux"
)

func (s *server) faults(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, faultsAnswer(s.Backend.Faults()))
}

func (s *server) addFaults(w http.ResponseWriter, r *http.Request) {
	s.takeFaults(w, r, http.StatusCreated, s.Backend.AddFaults)
}

func (s *server) setFaults(w http.ResponseWriter, r *http.Request) {
	s.takeFaults(w, r, http.StatusOK, s.Backend.SetFaults)
}

// takeFaults answers with the faults that the body asks for.
func (s *server) takeFaults(w http.ResponseWriter, r *http.Request, status int, take func([]byte) ([]Fault, error)) {
	doc, err := body(w, r)
	var list []Fault
	if err == nil {
		list, err = take(doc)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, status, faultsAnswer(list))
}

func (s *server) removeFault(w http.ResponseWriter, r *http.Request) {
	s.Backend.RemoveFault(mux.Vars(r)["id"])
	w.WriteHeader(http.StatusNoContent)
}

func (s *server) clearFaults(w http.ResponseWriter, _ *http.Request) {
	s.Backend.ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}

func faultsAnswer(list []Fault) map[string][]Fault { return map[string][]Fault{"faults": list} }
