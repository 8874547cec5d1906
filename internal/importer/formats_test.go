package importer_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/importer"
	"fermata/internal/instrument"
)

// pack puts files into one, in the given order of names and contents.
func pack(t testingT, pairs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for n := 0; n < len(pairs); n += 2 {
		w, err := archive.Create(pairs[n])
		if err == nil {
			_, err = w.Write([]byte(pairs[n+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// loopPack is the folder testdata/loop as Loop would pack it.
func loopPack(t testingT) []byte {
	t.Helper()
	var pairs []string
	root := filepath.Join("testdata", "loop")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		inside, _ := filepath.Rel(root, name)
		pairs = append(pairs, filepath.ToSlash(inside), string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pack(t, pairs...)
}

func backup(t testingT) []byte {
	return pack(t, "backup.daylio", base64.StdEncoding.EncodeToString(fixture(t, "daylio-backup.json")), "assets/photo", "x")
}

func planBytes(t testingT, raw []byte) *importer.Plan { return plan(t, string(raw), spring) }

// say lists the groups of a report as "name reason count".
func say(groups []importer.Group) []string {
	var list []string
	for _, g := range groups {
		list = append(list, strings.TrimSpace(g.Name+" "+string(g.Reason))+" "+strconv.Itoa(g.Count))
	}
	slices.Sort(list)
	return list
}

func wantReport(t *testing.T, p *importer.Plan, source string, read, mapped int, ignored, unread []string) {
	t.Helper()
	checkPlan(t, p)
	r := p.Report
	if r.Source != source || r.Read != read || r.Mapped != mapped || !slices.Equal(say(r.Ignored), ignored) || !slices.Equal(say(r.Unreadable), unread) {
		t.Errorf("%s: read %d, mapped %d\nignored %q\nunreadable %q", r.Source, r.Read, r.Mapped, say(r.Ignored), say(r.Unreadable))
	}
}

// value is what a row counts as on the item that a column became.
func value(t *testing.T, p *importer.Plan, e entry.Entry, column string) float64 {
	t.Helper()
	for _, c := range p.Mapping("b").Columns {
		if c.Name == column {
			v, ok := c.Value(checkIn(t, e).Origin.Values[column])
			if !ok {
				t.Fatalf("%q counts for nothing in %q", checkIn(t, e).Origin.Values[column], column)
			}
			return v
		}
	}
	t.Fatalf("%q became no item", column)
	return 0
}

func TestABackupOfDaylioComesInWhole(t *testing.T) {
	p := planBytes(t, backup(t))
	wantReport(t, p, "daylio-backup", 6, 5, nil, []string{"bad-entry 1"})
	all := entries(p, "b")
	monday := checkIn(t, all[4])
	if monday.Line != "Monday\nSaid no to a meeting.\nNothing broke." || !slices.Equal(monday.Origin.Tags, []string{"work", "long walk"}) {
		t.Errorf("monday: %+v", monday)
	}
	// 1 is the best and 5 the worst; a mood of one's own counts like its group.
	for n, want := range map[int]float64{4: 10, 3: 5, 2: 0, 0: 7.5} {
		if got := value(t, p, all[n], "mood"); got != want {
			t.Errorf("row %d counts as %v, want %v", n, got, want)
		}
	}
	if got := checkIn(t, all[1]).Origin.Values["mood"]; got != "mood 8" {
		t.Errorf("a mood that nothing names is %q", got)
	}
	if !slices.Equal(say(p.Report.Remarks), []string{"attached 1", "formatting 1"}) {
		t.Errorf("remarks: %q", say(p.Report.Remarks))
	}
}

func TestLoopHabitsComeWithTheirHistory(t *testing.T) {
	p := planBytes(t, loopPack(t))
	wantReport(t, p, "loop", 11, 6,
		[]string{"Walk (2) unanswered 2", "Walk automatic 1", "Walk unanswered 1"}, []string{"bad-date 1"})
	var walked int
	for _, e := range entries(p, "b") {
		c := checkIn(t, e)
		if slices.Contains(c.Origin.Tags, "Walk") {
			walked++
			if c.Line != "Along the river" || value(t, p, e, "Walk") != 10 {
				t.Errorf("the walk: %+v", c)
			}
		}
		if c.Origin.Values["Read (pages)"] == "10.0" && value(t, p, e, "Read (pages)") != 4 {
			t.Error("10 pages of 25")
		}
	}
	if walked != 1 {
		t.Errorf("walked %d times; what Loop filled in is none", walked)
	}
	items, _ := p.Items()
	for _, item := range items.Items {
		if !item.Retired {
			t.Errorf("%s would be asked in every check-in", item.Name)
		}
	}
}

func TestAHabitWithoutItsHistoryIsNamed(t *testing.T) {
	raw := pack(t, "Habits.csv", "Position,Name\n1,Walk\n2,Lost\n", "001 Walk/Checkmarks.csv", "Date,Value,Notes\n2024-05-03,YES_MANUAL,\n")
	wantReport(t, planBytes(t, raw), "loop", 2, 1, nil, []string{"Lost no-history 1"})
}

func TestBearableReadingsGetAColumnEach(t *testing.T) {
	p := planBytes(t, fixture(t, "bearable.csv"))
	wantReport(t, p, "bearable", 11, 10, nil, []string{"bad-date 1"})
	var names []string
	for _, c := range p.Report.Columns {
		if c.Use == importer.AsItem {
			names = append(names, c.Name)
		}
	}
	if want := []string{"Mood", "Energy", "Symptom: Neck pain", "Sleep quality"}; !slices.Equal(names, want) {
		t.Errorf("items: %q", names)
	}
	found := map[string]bool{}
	for _, e := range entries(p, "b") {
		c := checkIn(t, e)
		for _, name := range []string{"Sleep (hours)", "Symptom: Neck pain"} {
			if text := c.Origin.Values[name]; text != "" {
				found[text+" from "+c.Origin.Values["rating/amount"]+c.Origin.Values["detail"]] = true
			}
		}
	}
	for _, want := range []string{"7.5 from 07:30", "Moderate from Neck pain (Moderate)", "Mild from 2Neck pain (Mild)"} {
		if !found[want] {
			t.Errorf("%q is not beside its row: %v", want, found)
		}
	}
}

func TestTrackAndGraphKnowsDurations(t *testing.T) {
	p := planBytes(t, fixture(t, "track-and-graph.csv"))
	wantReport(t, p, "track-and-graph", 6, 5, nil, []string{"bad-date 1"})
	var hours, moods []string
	for _, e := range entries(p, "b") {
		values := checkIn(t, e).Origin.Values
		if values["Reading (hours)"] != "" {
			hours = append(hours, values["Reading (hours)"]+" "+values["Value"])
		}
		if values["Mood"] != "" {
			moods = append(moods, values["Mood"])
		}
	}
	if !slices.Equal(hours, []string{"1.5 1:30:00", "0.75 0:45:12"}) || !slices.Equal(moods, []string{"4", "2.0"}) {
		t.Errorf("hours %q, moods %q", hours, moods)
	}
}

func TestPixelsKeepTheirMoods(t *testing.T) {
	p := planBytes(t, fixture(t, "pixels.json"))
	wantReport(t, p, "pixels", 6, 3, []string{"Period other-type 1"}, []string{"bad-date 1", "bad-entry 1"})
	all := entries(p, "b")
	snow := checkIn(t, all[2])
	if snow.Origin.Values["scores"] != "4, 5" || value(t, p, all[2], "mood") != 8.75 || !slices.Equal(snow.Origin.Tags, []string{"calm", "glad", "sledging"}) {
		t.Errorf("snow: %+v", snow)
	}
}

func TestAppleHealthIsReadForWhatMatters(t *testing.T) {
	for name, raw := range map[string][]byte{
		"as it is": fixture(t, "apple-health.xml"), "packed": pack(t, "apple_health_export/export.xml", string(fixture(t, "apple-health.xml"))),
	} {
		t.Run(name, func(t *testing.T) {
			p := planBytes(t, raw)
			wantReport(t, p, "apple-health", 12, 3, []string{
				"BloodPressureSystolic inside 1", "Correlation other-type 1", "ExportDate other-type 1", "HeartRate other-type 2",
				"SleepAnalysis joined 1", "SleepAnalysis: in bed or awake other-type 1",
			}, []string{"SleepAnalysis bad-value 1", "StateOfMind bad-value 1"})
			all := entries(p, "b")
			if got := checkIn(t, all[0]); !slices.Equal(got.Origin.Tags, []string{"Calm", "Content"}) || value(t, p, all[0], "state of mind") != 7.5 {
				t.Errorf("calm: %+v", got)
			}
			if got := checkIn(t, all[2]); !slices.Equal(got.Origin.Tags, []string{"Tired", "Work"}) || value(t, p, all[2], "state of mind") != 0 {
				t.Errorf("tired: %+v", got)
			}
			if got := checkIn(t, all[1]).Origin.Values["sleep (hours)"]; got != "7.5" {
				t.Errorf("slept %s hours; what two devices told counts once", got)
			}
		})
	}
}

func TestFHIRIsReadByCode(t *testing.T) {
	p := planBytes(t, fixture(t, "fhir-bundle.json"))
	wantReport(t, p, "fhir", 17, 5, []string{
		"Observation joined 1", "Patient other-type 1", "Questionnaire other-type 5", "http://example.org/q/phq9 not-done 1",
	}, []string{
		"Observation bad-value 1", "http://example.org/q/who5 no-measure 1", "http://example.org/q/wrong-panel wrong-panel 1",
		"http://loinc.org/q/44249-1 no-answers 1",
	})
	// 69689-6 is no code of GAD-7: that answer is left out, and it is said.
	if !slices.Equal(say(p.Report.Remarks), []string{"GAD-7 odd-code 1"}) {
		t.Errorf("remarks: %q", say(p.Report.Remarks))
	}
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries(p, "b") {
		sheet := e.Body.(entry.AnswerSheet)
		in, err := library.Lookup(sheet.Instrument)
		if err != nil {
			t.Fatal(err)
		}
		result, err := in.Read(sheet.Answers, sheet.Total)
		total, _ := result.Total()
		got = append(got, e.Day.String()+" "+sheet.Instrument+" "+strconv.FormatFloat(total.Value, 'f', -1, 64))
		if err != nil || len(sheet.Origin.Values) == 0 {
			t.Errorf("%v: %v", sheet, err)
		}
	}
	want := []string{"2025-05-01 phq-9 15", "2025-06-01 phq-9 12", "2025-06-01 gad-7 13", "2025-07-01 phq-9 0"}
	if !slices.Equal(got[:4], want) || !strings.HasPrefix(got[4], "2025-07-05 gad-7 ") {
		t.Errorf("got %q", got)
	}
}

// Answers whose linkId looks like a code say nothing without their
// questionnaire; the same answers with other linkIds and their codes come in.
func TestALinkIDIsNeverACode(t *testing.T) {
	raw := string(fixture(t, "fhir-bundle.json"))
	renamed := strings.NewReplacer(`"q3"`, `"q11"`, `"q11"`, `"q3"`).Replace(raw)
	if a, b := ids(entries(planBytes(t, []byte(raw)), "b")), ids(entries(planBytes(t, []byte(renamed)), "b")); !slices.Equal(a, b) {
		t.Error("other linkIds make other sheets")
	}
}

func TestTheSameFileGivesTheSameIDs(t *testing.T) {
	for name, raw := range everyFixture(t) {
		first, second := entries(planBytes(t, raw), "one"), entries(planBytes(t, raw), "two")
		if !slices.Equal(ids(first), ids(second)) || len(first) == 0 {
			t.Errorf("%s: %d rows, other IDs the second time", name, len(first))
		}
	}
}

// Imported answers are told by the import, which the rules of safety leave out.
func TestImportedAnswersAreToldByTheImport(t *testing.T) {
	for name, raw := range everyFixture(t) {
		for _, e := range entries(planBytes(t, raw), "b") {
			if e.By != entry.ByImport("b") {
				t.Errorf("%s: told by %v", name, e.By)
			}
		}
	}
}

func everyFixture(t testingT) map[string][]byte {
	all := map[string][]byte{"backup.daylio": backup(t), "loop.zip": loopPack(t)}
	for _, name := range []string{"bearable.csv", "track-and-graph.csv", "pixels.json", "apple-health.xml", "fhir-bundle.json"} {
		all[name] = fixture(t, name)
	}
	return all
}

func TestHostileFilesAreRefusedWithWhatToTry(t *testing.T) {
	inner := pack(t, "a.csv", "date,mood\n2024-01-01,1\n")
	deep := strings.Repeat("[", 100_000)
	for name, c := range map[string]struct {
		raw  []byte
		want error
		says string
	}{
		"a pack in a pack":      {pack(t, "inner.zip", string(inner)), fault.Invalid, "inside this packed file"},
		"entities":              {[]byte(`<!DOCTYPE HealthData [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><HealthData>&b;</HealthData>`), fault.Invalid, "words of its own"},
		"an outside file":       {[]byte(`<!DOCTYPE HealthData SYSTEM "file:///etc/passwd"><HealthData/>`), fault.Invalid, "words of its own"},
		"an endless attribute":  {[]byte(`<HealthData locale="` + strings.Repeat("a", 3<<20) + `"/>`), fault.TooLarge, "larger than any"},
		"half an export":        {[]byte(`<HealthData><Record type="a"/>`), fault.Invalid, "not whole"},
		"deep tags":             {[]byte(`<HealthData>` + strings.Repeat("<a>", 1000)), fault.Invalid, "not whole"},
		"deep lists":            {[]byte(`[{"date":"2024-01-01","scores":` + deep), fault.Invalid, "not whole"},
		"deep resources":        {[]byte(`{"resourceType":"Bundle","entry":` + deep), fault.Invalid, "not whole"},
		"a backup of nothing":   {pack(t, "backup.daylio", "AAAA"), fault.Invalid, ""},
		"a backup that unpacks": {pack(t, "backup.daylio", strings.Repeat("0", importer.FileLimit+1)), fault.TooLarge, "64 MB"},
		"habits that unpack":    {pack(t, "Habits.csv", "Position,Name\n1,a\n", "001 a/Checkmarks.csv", strings.Repeat("0", importer.FileLimit)), fault.TooLarge, "64 MB"},
		"two tables":            {pack(t, "a.csv", "a,b\n1,2\n", "b.csv", "a,b\n1,2\n"), fault.Invalid, "packed file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importer.Read(bytes.NewReader(c.raw), "x", importer.Options{})
			if !errors.Is(err, c.want) || !strings.Contains(fault.Sentence(err), c.says) {
				t.Errorf("got %v (%s)", err, fault.Sentence(err))
			}
		})
	}
}

func FuzzBearable(f *testing.F)      { fuzz(f, string(fixture(f, "bearable.csv"))) }
func FuzzTrackAndGraph(f *testing.F) { fuzz(f, string(fixture(f, "track-and-graph.csv"))) }
func FuzzPixels(f *testing.F) {
	fuzz(f, string(fixture(f, "pixels.json")), `[{"date":"","scores":[1e999]}]`)
}
func FuzzAppleHealth(f *testing.F) { fuzz(f, string(fixture(f, "apple-health.xml")), "<HealthData/>") }
func FuzzFHIR(f *testing.F) {
	fuzz(f, string(fixture(f, "fhir-bundle.json")), `{"resourceType":"QuestionnaireResponse"}`)
}

// FuzzDaylioBackup gets what is inside the pack.
func FuzzDaylioBackup(f *testing.F) {
	f.Add(fixture(f, "daylio-backup.json"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, p := tryPlan(t, string(pack(t, "backup.daylio", string(raw))), spring); p != nil {
			checkPlan(t, p)
		}
	})
}

// FuzzLoop gets the table of habits, and the days of one and of all of them.
func FuzzLoop(f *testing.F) {
	f.Add(fixture(f, "loop/Habits.csv"), fixture(f, "loop/001 Walk/Checkmarks.csv"), fixture(f, "loop/Checkmarks.csv"))
	f.Fuzz(func(t *testing.T, habits, days, all []byte) {
		raw := pack(t, "Habits.csv", string(habits), "001 a/Checkmarks.csv", string(days), "Checkmarks.csv", string(all))
		if _, p := tryPlan(t, string(raw), spring); p != nil {
			checkPlan(t, p)
		}
	})
}
