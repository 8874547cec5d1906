package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) measures(w http.ResponseWriter, r *http.Request) error {
	return s.renderMeasures(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderMeasures(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewMeasures(j, s.home.Library(), form, s.home.Now())
	return render(w, r, status, pages.Measures(s.frame(r, ""), v))
}

// rhythm saves which measures are asked, and how often.
func (s *Server) rhythm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	rhythm, fields := views.ReadRhythm(j.Rhythm, s.home.Library(), form)
	if len(fields) == 0 {
		_, err = s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: rhythm})
		fields = errorsOf(err)
	}
	if len(fields) > 0 {
		form.Errors = fields
		return s.renderMeasures(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("measure.saved"))
	return seeOther(w, r, "/measures")
}

// questionnaireLimit is the largest file of a questionnaire, in bytes.
const questionnaireLimit = 512 << 10

// addInstrument takes a questionnaire from a FHIR R4 file.
func (s *Server) addInstrument(w http.ResponseWriter, r *http.Request) error {
	content, id, err := readUpload(r)
	if err != nil {
		return err
	}
	form := views.Form{ID: id}
	of, err := instrument.Parse(content)
	if err == nil {
		_, err = s.home.Library().Add(of)
	}
	if err == nil {
		_, err = s.home.Tell(r.Context(), companion.Telling{ID: id, Body: entry.OwnInstrument{Questionnaire: content}})
	}
	if errors.Is(err, fault.Invalid) || errors.Is(err, fault.TooLarge) || errors.Is(err, fault.Conflict) {
		form.Errors = fault.Fields{{Name: "file", Say: fault.Sentence(err)}}
		return s.renderMeasures(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("measure.saved"))
	return seeOther(w, r, "/measures/"+of.Key())
}

// readUpload reads the file and the ID of a small multipart form.
func readUpload(r *http.Request) (content []byte, id entry.ID, err error) {
	if err := r.ParseMultipartForm(questionnaireLimit); err != nil {
		return nil, "", formFault(err)
	}
	if id, err = entry.ParseID(r.PostFormValue("id")); err != nil {
		return nil, "", err
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		return nil, id, nil // no file was chosen: the parser says so
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, questionnaireLimit+1))
	if err != nil {
		return nil, id, formFault(err)
	}
	return content, id, nil
}

func (s *Server) instrumentOf(r *http.Request) (instrument.Instrument, error) {
	return s.home.Library().Lookup(r.PathValue("code"))
}

// tooEarly is how many days must lie between two sheets of one questionnaire;
// before that the last result is shown. [D: clinical §3.5]
const tooEarly = 7

func (s *Server) measurePage(w http.ResponseWriter, r *http.Request) error {
	of, err := s.instrumentOf(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	sheet, day, ok := views.LastSheet(j, of)
	today := j.Today(s.home.Now())
	if ok && today-day < tooEarly && of.Recall.Days >= 14 && r.URL.Query().Get("again") == "" {
		s.sessions.notice(r, guide.Say("measure.not-yet", "when", guide.RelativeDay(day.Time(), today.Time())))
		return seeOther(w, r, "/measures/"+of.Key()+"/sheets/"+string(sheet.ID))
	}
	return s.renderMeasure(w, r, http.StatusOK, of, s.newForm(r, measureDraft(of)), 0)
}

func measureDraft(of instrument.Instrument) string { return "measure-" + of.Key() }

func (s *Server) renderMeasure(w http.ResponseWriter, r *http.Request, status int, of instrument.Instrument, form views.Form, step int) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewMeasure(j, of, form, step, s.home.Now())
	return render(w, r, status, pages.Measure(s.frame(r, ""), v))
}

// measure goes on to another question, or saves the sheet.
func (s *Server) measure(w http.ResponseWriter, r *http.Request) error {
	of, err := s.instrumentOf(r)
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if step, moved := nextStep(form, len(of.Items)); moved {
		return s.renderMeasure(w, r, http.StatusOK, of, form, step)
	}
	sheet, fields := views.ReadMeasure(of, form)
	form.Errors = fields
	if len(fields) == 0 {
		_, err = s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: sheet})
		form.Errors = errorsOf(err)
	}
	if len(form.Errors) > 0 {
		return s.renderMeasure(w, r, http.StatusUnprocessableEntity, of, form, 0)
	}
	if err != nil {
		return fault.Wrap("web.measure", err)
	}
	if err := s.home.DropDraft(r.Context(), measureDraft(of)); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("measure.saved"))
	return seeOther(w, r, "/measures/"+of.Key()+"/sheets/"+string(form.ID))
}

// nextStep is the question a form goes on to; moved is false when it is to be
// saved.
func nextStep(form views.Form, steps int) (step int, moved bool) {
	at, err := strconv.Atoi(form.Value("step"))
	if err != nil || at < 0 || at > steps {
		at = 0
	}
	switch form.Value("go") {
	case "one-by-one":
		return 1, true
	case "all":
		return 0, true
	case "next":
		return min(at+1, steps), true
	case "back":
		return max(at-1, 1), true
	}
	return 0, false
}

// foundSheet is the sheet an address names.
func (s *Server) foundSheet(r *http.Request) (j *journey.Journey, of instrument.Instrument, sheet journey.Sheet, day entry.Day, err error) {
	if of, err = s.instrumentOf(r); err != nil {
		return
	}
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	sheet, day, ok := j.FindSheet(entry.ID(r.PathValue("id")))
	if !ok || sheet.Instrument != of.Key() {
		err = s.notFound(nil, r)
	}
	return j, of, sheet, day, err
}

func (s *Server) measureResult(w http.ResponseWriter, r *http.Request) error {
	j, of, sheet, day, err := s.foundSheet(r)
	if err != nil {
		return err
	}
	v := views.NewResult(j, s.home.Library(), of, sheet, day, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.MeasureResult(s.frame(r, ""), v))
}

func (s *Server) measureErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/measures", guide.Say("event.erased"))
}

func (s *Server) evidence(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, pages.Evidence(s.frame(r, ""), views.NewEvidence(s.home.Library())))
}
