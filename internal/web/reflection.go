package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

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

const reflectionDraft = "reflection"

// searchMost is how many results one page shows.
const searchMost = 20

func (s *Server) reflections(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	before, first := beforeDay(r)
	days, older, more := views.DaysPage(j, before, func(d *journey.Day) bool { return len(d.Reflections) > 0 })
	var ids []entry.ID
	for _, day := range days {
		for _, ref := range day.Reflections {
			ids = append(ids, ref.Text)
		}
	}
	texts, err := s.words(r, ids)
	if err != nil {
		return err
	}
	v := views.NewReflections(j, days, texts, older, more, first, s.home.Now())
	return render(w, r, http.StatusOK, pages.Reflections(s.frame(r, ""), v))
}

// words unseals what these entries say.
func (s *Server) words(r *http.Request, ids []entry.ID) (map[entry.ID]string, error) {
	entries, err := s.home.Entries(r.Context(), ids...)
	if err != nil {
		return nil, err
	}
	words := map[entry.ID]string{}
	for _, e := range entries {
		words[e.ID] = companion.Words(e.Body)
	}
	return words, nil
}

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	query := form.Value("q")
	if query == "" {
		return seeOther(w, r, "/reflections")
	}
	if say := views.QueryError(query); say != "" {
		v := views.Reflections{Query: query, Searched: true, Error: say}
		return render(w, r, http.StatusUnprocessableEntity, pages.Reflections(s.frame(r, ""), v))
	}
	before, err := strconv.ParseInt(form.Value("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	hits, next, err := s.home.Search(r.Context(), query, before, searchMost)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	found := make([]views.Found, len(hits))
	for i, hit := range hits {
		found[i] = views.Found{Entry: hit.Entry, Text: hit.Text, At: hit.At}
	}
	v := views.NewSearch(j, query, found, next, before == 0, s.home.Now())
	return render(w, r, http.StatusOK, pages.Reflections(s.frame(r, ""), v))
}

func (s *Server) reflectionPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderReflection(w, r, http.StatusOK, s.newForm(r, reflectionDraft))
}

func (s *Server) renderReflection(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewReflection(j, form, r.URL.Query().Get("prompt"), s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Reflection(s.frame(r, ""), v))
}

// reflection saves a page, a correction of one, or a draft.
func (s *Server) reflection(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("another") != "" {
		return s.anotherPrompt(w, r, form)
	}
	if form.Value("keep") != "" {
		form.Values.Del("keep")
		if err := s.keepDraft(r, reflectionDraft, form); err != nil {
			return err
		}
		s.sessions.notice(r, guide.Say("saved.draft"))
		return seeOther(w, r, "/reflections")
	}
	placed, err := s.tellPage(r, form, reflectionDraft, views.ReadReflection(form), nil)
	if errors.Is(err, fault.Conflict) {
		return s.renderReflection(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderReflection(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.reflection", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "reflection"))
	return seeOther(w, r, pageOf("/reflections", form))
}

// anotherPrompt goes on to another question and takes along what was typed.
func (s *Server) anotherPrompt(w http.ResponseWriter, r *http.Request, form views.Form) error {
	prompt := form.Value("another")
	form.Values.Del("another")
	err := s.home.DropDraft(r.Context(), reflectionDraft)
	if form.Value("text") != "" {
		err = s.keepDraft(r, reflectionDraft, form)
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/reflections/new?prompt="+url.QueryEscape(prompt))
}

// tellPage saves a body with the day and time of a form, and drops the form's
// draft. fields are what is wrong with the form already.
func (s *Server) tellPage(r *http.Request, form views.Form, draft string, body entry.Body, fields fault.Fields) ([]ledger.Placed, error) {
	at, more := when(form)
	fields = append(append(fields, more...), errorsOf(body.Validate())...)
	if len(fields) > 0 {
		return nil, fields
	}
	placed, err := s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Corrects: form.Corrects, When: at, Body: body})
	if err != nil || draft == "" || form.Corrects != "" {
		return placed, err
	}
	return placed, s.home.DropDraft(r.Context(), draft)
}

// asCorrection turns a form that was saved before with other words into a
// correction of what was saved.
func asCorrection(form views.Form) views.Form {
	if form.Corrects == "" {
		form.Corrects = form.ID
	}
	form.ID = companion.NewID()
	return form
}

// pageOf is where one goes after a form: to what was corrected, or to the list.
func pageOf(list string, form views.Form) string {
	if form.Corrects != "" {
		return list + "/" + string(form.Corrects)
	}
	return list
}

// foundReflection is the page an address names, with its words.
func (s *Server) foundReflection(r *http.Request) (j *journey.Journey, ref journey.Ref, day entry.Day, body entry.Reflection, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	ref, day, ok := j.FindReflection(entry.ID(r.PathValue("id")))
	if !ok {
		return j, ref, day, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), ref)
	body, _ = e.Body.(entry.Reflection)
	return j, ref, day, body, err
}

func (s *Server) reflectionTold(w http.ResponseWriter, r *http.Request) error {
	j, ref, day, body, err := s.foundReflection(r)
	if err != nil {
		return err
	}
	v := views.ToldReflection(j, ref, day, body, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, components.Place("")), v))
}

func (s *Server) reflectionCorrect(w http.ResponseWriter, r *http.Request) error {
	_, ref, day, body, err := s.foundReflection(r)
	if err != nil {
		return err
	}
	return s.renderReflection(w, r, http.StatusOK, views.ReflectionForm(ref, body, day, companion.NewID()))
}

func (s *Server) reflectionErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/reflections", guide.Say("reflection.erased"))
}
