package companion_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/letter"
	"fermata/internal/sample"
	"fermata/internal/views"
)

// lived is a home with half a year in it, a file that came in, corrections
// and something erased.
func lived(t testing.TB) *house {
	t.Helper()
	h := begun(t)
	n := 0
	h.do(h.Bring(t.Context(), sample.Entries(start, time.UTC, func(int) entry.ID { n++; return yearID(n) })))
	h.bring(daylio)
	wrong := h.tell(page("to be put right"))
	h.correct(wrong, page("=put right"))
	gone := h.tell(page("gooseberry"))
	h.correct(gone, page("gooseberry again"))
	h.do(h.Erase(t.Context(), companion.NewID(), gone))
	return h
}

// bring reads a file and brings it in as it looks.
func (h *house) bring(file string) entry.Import {
	h.t.Helper()
	i := must[*companion.Import](h.t)(h.ReadImport(h.t.Context(), strings.NewReader(file), "file.csv"))
	return must[entry.Import](h.t)(i.Run(h.t.Context(), i.Mapping))
}

const daylio = `full_date,date,weekday,time,mood,activities,note_title,note
2026-02-03,February 3,Tuesday,21:30,good,work | walk,,"a long day"
2026-02-02,February 2,Monday,22:00,meh,friends,,
2026-02-01,February 1,Sunday,20:15,rad,walk,Sunday,"=SUM(A1)"
`

// withoutPlaces is an export as a person would compare two: without the
// places in the record, which an import renumbers, and without the names that
// things have in one record's calendar and bundle.
func withoutPlaces(files map[string]string) map[string]string {
	files = maps.Clone(files)
	delete(files, "entries.jsonl")
	for _, name := range []string{"reminders.ics", "fhir/bundle.json"} {
		files[name] = recordsOwn.ReplaceAllString(files[name], "")
	}
	return files
}

var recordsOwn = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|"issued":"[^"]*",`)

func TestARecordTakenAlongIsTheSameElsewhere(t *testing.T) {
	h := lived(t)
	files := h.exported()
	there := newHouse(t)
	there.do(there.Begin(t.Context(), ""))
	told := there.bring(files["entries.jsonl"])
	lines := strings.Count(files["entries.jsonl"], "\n")
	if told.Source != "fermata" || told.Read != lines || told.Unread != 0 || told.Known != 0 {
		t.Errorf("%d lines: %+v", lines, told)
	}
	if diff := cmp.Diff(withoutPlaces(files), withoutPlaces(there.exported())); diff != "" {
		t.Errorf("-here +there:\n%s", diff)
	}
	here, now := h.look(), there.look()
	for name, pair := range map[string][2]any{
		"profile": {here.Profile, now.Profile}, "phases": {here.Phases, now.Phases}, "items": {here.Items, now.Items},
		"signs": {here.Signs, now.Signs}, "skills": {here.Skills, now.Skills}, "letters": {here.Letters, now.Letters},
		"help card": {here.HelpCard, now.HelpCard}, "plan": {here.Plan, now.Plan},
	} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("%s, -here +there:\n%s", name, diff)
		}
	}
	if card := must[entry.HelpCard](t)(there.HelpCard(t.Context())); card.Country != here.HelpCard.Country {
		t.Errorf("Help now shows %+v", card)
	}
	if again := there.bring(files["entries.jsonl"]); again.Added != 0 || again.Known != told.Added {
		t.Errorf("brought in once more: %+v", again)
	}
	there.sound()
}

func TestAnImportIsADryRunFirst(t *testing.T) {
	h := begun(t)
	before := h.look().Seq
	i := must[*companion.Import](t)(h.ReadImport(t.Context(), strings.NewReader(daylio), "days.csv"))
	plan, known, err := i.Plan(t.Context(), i.Mapping)
	if err != nil || plan.Report.Mapped != 3 || known != 0 {
		t.Fatalf("%+v, %d known, %v", plan, known, err)
	}
	if h.look().Seq != before {
		t.Error("the dry run saved something")
	}
	if same := must[*companion.Import](t)(h.FindImport(i.Token)); same != i {
		t.Error("the file is not at hand")
	}
	told := must[entry.Import](t)(i.Run(t.Context(), i.Mapping))
	if told.Read != 3 || told.Added != 3 || told.Known != 0 || told.File != "days.csv" {
		t.Errorf("told %+v", told)
	}
	if s := i.Status(); !s.Finished || s.Running || s.Err != nil || s.Told != told {
		t.Errorf("the status is %+v", s)
	}
	if _, known, err = i.Plan(t.Context(), i.Mapping); known != 3 || err != nil {
		t.Errorf("afterwards %d are known, %v", known, err)
	}
	h.sound()
}

func TestAFileWithMoreInItAddsOnlyWhatIsNew(t *testing.T) {
	h := begun(t)
	h.bring(daylio)
	head, rows, _ := strings.Cut(daylio, "\n")
	longer := head + "\n2026-02-04,February 4,Wednesday,21:00,bad,,,\n" + rows
	if told := h.bring(longer); told.Added != 1 || told.Known != 3 {
		t.Errorf("told %+v", told)
	}
	if points := h.look().Series(h.look().Items[0].Key, entry.FirstDay, entry.LastDay); len(points) != 4 {
		t.Errorf("the days are %v", points)
	}
}

// Taking a file out removes every word of it; the same file can come again.
func TestAnImportIsTakenOutAndBroughtInAgain(t *testing.T) {
	h := begun(t)
	own := h.tell(mood(5))
	for round := range 3 {
		h.bring(daylio)
		i := h.look().Imports[0]
		var row journey.CheckIn
		for day := range h.look().Days(entry.FirstDay, entry.LastDay) {
			row = day.CheckIns[0]
			break
		}
		h.correct(row.ID, entry.CheckIn{Line: "a row put right"})
		undo := companion.NewID()
		if rows, err := h.UndoImport(t.Context(), undo, i.Batch); err != nil || rows < 5 {
			t.Fatalf("round %d: %d rows, %v", round, rows, err)
		}
		_, err := h.UndoImport(t.Context(), undo, i.Batch)
		is(t, err, fault.NotFound)
		if text := h.exported()["entries.jsonl"]; strings.Contains(text, "a long day") || strings.Contains(text, "put right") {
			t.Errorf("round %d: words are left", round)
		}
		j := h.look()
		if _, _, ok := j.FindCheckIn(own); !ok || j.Entries != 2 || len(j.Imports) != 0 {
			t.Errorf("round %d: %d entries, %d imports", round, j.Entries, len(j.Imports))
		}
	}
	if told := h.bring(daylio); told.Added != 3 {
		t.Errorf("the last time: %+v", told)
	}
	h.sound()
}

func TestAHelpCardLeavesWithTheImportItCameWith(t *testing.T) {
	h := begun(t)
	h.do(h.SetHelpCard(t.Context(), companion.NewID(), entry.HelpCard{Country: "GB"}))
	file := h.exported()["entries.jsonl"]
	there := newHouse(t)
	there.do(there.Begin(t.Context(), ""))
	there.bring(file)
	if card := must[entry.HelpCard](t)(there.HelpCard(t.Context())); card.Country != "GB" {
		t.Fatalf("the card is %+v", card)
	}
	must[int](t)(there.UndoImport(t.Context(), companion.NewID(), there.look().Imports[0].Batch))
	if card := must[entry.HelpCard](t)(there.HelpCard(t.Context())); card.Country != "" {
		t.Errorf("the card is left: %+v", card)
	}
}

func TestAtMostThreeFilesWaitAndOnlyForAnHour(t *testing.T) {
	h := begun(t)
	var waiting []*companion.Import
	for n := range 4 {
		waiting = append(waiting, must[*companion.Import](t)(h.ReadImport(t.Context(), strings.NewReader(daylio), fmt.Sprint(n))))
		h.clock.pass(time.Minute)
	}
	_, err := h.FindImport(waiting[0].Token)
	is(t, err, fault.NotFound)
	for _, i := range waiting[1:] {
		must[*companion.Import](t)(h.FindImport(i.Token))
	}
	h.clock.pass(time.Hour)
	last := must[*companion.Import](t)(h.ReadImport(t.Context(), strings.NewReader(daylio), "late"))
	_, err = h.FindImport(waiting[3].Token)
	is(t, err, fault.NotFound)
	h.Lock()
	h.do(h.UnlockWithKeyFile(t.Context()))
	_, err = h.FindImport(last.Token)
	is(t, err, fault.NotFound)
}

func TestAFileThatCannotBeReadChangesNothing(t *testing.T) {
	h := begun(t)
	before := h.look().Seq
	for name, content := range map[string]string{
		"empty": "", "a picture": "\x89PNG\r\n\x1a\n\x00\x00", "words": "just some words",
		"a later export": `{"fermata":"entry/9","id":"x"}` + "\n",
	} {
		if _, err := h.ReadImport(t.Context(), strings.NewReader(content), name); err == nil || fault.Sentence(err) == fault.Sentence(nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if h.look().Seq != before {
		t.Error("something was saved")
	}
}

// A spreadsheet runs what begins like a formula. No cell of any table does,
// in whatever words; numbers stay numbers.
func TestNoTableHoldsAFormula(t *testing.T) {
	h := begun(t)
	words := []string{"=1+1", "+44 20 7946 0123", "-", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "plain", "'=1", "-5", "-0.5e3", "=cmd|' /C calc'!A0"}
	for _, text := range words {
		h.tell(page(text))
		h.tell(entry.LifeEvent{What: text, Weight: 1, Note: text})
		h.tell(entry.CheckIn{Line: text})
	}
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "bad", Name: "=HYPERLINK(1)"}}})
	h.tell(entry.CheckIn{Signs: []string{"bad"}, Items: map[string]float64{"mood": 0.5}})
	texts := 0
	for name, file := range h.exported() {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if runsAsFormula(cell) {
					t.Errorf("%s: %q", name, cell)
				}
				if strings.HasSuffix(cell, "SUM(A1)") {
					texts++
				}
			}
		}
	}
	if texts != 4 {
		t.Errorf("the words are there %d times, not 4", texts)
	}
}

// Whoever opens an export years later finds in it what each file is.
func TestAnExportExplainsEachOfItsFiles(t *testing.T) {
	h := lived(t)
	h.tell(entry.SafetyPlan{Alone: "Polish the brass"})
	h.tell(entry.TherapistLetter{Title: "Check-in", Way: entry.ByMail, Notes: "Все хорошо. שלום"})
	files := h.exported()
	for name := range files {
		if name != "README.txt" && !strings.Contains(files["README.txt"], name+"\n") {
			t.Errorf("the README says nothing of %s", name)
		}
	}
	for name, begins := range map[string]string{
		"fhir/bundle.json": `{"resourceType":"Bundle"`, "reminders.ics": "BEGIN:VCALENDAR", "letters/safety-plan.pdf": "%PDF-",
		"letters/sent-3-" + h.look().Today(h.clock.now()).String() + ".html": "<!doctype html>", // the third, after two of the sample; the fonts lack Hebrew
	} {
		if !strings.HasPrefix(strings.ToLower(files[name]), strings.ToLower(begins)) {
			t.Errorf("%s begins with %.20q; there are %v", name, files[name], slices.Sorted(maps.Keys(files)))
		}
	}
	if strings.Contains(files["fhir/bundle.json"], "Polish") {
		t.Error("the safety plan is in the bundle")
	}
}

// The page, the README, the documentation and the export name the same files.
func TestAnExportHoldsWhatItsListSays(t *testing.T) {
	files := begun(t).exported()
	doc := string(must[[]byte](t)(os.ReadFile("../../docs/export.md")))
	listed := map[string]bool{"README.txt": true}
	for _, f := range views.ExportFiles() {
		listed[f.Name] = true
		if _, there := files[f.Name]; !there {
			t.Errorf("%s is listed and not in the export", f.Name)
		}
		if !strings.Contains(doc, "`"+f.Name+"`") {
			t.Errorf("docs/export.md does not name %s", f.Name)
		}
		if !strings.Contains(files["README.txt"], f.Name+"\n    "+f.Title+"\n") {
			t.Errorf("the README does not say what %s is", f.Name)
		}
	}
	for name := range files {
		if !listed[name] && !strings.HasPrefix(name, "letters/") {
			t.Errorf("%s is in the export and not listed", name)
		}
	}
}

// What a person set down, tried and sent is in its table, and nothing of it
// runs as a formula.
func TestTheTablesHoldWhatWasSetDownTriedAndSent(t *testing.T) {
	h := begun(t)
	three, seven := 3, 7
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "no", Words: "=Say no", Status: entry.GoalKept, Steps: []entry.GoalStep{{Words: "+once", Done: true}}}}})
	h.tell(entry.GoalProgress{Goal: "no", Value: 4, Words: "@home"})
	h.tell(entry.Practice{Skill: "worry-time", Situation: "-evening", Before: &seven, After: &three, Thought: "=t"})
	h.tell(entry.HandledIt{What: "=the call", Did: "+wrote", Before: &three, After: &seven})
	h.tell(entry.Experiment{Key: "walk", Sort: "exercise", What: "=walk", Item: "mood", Begin: 20000, Try: 20005, End: 20010, Took: "@air"})
	h.tell(entry.ExperimentDay{Experiment: "walk", Done: true, Note: "=rain"})
	h.tell(entry.Agreement{Status: entry.AgreedTogether, Reason: "=rest", Start: 20000, Review: 20050})
	h.tell(entry.Agreement{Status: entry.AgreedTogether, Reason: "+rest", Start: 20000, Review: 20050})
	h.tell(entry.ReturnCriteria{Criteria: []entry.Criterion{{Key: "own", If: entry.IfOwn, Words: "=when I hide", Then: "-call"}}})
	h.tell(entry.ReturnCheck{Way: entry.WayWait, Reasons: "=not yet"})
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: "=Noor", Tel: "+44 7700 900123"}}})
	h.tell(entry.Resources{Resources: []entry.Resource{{Key: "b", Name: "=A book", Status: entry.ResourceUsing}}})
	h.tell(entry.CareOptions{Currency: "=1", Options: []entry.CareOption{{Key: "online", Sort: "online", Fee: &seven, PerYear: 12, Name: "@Ada"}}})
	h.tell(entry.TherapistLetter{Title: "=Check-in", For: "+Dr Ada", Way: entry.ByMail, Notes: "the words of it"})
	files := h.exported()
	for name, rows := range map[string]int{
		"goals": 1, "goal-progress": 1, "practice": 1, "hard-situations": 1, "experiments": 1, "experiment-days": 1, "agreements": 2,
		"return-criteria": 1, "return-checks": 1, "support-circle": 1, "resources": 1, "care-options": 1, "letters-sent": 1,
	} {
		table, err := csv.NewReader(strings.NewReader(files["tables/"+name+".csv"])).ReadAll()
		if err != nil || len(table) != rows+1 {
			t.Fatalf("%s: %d rows, %v", name, len(table)-1, err)
		}
		guarded := false
		for _, row := range table {
			for _, cell := range row {
				if runsAsFormula(cell) {
					t.Errorf("%s: %q runs as a formula", name, cell)
				}
				guarded = guarded || strings.HasPrefix(cell, "'")
			}
		}
		if !guarded {
			t.Errorf("%s does not hold the words", name)
		}
	}
	if strings.Contains(files["tables/letters-sent.csv"], "the words of it") {
		t.Error("the words of a letter are in the table")
	}
}

func runsAsFormula(cell string) bool {
	if cell == "-5" || cell == "-0.5e3" {
		return false
	}
	return cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0])
}

func TestTheTablesAgreeWithTheJourney(t *testing.T) {
	h := lived(t)
	j := h.look()
	files := h.exported()
	rows, err := csv.NewReader(strings.NewReader(files["tables/check-ins.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, c := range day.CheckIns {
			want = append(want, string(c.ID)+" "+day.Day.String())
		}
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[0]+" "+row[1])
	}
	if !slices.Equal(want, got) || len(got) < 100 {
		t.Errorf("%d check-ins in the table, %d in the journey", len(got), len(want))
	}
	if !strings.Contains(files["tables/reflections.csv"], "'=put right") || strings.Contains(files["entries.jsonl"], "gooseberry") {
		t.Error("a correction is missing, or something erased is there")
	}
}

// Whatever a person leaves out of a brief is in no form of it.
func TestWhatIsLeftOutOfABriefIsInNoFormOfIt(t *testing.T) {
	h := begun(t)
	h.tell(entry.Phase{Name: entry.OnBreak})
	h.clock.pass(24 * time.Hour)
	secret := h.tell(entry.LifeEvent{What: "A gooseberry matter", Weight: 9})
	h.tell(entry.LifeEvent{What: "A new job", Weight: 4})
	h.clock.pass(24 * time.Hour)
	full := forms(t, must[views.Letter](t)(h.ReturnBrief(t.Context())))
	h.tell(entry.Letter{Letter: views.ReturnBrief, LeftOut: []string{"event-" + string(secret)}, Notes: "Read it with me."})
	brief := must[views.Letter](t)(h.ReturnBrief(t.Context()))
	for name, text := range forms(t, brief) {
		if !strings.Contains(full[name], "gooseberry") {
			t.Errorf("%s: it was never in", name)
		}
		if strings.Contains(text, "gooseberry") || !strings.Contains(text, "A new job") || !strings.Contains(text, "Read it with me") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

func forms(t testing.TB, l views.Letter) map[string]string {
	t.Helper()
	var markdown, html bytes.Buffer
	if err := letter.Markdown(&markdown, l); err != nil {
		t.Fatal(err)
	}
	if err := letter.HTML(&html, l); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"Markdown": markdown.String(), "HTML": html.String()}
}
