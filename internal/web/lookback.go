package web

import (
	"errors"
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) lookBackPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderLookBack(w, r, http.StatusOK, s.newForm(r, ""))
}

// renderLookBack shows the form beside then and now, or beside what it was
// when an earlier look was saved.
func (s *Server) renderLookBack(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, c, summary, err := s.episodeOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	said := views.ThenAndNow(j, s.home.Library(), c, s.home.Now())
	if _, before, found, err := s.lookOf(r, form.Corrects); err != nil {
		return err
	} else if found {
		said = views.KeptParts(before.Said)
	}
	v := views.NewLookBack(c, summary, said, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.LookBack(s.frame(r, components.PlacePlan), v))
}

// lookOf is the look back with an ID; found is false where there is none.
func (s *Server) lookOf(r *http.Request, id entry.ID) (look journey.Look, body entry.LookBack, found bool, err error) {
	j, err := s.home.Look(r.Context())
	if err != nil || id == "" {
		return look, body, false, err
	}
	if look, found = j.FindLook(id); !found {
		return look, body, false, nil
	}
	e, err := s.home.Entry(r.Context(), look.Ref)
	body, _ = e.Body.(entry.LookBack)
	return look, body, true, err
}

// lookBack saves a look back with then and now; a correction, and the same
// form sent again, with what they were.
func (s *Server) lookBack(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, c, _, err := s.episodeOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	said := views.SaidSections(views.ThenAndNow(j, s.home.Library(), c, s.home.Now()))
	body, fields := views.ReadLookBack(j, c, said, form, s.home.Now())
	for _, id := range []entry.ID{form.ID, form.Corrects} {
		if _, before, found, err := s.lookOf(r, id); err != nil {
			return err
		} else if found {
			body.Said, body.Due = before.Said, before.Due
		}
	}
	placed, err := s.tellPage(r, returnWhen(form), "", body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.lookConflict(w, r, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderLookBack(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.lookback", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "back"))
	return seeOther(w, r, pageOf(breaksPath+"/"+string(c.ID)+"/back", withCorrects(form)))
}

// withCorrects leads to what was saved, also when it is new.
func withCorrects(form views.Form) views.Form {
	if form.Corrects == "" {
		form.Corrects = form.ID
	}
	return form
}

// lookConflict offers a change of what was saved as a correction of it, in its
// place in the record.
func (s *Server) lookConflict(w http.ResponseWriter, r *http.Request, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	if look, body, found, err := s.lookOf(r, form.Corrects); err != nil {
		return err
	} else if found {
		when := views.LookBackForm(j, look, body, "")
		for _, name := range []string{"day", "time"} {
			form.Values.Set(name, when.Value(name))
		}
	}
	return s.renderLookBack(w, r, http.StatusConflict, form)
}

// foundLook is the look back an address names.
func (s *Server) foundLook(r *http.Request) (j *journey.Journey, look journey.Look, body entry.LookBack, err error) {
	look, body, found, err := s.lookOf(r, entry.ID(r.PathValue("look")))
	if err != nil {
		return
	}
	if !found {
		return j, look, body, s.notFound(nil, r)
	}
	j, err = s.home.Look(r.Context())
	return j, look, body, err
}

func (s *Server) lookTold(w http.ResponseWriter, r *http.Request) error {
	j, look, body, err := s.foundLook(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, components.PlacePlan), views.ToldLookBack(j, look, body, companion.NewID())))
}

func (s *Server) lookCorrect(w http.ResponseWriter, r *http.Request) error {
	j, look, body, err := s.foundLook(r)
	if err != nil {
		return err
	}
	return s.renderLookBack(w, r, http.StatusOK, views.LookBackForm(j, look, body, companion.NewID()))
}

// lookErase erases one look back.
func (s *Server) lookErase(w http.ResponseWriter, r *http.Request) error {
	back := breaksPath + "/" + r.PathValue("id")
	r.SetPathValue("id", r.PathValue("look"))
	return s.erase(w, r, back, guide.Say("back.erased"))
}
