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

const breaksPath = "/breaks"

func (s *Server) breaks(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Breaks(s.frame(r, components.PlacePlan), views.NewBreaks(j, s.home.Now())))
}

func (s *Server) closePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderClose(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderClose(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewCloseBreak(j, s.home.Library(), form, s.home.Now())
	return render(w, r, status, pages.CloseBreak(s.frame(r, components.PlacePlan), v))
}

// closeBreak closes a break with its summary. The same form sent again is read
// over what was kept, so that a change of it is offered as a correction.
func (s *Server) closeBreak(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	if c, closed := j.FindEpisode(form.ID); closed {
		return s.closeAgain(w, r, form, c)
	}
	body, fields := views.ReadCloseBreak(j, s.home.Library(), form, s.home.Now())
	_, err = s.tellPage(r, form, "", body, fields)
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderClose(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.close", err)
	}
	s.sessions.notice(r, guide.Say("episode.saved"))
	return seeOther(w, r, breaksPath+"/"+string(form.ID))
}

func (s *Server) closeAgain(w http.ResponseWriter, r *http.Request, form views.Form, c journey.Episode) error {
	j, _, body, err := s.episodeOf(r, c.ID)
	if err != nil {
		return err
	}
	again, fields := views.ReadCorrectBreak(j, body, form, s.home.Now())
	_, err = s.tellPage(r, form, "", again, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderCorrectBreak(w, r, http.StatusConflict, c.ID, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderCorrectBreak(w, r, http.StatusUnprocessableEntity, c.ID, asCorrection(form))
	}
	if err != nil {
		return fault.Wrap("web.close", err)
	}
	s.sessions.notice(r, guide.Say("saved.already"))
	return seeOther(w, r, breaksPath+"/"+string(c.ID))
}

// episodeOf is a closed break with its words; fault.NotFound when there is
// none of that ID.
func (s *Server) episodeOf(r *http.Request, id entry.ID) (j *journey.Journey, c journey.Episode, body entry.EpisodeSummary, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	c, ok := j.FindEpisode(id)
	if !ok {
		return j, c, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), c.Ref)
	body, _ = e.Body.(entry.EpisodeSummary)
	return j, c, body, err
}

func (s *Server) breakTold(w http.ResponseWriter, r *http.Request) error {
	j, c, body, err := s.episodeOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	agreement, decisions, err := s.papersOf(r, c)
	if err != nil {
		return err
	}
	v := views.NewToldBreak(j, c, body, agreement, decisions, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.ToldBreak(s.frame(r, components.PlacePlan), v))
}

// papersOf are the agreement and the decisions of a closed break.
func (s *Server) papersOf(r *http.Request, c journey.Episode) (agreement *entry.Agreement, decisions []views.ToldDecision, err error) {
	versions := c.Versions[entry.KindAgreement]
	if len(versions) > 0 {
		e, err := s.home.Entry(r.Context(), versions[len(versions)-1])
		if err != nil {
			return nil, nil, err
		}
		if body, ok := e.Body.(entry.Agreement); ok {
			agreement = &body
		}
	}
	for _, ref := range c.Versions[entry.KindDecision] {
		e, err := s.home.Entry(r.Context(), ref)
		if err != nil {
			return nil, nil, err
		}
		if body, ok := e.Body.(entry.Decision); ok {
			decisions = append(decisions, views.ToldDecision{Ref: ref, Body: body})
		}
	}
	return agreement, decisions, nil
}

func (s *Server) breakFile(w http.ResponseWriter, r *http.Request) error {
	_, _, body, err := s.episodeOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.letterFile(w, r, views.EpisodeLetter(body))
}

func (s *Server) breakCorrect(w http.ResponseWriter, r *http.Request) error {
	return s.renderCorrectBreak(w, r, http.StatusOK, entry.ID(r.PathValue("id")), s.newForm(r, ""))
}

func (s *Server) renderCorrectBreak(w http.ResponseWriter, r *http.Request, status int, id entry.ID, form views.Form) error {
	j, c, body, err := s.episodeOf(r, id)
	if err != nil {
		return err
	}
	v := views.NewCorrectBreak(j, c, body, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.CloseBreak(s.frame(r, components.PlacePlan), v))
}

// breakCorrected corrects how a break was closed; what the record said then
// stays.
func (s *Server) breakCorrected(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, c, body, err := s.episodeOf(r, entry.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	form.Corrects = c.ID
	changed, fields := views.ReadCorrectBreak(j, body, form, s.home.Now())
	_, err = s.tellPage(r, form, "", changed, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderCorrectBreak(w, r, http.StatusConflict, c.ID, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderCorrectBreak(w, r, http.StatusUnprocessableEntity, c.ID, form)
	}
	if err != nil {
		return fault.Wrap("web.close", err)
	}
	s.sessions.notice(r, guide.Say("episode.corrected"))
	return seeOther(w, r, breaksPath+"/"+string(c.ID))
}

func (s *Server) breakErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, breaksPath, guide.Say("episode.erased"))
}
