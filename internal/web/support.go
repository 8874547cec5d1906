package web

import (
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

func (s *Server) support(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewSupport(j, companion.NewID, s.home.Now())
	return render(w, r, http.StatusOK, pages.Support(s.frame(r, components.PlacePlan), v))
}

// foundSupporter is the person an address names; none when it names none.
func (s *Server) foundSupporter(r *http.Request) (*journey.Journey, entry.Supporter, error) {
	j, err := s.home.Look(r.Context())
	if err != nil || r.PathValue("key") == "" {
		return j, entry.Supporter{}, err
	}
	p, ok := views.FindSupporter(j, r.PathValue("key"))
	if !ok {
		return j, p, fault.New(fault.NotFound, "web.support", guide.Say("support.gone"))
	}
	return j, p, nil
}

func (s *Server) supportPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderSupport(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderSupport(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, p, err := s.foundSupporter(r)
	if err != nil {
		return err
	}
	v := views.NewSupportForm(j, p, form, companion.NewID(), s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.SupportForm(s.frame(r, components.PlacePlan), v))
}

// supporter saves a person, new or changed.
func (s *Server) supporter(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, p, err := s.foundSupporter(r)
	if err != nil {
		return err
	}
	key := p.Key
	if key == "" {
		key = lineKey(form.ID)
	}
	body, fields := views.ReadSupporter(j, key, form, j.Today(s.home.Now()))
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan/support", say: guide.Say("support.saved"), render: s.renderSupport,
	})
}

// supportTouch notes that they were in touch today.
func (s *Server) supportTouch(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, p, err := s.foundSupporter(r)
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{
		body: views.TouchSupporter(j, p, j.Today(s.home.Now())), then: "/plan/support",
		say: guide.Say("support.touch.said", "name", p.Name), render: s.supportAgain,
	})
}

// supportAgain shows the circle when a press came twice with another list
// between: the buttons have new numbers.
func (s *Server) supportAgain(w http.ResponseWriter, r *http.Request, _ int, _ views.Form) error {
	return seeOther(w, r, "/plan/support")
}

// supportToHelp puts a number on Help now.
func (s *Server) supportToHelp(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, p, err := s.foundSupporter(r)
	if err != nil {
		return err
	}
	card := views.ToHelpCard(j.HelpCard, p)
	return s.tellState(w, r, form, state{
		tell: func() error { return s.home.SetHelpCard(r.Context(), form.ID, card) }, then: "/plan/support",
		say: guide.Say("support.to-help.said", "name", p.Name), render: s.supportFull,
	})
}

// supportFull says why a number did not fit on Help now.
func (s *Server) supportFull(w http.ResponseWriter, r *http.Request, _ int, form views.Form) error {
	for _, field := range form.Errors {
		s.sessions.notice(r, field.Say)
	}
	return seeOther(w, r, "/plan/support")
}

func (s *Server) supportRemove(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{
		body: views.WithoutSupporter(j, r.PathValue("key")), then: "/plan/support",
		say: guide.Say("support.removed"), render: s.supportAgain,
	})
}
