package web

import (
	"net/http"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const talkDraft = "talk-guide"

func (s *Server) talkPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderTalk(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderTalk(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, before, told, err := latest[entry.TalkGuide](s, r, entry.KindTalkGuide)
	if err != nil {
		return err
	}
	draft := s.newForm(r, talkDraft).Draft
	v := views.NewTalk(j, before, told, draft, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Talk(s.frame(r, components.PlacePlan), v))
}

// talkAfter keeps what was said, and what the therapist advised.
func (s *Server) talkAfter(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, _, err := latest[entry.TalkGuide](s, r, entry.KindTalkGuide)
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{
		body: views.ReadTalkAfter(before, form), then: "/decide/talk", say: guide.Say("decide.saved"), render: s.renderTalk,
	})
}

// talkForm is the half-written guide, or the one that was saved, to change.
func (s *Server) talkForm(r *http.Request) (views.Form, error) {
	form := s.newForm(r, talkDraft)
	if form.Draft {
		return form, nil
	}
	_, before, told, err := latest[entry.TalkGuide](s, r, entry.KindTalkGuide)
	if told {
		form.Values = views.TalkValues(before)
	}
	return form, err
}

func (s *Server) talkStepPage(w http.ResponseWriter, r *http.Request) error {
	form, err := s.talkForm(r)
	if err != nil {
		return err
	}
	form.Values.Set("step", r.URL.Query().Get("step"))
	return s.renderTalkStep(w, r, http.StatusOK, form)
}

func (s *Server) renderTalkStep(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, signs, _, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	if j.Deciding.Unsafe {
		return seeOther(w, r, "/decide/talk")
	}
	step := form.Value("step")
	for _, wrong := range form.Errors {
		step = wrong.Name
	}
	v := views.NewTalkStep(signs, step, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.TalkStep(s.frame(r, components.PlacePlan), v))
}

// talkStep keeps one step with the others and goes on; the last one saves the
// guide.
func (s *Server) talkStep(w http.ResponseWriter, r *http.Request) error {
	sent, err := readForm(r)
	if err != nil {
		return err
	}
	form, err := s.talkForm(r)
	if err != nil {
		return err
	}
	step := sent.Value("step")
	if !views.IsTalkStep(step) {
		return seeOther(w, r, "/decide/talk/write")
	}
	form.ID = sent.ID
	form.Values.Set("id", string(sent.ID))
	form.Values.Set(step, withTaken(sent, step))
	if sent.Value("go") == "save" {
		return s.saveTalk(w, r, form)
	}
	if err := s.keepDraft(r, talkDraft, form); err != nil {
		return err
	}
	return seeOther(w, r, talkGoesTo(sent.Value("go"), step))
}

// withTaken is the text of a step with the lines that were ticked to be added.
func withTaken(sent views.Form, step string) string {
	text := sent.Value(step)
	for _, line := range sent.All("take") {
		text = strings.TrimSpace(text + "\n" + line)
	}
	return text
}

func talkGoesTo(where, step string) string {
	switch where {
	case "next":
		if next := views.NextTalkStep(step); next != "" {
			return "/decide/talk/write?step=" + next
		}
	case "back":
		return "/decide/talk/write?step=" + views.TalkStepBefore(step)
	}
	return "/decide/talk"
}

func (s *Server) saveTalk(w http.ResponseWriter, r *http.Request, form views.Form) error {
	_, before, _, err := latest[entry.TalkGuide](s, r, entry.KindTalkGuide)
	if err != nil {
		return err
	}
	told := state{body: views.ReadTalk(before, form), then: "/decide/talk", say: guide.Say("decide.saved"), render: s.renderTalkStep}
	told.tell = func() error {
		if _, err := s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: told.body}); err != nil {
			return err
		}
		return s.home.DropDraft(r.Context(), talkDraft)
	}
	return s.tellState(w, r, form, told)
}
