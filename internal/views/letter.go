package views

import (
	"slices"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Letter is a document made for someone, line by line in or out. HTML,
// Markdown and PDF are made from the same value.
type Letter struct {
	Key      string // "return-brief"
	Page     string // where it is made: "/letters/return-brief"
	Title    string
	For      string // whom it is for; may be empty
	About    string
	Sections []LetterSection
	Notes    string // what the person added in their own words
	Foot     string
	Pages    int  // the most pages of A4 it may fill; 0 is no limit
	Short    bool // its notes were shortened to fit
	OnePage  bool // as a PDF in the largest type that fits on a page, if any does
}

// LetterSection is a part of a letter under a heading.
type LetterSection struct {
	Key     string // of its heading, where words of one's own can be added
	Heading string
	Step    int // from 1, where the sections are steps; 0 is none
	Lines   []LetterLine
}

// LetterLine is one line. Its key is the same each time the letter is made,
// so that a choice is kept.
type LetterLine struct {
	Key    string
	Text   string
	Chart  *Chart // drawn under the text, which says it in words
	Left   bool   // it stays out: the person left it out, or did not put it in
	Ask    bool   // in only if the person says so
	Own    bool   // the person's own words, to change in their field
	Cut    bool   // there is no room for it on the pages the letter may fill
	Short  bool   // it was shortened to fit
	Strong bool   // to be seen first
}

// Sent is the letter as it leaves: without the lines that were left out or
// have no room, and without a heading over nothing.
func (l Letter) Sent() Letter {
	var sections []LetterSection
	for _, s := range l.Sections {
		s.Lines = slices.DeleteFunc(slices.Clone(s.Lines), func(line LetterLine) bool { return line.Left || line.Cut })
		if len(s.Lines) > 0 {
			sections = append(sections, s)
		}
	}
	l.Sections = sections
	return l
}

// Name is the heading with its step, "1. How I know it is coming".
func (s LetterSection) Name() string {
	if s.Step == 0 {
		return s.Heading
	}
	return itoa(s.Step) + ". " + s.Heading
}

// Empty says that there is nothing to write about yet.
func (l Letter) Empty() bool { return len(l.Sections) == 0 && l.Notes == "" }

func (l *Letter) add(heading string, lines []LetterLine) {
	if len(lines) > 0 {
		l.Sections = append(l.Sections, LetterSection{Heading: guide.Say(heading), Lines: lines})
	}
}

// lastBreak is the break that holds on a day, or the last one before it.
func lastBreak(j *journey.Journey, today entry.Day) (start, end entry.Day, ok bool) {
	if start, ok := j.BreakStart(today); ok {
		return start, today, true
	}
	for _, change := range slices.Backward(j.Phases) {
		if change.Day > today {
			continue
		}
		if start, ok := j.BreakStart(change.Day - 1); ok {
			return start, change.Day - 1, true
		}
	}
	return 0, 0, false
}

// daysWith counts the days on which each key was ticked.
func daysWith(j *journey.Journey, from, to entry.Day, keys func(journey.CheckIn) []string) map[string]int {
	counts := map[string]int{}
	for day := range j.Days(from, to) {
		seen := map[string]bool{}
		for _, c := range day.CheckIns {
			for _, key := range keys(c) {
				if !seen[key] {
					seen[key] = true
					counts[key]++
				}
			}
		}
	}
	return counts
}

func mean(points []journey.Point) float64 {
	sum := 0.0
	for _, p := range points {
		sum += p.Value
	}
	return sum / float64(len(points))
}

// scored is an answered questionnaire with its total.
type scored struct {
	of    instrument.Instrument
	day   entry.Day
	sheet journey.Sheet
	total float64
	band  string
}

// scores adds up every sheet from..to (included) that can be added up, in
// order of time.
func scores(j *journey.Journey, library instrument.Library, from, to entry.Day) []scored {
	return scoresOf(j, library, "", from, to)
}

// scoresOf is scores of one questionnaire, or of all where code is "".
func scoresOf(j *journey.Journey, library instrument.Library, code string, from, to entry.Day) []scored {
	var list []scored
	for day := range j.Days(from, to) {
		for _, sheet := range day.Sheets {
			of, err := library.Lookup(sheet.Instrument)
			if err != nil || code != "" && of.Code != code {
				continue
			}
			result, err := of.Read(sheet.Answers, sheet.Total)
			if err != nil {
				continue
			}
			if total, ok := result.Total(); ok {
				list = append(list, scored{of: of, day: day.Day, sheet: sheet, total: total.Value, band: total.Band.Label})
			}
		}
	}
	return list
}
