package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/importer"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

// importDesk takes files in. It knows which of them are being brought in, so
// that a form that is sent twice starts one import.
type importDesk struct {
	*Server
	mu      sync.Mutex
	running map[string]bool // by token
}

func newImportDesk(s *Server) *importDesk {
	return &importDesk{Server: s, running: map[string]bool{}}
}

func (d *importDesk) choose(w http.ResponseWriter, r *http.Request) error {
	return d.renderChoose(w, r, http.StatusOK, views.Form{})
}

func (d *importDesk) renderChoose(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := d.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, status, pages.ImportStart(d.frame(r, ""), views.NewImportStart(j, form, d.home.Now())))
}

// upload reads a file and goes on to what would become of it.
func (d *importDesk) upload(w http.ResponseWriter, r *http.Request) error {
	i, err := d.readFile(r)
	for _, kind := range []error{fault.Invalid, fault.TooLarge, fault.Newer} {
		if errors.Is(err, kind) {
			form := views.Form{Errors: fault.Fields{{Name: "file", Say: fault.Sentence(err)}}}
			return d.renderChoose(w, r, http.StatusUnprocessableEntity, form)
		}
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/import/"+i.Token)
}

// readFile hands the form's file on as it arrives.
func (d *importDesk) readFile(r *http.Request) (*companion.Import, error) {
	const op = "web.import"
	form, err := r.MultipartReader()
	if err != nil {
		return nil, formFault(err)
	}
	for {
		part, err := form.NextPart()
		switch {
		case err == io.EOF:
			return nil, fault.New(fault.Invalid, op, guide.Say("import.choose-file"))
		case err != nil:
			return nil, uploadFault(err)
		case part.FormName() != "file":
			continue
		case part.FileName() == "":
			return nil, fault.New(fault.Invalid, op, guide.Say("import.choose-file"))
		}
		i, err := d.home.ReadImport(r.Context(), part, part.FileName())
		if errors.Is(err, fault.TooLarge) { // let it arrive, or the browser shows a broken line and no sentence
			_, _ = io.Copy(io.Discard, part)
		}
		return i, uploadFault(err)
	}
}

// uploadFault names a file that is over the limit as such, wherever reading
// stopped.
func uploadFault(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.New(fault.TooLarge, "web.import", guide.Say("import.too-large"))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "web.import", guide.Say("import.not-whole"))
	}
	return err
}

// look shows what would become of a file.
func (d *importDesk) look(w http.ResponseWriter, r *http.Request) error {
	i, err := d.home.FindImport(r.PathValue("token"))
	if err != nil {
		return err
	}
	if d.begun(i) {
		return seeOther(w, r, "/import/"+i.Token+"/progress")
	}
	return d.renderLook(w, r, i, i.Mapping, views.Form{})
}

// decide looks again with what was changed, or brings the file in.
func (d *importDesk) decide(w http.ResponseWriter, r *http.Request) error {
	i, err := d.home.FindImport(r.PathValue("token"))
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := d.home.Look(r.Context())
	if err != nil {
		return err
	}
	mapping, fields := readMapping(i.File, i.Mapping, j.Items, form)
	if len(fields) == 0 {
		fields = errorsOf(i.File.CheckMapping(mapping, j.Items))
	}
	if form.Errors = fields; len(fields) > 0 || form.Value("do") != "bring" {
		return d.renderLook(w, r, i, mapping, form)
	}
	d.bring(r.Context(), i, mapping)
	return seeOther(w, r, "/import/"+i.Token+"/progress")
}

// renderLook plans and shows the plan. On a first look, what is missing is a
// question and not yet a mistake.
func (d *importDesk) renderLook(w http.ResponseWriter, r *http.Request, i *companion.Import, m importer.Mapping, form views.Form) error {
	j, err := d.home.Look(r.Context())
	if err != nil {
		return err
	}
	look := importLook{file: i.File, mapping: m, journey: j, form: form, token: i.Token}
	if len(form.Errors) == 0 {
		look.plan, look.known, err = i.Plan(r.Context(), m)
		if err != nil && errorsOf(err) == nil {
			return err
		}
		look.form.Errors = mistakes(errorsOf(err))
	}
	status := http.StatusOK
	if len(form.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return render(w, r, status, pages.ImportLook(d.frame(r, ""), look.view()))
}

// mistakes are the fields that are no open question.
func mistakes(fields fault.Fields) fault.Fields {
	return slices.DeleteFunc(slices.Clone(fields), func(f fault.Field) bool { return f.Name == "date" || f.Name == "date-order" })
}

// bring takes a file in, in the background: the page may be closed
// meanwhile. A file that is being brought in, or was, is not started again.
func (d *importDesk) bring(ctx context.Context, i *companion.Import, m importer.Mapping) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.running[i.Token] || saved(i.Status()) {
		return
	}
	d.running[i.Token] = true
	ctx = context.WithoutCancel(ctx)
	go func() {
		_, err := i.Run(ctx, m)
		if err != nil {
			d.options.Log.Error("import stopped", "error", err)
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.running, i.Token)
	}()
}

// begun says whether a file is being brought in, or was.
func (d *importDesk) begun(i *companion.Import) bool {
	return d.isRunning(i) || saved(i.Status())
}

func (d *importDesk) isRunning(i *companion.Import) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.running[i.Token]
}

// saved: the rows are in the record, even where something after them failed.
func saved(s companion.ImportStatus) bool { return s.Finished && s.Told.Batch != "" }

// watch says how far an import is, asks again by itself each second, and
// goes on to the result.
func (d *importDesk) watch(w http.ResponseWriter, r *http.Request) error {
	i, err := d.home.FindImport(r.PathValue("token"))
	if err != nil {
		return err
	}
	running, status := d.isRunning(i), i.Status() // in this order: it may end in between
	v := views.ImportProgress{File: views.ClipName(i.File.Name, 48), URL: "/import/" + i.Token}
	switch {
	case saved(status) && status.Told.Added > 0:
		d.sessions.notice(r, guide.Say("import.done", "rows", status.Told.Added))
		return seeOther(w, r, "/imports/"+status.Told.Batch)
	case saved(status):
		v.Nothing = true
	case running:
		v.Words = views.ProgressWords(status.Done, i.File.Read)
		w.Header().Set("Refresh", "1")
	case status.Finished:
		v.Stopped = fault.Sentence(status.Err)
	default:
		return seeOther(w, r, v.URL)
	}
	return render(w, r, http.StatusOK, pages.ImportProgress(d.frame(r, ""), v))
}

// found is the import that an address names.
func (d *importDesk) found(r *http.Request) (*journey.Journey, journey.Import, error) {
	j, err := d.home.Look(r.Context())
	if err != nil {
		return nil, journey.Import{}, err
	}
	for _, i := range j.Imports {
		if i.Batch == r.PathValue("batch") && i.To > 0 {
			return j, i, nil
		}
	}
	return nil, journey.Import{}, fault.New(fault.NotFound, "web.import", guide.Say("import.gone"))
}

func (d *importDesk) told(w http.ResponseWriter, r *http.Request) error {
	j, i, err := d.found(r)
	if err != nil {
		return err
	}
	v := views.NewImportTold(j, i, companion.NewID(), d.home.Now())
	return render(w, r, http.StatusOK, pages.ImportTold(d.frame(r, ""), v))
}

// undo takes an import out again. Sent twice, it takes it out once.
func (d *importDesk) undo(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, i, err := d.found(r)
	if err == nil {
		_, err = d.home.UndoImport(r.Context(), form.ID, i.Batch)
	}
	switch {
	case errors.Is(err, fault.NotFound):
		d.sessions.notice(r, fault.Sentence(err))
	case err != nil:
		return err
	default:
		d.sessions.notice(r, guide.Say("import.undone", "rows", i.Told.Added))
	}
	return seeOther(w, r, "/import")
}

func (d *importDesk) words(w http.ResponseWriter, r *http.Request) error {
	j, i, err := d.found(r)
	if err != nil {
		return err
	}
	rows, err := d.rowsOf(r.Context(), j, i)
	if err != nil {
		return err
	}
	v := views.NewImportWords(j, i, rows, views.Form{ID: companion.NewID()})
	return render(w, r, http.StatusOK, pages.ImportWords(d.frame(r, ""), v))
}

// changeWords corrects what the words of an import count as.
func (d *importDesk) changeWords(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, i, err := d.found(r)
	if err != nil {
		return err
	}
	rows, err := d.rowsOf(r.Context(), j, i)
	if err != nil {
		return err
	}
	mapping, next, fields := views.ReadImportMapping(j, i.Mapping, rows, form)
	if len(fields) == 0 {
		_, err = d.home.Tell(r.Context(), companion.Telling{ID: form.ID, Corrects: i.MappingID, Body: mapping})
		if errors.Is(err, fault.Conflict) { // sent from Back with other answers
			_, err = d.home.Tell(r.Context(), companion.Telling{ID: companion.NewID(), Corrects: i.MappingID, Body: mapping})
		}
		fields = errorsOf(err)
	}
	if form.Errors = fields; len(fields) > 0 {
		v := views.NewImportWords(j, i, next, form)
		return render(w, r, http.StatusUnprocessableEntity, pages.ImportWords(d.frame(r, ""), v))
	}
	if err != nil {
		return err
	}
	d.sessions.notice(r, guide.Say("import.mapping.saved"))
	return seeOther(w, r, "/imports/"+i.Batch)
}

// rowsOf unseals the rows of an import.
func (d *importDesk) rowsOf(ctx context.Context, j *journey.Journey, i journey.Import) (views.ImportRows, error) {
	var ids []entry.ID
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, c := range day.CheckIns {
			if c.By.Role == entry.Importer && c.By.Actor == i.Batch {
				ids = append(ids, c.Text)
			}
		}
	}
	rows, err := d.home.Entries(ctx, ids...)
	return views.NewImportRows(j, i.Mapping, rows), err
}

// delimiters name what stands between the cells of a table.
var delimiters = map[string]string{",": "commas", ";": "semicolons", "\t": "tabs"}

// fileWords says how a file is written.
func fileWords(f *importer.File) []string {
	words := []string{guide.Say("import.file.name", "name", views.ClipName(f.Name, 48)), guide.Say("import.file.letters", "encoding", f.Encoding)}
	if f.Guessed {
		words[1] = guide.Say("import.file.letters.guessed", "encoding", f.Encoding)
	}
	if between := delimiters[f.Delimiter]; between != "" {
		words = append(words, guide.Say("import.file."+between))
	}
	if f.Variant != "" {
		words = append(words, guide.Say("import.file."+f.Variant))
	}
	if f.Delimiter == "" {
		return append(words, guide.Say("import.holds", "records", f.Read))
	}
	return append(words, guide.Say("import.file.rows", "rows", f.Read))
}
