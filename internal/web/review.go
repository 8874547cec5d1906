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
	"fermata/internal/web/pages"
)

const reviewDraft = "review"

func (s *Server) reviews(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewReviews(j, s.home.Library(), s.hasDraft(r, reviewDraft), s.home.Now())
	return render(w, r, http.StatusOK, pages.Reviews(s.frame(r, ""), v))
}

func (s *Server) reviewPage(w http.ResponseWriter, r *http.Request) error {
	step, err := strconv.Atoi(r.URL.Query().Get("step"))
	if err != nil {
		step = 0
	}
	return s.renderReview(w, r, http.StatusOK, s.newForm(r, reviewDraft), step)
}

func (s *Server) renderReview(w http.ResponseWriter, r *http.Request, status int, form views.Form, step int) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewReview(j, s.home.Library(), form, step, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Review(s.frame(r, ""), v))
}

// review goes on to another question, keeps a draft, or saves the page.
func (s *Server) review(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	turned, err := s.turnPage(w, r, form, steps{reviewDraft, "/review", "/review/new", views.ReviewSteps(), "review.discarded"})
	if turned || err != nil {
		return err
	}
	return s.saveReview(w, r, form)
}

// saveReview saves the page. A sentence beside a field may stand at any
// question, so the form comes back with all of them.
func (s *Server) saveReview(w http.ResponseWriter, r *http.Request, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadReview(j, s.home.Library(), form, s.home.Now())
	if saved, ok := s.sameReview(r, form.ID, body); ok {
		body.Page = saved // the record has grown since; what was saved stays
	}
	placed, err := s.tellPage(r, form, reviewDraft, body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderReview(w, r, http.StatusConflict, s.correctsReview(r, asCorrection(form)), 0)
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderReview(w, r, http.StatusUnprocessableEntity, form, 0)
	}
	if err != nil {
		return fault.Wrap("web.review", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "review"))
	return seeOther(w, r, pageOf("/review", withCorrects(form)))
}

// sameReview is the page that was saved under this ID with the same answers.
func (s *Server) sameReview(r *http.Request, id entry.ID, body entry.Review) (page string, ok bool) {
	entries, err := s.home.Entries(r.Context(), id)
	if err != nil || len(entries) == 0 {
		return "", false
	}
	saved, ok := entries[0].Body.(entry.Review)
	for gain, text := range body.Answers {
		ok = ok && saved.Answers[gain] == text
	}
	return saved.Page, ok && len(saved.Answers) == len(body.Answers)
}

// correctsReview gives a correction the day of what it corrects.
func (s *Server) correctsReview(r *http.Request, form views.Form) views.Form {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return form
	}
	if ref, ok := j.FindVersion(entry.KindReview, form.Corrects); ok {
		when := views.ReviewForm(j, ref, entry.Review{}, "")
		for _, name := range []string{"day", "time"} {
			form.Values.Set(name, when.Value(name))
		}
	}
	return form
}

// foundReview is the look an address names.
func (s *Server) foundReview(r *http.Request) (j *journey.Journey, ref journey.Ref, body entry.Review, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	ref, ok := j.FindVersion(entry.KindReview, entry.ID(r.PathValue("id")))
	if !ok {
		return j, ref, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), ref)
	body, _ = e.Body.(entry.Review)
	return j, ref, body, err
}

func (s *Server) reviewTold(w http.ResponseWriter, r *http.Request) error {
	j, ref, body, err := s.foundReview(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, ""), views.ToldReview(j, ref, body, companion.NewID())))
}

func (s *Server) reviewCorrect(w http.ResponseWriter, r *http.Request) error {
	j, ref, body, err := s.foundReview(r)
	if err != nil {
		return err
	}
	return s.renderReview(w, r, http.StatusOK, views.ReviewForm(j, ref, body, companion.NewID()), 0)
}

func (s *Server) reviewErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/review", guide.Say("review.erased"))
}
