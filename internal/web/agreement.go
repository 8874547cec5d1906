package web

import (
	"net/http"
	"strconv"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const (
	agreementPath  = "/agreement"
	agreementDraft = "agreement"
)

func (s *Server) agreement(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewAgreementPage(j, s.hasDraft(r, agreementDraft), companion.NewID, s.home.Now())
	return render(w, r, http.StatusOK, pages.AgreementPage(s.frame(r, components.PlacePlan), v))
}

func (s *Server) agreementEdit(w http.ResponseWriter, r *http.Request) error {
	step, err := strconv.Atoi(r.URL.Query().Get("step"))
	if err != nil {
		step = 0
	}
	return s.renderAgreement(w, r, http.StatusOK, s.newForm(r, agreementDraft), step)
}

func (s *Server) renderAgreement(w http.ResponseWriter, r *http.Request, status int, form views.Form, step int) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewAgreement(j, form, step)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Agreement(s.frame(r, components.PlacePlan), v))
}

// agreementForm goes on to another step, keeps a draft, or saves a version.
func (s *Server) agreementForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	turned, err := s.turnPage(w, r, form, steps{
		agreementDraft, agreementPath, agreementPath + "/edit", len(views.AgreementStepsOf(form)), "guided.discarded",
	})
	if turned || err != nil {
		return err
	}
	return s.saveAgreement(w, r, form)
}

// saveAgreement saves a version. A sentence beside a field may stand on any
// step, so the form comes back with all of them.
func (s *Server) saveAgreement(w http.ResponseWriter, r *http.Request, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadAgreement(form)
	say := guide.Say("agreement.saved.first")
	if _, told := j.Latest(entry.KindAgreement); told {
		say = guide.Say("agreement.saved")
	}
	return s.tellState(w, r, form, state{
		fields: fields, then: agreementPath, say: say,
		tell: func() error {
			if _, err := s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: body}); err != nil {
				return err
			}
			return s.home.DropDraft(r.Context(), agreementDraft)
		},
		render: func(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
			return s.renderAgreement(w, r, status, form, 0)
		},
	})
}

// agreementVersions shows all versions, each with what it changed.
func (s *Server) agreementVersions(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	var told []views.ToldAgreement
	for _, ref := range j.Versions[entry.KindAgreement] {
		e, err := s.home.Entry(r.Context(), ref)
		if err != nil {
			return err
		}
		if body, ok := e.Body.(entry.Agreement); ok {
			told = append(told, views.ToldAgreement{Ref: ref, Body: body})
		}
	}
	v := views.NewAgreementVersions(j, told, s.home.Now())
	return render(w, r, http.StatusOK, pages.AgreementVersions(s.frame(r, components.PlacePlan), v))
}

func (s *Server) agreementErase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if err := s.home.EraseVersions(r.Context(), form.ID, entry.KindAgreement); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("agreement.erased"))
	return s.afterDraft(w, r, s.home.DropDraft(r.Context(), agreementDraft), agreementPath)
}
