package importer

import (
	"cmp"
	"slices"
	"strings"

	"fermata/internal/entry"
)

// Report is what a plan would do, for the person to look at before anything
// is saved. Read is the sum of Mapped, of all that is ignored and of all that
// is unreadable.
type Report struct {
	// Source, Variant, Encoding, Guessed and Delimiter are those of the file.
	Source, Variant, Encoding string
	Guessed                   bool
	Delimiter                 string

	Read       int     // rows in the file, without the header
	Mapped     int     // rows that become entries
	Ignored    []Group // rows that say nothing, by reason
	Unreadable []Group // rows that cannot be read, by reason
	// Remarks are about rows that come in, with something to know.
	Remarks []Group

	// First and Last bound the days that the mapped rows are about; Days
	// counts the different ones. All are 0 when no row is mapped.
	First, Last entry.Day
	Days        int

	Columns []ColumnReport // what becomes of each column, in the file's order
	Tags    []Count        // activities, the most frequent first
	Kinds   []Count        // kinds of entries, in a file of the person's own
}

// ColumnReport says what becomes of one column.
type ColumnReport struct {
	Number int    // from 1
	Name   string // as in the file
	Use    As
	Item   entry.Item // what it counts as, for AsItem
	From   float64    // the file's numbers that become 0 and 10; both 0
	To     float64    // when there are only words
	Values int        // rows whose text counts as a number
	// Without are rows that hold a text that counts as nothing so far.
	Without int
	Levels  []LevelReport // the column's words, for AsItem
}

// LevelReport is one word of a column, with what it counts as.
type LevelReport struct {
	Text   string
	Count  int
	Value  float64
	Counts bool // Value is given
}

// Count is a text and how often it occurs.
type Count struct {
	Text  string
	Count int
}

// Group is a number of rows with the same thing to say about them.
type Group struct {
	Reason Reason
	Name   string // what the rows are, where that tells more than the reason
	Count  int
	Lines  []int // the lines of the first hundred, in the file's order
}

// Say is the reason as a sentence about the group's rows.
func (g Group) Say() string {
	if g.Name == "" {
		return reasons[g.Reason]
	}
	return "“" + g.Name + "”: " + reasons[g.Reason]
}

// Reason says why a row is not mapped, or what is to know about it.
type Reason string

// Why a row is ignored.
const (
	Blank   Reason = "blank"
	Nothing Reason = "nothing"
	Twice   Reason = "twice"
	Erased  Reason = "erased"

	OtherType  Reason = "other-type"
	Automatic  Reason = "automatic"
	Unanswered Reason = "unanswered"
	Joined     Reason = "joined"
	Inside     Reason = "inside"
)

// Why something in a packed or nested file is unreadable.
const (
	NoHistory   Reason = "no-history"
	NoMeasure   Reason = "no-measure"
	NoAnswers   Reason = "no-answers"
	WrongAnswer Reason = "wrong-answer"
	WrongPanel  Reason = "wrong-panel"
	NotDone     Reason = "not-done"
	BadValue    Reason = "bad-value"
	TooFew      Reason = "too-few"
)

// Why a row is unreadable.
const (
	NeverClosed  Reason = "never-closed"
	StrayQuote   Reason = "stray-quote"
	Ragged       Reason = "ragged"
	NotText      Reason = "not-text"
	OtherLetters Reason = "other-letters"
	LongCell     Reason = "long-cell"
	LongRow      Reason = "long-row"
	LongTag      Reason = "long-tag"
	ManyTags     Reason = "many-tags"
	NoDate       Reason = "no-date"
	BadDate      Reason = "bad-date"
	OldDate      Reason = "old-date"
	FutureDate   Reason = "future-date"
	BadEntry     Reason = "bad-entry"
	NewerEntry   Reason = "newer-entry"
)

// What is to know about a row that comes in.
const (
	BadTime    Reason = "bad-time"
	Formatting Reason = "formatting"
	Averaged   Reason = "averaged"
	Attached   Reason = "attached"
	OddCode    Reason = "odd-code"
)

// reasons holds the sentence for each reason. It can stand after "12 rows:".
var reasons = map[Reason]string{
	Blank:   "The row is empty.",
	Nothing: "There is nothing beside the date, or only what you left out.",
	Twice:   "The same entry is in the file twice.",
	Erased:  "A note that something was erased in the other record. It stays there.",

	OtherType:  "Fermata does not use this sort of record.",
	Automatic:  "Loop filled these days in by itself. The habit was not done then.",
	Unanswered: "Nothing was noted on these days.",
	Joined:     "Counted into the one row for that day.",
	Inside:     "Part of another record, which is counted once.",

	NoHistory:   "No days were found for this habit. Export from Loop again, and choose the new file.",
	NoMeasure:   "Fermata does not know this measure by its code. It is left out.",
	NoAnswers:   "None of its answers has a code that belongs to the measure.",
	WrongAnswer: "An answer does not fit its question. Ask whoever made the file.",
	WrongPanel:  "The title and the code name two different measures. Ask whoever made the file.",
	TooFew:      "Too many answers are left out to count a score.",
	NotDone:     "The sheet is marked as not finished, or as a mistake.",
	BadValue:    "The value cannot be read, or is outside its range.",

	NeverClosed:  "A quotation mark opens and never closes. Close it in the file, or leave this row out.",
	StrayQuote:   "Text stands after a closing quotation mark. Write marks inside a text twice.",
	Ragged:       "The row has more or fewer cells than there are columns. Look for a line break or a delimiter that is not in quotation marks.",
	NotText:      "The row holds bytes that are no text. Export the file again.",
	OtherLetters: "Some letters cannot be read. Save the file as “CSV UTF-8”.",
	LongCell:     "A text is longer than 20,000 characters. Split it in the file.",
	LongRow:      "The row is larger than 128 kB. Split it in the file.",
	LongTag:      "An activity is longer than 160 characters. Is the right separator chosen?",
	ManyTags:     "There are more than 240 activities. Is the right separator chosen?",
	NoDate:       "There is no date.",
	BadDate:      "The date cannot be read, or is none of the calendar. Look at it in the file.",
	OldDate:      "The date is before 1970. Look at it in the file.",
	FutureDate:   "The date is in the future. Look at it in the file.",
	BadEntry:     "The line is not a whole entry. Export again and choose the new file.",
	NewerEntry:   "The line comes from a newer Fermata. Update this one and try again.",

	BadTime:  "The time cannot be read. The row counts for the whole day, and the text stays beside it.",
	Averaged: "Several scores of one day become their mean. The scores stay beside it.",
	Attached: "Pictures and recordings stay where they are. The words come in.",
	OddCode:  "Some answers have a code that does not belong to the measure. They are left out.",

	Formatting: "Bold, lists and the like become plain text. The note as it was stays beside it.",
}

// tally counts rows by reason, in the order in which reasons turn up.
type tally struct{ groups []Group }

func (t *tally) add(why Reason, line int) { t.addNamed(why, "", line) }

// namesLimit is how many groups a report names; further names are not told
// apart.
const namesLimit = 300

func (t *tally) addNamed(why Reason, name string, line int) {
	name = clip(strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", ""), "�"), nameLimit)
	same := func(g Group) bool { return g.Reason == why && g.Name == name }
	if len(t.groups) >= namesLimit && !slices.ContainsFunc(t.groups, same) {
		name = ""
	}
	at := slices.IndexFunc(t.groups, same)
	if at < 0 {
		at = len(t.groups)
		t.groups = append(t.groups, Group{Reason: why, Name: name})
	}
	group := &t.groups[at]
	group.Count++
	if len(group.Lines) < shownLines {
		group.Lines = append(group.Lines, line)
	}
}

// copy is a tally that can be added to while the first stays as it is.
func (t tally) copy() tally {
	groups := slices.Clone(t.groups)
	for n := range groups {
		groups[n].Lines = slices.Clone(groups[n].Lines)
	}
	return tally{groups}
}

// inOrder gives the groups with their lines in the file's order.
func (t tally) inOrder() []Group {
	for _, group := range t.groups {
		slices.Sort(group.Lines)
	}
	return t.groups
}

// counted lists the counts of a map, the most frequent first.
func counted(counts map[string]int) []Count {
	list := make([]Count, 0, len(counts))
	for text, count := range counts {
		list = append(list, Count{text, count})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return list
}
