package web

import (
	"net/http"
	"slices"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/letter"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) briefPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderBrief(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderBrief(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	brief, err := s.home.ReturnBrief(r.Context())
	if err != nil {
		return err
	}
	if form.Errors != nil {
		brief.Notes = form.Value("notes")
	}
	return render(w, r, status, pages.Letter(s.frame(r, ""), brief, form))
}

// brief keeps what was left out and what was added; the letter itself is made
// anew each time.
func (s *Server) brief(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body := entry.Letter{
		Letter: views.ReturnBrief, Notes: form.Value("notes"),
		LeftOut: leftOut(j.Letters[views.ReturnBrief].LeftOut, form.All("lines"), form.All("line")),
	}
	_, err = s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: body})
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderBrief(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if form.Value("then") == "print" {
		return seeOther(w, r, "/letters/return-brief/print")
	}
	s.sessions.notice(r, guide.Say("brief.saved"))
	return seeOther(w, r, "/letters/return-brief")
}

// leftOut is what stays out of a letter: the lines on the page that were not
// picked, and those left out before that the page did not show.
func leftOut(before, shown, picked []string) []string {
	out := slices.DeleteFunc(slices.Clone(before), func(line string) bool { return slices.Contains(shown, line) })
	for _, line := range shown {
		if !slices.Contains(picked, line) {
			out = append(out, line)
		}
	}
	return out
}

func (s *Server) briefSheet(w http.ResponseWriter, r *http.Request) error {
	brief, err := s.home.ReturnBrief(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Sheet(s.frame(r, ""), brief))
}

// briefText is the brief as Markdown, to copy or keep.
func (s *Server) briefText(w http.ResponseWriter, r *http.Request) error {
	brief, err := s.home.ReturnBrief(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="return-brief.md"`)
	return letter.Markdown(w, brief)
}
