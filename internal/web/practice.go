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
	"fermata/internal/web/pages"
)

const practiceDraft = "practice"

func (s *Server) practices(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	before, first := beforeDay(r)
	days, older, more := views.DaysPage(j, before, func(d *journey.Day) bool { return len(d.Practices) > 0 })
	v := views.NewPractices(j, days, older, more, first, s.home.Now())
	return render(w, r, http.StatusOK, pages.Practices(s.frame(r, ""), v))
}

func (s *Server) skillWorks(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v, ok := views.NewSkillWorks(j, r.PathValue("key"), s.home.Now())
	if !ok {
		return s.notFound(w, r)
	}
	return render(w, r, http.StatusOK, pages.SkillWorks(s.frame(r, ""), v))
}

// practicePage begins a new one. A draft of one skill is not put under another
// that the address names.
func (s *Server) practicePage(w http.ResponseWriter, r *http.Request) error {
	form := s.newForm(r, practiceDraft)
	if asked := r.URL.Query().Get("skill"); asked != "" && form.Value("skill") != asked {
		form = s.newForm(r, "")
	}
	return s.renderPractice(w, r, http.StatusOK, form)
}

func (s *Server) renderPractice(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	chosen := r.URL.Query().Get("skill")
	if !entry.IsKey(chosen) {
		chosen = ""
	}
	v := views.NewPractice(j, form, chosen, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Practice(s.frame(r, ""), v))
}

// practice saves a practice, a correction of one, or a draft.
func (s *Server) practice(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("keep") != "" {
		return s.keepForLater(w, r, practiceDraft, form, "/practice")
	}
	placed, err := s.tellPage(r, form, practiceDraft, views.ReadPractice(form), nil)
	if errors.Is(err, fault.Conflict) {
		return s.renderPractice(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderPractice(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.practice", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "practice"))
	return seeOther(w, r, pageOf("/practice", form))
}

// foundPractice is the practice an address names, with its words.
func (s *Server) foundPractice(r *http.Request) (j *journey.Journey, p journey.Practice, day entry.Day, body entry.Practice, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	p, day, ok := j.FindPractice(entry.ID(r.PathValue("id")))
	if !ok {
		return j, p, day, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), p.Ref)
	body, _ = e.Body.(entry.Practice)
	return j, p, day, body, err
}

func (s *Server) practiceTold(w http.ResponseWriter, r *http.Request) error {
	j, p, day, body, err := s.foundPractice(r)
	if err != nil {
		return err
	}
	v := views.ToldPractice(j, p, day, body, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, ""), v))
}

func (s *Server) practiceCorrect(w http.ResponseWriter, r *http.Request) error {
	_, p, day, body, err := s.foundPractice(r)
	if err != nil {
		return err
	}
	return s.renderPractice(w, r, http.StatusOK, views.PracticeForm(p, body, day, companion.NewID()))
}

func (s *Server) practiceErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/practice", guide.Say("practice.erased"))
}
