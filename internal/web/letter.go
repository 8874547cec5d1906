package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/letter"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) briefPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderBrief(w, r, http.StatusOK, blankForm(), nil)
}

// renderBrief shows the brief with the choice that is kept, or with one that
// is not.
func (s *Server) renderBrief(w http.ResponseWriter, r *http.Request, status int, form views.Form, choice *entry.Letter) error {
	v, err := s.home.Brief(r.Context(), choice)
	if err != nil {
		return err
	}
	v = v.Fitted(letter.Fit(v.Letter))
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Brief(s.frame(r, ""), v, form))
}

// brief keeps what was left out, put in and added; the letter itself is made
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
	body := views.ReadBrief(j.Letters[views.ReturnBrief], form)
	then := "/letters/" + views.ReturnBrief
	if form.Value("then") == "print" {
		then += "/print"
	}
	return s.tellState(w, r, form, state{
		body: body, then: then, say: guide.Say("brief.saved"),
		render: func(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
			return s.renderBrief(w, r, status, form, &body)
		},
	})
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
	return render(w, r, http.StatusOK, pages.Sheet(s.frame(r, ""), letter.Fit(l), ""))
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
		return render(w, r, http.StatusOK, pages.Sheet(s.frame(r, ""), letter.Fit(l), fault.Sentence(err)))
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
