package web_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/signals"
)

// upload sends a file with the form of the page.
func (b *browser) upload(name string, content []byte) page {
	b.house.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		b.house.t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, b.house.url+"/import", &body)
	if err != nil {
		b.house.t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", b.house.url)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(request)
}

// history is a file of the importer's own tests.
func history(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "importer", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// arrived waits until an import has ended, as the page's own reload does.
func (p page) arrived() page {
	t := p.browser.house.t
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for p.header.Get("Refresh") != "" {
		if time.Now().After(deadline) {
			t.Fatal("the import did not end")
		}
		time.Sleep(10 * time.Millisecond)
		p = p.browser.get(p.path)
	}
	return p
}

// bringIn presses the one button of the dry run.
func (p page) bringIn(pairs ...string) page {
	p.browser.house.t.Helper()
	return p.send(p.path, append(pairs, "do", "bring")...).arrived()
}

// summaries are the closed or open parts of a page.
func (p page) summaries(open bool) []string {
	var list []string
	for n := range p.root.Descendants() {
		if n.Data == "details" && has(n, "open") == open {
			list = append(list, text(n.FirstChild))
		}
	}
	return list
}

func TestADaylioHistoryComesIn(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	look := b.upload("daylio.csv", history(t, "daylio-newer.csv"))
	look.want(http.StatusOK, "This looks like a file from Daylio.", "ready to come in", "“mood” becomes Mood",
		"no number yet for the word in 1 row", "so-so, 1 row", "good, 1 row", "daylio.csv")
	if h.entries() != before {
		t.Error("looking at a file changed the record")
	}
	if open := look.summaries(true); !slices.Equal(open, []string{"“mood” becomes Mood"}) {
		t.Errorf("open are %q: only the column with a word that counts for nothing needs a look", open)
	}
	told := look.bringIn()
	told.want(http.StatusOK, "are in your record", "daylio.csv", "came in")
	if !strings.HasPrefix(told.path, "/imports/") {
		t.Errorf("the result is at %s", told.path)
	}
	b.get("/check-ins").want(http.StatusOK, "Mood 7.5", "Said no to a meeting, and nothing broke.", "from a file")
	b.get("/progress?span=all").want(http.StatusOK, "Mood")
	b.get("/").want(http.StatusOK)
	b.get("/import").want(http.StatusOK, "Earlier imports", "daylio.csv", "Take it out again")
}

func TestTheSameFileTwiceAddsNothing(t *testing.T) {
	h, b := startedHouse(t)
	b.upload("a.csv", history(t, "daylio-newer.csv")).bringIn()
	before := h.entries()
	again := b.upload("b.csv", history(t, "daylio-newer.csv"))
	again.want(http.StatusOK, "Nothing new is in this file.", "in your record already")
	if slices.Contains(again.names(again.path), "do") {
		t.Error("there is a button to bring in a file that holds nothing new")
	}
	// and the form as it would have been, from another tab
	form := again.form(again.path)
	form.Set("do", "bring")
	b.post(again.path, form).arrived().want(http.StatusOK, "Nothing new is in this file.")
	if h.entries() != before {
		t.Errorf("%d entries, want %d", h.entries(), before)
	}
}

func TestOneFormSentTwiceRunsOnce(t *testing.T) {
	h, b := startedHouse(t)
	look := b.upload("years.csv", years(3000))
	form := look.form(look.path)
	form.Set("do", "bring")
	var sent sync.WaitGroup
	for range 4 {
		sent.Go(func() { b.post(look.path, form) })
	}
	sent.Wait()
	b.get(look.path+"/progress").arrived().want(http.StatusOK, "3,000 rows are in your record.")
	j, err := h.home.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(j.Imports) != 1 || j.Imports[0].Told.Added != 3000 {
		t.Errorf("%d imports, the first with %d rows", len(j.Imports), j.Imports[0].Told.Added)
	}
	b.get(look.path).want(http.StatusOK, "3,000 rows came in")
}

func TestAMappingIsChangedBefore(t *testing.T) {
	_, b := startedHouse(t)
	look := b.upload("daylio.csv", history(t, "daylio-newer.csv"))
	field := ""
	for _, name := range look.names(look.path) {
		if strings.HasPrefix(name, "level-5-") && look.form(look.path).Get(name) == "" {
			field = name
		}
	}
	if field == "" {
		t.Fatal("no field for the mood without a number")
	}
	wrong := look.send(look.path, field, "eleven", "do", "bring")
	wrong.want(http.StatusUnprocessableEntity, "Please look at this one thing.")
	if wrong.beside(field) == "" || wrong.form(look.path).Get(field) != "eleven" {
		t.Errorf("beside the field: %q, in it %q", wrong.beside(field), wrong.form(look.path).Get(field))
	}
	better := wrong.send(look.path, field, "3,5")
	better.want(http.StatusOK, "Nothing is kept yet")
	if better.says("no number yet") || better.form(look.path).Get(field) != "3.5" {
		t.Errorf("in the field: %q", better.form(look.path).Get(field))
	}
	better.bringIn()
	b.get("/check-ins").want(http.StatusOK, "Mood 3.5")
}

func TestAnyTableComesIn(t *testing.T) {
	h, b := startedHouse(t)
	look := b.upload("spreadsheet.csv", history(t, "spreadsheet.csv"))
	look.want(http.StatusOK, "This is a table.", "“Mood” becomes Mood", "“Stress” becomes a new item, Stress")
	if got := look.form(look.path).Get("better-3"); got != "low" {
		t.Errorf("a good day has a %q number of stress", got)
	}
	look = look.send(look.path, "column-3", "item-tension", "scale-2", "0", "scale-2-to", "10")
	look.want(http.StatusOK, "“Stress” becomes Tension")
	look.bringIn().want(http.StatusOK, "are in your record.")
	b.get("/check-ins").want(http.StatusOK, "Mood 7")
	j, err := h.home.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	day, _ := entry.ParseDay("2024-04-13")
	points := j.Series("tension", day, day)
	if len(points) != 1 || points[0].Value < 2 || points[0].Value > 4 {
		t.Errorf("tension on %s: %v", day, points)
	}
}

func TestATableWithoutAnswersAsksFirst(t *testing.T) {
	_, b := startedHouse(t)
	look := b.upload("t.csv", []byte("when,mood\n3/4/2024,2\n5/6/2024,4\n"))
	look.want(http.StatusOK, "One question first", "Which day is 3/4/2024?", "3 April", "4 March")
	if slices.Contains(look.names(look.path), "do") {
		t.Error("it can be brought in before the question is answered")
	}
	look.send(look.path).want(http.StatusUnprocessableEntity, "Which day is 3/4/2024?", "begins with the day or the month")
	look.send(look.path, "date-order", "day-first").want(http.StatusOK, "Nothing is kept yet", "3 April 2024").bringIn()
	b.get("/check-ins").want(http.StatusOK, "3 Apr")

	nowhere := b.upload("u.csv", []byte("a,b\nx,2024-05-01\ny,nothing\nz,none\n"))
	nowhere.want(http.StatusOK, "One question first", "Say which column holds the day.")
	nowhere.send(nowhere.path, "date", "2").want(http.StatusOK, "1 row is ready to come in.", "2 rows", "Lines 3 and 4.")
	nowhere.send(nowhere.path, "date", "17").want(http.StatusUnprocessableEntity)
	nowhere.send(nowhere.path, "date", "-1").want(http.StatusUnprocessableEntity)
	nowhere.send(nowhere.path, "date", "first").want(http.StatusUnprocessableEntity)
}

func TestAPastMappingIsChanged(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "long-walk", Name: "A long walk"}}})
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "tired", Name: "Tired all day"}}})
	told := b.upload("daylio.csv", history(t, "daylio-newer.csv")).bringIn()
	words := b.get(told.link("/imports/")).want(http.StatusOK)
	if !strings.HasSuffix(words.path, "/mapping") {
		t.Fatalf("no way to the mapping, only %v", told.links())
	}
	pairs := []string{}
	form := words.form(words.path)
	for _, name := range words.names(words.path) {
		switch form.Get(name + "-name") {
		case "long walk":
			pairs = append(pairs, name, "skill-long-walk")
		case "tired":
			pairs = append(pairs, name, "sign-tired")
		}
		if strings.HasPrefix(name, "level-") && form.Get(name) == "7.5" {
			pairs = append(pairs, name, "9")
		}
	}
	before := h.entries()
	words.send(words.path, pairs...).want(http.StatusOK, "The same file can be read in another way at any time.")
	if h.entries() != before {
		t.Error("a correction counted as something new")
	}
	b.get("/check-ins").want(http.StatusOK, "Mood 9", "A long walk", "Tired all day")

	again := b.get(words.path)
	if got := again.form(words.path); got.Get(pairs[0]) != pairs[1] {
		t.Errorf("the page forgot what was chosen: %v", got)
	}
	wrong := again.send(words.path, "column-1", "made-up")
	wrong.want(http.StatusUnprocessableEntity)
	if wrong.beside("column-1") == "" {
		t.Error("nothing stands beside the column")
	}
	again.send(words.path, "column-1", "as-it-is").want(http.StatusOK)
	if p := b.get("/check-ins"); p.says("Mood 9") {
		t.Error("a column that counts for nothing still counts")
	}
}

func TestTheEndsOfAScaleAreCorrectedLater(t *testing.T) {
	h, b := startedHouse(t)
	told := b.upload("t.csv", []byte("date,mood\n2024-05-01,5\n2024-05-02,\"2,5\"\n2024-05-03,1\n")).bringIn()
	mean := func(text string) float64 {
		t.Helper()
		j, err := h.home.Look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		day, _ := entry.ParseDay(text)
		points := j.Series("mood", day, day)
		if len(points) != 1 {
			t.Fatalf("%s has %v", text, points)
		}
		return points[0].Value
	}
	if mean("2024-05-01") != 10 || mean("2024-05-02") != 3.75 {
		t.Fatalf("on 1 to 5: %v and %v", mean("2024-05-01"), mean("2024-05-02"))
	}
	words := b.get(told.link("/imports/"))
	words.send(words.path, "scale-1", "0", "scale-1-to", "ten").want(http.StatusUnprocessableEntity, "Write a number here")
	words.send(words.path, "scale-1", "0", "scale-1-to", "10").want(http.StatusOK, "Saved.")
	if mean("2024-05-01") != 5 || mean("2024-05-02") != 2.5 || mean("2024-05-03") != 1 {
		t.Errorf("on 0 to 10: %v, %v and %v", mean("2024-05-01"), mean("2024-05-02"), mean("2024-05-03"))
	}
}

func TestAnImportIsTakenOutAndBroughtAgain(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	told := b.upload("daylio.csv", history(t, "daylio-newer.csv")).bringIn()
	words := b.get(told.path + "/mapping")
	words.send(words.path, "column-1", "as-it-is").want(http.StatusOK)
	form := b.get(told.path).form(told.path + "/undo")
	b.post(told.path+"/undo", form).want(http.StatusOK, "Taken out.", "gone.")
	if h.entries() != before {
		t.Errorf("%d entries, want %d", h.entries(), before)
	}
	if p := b.get("/check-ins"); p.says("Said no to a meeting") {
		t.Error("a note is still there")
	}
	b.post(told.path+"/undo", form).want(http.StatusOK, "not in your record any more")
	b.get(told.path).want(http.StatusNotFound, "not in your record any more")
	b.get(told.path + "/mapping").want(http.StatusNotFound)
	b.upload("daylio.csv", history(t, "daylio-newer.csv")).want(http.StatusOK, "ready to come in").bringIn()
	b.get("/check-ins").want(http.StatusOK, "Said no to a meeting", "Mood 7.5")
}

func TestOnesOwnExportComesBack(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/check-in").send("/check-in", "item-mood", "6", "line", "Before the move.")
	files := map[string]*bytes.Buffer{}
	err := h.home.Export(t.Context(), func(name string) (io.Writer, error) {
		files[name] = &bytes.Buffer{}
		return files[name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, other := startedHouse(t)
	look := other.upload("entries.jsonl", files["entries.jsonl"].Bytes())
	look.want(http.StatusOK, "This is an export of Fermata.", "In it: ", " check-in", "How the file is written")
	told := look.bringIn()
	told.want(http.StatusOK, "in your record.", "Take it out again")
	if told.link(told.path+"/mapping") != "" {
		t.Error("there is a mapping to change where no words were mapped")
	}
	other.get("/check-ins").want(http.StatusOK, "Mood 6", "Before the move.")
}

func TestFilesThatCannotBeRead(t *testing.T) {
	_, b := startedHouse(t)
	for _, file := range []struct{ name, content, say string }{
		{"nothing.csv", "", "This file is empty."},
		{"words.txt", "Dear diary", "not a table"},
		{"head.csv", "date,mood\n", "nothing below it"},
		{"packed.zip", "PK\x03\x04 and more", "packed file"},
		{"backup.daylio", "PK\x03\x04 backup.daylio", "Daylio backup"},
		{"letter.pdf", "%PDF-1.7", "PDF"},
		{"noise.csv", "\x00\x01\x02\x03\x04\x05\x06\x07", "does not hold text"},
		{"newer.jsonl", `{"fermata":"entries/99"}` + "\n", ""},
	} {
		p := b.upload(file.name, []byte(file.content))
		if p.path != "/import" {
			if file.say != "" {
				t.Errorf("%s was taken in", file.name)
			}
			continue
		}
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.beside("file"), file.say) {
			t.Errorf("%s: %d, beside the field %q", file.name, p.status, p.beside("file"))
		}
	}
	b.upload("", nil).want(http.StatusUnprocessableEntity, "Choose a file first.")
	b.post("/import", url.Values{"file": {"text"}}).want(http.StatusUnprocessableEntity)
	if p := b.upload("long.csv", bytes.Repeat([]byte("date,mood\n2024-05-01,5\n"), 64<<20/23+2)); !strings.Contains(p.beside("file"), "64 MB") {
		t.Errorf("a file over the limit: %d, %q", p.status, p.beside("file"))
	}
}

func TestRowsThatCannotBeReadAreCounted(t *testing.T) {
	_, b := startedHouse(t)
	look := b.upload("t.csv", []byte("date,mood,note\n2024-05-01,5,fine\nyesterday,4,no\n,3,no\n2024-05-04,4,\"open\n1950-01-01,2,old\n2999-01-01,2,far\n2024-05-07,,\n"))
	look.want(http.StatusOK, "1 row is ready to come in.", "6 rows are left out.", "There is no date.", "Line 4.",
		"never closes", "before 1970", "in the future", "nothing beside the date")
	look.bringIn().want(http.StatusOK, "1 row came in. 5 rows could not be read.")
}

func TestHostileNamesStayWords(t *testing.T) {
	_, b := startedHouse(t)
	const script = `<script>alert(1)</script>`
	long := strings.Repeat("x", 5000)
	content := "date,\"" + script + "\",\"\u202egnol" + long[:100] + "\",tags\n" +
		"2024-05-01,3,'; DROP TABLE entries;--,\"\"\"><img src=x onerror=alert(2)>, " + script + "\"\n" +
		"2024-05-02,4,javascript:alert(3),<b>bold</b>\n"
	look := b.upload(`../../"><svg onload=alert(4)>`+long[:300]+".csv", []byte(content))
	told := look.want(http.StatusOK, "ready to come in").bringIn()
	for _, p := range []page{look, told, b.get(told.path + "/mapping"), b.get("/import"), b.get("/check-ins")} {
		p.want(http.StatusOK)
		for _, bad := range []string{script, "<img src=x", "<svg onload", "<b>bold", "\u202e"} {
			if strings.Contains(p.body, bad) {
				t.Errorf("%s holds %q as it is", p.path, bad)
			}
		}
		if strings.Contains(p.body, long[:90]) && !strings.HasSuffix(p.path, "mapping") {
			t.Errorf("%s shows a name in full", p.path)
		}
	}
}

func TestAFileIsGoneAfterLocking(t *testing.T) {
	_, b := startedHouse(t)
	look := b.upload("daylio.csv", history(t, "daylio-newer.csv"))
	form := look.form(look.path)
	form.Set("do", "bring")
	b.post("/lock", nil)
	if p := b.post(look.path, form); p.findForm("/unlock") == nil {
		t.Fatalf("while locked the form led to %s, %d", p.path, p.status)
	}
	b.get("/unlock").send("/unlock", "passphrase", passphrase)
	for _, path := range []string{look.path, look.path + "/progress", "/import/nothing-here"} {
		b.get(path).want(http.StatusNotFound, "This file is no longer at hand. Choose it again")
	}
	b.post(look.path, form).want(http.StatusNotFound, "This file is no longer at hand.")
}

func TestLockingInTheMiddleKeepsNothingOrAll(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	look := b.upload("years.csv", years(4000))
	form := look.form(look.path)
	form.Set("do", "bring")
	b.post(look.path, form)
	b.post("/lock", nil)
	b.get("/unlock").send("/unlock", "passphrase", passphrase).want(http.StatusOK)
	time.Sleep(300 * time.Millisecond) // whatever still runs has read its rows
	if after := h.entries(); after != before && after != before+4000+2 {
		t.Errorf("%d entries came in", after-before)
	}
}

func TestAStoreThatFailsInTheMiddleKeepsNothing(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	look := b.upload("years.csv", years(500))
	db, err := sql.Open("sqlite", filepath.Join(h.dir, "data", "fermata.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TRIGGER full BEFORE INSERT ON entries WHEN NEW.seq > 300 BEGIN SELECT RAISE(ABORT, 'no room'); END"); err != nil {
		t.Fatal(err)
	}
	look.bringIn().want(http.StatusOK, "It stopped", "Nothing of this file was kept.")
	if h.entries() != before {
		t.Errorf("%d of 500 rows are in the record", h.entries()-before)
	}
	if strings.Contains(h.log.String(), "ordinary one") {
		t.Error("a note stands in the log")
	}
	if _, err := db.Exec("DROP TRIGGER full"); err != nil {
		t.Fatal(err)
	}
	b.get(look.path).want(http.StatusOK, "500 rows are ready to come in.").bringIn().want(http.StatusOK, "500 rows are in your record.")
}

func TestTenYearsComeInThroughThePage(t *testing.T) {
	if testing.Short() {
		t.Skip("20,000 rows")
	}
	h, b := startedHouse(t)
	content := years(20_000)
	begun := time.Now()
	look := b.upload("ten-years.csv", content).want(http.StatusOK, "20,000 rows are ready to come in.")
	looked := time.Since(begun)
	form := look.form(look.path)
	form.Set("do", "bring")
	running := b.post(look.path, form)
	running.want(http.StatusOK)
	if running.header.Get("Refresh") == "" && !strings.HasPrefix(running.path, "/imports/") {
		t.Error("the page does not go on by itself")
	}
	told := running.arrived().want(http.StatusOK, "20,000 rows are in your record.")
	all := time.Since(begun)
	for _, path := range []string{"/", "/progress?span=all", "/check-ins", told.path + "/mapping"} {
		begun := time.Now()
		b.get(path).want(http.StatusOK)
		t.Logf("%s after 20,000 rows: %v", path, time.Since(begun).Round(time.Millisecond))
	}
	t.Logf("20,000 rows: looked at after %v, in the record after %v; the page of the dry run has %d bytes",
		looked.Round(time.Millisecond), all.Round(time.Millisecond), len(look.body))
	if h.entries() < 20_000 {
		t.Errorf("%d entries", h.entries())
	}
}

// years is a history as Daylio writes it, newest first.
func years(rows int) []byte {
	moods := []string{"good", "good", "meh", "rad", "bad", "awful", "cosy"}
	things := []string{"work", "friends", "long walk", "bad sleep", "good sleep", "reading", "family"}
	var out bytes.Buffer
	out.WriteString("full_date,date,weekday,time,mood,activities,note_title,note\n")
	at := time.Date(2026, 11, 22, 21, 30, 0, 0, time.UTC)
	for n := range rows {
		fmt.Fprintf(&out, "%s,%s,%s,%s,%s,%s | %s,,\"day %d, an ordinary one\"\n", at.Format(time.DateOnly), at.Format("January 2"), at.Weekday(),
			at.Format("15:04"), moods[n*5%len(moods)], things[n%len(things)], things[(n/3+1)%len(things)], n)
		at = at.Add(-time.Duration(3+n%3) * time.Hour)
	}
	return out.Bytes()
}

// A table as wide as one may be still makes a page that can be sent back.
func TestAWideTableCanBeSentBack(t *testing.T) {
	_, b := startedHouse(t)
	var head, rows strings.Builder
	head.WriteString("date")
	for n := 1; n < 240; n++ {
		fmt.Fprintf(&head, ",thing %d", n)
	}
	for row := range 40 {
		fmt.Fprintf(&rows, "\n2024-05-%02d", row%28+1)
		for n := 1; n < 240; n++ {
			fmt.Fprintf(&rows, ",word %d", (row*n)%17)
		}
	}
	look := b.upload("wide.csv", []byte(head.String()+rows.String()+"\n"))
	look.want(http.StatusOK, "40 rows are ready to come in.")
	var pairs []string
	for n := 2; n <= 40; n++ {
		pairs = append(pairs, fmt.Sprintf("column-%d", n), "new")
	}
	asked := look.send(look.path, pairs...)
	asked.want(http.StatusUnprocessableEntity, "Please look at these 39 things.")
	pairs = nil
	for n := 2; n <= 40; n++ {
		pairs = append(pairs, fmt.Sprintf("level-%d-1", n), "7")
	}
	ready := asked.send(look.path, pairs...)
	ready.want(http.StatusOK, "40 rows are ready to come in.", "“thing 39” becomes a new item, Thing 39")
	if sent := len(ready.form(look.path)); sent > 1900 {
		t.Errorf("the form sends %d values: too near to its limit", sent)
	}
	ready.bringIn().want(http.StatusOK, "40 rows are in your record.")
}

// Every sort of file comes in through the page and goes out again.
func TestFilesOfOtherProgramsComeInAndGoOut(t *testing.T) {
	for _, c := range []struct{ file, kind, shows string }{
		{"bearable.csv", "This looks like a file from Bearable.", "Symptom: Neck pain"},
		{"track-and-graph.csv", "This looks like a file from Track &amp; Graph.", "Reading (hours)"},
		{"pixels.json", "This looks like a file from Pixels.", "“Period”: Fermata does not use this sort of record."},
		{"apple-health.xml", "This looks like a file from Apple Health.", "“HeartRate”: Fermata does not use this sort of record."},
		{"fhir-bundle.json", "These are questionnaires that were filled in elsewhere.", "The title and the code name two different measures."},
	} {
		t.Run(c.file, func(t *testing.T) {
			_, b := startedHouse(t)
			look := b.upload(c.file, history(t, c.file))
			look.want(http.StatusOK, c.shows, "ready to come in")
			if !strings.Contains(string(look.body), c.kind) {
				t.Errorf("the page does not say %q", c.kind)
			}
			told := look.bringIn()
			told.want(http.StatusOK, "came in", "Take it out again")
			b.upload(c.file, history(t, c.file)).want(http.StatusOK, "Nothing new is in this file.")
			b.get("/").want(http.StatusOK)
			b.get("/progress?span=all").want(http.StatusOK)
			told.send(told.path+"/undo").want(http.StatusOK, "Taken out.")
		})
	}
}

// A PHQ-9 from a clinic whose ninth answer is above zero is history: it stands
// among the measures and does not call for help today.
func TestAnswersFromAFileNeverRaiseTheAlarm(t *testing.T) {
	h, b := startedHouse(t)
	today := strings.ReplaceAll(string(history(t, "fhir-bundle.json")), "2025-06-01T10:00:00+01:00", h.now.UTC().Format(time.DateOnly))
	b.upload("a.json", []byte(today)).bringIn()
	j, outlook, err := h.home.Outlook(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	brought := false
	for day := range j.Days(j.Today(h.now), j.Today(h.now)) {
		for _, sheet := range day.Sheets {
			brought = brought || sheet.Instrument == "phq-9" && sheet.Answers["9"] > 0
		}
	}
	if !brought {
		t.Error("the answers did not come in")
	}
	for _, s := range outlook.Signals {
		if s.Tier == signals.TierSafety {
			t.Errorf("an answer from a file calls for help: %s", s.Code)
		}
	}
}
