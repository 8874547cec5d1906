package views

import (
	"slices"
	"strings"
	"time"

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
	OnePage  bool // as a PDF in the largest type that fits on a page, if any does
}

// LetterSection is a part of a letter under a heading.
type LetterSection struct {
	Heading string
	Step    int // from 1, where the sections are steps; 0 is none
	Lines   []LetterLine
}

// LetterLine is one line. Its key is the same each time the letter is made,
// so that a choice is kept.
type LetterLine struct {
	Key    string
	Text   string
	Left   bool // the person left it out
	Strong bool // to be seen first
}

// Sent is the letter as it leaves: without the lines that were left out, and
// without a heading over nothing.
func (l Letter) Sent() Letter {
	var sections []LetterSection
	for _, s := range l.Sections {
		s.Lines = slices.DeleteFunc(slices.Clone(s.Lines), func(line LetterLine) bool { return line.Left })
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

// ReturnBrief is the key of the return brief.
const ReturnBrief = "return-brief"

// The windows of the brief, in days: four weeks before the break against the
// last four. [D]
const briefWindow = 28

// NewReturnBrief makes the return brief from what is there. events holds the
// words of the life events by the ID of the entry that holds them.
func NewReturnBrief(j *journey.Journey, library instrument.Library, events map[entry.ID]entry.LifeEvent, now time.Time) Letter {
	today := j.Today(now)
	choice := j.Letters[ReturnBrief]
	start, end, hasBreak := lastBreak(j, today)
	if !hasBreak {
		start, end = today-90, today
	}
	l := Letter{
		Key: ReturnBrief, Page: "/letters/" + ReturnBrief, Title: guide.Say("brief.title"), Notes: choice.Notes,
		Foot: guide.Say("brief.written.nameless", "date", guide.FullDate(today.Time())),
	}
	if j.Profile.Therapist != "" {
		l.For = guide.Say("brief.for", "name", j.Profile.Therapist)
	}
	if hasBreak {
		l.About = breakDates(start, end, end < today)
	}
	l.add("brief.attention", attentionLines(j, today))
	l.add("brief.items", itemLines(j, start, today))
	l.add("brief.measures", measureLines(j, library, start, today))
	l.add("brief.happened", eventLines(j, events, start, today))
	l.add("brief.held", skillLines(j, start, today))
	l.choose(choice.LeftOut)
	return l
}

func (l *Letter) add(heading string, lines []LetterLine) {
	if len(lines) > 0 {
		l.Sections = append(l.Sections, LetterSection{Heading: guide.Say(heading), Lines: lines})
	}
}

func (l *Letter) choose(leftOut []string) {
	for _, section := range l.Sections {
		for i := range section.Lines {
			section.Lines[i].Left = slices.Contains(leftOut, section.Lines[i].Key)
		}
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

func breakDates(start, end entry.Day, over bool) string {
	weeks := (int(end-start) + 1) / 7
	if over {
		return guide.Say("brief.dates", "from", guide.FullDate(start.Time()), "to", guide.FullDate(end.Time()), "weeks", weeks)
	}
	return guide.Say("brief.dates.open", "from", guide.FullDate(start.Time()), "weeks", weeks)
}

// attentionLines are the warning signs that were noticed lately.
func attentionLines(j *journey.Journey, today entry.Day) []LetterLine {
	return countLines("sign-", j.Signs, daysWith(j, today-briefWindow+1, today, func(c journey.CheckIn) []string { return c.Signs }),
		func(name string, days int) string {
			return name + ": " + guide.Say("count.days", "days", days) + " of the last " + itoa(briefWindow) + "."
		})
}

// skillLines are the skills that were used, most often first.
func skillLines(j *journey.Journey, from, to entry.Day) []LetterLine {
	return countLines("skill-", j.Skills, daysWith(j, from, to, func(c journey.CheckIn) []string { return c.Skills }),
		func(name string, days int) string { return name + ". " + guide.Say("brief.used", "days", days) })
}

func countLines(prefix string, names []entry.Named, counts map[string]int, say func(string, int) string) []LetterLine {
	keys := sortedKeys(counts)
	slices.SortStableFunc(keys, func(a, b string) int { return counts[b] - counts[a] })
	var lines []LetterLine
	for _, key := range keys {
		lines = append(lines, LetterLine{Key: prefix + key, Text: say(journey.NameOf(names, key), counts[key])})
	}
	return lines
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

// itemLines compare each item's four weeks before the break with the last four.
func itemLines(j *journey.Journey, start, today entry.Day) []LetterLine {
	var lines []LetterLine
	for _, item := range j.Items {
		before := j.Series(item.Key, start-briefWindow, start-1)
		now := j.Series(item.Key, today-briefWindow+1, today)
		if len(now) == 0 {
			continue
		}
		text := item.Name + ": " + number(mean(now)) + " in the last four weeks, mean of " + guide.Say("count.days", "days", len(now)) + "."
		if len(before) > 0 {
			text = guide.Say("brief.mean", "item", item.Name, "before", number(mean(before)), "now", number(mean(now)), "days", len(now))
		}
		lines = append(lines, LetterLine{Key: "item-" + item.Key, Text: text})
	}
	return lines
}

func mean(points []journey.Point) float64 {
	sum := 0.0
	for _, p := range points {
		sum += p.Value
	}
	return sum / float64(len(points))
}

// eventLines are the life events since the break began, heaviest first.
func eventLines(j *journey.Journey, words map[entry.ID]entry.LifeEvent, from, to entry.Day) []LetterLine {
	var lines []LetterLine
	var weights []int
	for day := range j.Days(from, to) {
		for _, event := range day.Events {
			body, ok := words[event.Text]
			if !ok {
				continue
			}
			text := guide.FullDate(day.Day.Time()) + ": " + guide.Say("brief.weight", "what", strings.TrimSuffix(body.What, "."), "weight", event.Weight)
			at := 0
			for at < len(weights) && weights[at] >= event.Weight {
				at++
			}
			weights = slices.Insert(weights, at, event.Weight)
			lines = slices.Insert(lines, at, LetterLine{Key: "event-" + string(event.ID), Text: text})
		}
	}
	return lines
}

// measureLines are the latest score of each questionnaire and the one the
// break began with: the last from the four weeks before it, else the first
// after. What the difference means stands with them.
func measureLines(j *journey.Journey, library instrument.Library, from, to entry.Day) []LetterLine {
	firsts, lasts := map[string]scored{}, map[string]scored{}
	for _, s := range scores(j, library, from-briefWindow, to) {
		if _, ok := firsts[s.of.Code]; !ok || s.day <= from {
			firsts[s.of.Code] = s
		}
		lasts[s.of.Code] = s
	}
	var lines []LetterLine
	for _, code := range sortedKeys(lasts) {
		lines = append(lines, LetterLine{Key: "measure-" + code, Text: measureWords(firsts[code], lasts[code])})
	}
	return lines
}

func measureWords(first, last scored) string {
	text := guide.Say("measure.score", "measure", last.of.Title, "score", number(last.total)) + ", " + guide.FullDate(last.day.Time())
	if last.band != "" {
		text += ", " + guide.Say("measure.band", "band", last.band)
	}
	text += "."
	if first.day == last.day {
		return text
	}
	text += " " + number(first.total) + " on " + guide.FullDate(first.day.Time()) + "."
	change, err := last.of.Change(instrument.Total, first.total, last.total)
	switch {
	case err != nil:
	case change.BeyondError == instrument.Yes:
		text += " The difference is more than chance is likely to make."
	case change.BeyondError == instrument.No:
		text += " A difference this small can be chance."
	}
	return text
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
	var list []scored
	for day := range j.Days(from, to) {
		for _, sheet := range day.Sheets {
			of, err := library.Lookup(sheet.Instrument)
			if err != nil {
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
