package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	chrome "fermata/internal/browser"
	"fermata/internal/entry"
	"fermata/internal/guide"
)

// walker is a person at a phone. Each tap, choice and filled field is one
// interaction; they are counted step by step.
type walker struct {
	*chrome.Tab
	house *house
	steps []taken
}

// taken is one step of the path and how many interactions it took.
type taken struct {
	name  string
	count int
}

// walk opens a phone on a house where nothing was started.
func walk(t *testing.T, scripts bool) *walker {
	tab := chrome.Open(t)
	w := &walker{Tab: tab, house: emptyHouse(t)}
	w.JavaScript(scripts)
	w.Viewport(390, 844, chrome.Phone)
	return w
}

func (w *walker) step(name string) { w.steps = append(w.steps, taken{name: name}) }

func (w *walker) counted() { w.steps[len(w.steps)-1].count++ }

func (w *walker) Click(what string) {
	w.house.t.Helper()
	w.counted()
	w.Tab.Click(what)
}

func (w *walker) Type(field, text string) {
	w.house.t.Helper()
	w.counted()
	w.Tab.Type(field, text)
}

func (w *walker) Choose(field, option string) {
	w.house.t.Helper()
	w.counted()
	w.Tab.Choose(field, option)
}

func (w *walker) Upload(field, path string) {
	w.house.t.Helper()
	w.counted()
	w.Tab.Upload(field, path)
}

// goTo opens a page from Contents, as two taps.
func (w *walker) goTo(title string) {
	w.house.t.Helper()
	w.Click("Contents")
	w.Click(title)
}

// source is the page as the browser holds it, what is not shown included.
func (w *walker) source() string {
	w.house.t.Helper()
	var text string
	w.Eval("document.documentElement.outerHTML", &text)
	return text
}

// The whole of the first use, on a phone, in one go. Nothing is asked of
// another host, and the browser complains of nothing: the tab sees to that.
func TestTheWholePathOnAPhone(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("JavaScript %v", scripts), func(t *testing.T) {
			w := walk(t, scripts)
			w.begin()
			w.start()
			w.bringHistory()
			w.prepareCheckIn()
			w.checkIn()
			w.look()
			w.reflect()
			w.measure()
			w.readSignal()
			w.brief()
			w.lockAndReturn()
			w.wantCounted("First use")
		})
	}
}

func (w *walker) begin() {
	w.step("P0 Open the link, choose a passphrase, keep the recovery key")
	w.Goto(w.house.url + "/enter?token=" + w.house.server.StartToken())
	w.Sees("Keep it yours")
	w.Type("Passphrase", passphrase)
	w.Type("The same passphrase again", passphrase)
	w.Click("Seal my record")
	w.Sees("Your recovery key")
	if err := w.house.home.Recover(w.house.t.Context(), w.Text(".recovery-key")); err != nil {
		w.house.t.Errorf("the recovery key on the page does not open the record: %v", err)
	}
	key := strings.Split(w.Text(".recovery-key"), "-")
	w.Click("I have it on paper")
	w.Sees("Is it right on paper?")
	for n, group := range key {
		if label := fmt.Sprintf("Group %d", n+1); strings.Contains(w.source(), label) {
			w.Type(label, strings.ToLower(group))
		}
	}
	w.Click("Compare")
}

func (w *walker) start() {
	w.step("P0 Where are you now?")
	w.Sees("Where are you now?")
	w.Choose("Where are you now?", "On a break")
	w.Choose("Where you live", "United Kingdom")
	w.Type("What you call your therapist", "Dr Holt")
	w.Click("Begin")
	w.Sees("Saved. Change it any time in Settings.")
}

// daylio is a month of a made-up Daylio diary before the day of the house.
func (w *walker) daylio() string {
	w.house.t.Helper()
	var b strings.Builder
	b.WriteString("full_date,date,weekday,time,mood,activities,note_title,note\n")
	moods := []string{"good", "meh", "good", "rad", "bad", "good", "meh"}
	today := entry.DefaultTurn.Day(w.house.clock(), w.house.clock().Location())
	for n := range 30 {
		day := (today - 30 + entry.Day(n)).Time()
		fmt.Fprintf(&b, "%s,%s,%s,20:15,%s,\"walk | work\",\"\",\"Day %d beside the canal.\"\n",
			day.Format("2006-01-02"), day.Format("January 2"), day.Weekday(), moods[n%len(moods)], n+1)
	}
	path := filepath.Join(w.house.t.TempDir(), "daylio.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		w.house.t.Fatal(err)
	}
	return path
}

func (w *walker) bringHistory() {
	w.step("Bring a Daylio diary")
	w.goTo("Bring your history")
	w.Upload("The file", w.daylio())
	w.Click("Look at it")
	w.Sees("Nothing is kept yet")
	w.Click("Bring it in")
	w.Sees("30 rows are in your record")
}

// prepareCheckIn gives the check-in something to tick; it is told without
// pages, as the plan has pages and tests of its own.
func (w *walker) prepareCheckIn() {
	w.house.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "awake", Name: "Awake before five"}, {Key: "phone", Name: "Not answering the phone"}}})
	w.house.tell(entry.Skills{Skills: []entry.Named{{Key: "walk", Name: "A slow walk"}}})
}

// mostInCheckIn is how many interactions a check-in may take: five items, a
// sign, a skill and a line, with the way there and saving.
const mostInCheckIn = 12

func (w *walker) checkIn() {
	w.step("M1 Check in, everything answered")
	w.Click("Check in")
	for _, item := range guide.DefaultItems() {
		w.Choose(item.Name, "6")
	}
	w.Click("Awake before five")
	w.Click("A slow walk")
	w.Type("A line, if you like", "Heron by the lock.")
	w.Click("Save")
	w.Sees("Saved. That was all.")
	if n := w.steps[len(w.steps)-1].count; n > mostInCheckIn {
		w.house.t.Errorf("a check-in takes %d interactions, at most %d are fine", n, mostInCheckIn)
	}
}

func (w *walker) look() {
	w.step("M7 Look at Progress")
	w.Click("Progress")
	w.Sees("Mood")
}

func (w *walker) reflect() {
	w.step("M3 Write a page and find it again")
	w.goTo("Reflections")
	w.Click("Write a page")
	w.Type("Your page", "The kingfisher came back.")
	w.Click("Save")
	w.Sees("Saved. Only you can read it.")
	w.goTo("Reflections")
	w.Type("Search your pages", "KINGFISHER")
	w.Click("Search")
	w.Sees("1 page has these words.")
	w.Sees("The kingfisher came back.")
}

// measure answers a PHQ-9 with the ninth question above zero: support shows
// before anything was sent, by style alone.
func (w *walker) measure() {
	w.step("M2 Answer a PHQ-9, the last question above zero")
	w.goTo("Measures")
	w.Click("PHQ-9")
	for n := 1; n <= 8; n++ {
		w.Choose(fmt.Sprintf("#answer-%d", n), "1")
	}
	w.Tab.Choose("#answer-9", "0") // a change of mind, not counted
	w.SeesNot("Thank you for saying so")
	w.Choose("#answer-9", "1")
	w.Sees("Thank you for saying so")
	w.Sees("Do you feel safe right now?")
	if !strings.Contains(w.URL(), "/measures/phq-9") || strings.Contains(w.URL(), "/sheets/") {
		w.house.t.Errorf("support shows only at %s, after the form was sent", w.URL())
	}
	w.Choose("Do you feel safe right now?", "Yes")
	w.Click("Save")
	w.Sees("PHQ-9")
	w.Sees("Good. Your plan and the lines stay here.")
	if !strings.Contains(w.URL(), "/sheets/") {
		w.house.t.Errorf("the result is at %s", w.URL())
	}
}

func (w *walker) readSignal() {
	w.step("Read why Today says what it says")
	w.Click("Today")
	w.Sees("Reach out")
	w.Click("Why it shows")
	w.Sees("What it does not mean")
	w.Sees("I am safe now")
}

// brief leaves a line out: it is not in the printed page, and nothing shows
// that it was there.
func (w *walker) brief() {
	w.step("R2 Make a return brief, a line left out")
	w.goTo("Return brief")
	w.Type("In my own words", "I would like to begin again.")
	w.Click("Awake before five: 1 day")
	w.Click("Save, and see it as it is sent")
	w.Sees("I would like to begin again.")
	w.Sees("A slow walk")
	if strings.Contains(w.source(), "Awake before five") {
		w.house.t.Error("the printed page holds a line that was left out")
	}
}

func (w *walker) lockAndReturn() {
	w.step("Lock, Help now while locked, open again")
	w.goTo("Settings")
	w.Click("Lock")
	w.Sees("Fermata is locked")
	w.Click("Help now")
	w.Sees("999")
	w.SeesNot("Dr Holt")
	w.Goto(w.house.url + "/progress")
	w.Sees("Fermata is locked")
	w.Type("Passphrase", passphrase)
	w.Click("Open")
	w.Sees("Today")
	w.Click("Check in")
	w.Sees("How is it today?")
}

// wantCounted holds the walk to its table in docs/path.md, which people read.
func (w *walker) wantCounted(heading string) {
	t := w.house.t
	t.Helper()
	var got, want []string
	for _, s := range w.steps {
		got = append(got, fmt.Sprintf("| %s | %d |", s.name, s.count))
	}
	for line := range strings.Lines(section(t, heading)) {
		if cells := strings.Split(line, "|"); len(cells) == 4 && strings.Trim(cells[2], " 0123456789") == "" {
			want = append(want, strings.TrimSpace(line))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("docs/path.md says otherwise; walked:\n%s", strings.Join(got, "\n"))
	}
}

// section is what stands under a heading of docs/path.md.
func section(t *testing.T, heading string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "path.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, below, found := strings.Cut(string(page), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("docs/path.md has no heading %q", heading)
	}
	text, _, _ := strings.Cut(below, "\n## ")
	return text
}
