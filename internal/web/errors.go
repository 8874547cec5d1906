package web

import (
	"context"
	"errors"
	"net/http"

	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/web/pages"
)

// statuses is the one place where kinds of failure become HTTP.
var statuses = []struct {
	kind   error
	status int
	words  string // of the page, in guide: error.WORDS.title and error.WORDS
}{
	{fault.NotFound, http.StatusNotFound, "not-found"},
	{fault.Locked, http.StatusForbidden, "locked"},
	{fault.Forbidden, http.StatusForbidden, "forbidden"},
	{fault.Conflict, http.StatusConflict, "conflict"},
	{fault.TooLarge, http.StatusRequestEntityTooLarge, "too-large"},
	{fault.Invalid, http.StatusUnprocessableEntity, "invalid"},
	{fault.Damaged, http.StatusInternalServerError, "damaged"},
	{fault.Newer, http.StatusInternalServerError, "newer"},
	{fault.Unavailable, http.StatusServiceUnavailable, "unavailable"},
}

// fail turns an error into a page.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return // the person went on to another page
	}
	status, words := http.StatusInternalServerError, "unknown"
	for _, line := range statuses {
		if errors.Is(err, line.kind) {
			status, words = line.status, line.words
			break
		}
	}
	if status >= 500 {
		s.options.Log.Error("request failed", "route", r.Pattern, "error", err)
	}
	page := pages.Error(s.frame(r, ""), guide.Say("error."+words+".title"), fault.Sentence(err))
	if err := render(w, r, status, page); err != nil {
		s.options.Log.Warn("page not written", "route", r.Pattern, "error", err)
	}
}

func (s *Server) notFound(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "web", guide.Say("error.not-found"))
}
