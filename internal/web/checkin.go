package web

import (
	"errors"
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/ledger"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const checkInDraft = "check-in"

func (s *Server) checkInPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderCheckIn(w, r, http.StatusOK, s.newForm(r, checkInDraft))
}

func (s *Server) renderCheckIn(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewCheckIn(j, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.CheckIn(s.frame(r, components.PlaceCheckIn), v))
}

// checkIn saves a check-in, a correction of one, or a draft.
func (s *Server) checkIn(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("keep") != "" {
		form.Values.Del("keep")
		if err := s.keepDraft(r, checkInDraft, form); err != nil {
			return err
		}
		s.sessions.notice(r, guide.Say("saved.draft"))
		return seeOther(w, r, "/")
	}
	placed, err := s.tellCheckIn(r, form)
	if errors.Is(err, fault.Conflict) {
		form.Corrects, form.ID = form.ID, companion.NewID()
		return s.renderCheckIn(w, r, http.StatusConflict, form)
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderCheckIn(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.checkin", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "checkin"))
	if form.Value("safe") != "" {
		return seeOther(w, r, "/help-now")
	}
	if form.Corrects != "" {
		return seeOther(w, r, "/check-ins/"+string(form.Corrects))
	}
	return seeOther(w, r, "/")
}

func (s *Server) tellCheckIn(r *http.Request, form views.Form) ([]ledger.Placed, error) {
	j, err := s.home.Known(r.Context())
	if err == nil && (!views.KnowsItems(j, form) || len(form.All("tried")) > 0) {
		j, err = s.home.Look(r.Context())
	}
	if err != nil {
		return nil, err
	}
	body, fields := views.ReadCheckIn(j, form)
	at, more := when(form)
	if fields = append(fields, more...); len(fields) > 0 {
		return nil, fields
	}
	placed, err := s.home.Tell(r.Context(), withTried(j, form, companion.Telling{ID: form.ID, Corrects: form.Corrects, When: at, Body: body})...)
	if err != nil {
		return nil, err
	}
	return placed, s.home.DropDraft(r.Context(), checkInDraft)
}

// savedWords says what became of a form.
func savedWords(placed []ledger.Placed, form views.Form, kind string) string {
	if len(placed) > 0 && placed[0].Fate == ledger.Already {
		return guide.Say("saved.already")
	}
	if form.Corrects != "" {
		return guide.Say(kind + ".corrected")
	}
	return guide.Say(kind + ".saved")
}

func (s *Server) checkIns(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	before, first := beforeDay(r)
	days, older, more := views.DaysPage(j, before, func(d *journey.Day) bool { return len(d.CheckIns) > 0 })
	var ids []entry.ID
	for _, day := range days {
		for _, c := range day.CheckIns {
			if c.Words {
				ids = append(ids, c.Text)
			}
		}
	}
	entries, err := s.home.Entries(r.Context(), ids...)
	if err != nil {
		return err
	}
	lines := map[entry.ID]string{}
	for _, e := range entries {
		lines[e.ID] = companion.Words(e.Body)
	}
	v := views.NewCheckIns(j, days, lines, older, more, first, s.home.Now())
	return render(w, r, http.StatusOK, pages.CheckIns(s.frame(r, components.PlaceCheckIn), v))
}

// beforeDay reads where a page of a list begins; a day that cannot be read
// begins at the newest.
func beforeDay(r *http.Request) (before entry.Day, first bool) {
	day, err := entry.ParseDay(r.URL.Query().Get("before"))
	if err != nil {
		return entry.LastDay, true
	}
	return day, false
}

// foundCheckIn is the check-in an address names, with its words.
func (s *Server) foundCheckIn(r *http.Request) (j *journey.Journey, c journey.CheckIn, day entry.Day, body entry.CheckIn, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	c, day, ok := j.FindCheckIn(entry.ID(r.PathValue("id")))
	if !ok {
		return j, c, day, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), c.Ref)
	body, _ = e.Body.(entry.CheckIn)
	return j, c, day, body, err
}

func (s *Server) checkInTold(w http.ResponseWriter, r *http.Request) error {
	j, c, day, body, err := s.foundCheckIn(r)
	if err != nil {
		return err
	}
	v := views.ToldCheckIn(j, c, day, body, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, components.PlaceCheckIn), v))
}

func (s *Server) checkInCorrect(w http.ResponseWriter, r *http.Request) error {
	_, c, day, body, err := s.foundCheckIn(r)
	if err != nil {
		return err
	}
	return s.renderCheckIn(w, r, http.StatusOK, views.CheckInForm(c, body, day, companion.NewID()))
}

func (s *Server) checkInErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/check-ins", guide.Say("checkin.erased"))
}

// erase removes the entry an address names, with its corrections.
func (s *Server) erase(w http.ResponseWriter, r *http.Request, then, say string) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	id, err := entry.ParseID(r.PathValue("id"))
	if err != nil {
		return err
	}
	if asked, err := s.asksFirst(w, r, form, id, then); asked || err != nil {
		return err
	}
	if err := s.home.Erase(r.Context(), form.ID, id); err != nil {
		return err
	}
	if err := s.forgetInLetter(r, id); err != nil {
		return err
	}
	s.sessions.notice(r, say)
	return seeOther(w, r, then)
}
