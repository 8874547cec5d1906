package web

import (
	"errors"
	"net/http"
	"strconv"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const (
	returnPath  = "/return-check"
	returnDraft = "return-check"
)

func (s *Server) returnChecks(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	var ids []entry.ID
	for _, ref := range j.Versions[entry.KindReturnCheck] {
		ids = append(ids, ref.Text)
	}
	bodies, err := s.home.Bodies(r.Context(), ids...)
	if err != nil {
		return err
	}
	v := views.NewReturnChecks(j, bodies, s.hasDraft(r, returnDraft), s.home.Now())
	return render(w, r, http.StatusOK, pages.ReturnChecks(s.frame(r, components.PlacePlan), v))
}

func (s *Server) returnPage(w http.ResponseWriter, r *http.Request) error {
	step, err := strconv.Atoi(r.URL.Query().Get("step"))
	if err != nil {
		step = 0
	}
	return s.renderReturn(w, r, http.StatusOK, s.newForm(r, returnDraft), step)
}

// renderReturn shows the form beside what the record says, or beside what it
// said when an earlier check was made.
func (s *Server) renderReturn(w http.ResponseWriter, r *http.Request, status int, form views.Form, step int) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	said, err := s.home.ReturnSaid(r.Context())
	if err != nil {
		return err
	}
	if _, before, found, err := s.returnOf(r, form.Corrects); err != nil {
		return err
	} else if found {
		said = views.KeptParts(before.Said)
	}
	v := views.NewReturnCheck(j, said, form, step)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.ReturnCheck(s.frame(r, components.PlacePlan), v))
}

// returnOf is the check with an ID; found is false where there is none.
func (s *Server) returnOf(r *http.Request, id entry.ID) (ref journey.Ref, body entry.ReturnCheck, found bool, err error) {
	j, err := s.home.Look(r.Context())
	if err != nil || id == "" {
		return ref, body, false, err
	}
	if ref, found = j.FindVersion(entry.KindReturnCheck, id); !found {
		return ref, body, false, nil
	}
	e, err := s.home.Entry(r.Context(), ref)
	body, _ = e.Body.(entry.ReturnCheck)
	return ref, body, true, err
}

// returnForm goes on to another step, keeps a draft, or saves the check.
func (s *Server) returnForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	turned, err := s.turnPage(w, r, form, steps{returnDraft, returnPath, returnPath + "/new", views.ReturnSteps, "guided.discarded"})
	if turned || err != nil {
		return err
	}
	return s.saveReturn(w, r, form)
}

// saveReturn saves a check with what the record says now; a correction, and
// the same form sent again, with what it said then.
func (s *Server) saveReturn(w http.ResponseWriter, r *http.Request, form views.Form) error {
	parts, err := s.home.ReturnSaid(r.Context())
	if err != nil {
		return err
	}
	said := views.SaidSections(parts)
	for _, id := range []entry.ID{form.ID, form.Corrects} {
		if _, before, found, err := s.returnOf(r, id); err != nil {
			return err
		} else if found {
			said = before.Said
		}
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadReturnCheck(form, said, j.Today(s.home.Now()))
	placed, err := s.tellPage(r, returnWhen(form), returnDraft, body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.returnConflict(w, r, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderReturn(w, r, http.StatusUnprocessableEntity, form, 0)
	}
	if err != nil {
		return fault.Wrap("web.return", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "return"))
	return seeOther(w, r, pageOf(returnPath, withCorrects(form)))
}

// returnWhen: only a correction says when, and then it keeps its place.
func returnWhen(form views.Form) views.Form {
	if form.Corrects == "" {
		form.Values.Del("day")
		form.Values.Del("time")
	}
	return form
}

// returnConflict offers a change of what was saved as a correction of it, in
// its place in the record.
func (s *Server) returnConflict(w http.ResponseWriter, r *http.Request, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	if ref, body, found, err := s.returnOf(r, form.Corrects); err != nil {
		return err
	} else if found {
		when := views.ReturnForm(j, ref, body, "")
		for _, name := range []string{"day", "time"} {
			form.Values.Set(name, when.Value(name))
		}
	}
	return s.renderReturn(w, r, http.StatusConflict, form, 0)
}

func (s *Server) returnTold(w http.ResponseWriter, r *http.Request) error {
	ref, body, found, err := s.returnOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !found {
		return s.notFound(w, r)
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewToldReturn(j, ref, body, companion.NewID, s.home.Now())
	return render(w, r, http.StatusOK, pages.ToldReturn(s.frame(r, components.PlacePlan), v))
}

func (s *Server) returnCorrect(w http.ResponseWriter, r *http.Request) error {
	ref, body, found, err := s.returnOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !found {
		return s.notFound(w, r)
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return s.renderReturn(w, r, http.StatusOK, views.ReturnForm(j, ref, body, companion.NewID()), 0)
}

func (s *Server) returnErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, returnPath, guide.Say("return.erased"))
}
