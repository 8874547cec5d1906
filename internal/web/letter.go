package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
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

// letter leads to the page on which a letter is made.
func (s *Server) letter(w http.ResponseWriter, r *http.Request) error {
	l, err := s.home.Letter(r.Context(), r.PathValue("letter"))
	if err != nil {
		return err
	}
	return seeOther(w, r, l.Page)
}

// letterAs shows the letter an address names in one of its forms. While there
// is nothing to write, it leads to the page on which it is made.
func (s *Server) letterAs(show func(http.ResponseWriter, *http.Request, views.Letter) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		l, err := s.home.Letter(r.Context(), r.PathValue("letter"))
		if err != nil {
			return err
		}
		if l.Empty() {
			return seeOther(w, r, l.Page)
		}
		return show(w, r, l)
	}
}

// letterSheet is a letter as it is printed.
func (s *Server) letterSheet(w http.ResponseWriter, r *http.Request, l views.Letter) error {
	return render(w, r, http.StatusOK, pages.Sheet(s.frame(r, ""), l, ""))
}

// letterText is a letter as Markdown, to copy or keep.
func letterText(w http.ResponseWriter, _ *http.Request, l views.Letter) error {
	return writeFile(w, "text/markdown; charset=utf-8", `inline; filename="`+l.Key+`.md"`, func(to io.Writer) error { return letter.Markdown(to, l) })
}

// letterHTML is a letter as a file that a browser opens.
func letterHTML(w http.ResponseWriter, _ *http.Request, l views.Letter) error {
	return writeFile(w, "text/html; charset=utf-8", `attachment; filename="`+l.Key+`.html"`, func(to io.Writer) error { return letter.HTML(to, l) })
}

// letterPDF is a letter as a PDF. Where the fonts lack its letters, it is the
// sheet to print, which says so: the browser has more of them.
func (s *Server) letterPDF(w http.ResponseWriter, r *http.Request, l views.Letter) error {
	err := writeFile(w, "application/pdf", `attachment; filename="`+l.Key+`.pdf"`, func(to io.Writer) error { return letter.PDF(to, l, s.home.Now()) })
	if errors.Is(err, fault.Invalid) {
		return render(w, r, http.StatusOK, pages.Sheet(s.frame(r, ""), l, fault.Sentence(err)))
	}
	return err
}

// writeFile sends what write makes as a file, and nothing of it when that
// does not work.
func writeFile(w http.ResponseWriter, kind, disposition string, write func(io.Writer) error) error {
	var file bytes.Buffer
	if err := write(&file); err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", disposition)
	_, err := file.WriteTo(w)
	return err
}
