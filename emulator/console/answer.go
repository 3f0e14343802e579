package console

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"crossfront/corsengine"
)

// describe sets the headers of an answer of that type.
func describe(w http.ResponseWriter, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}

// reply writes v as JSON.
func reply(w http.ResponseWriter, status int, v any) {
	describe(w, "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	// A failure here is a viewer that went away; there is nobody to tell.
	_ = enc.Encode(v)
}

// fail answers with what was wrong, all of it.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var mistakes Errors
	var rules corsengine.Errors
	switch {
	case errors.As(err, &mistakes) && len(mistakes) > 0:
	case errors.As(err, &rules) && len(rules) > 0:
		mistakes = corsErrors(rules)
	default:
		s.Log.ErrorContext(r.Context(), "console", "path", r.URL.Path, "error", err)
		mistakes = Errors{{Status: http.StatusInternalServerError, Code: "InternalError", Message: err.Error()}}
	}
	status := mistakes[0].Status
	if status == 0 {
		status = http.StatusBadRequest
	}
	reply(w, status, map[string]Errors{"errors": mistakes})
}

func corsErrors(rules corsengine.Errors) Errors {
	list := make(Errors, len(rules))
	for i, e := range rules {
		list[i] = Error{Code: e.Code, Message: e.Message, Hint: e.Hint, Field: e.Field, Line: e.Line, Column: e.Column}
		if e.Rule >= 0 {
			rule := e.Rule
			list[i].Rule = &rule
		}
	}
	return list
}

// problem is a handler that always gives one error.
func problem(status int, code, message string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reply(w, status, map[string]Errors{"errors": {{Code: code, Message: message}}})
	})
}

func badRequest(format string, args ...any) error {
	return Errors{{Status: http.StatusBadRequest, Code: "BadRequest", Message: fmt.Sprintf(format, args...)}}
}

// body reads a request's body, which may not be larger than maxBody.
func body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	doc, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, Errors{{Status: http.StatusRequestEntityTooLarge, Code: "TooLarge",
			Message: fmt.Sprintf("The body is larger than %d bytes.", maxBody)}}
	}
	if err != nil {
		return nil, badRequest("The body could not be read: %v.", err)
	}
	return doc, nil
}

// decode reads a JSON body strictly into v.
func decode(w http.ResponseWriter, r *http.Request, v any) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return badRequest("The body is not the JSON that was expected: %v.", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return badRequest("There is more behind the JSON in the body.")
	}
	return nil
}
