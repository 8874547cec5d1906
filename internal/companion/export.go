package companion

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/fhir"
	"fermata/internal/ics"
	"fermata/internal/journey"
	"fermata/internal/ledger"
	"fermata/internal/letter"
	"fermata/internal/views"
)

// Export writes everything the record holds, file by file: entries.jsonl,
// which Fermata reads back, tables for people and spreadsheets, a FHIR bundle,
// the dates for a calendar and each letter there is. create opens the next
// file; it is used until the one after is asked for. Erased entries are not in
// it, and private kinds are not in the bundle.
func (h *Home) Export(ctx context.Context, create func(name string) (io.Writer, error)) error {
	const op = "companion.export"
	l, err := h.opened()
	if err != nil {
		return err
	}
	j, err := h.Look(ctx)
	if err != nil {
		return err
	}
	letters, err := h.exportLetters(ctx, j)
	if err != nil {
		return fault.Wrap(op, err)
	}
	told, err := h.told(ctx)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for _, write := range []func() error{
		func() error { return writeReadme(create, letters) },
		func() error { return writeEntries(ctx, l, create) },
		func() error { return h.exportTables(j, told, create) },
		func() error { return h.exportBundle(j, told, create) },
		func() error { return h.exportCalendar(j, create) },
		func() error { return writeLetters(letters, create) },
	} {
		if err := write(); err != nil {
			return fault.Wrap(op, err)
		}
	}
	return nil
}

func writeReadme(create func(string) (io.Writer, error), letters []exportedLetter) error {
	var files []views.ExportFile
	for _, l := range letters {
		files = append(files, views.ExportFile{Name: l.name, Title: l.title})
	}
	return writeFile(create, "README.txt", func(w *bufio.Writer) error {
		_, err := w.WriteString(views.ExportReadme(files))
		return err
	})
}

func writeEntries(ctx context.Context, l *ledger.Ledger, create func(string) (io.Writer, error)) error {
	return writeFile(create, "entries.jsonl", func(w *bufio.Writer) error {
		return l.Lines(ctx, func(line []byte) error {
			w.Write(line)
			return w.WriteByte('\n')
		})
	})
}

func (h *Home) exportBundle(j *journey.Journey, told map[entry.ID]entry.Body, create func(string) (io.Writer, error)) error {
	return writeFile(create, "fhir/bundle.json", func(w *bufio.Writer) error {
		return fhir.Write(w, fhir.Source{Journey: j, Library: h.Library(), Words: told, Seed: h.bundleSeed(), Made: h.now()})
	})
}

// exportCalendar writes the dates that the page of the calendar proposes.
func (h *Home) exportCalendar(j *journey.Journey, create func(string) (io.Writer, error)) error {
	proposed := views.NewCalendarPage(j, h.Library(), views.Form{}, h.now()).Form
	calendar, _ := views.NewCalendar(j, h.Library(), proposed, h.CalendarSeed(), h.now())
	return writeFile(create, "reminders.ics", func(w *bufio.Writer) error { return ics.Write(w, calendar) })
}

// exportedLetter is a letter as a file.
type exportedLetter struct {
	name, title string
	file        []byte
}

// exportLetters makes every letter that has something in it, and those to the
// therapist as they were sent.
func (h *Home) exportLetters(ctx context.Context, j *journey.Journey) ([]exportedLetter, error) {
	var list []exportedLetter
	for _, key := range LetterKeys() {
		l, err := h.Letter(ctx, key)
		if err != nil {
			return nil, err
		}
		if list, err = h.withLetter(list, key, l); err != nil {
			return nil, err
		}
	}
	sent, err := h.SentLetters(ctx, j)
	if err != nil {
		return nil, err
	}
	for n, ref := range j.Versions[entry.KindTherapistLetter] {
		name := "sent-" + strconv.Itoa(n+1) + "-" + j.Turn().Day(ref.At.Instant, j.Location()).String()
		if list, err = h.withLetter(list, name, views.SentLetter(sent[ref.Text])); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// withLetter adds a letter as a PDF, and as a page to print where the fonts of
// the PDF lack a letter of its script.
func (h *Home) withLetter(list []exportedLetter, name string, l views.Letter) ([]exportedLetter, error) {
	if l.Empty() {
		return list, nil
	}
	var file bytes.Buffer
	ending := ".pdf"
	err := letter.PDF(&file, l, h.now())
	if errors.Is(err, fault.Invalid) {
		file.Reset()
		ending, err = ".html", letter.HTML(&file, l)
	}
	return append(list, exportedLetter{"letters/" + name + ending, l.Title, file.Bytes()}), err
}

func writeLetters(letters []exportedLetter, create func(string) (io.Writer, error)) error {
	for _, l := range letters {
		err := writeFile(create, l.name, func(w *bufio.Writer) error {
			_, err := w.Write(l.file)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func writeFile(create func(string) (io.Writer, error), name string, write func(*bufio.Writer) error) error {
	file, err := create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

func writeTable(create func(string) (io.Writer, error), name string, rows func(row func(...string))) error {
	return writeFile(create, name, func(w *bufio.Writer) error {
		table := csv.NewWriter(w)
		rows(func(cells ...string) {
			for i, cell := range cells {
				cells[i] = unformula(cell)
			}
			table.Write(cells)
		})
		table.Flush()
		return table.Error()
	})
}

// formulaSigns are what a spreadsheet takes for the beginning of a formula,
// some in the width of East Asian letters too (OWASP, CSV injection).
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// unformula keeps a spreadsheet from running a text as a formula.
func unformula(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell == "" || !strings.ContainsRune(formulaSigns, first) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

// exportTables writes a table for each sort of thing a person would want in a
// spreadsheet. What each is called and says stands in [views.ExportFiles].
func (h *Home) exportTables(j *journey.Journey, told map[entry.ID]entry.Body, create func(string) (io.Writer, error)) error {
	plain := func(rows func(*journey.Journey, func(...string))) func(func(...string)) {
		return func(row func(...string)) { rows(j, row) }
	}
	worded := func(rows func(*journey.Journey, map[entry.ID]entry.Body, func(...string))) func(func(...string)) {
		return func(row func(...string)) { rows(j, told, row) }
	}
	for _, table := range []struct {
		name string
		rows func(row func(...string))
	}{
		{"days", plain(dayRows)},
		{"check-ins", worded(checkInRows)},
		{"reflections", worded(reflectionRows)},
		{"measures", plain(h.sheetRows)},
		{"life-events", worded(eventRows)},
		{"hard-situations", worded(handledRows)},
		{"practice", worded(practiceRows)},
		{"goals", plain(goalRows)},
		{"goal-progress", worded(progressRows)},
		{"experiments", plain(experimentRows)},
		{"experiment-days", worded(triedRows)},
		{"agreements", worded(agreementRows)},
		{"return-criteria", plain(criterionRows)},
		{"return-checks", worded(checkRows)},
		{"support-circle", plain(supportRows)},
		{"resources", plain(resourceRows)},
		{"care-options", worded(careRows)},
		{"letters-sent", worded(sentRows)},
	} {
		if err := writeTable(create, "tables/"+table.name+".csv", table.rows); err != nil {
			return err
		}
	}
	return nil
}

// told holds every body by the ID of the entry that tells it.
func (h *Home) told(ctx context.Context) (map[entry.ID]entry.Body, error) {
	bodies := map[entry.ID]entry.Body{}
	err := h.each(ctx, func(e entry.Entry) { bodies[e.ID] = e.Body })
	return bodies, err
}

func itemKeys(j *journey.Journey) []string {
	keys := map[string]bool{}
	for _, item := range j.Items {
		keys[item.Key] = true
	}
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, c := range day.CheckIns {
			for _, v := range c.Values {
				keys[v.Item] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func dayRows(j *journey.Journey, row func(...string)) {
	keys := itemKeys(j)
	row(append([]string{"date"}, keys...)...)
	columns := make([]map[entry.Day]float64, len(keys))
	for i, key := range keys {
		columns[i] = map[entry.Day]float64{}
		for _, p := range j.Series(key, entry.FirstDay, entry.LastDay) {
			columns[i][p.Day] = p.Value
		}
	}
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		cells := []string{day.Day.String()}
		for _, column := range columns {
			cell := ""
			if value, ok := column[day.Day]; ok {
				cell = number(value)
			}
			cells = append(cells, cell)
		}
		row(cells...)
	}
}

func stamp(ref journey.Ref) string { return ref.At.Local().Format(time.RFC3339) }

func checkInRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	keys := itemKeys(j)
	row(append([]string{"id", "date", "at", "from", "warning signs", "skills", "line"}, keys...)...)
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, c := range day.CheckIns {
			body, _ := told[c.Text].(entry.CheckIn)
			cells := []string{
				string(c.ID), day.Day.String(), stamp(c.Ref), string(c.By.Role),
				named(j.Signs, c.Signs), named(j.Skills, c.Skills), body.Line,
			}
			for _, key := range keys {
				cells = append(cells, valueOf(c, key))
			}
			row(cells...)
		}
	}
}

func valueOf(c journey.CheckIn, item string) string {
	for _, v := range c.Values {
		if v.Item == item {
			return number(v.Value)
		}
	}
	return ""
}

func named(list []entry.Named, keys []string) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = journey.NameOf(list, key)
	}
	return strings.Join(names, "; ")
}

func reflectionRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "at", "prompt", "text")
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, ref := range day.Reflections {
			body, _ := told[ref.Text].(entry.Reflection)
			row(string(ref.ID), day.Day.String(), stamp(ref), body.Prompt, body.Text)
		}
	}
}

func eventRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "what", "weight", "welcome", "note")
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, event := range day.Events {
			body, _ := told[event.Text].(entry.LifeEvent)
			row(string(event.ID), day.Day.String(), body.What, strconv.Itoa(event.Weight), strconv.FormatBool(event.Good), body.Note)
		}
	}
}

func (h *Home) sheetRows(j *journey.Journey, row func(...string)) {
	row("id", "date", "at", "from", "questionnaire", "scale", "score", "band")
	library := h.Library()
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, sheet := range day.Sheets {
			cells := []string{string(sheet.ID), day.Day.String(), stamp(sheet.Ref), string(sheet.By.Role), sheet.Instrument}
			of, err := library.Lookup(sheet.Instrument)
			if err != nil {
				row(append(cells, "", "", "")...)
				continue
			}
			result, err := of.Read(sheet.Answers, sheet.Total)
			if err != nil {
				row(append(cells, "", "", "")...)
				continue
			}
			for _, score := range result.Scores {
				row(append(slices.Clone(cells), score.Scale, number(score.Value), score.Band.Label)...)
			}
		}
	}
}
