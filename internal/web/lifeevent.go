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

const lifeEventDraft = "life-event"

func (s *Server) lifeEvents(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	before, first := beforeDay(r)
	days, older, more := views.DaysPage(j, before, func(d *journey.Day) bool { return len(d.Events) > 0 })
	var ids []entry.ID
	for _, day := range days {
		for _, event := range day.Events {
			ids = append(ids, event.Text)
		}
	}
	entries, err := s.home.Entries(r.Context(), ids...)
	if err != nil {
		return err
	}
	bodies := map[entry.ID]entry.LifeEvent{}
	for _, e := range entries {
		bodies[e.ID], _ = e.Body.(entry.LifeEvent)
	}
	v := views.NewLifeEvents(j, days, bodies, older, more, first, s.home.Now())
	return render(w, r, http.StatusOK, pages.LifeEvents(s.frame(r, ""), v))
}

func (s *Server) lifeEventPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderLifeEvent(w, r, http.StatusOK, s.newForm(r, lifeEventDraft))
}

func (s *Server) renderLifeEvent(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewLifeEvent(j, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.LifeEvent(s.frame(r, ""), v))
}

// lifeEvent saves an event, a correction of one, or a draft. It goes on to the
// event itself, which has a gentle word where it is heavy.
func (s *Server) lifeEvent(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("keep") != "" {
		form.Values.Del("keep")
		if err := s.keepDraft(r, lifeEventDraft, form); err != nil {
			return err
		}
		s.sessions.notice(r, guide.Say("saved.draft"))
		return seeOther(w, r, "/life-events")
	}
	body, fields := views.ReadLifeEvent(form)
	placed, err := s.tellPage(r, form, lifeEventDraft, body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderLifeEvent(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderLifeEvent(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.lifeevent", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "event"))
	return seeOther(w, r, pageOf("/life-events", withCorrects(form)))
}

// foundEvent is the event an address names, with its words.
func (s *Server) foundEvent(r *http.Request) (j *journey.Journey, event journey.Event, day entry.Day, body entry.LifeEvent, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	event, day, ok := j.FindEvent(entry.ID(r.PathValue("id")))
	if !ok {
		return j, event, day, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), event.Ref)
	body, _ = e.Body.(entry.LifeEvent)
	return j, event, day, body, err
}

func (s *Server) lifeEventTold(w http.ResponseWriter, r *http.Request) error {
	j, event, day, body, err := s.foundEvent(r)
	if err != nil {
		return err
	}
	v := views.ToldLifeEvent(j, event, day, body, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.LifeEventTold(s.frame(r, ""), v))
}

func (s *Server) lifeEventCorrect(w http.ResponseWriter, r *http.Request) error {
	_, event, day, body, err := s.foundEvent(r)
	if err != nil {
		return err
	}
	return s.renderLifeEvent(w, r, http.StatusOK, views.LifeEventForm(event, body, day, companion.NewID()))
}

func (s *Server) lifeEventErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/life-events", guide.Say("event.erased"))
}
