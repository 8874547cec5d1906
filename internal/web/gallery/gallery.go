// Package gallery shows every component in every state, for those who build
// Fermata. It is the page to open after a change of the look, and the list the
// golden tests of package components walk through: a component that is not
// here is not tested, and a test says so.
//
// Everyone in it is made up.
package gallery

import (
	"math"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"fermata/internal/web/components"
)

// A Specimen is one component in one state, or in a few that belong together.
type Specimen struct {
	Name  string // of its golden file and, when Alone, of its page
	Title string
	Part  templ.Component
	// Alone specimens bring their own h1, so each has a page of its own.
	Alone bool
	Page  components.Page // of an Alone specimen
}

// Index is the gallery page. scheme is "light", "dark" or empty, as in
// components.Page. Alone specimens are linked to under /gallery/NAME.
func Index(scheme string) templ.Component {
	return index(scheme, Specimens())
}

// Alone is the page of the Alone specimen with this name; ok is false when
// there is none.
func Alone(name, scheme string) (page templ.Component, ok bool) {
	for _, s := range Specimens() {
		if s.Alone && s.Name == name {
			s.Page.Scheme = scheme
			return alone(s), true
		}
	}
	return nil, false
}

// Specimens is every component in every state, in the order of the gallery.
func Specimens() []Specimen {
	return []Specimen{
		{Name: "arc", Title: "The standing arc", Part: arcs()},
		{Name: "colour", Title: "Colour, by intent", Part: colours()},
		{Name: "type", Title: "Type", Part: typeSizes()},
		{Name: "button", Title: "Buttons", Part: buttons()},
		{Name: "card", Title: "Card", Part: card()},
		{Name: "scale", Title: "Check-in scale", Part: scales()},
		{Name: "field", Title: "Form fields", Part: fields()},
		{Name: "upload", Title: "Sending a file", Part: upload()},
		{Name: "error-summary", Title: "What to put right", Part: errorSummary()},
		{Name: "choice", Title: "Choices and chips", Part: choices()},
		{Name: "notice", Title: "Notices", Part: notices()},
		{Name: "row", Title: "List rows", Part: rows()},
		{Name: "empty", Title: "Nothing yet", Part: empty()},
		{Name: "table", Title: "Table and disclosure", Part: table()},
		{Name: "chart", Title: "Chart", Part: components.Chart(sleep())},
		{Name: "chart-answers", Title: "Chart of a questionnaire", Part: components.Chart(phq9())},
		{Name: "chart-crowded", Title: "Chart with many names", Part: components.Chart(crowded())},
		{Name: "chart-ten-years", Title: "Chart of ten years", Part: components.Chart(tenYears())},
		{Name: "chart-empty", Title: "Chart without points", Part: components.Chart(components.ChartData{
			Title: "Energy", Summary: "Not enough to draw yet: 5 days of 21. Until then, your check-ins are listed as they are.", Max: 10,
		})},
		{Name: "pairs", Title: "Before and after", Part: components.Pairs(worryTime())},
		{Name: "pairs-empty", Title: "Before and after, without pairs", Part: components.Pairs(components.PairsData{
			Title: "A slow walk", Small: true, Summary: "Nothing to draw yet. Give both numbers once.",
		})},
		{Name: "almanac", Title: "Almanac", Part: components.Almanac(year())},
		{Name: "compare", Title: "Compare", Part: components.Compare(options())},
		{Name: "help", Title: "Help", Part: help()},
		{Name: "opening", Title: "Opening", Alone: true, Part: components.Opening("Thursday 24 September, evening", "How is it today?", "Skip anything; it is only for you."),
			Page: components.Page{Title: "Opening", Place: components.PlaceCheckIn, QuickExit: true}},
		{Name: "standing", Title: "Opening with a standing, and a margin", Alone: true, Part: standing(),
			Page: components.Page{Title: "Today", Place: components.PlaceToday, Class: components.Spread, Sample: true}},
		{Name: "letter", Title: "Letter, to pick from", Alone: true, Part: letter(false),
			Page: components.Page{Title: "Return brief", Place: components.PlacePlan, Class: components.Sheet}},
		{Name: "letter-fixed", Title: "Letter, to print", Alone: true, Part: letter(true),
			Page: components.Page{Title: "Return brief", Place: components.PlacePlan, Class: components.Sheet}},
		{Name: "lock", Title: "The locked door", Alone: true, Part: locked(),
			Page: components.Page{Title: "Locked", Locked: true, QuickExit: true}},
	}
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// wave is a made-up score for a day: it wanders about a level and is the same
// each time.
func wave(day int, level float64) float64 {
	d := float64(day)
	return level + 1.1*math.Sin(d*1.7) + 0.9*math.Sin(d*0.61+1)
}

// smooth is a running mean with a memory of about a week.
func smooth(points []components.ChartPoint) []components.ChartXY {
	var line []components.ChartXY
	mean := 0.0
	for i, p := range points {
		if i == 0 {
			mean = p.Value
		}
		mean += 0.18 * (p.Value - mean)
		line = append(line, components.ChartXY{X: float64(p.Day), Y: mean})
	}
	return line
}

// scores makes whole scores from 0 to 10 for n days, with a day missing now and then.
func scores(n int, level func(day int) float64) []components.ChartPoint {
	var points []components.ChartPoint
	for d := range n {
		if d%9 == 5 || d%31 == 17 {
			continue
		}
		value := math.Round(min(max(wave(d, level(d)), 0), 10))
		points = append(points, components.ChartPoint{Day: d, Value: value})
	}
	return points
}

func sleep() components.ChartData {
	points := scores(116, func(day int) float64 {
		if day > 100 {
			return 6.4 - 0.22*float64(day-100)
		}
		return 6.4
	})
	for i := range points {
		points[i].Out = points[i].Day > 104 && points[i].Value < 5
	}
	return components.ChartData{
		Title:       "Sleep",
		Summary:     "Since 14 September most nights are below your usual 5 to 8. The move was two weeks earlier; whether it is the cause, the numbers cannot say.",
		Description: "Sleep from June to September 2026. The smoothed line leaves the usual range in the middle of September.",
		Max:         10, From: day(2026, 6, 1), To: day(2026, 9, 24),
		Points: points, Smoothed: smooth(points), Band: []components.ChartBand{{Low: 5, High: 8}},
		Phases:  []components.ChartMark{{Day: 0, Label: "in therapy"}, {Day: 35, Label: "preparing"}, {Day: 63, Label: "on a break"}},
		Events:  []components.ChartMark{{Day: 89, Label: "moved flat"}},
		OutName: "a night behind the signal", Better: components.HigherBetter,
	}
}

func phq9() components.ChartData {
	values := []float64{13, 11, 11, 8, 7, 6, 5, 4, 6, 8}
	var points []components.ChartPoint
	for i, v := range values {
		points = append(points, components.ChartPoint{Day: 5 + 14*i, Value: v})
	}
	for _, i := range []int{0, 6, 9} {
		points[i].Label = strconv.Itoa(int(values[i]))
	}
	var line []components.ChartXY
	for _, p := range points {
		line = append(line, components.ChartXY{X: float64(p.Day), Y: p.Value})
	}
	return components.ChartData{
		Title:   "PHQ-9",
		Summary: "8 on 12 September, in the band called mild. That is 3 more than when the break began. A change smaller than 6 can be chance.",
		Max:     27, From: day(2026, 5, 4), To: day(2026, 9, 24), Unit: "Score",
		Points: points, Answers: true, Smoothed: line,
		Levels: []float64{0, 5, 10, 15, 20, 27},
		Zones: []components.ChartZone{
			{Low: 0, High: 5, Label: "none to minimal"}, {Low: 5, High: 10, Label: "mild", Shaded: true},
			{Low: 10, High: 15, Label: "moderate"}, {Low: 15, High: 20, Label: "moderately severe", Shaded: true},
			{Low: 20, High: 27, Label: "severe"},
		},
		Phases: []components.ChartMark{{Day: 0, Label: "in therapy"}, {Day: 63, Label: "preparing"}, {Day: 91, Label: "on a break"}},
		Better: components.LowerBetter,
	}
}

func crowded() components.ChartData {
	c := sleep()
	c.Title, c.Summary = "Tension", "It rose above your usual range in the week of the move, and came back down without a session."
	c.Description, c.OutName, c.Better = "", "", components.LowerBetter
	c.Phases = []components.ChartMark{
		{Day: 0, Label: "in therapy"}, {Day: 20, Label: "considering a break"}, {Day: 35, Label: "preparing"},
		{Day: 63, Label: "on a break"}, {Day: 80, Label: "thinking of returning"}, {Day: 108, Label: "in therapy again"},
	}
	c.Events = []components.ChartMark{
		{Day: 10, Label: "exam"}, {Day: 30, Label: "Noor’s wedding by the sea"}, {Day: 70, Label: "new job"},
		{Day: 74, Label: "flu"}, {Day: 89, Label: "moved flat"}, {Day: 112, Label: "contract"},
	}
	c.Band = []components.ChartBand{{Day: 0, Low: 4, High: 8}, {Day: 60, Low: 5, High: 8}, {Day: 115, Low: 5.5, High: 7.5}}
	return c
}

func tenYears() components.ChartData {
	points := scores(3650, func(day int) float64 { return 6 + 1.5*math.Sin(float64(day)/260) })
	for i := range points {
		points[i].Out = points[i].Day > 3000 && points[i].Day < 3060
	}
	return components.ChartData{
		Title: "Mood", Summary: "Ten years, by the week. The two long breaks are the calmest stretches.",
		Max: 10, From: day(2016, 10, 3), To: day(2026, 9, 30),
		Points: points, Smoothed: smooth(points), Band: []components.ChartBand{{Low: 4, High: 8}},
		Phases: []components.ChartMark{{Day: 0, Label: "in therapy"}, {Day: 900, Label: "on a break"}, {Day: 1500, Label: "in therapy"}, {Day: 2800, Label: "on a break"}},
		Events: []components.ChartMark{{Day: 420, Label: "Lisbon"}, {Day: 1250, Label: "my mother died"}, {Day: 3000, Label: "moved flat"}},
	}
}

func worryTime() components.PairsData {
	data := components.PairsData{
		Title: "Worry time", Summary: "It took the edge off 6 of 9 times. It can still be chance.",
		BeforeName: "distress before", AfterName: "after", LowEnd: "none", HighEnd: "the most",
		Numbers: &components.TableData{Caption: "Worry time, each time", Head: []string{"Day", "Before", "After"}, Figures: []int{1, 2}},
	}
	after := []float64{6, 3, 5, 7, 2, 4, 8, 3, 1}
	for i, before := range []float64{8, 6, 5, 7, 6, 7, 7, 6, 4} {
		label := day(2026, 9, 2+i).Format("Mon 2 Jan")
		data.Pairs = append(data.Pairs, components.Pair{Before: before, After: after[i], Label: label})
		data.Numbers.Rows = append(data.Numbers.Rows, []string{label, strconv.Itoa(int(before)), strconv.Itoa(int(after[i]))})
	}
	return data
}

func year() components.AlmanacData {
	months := []components.AlmanacMonth{}
	for m := range 12 {
		first := day(2025, 10, 1).AddDate(0, m, 0)
		month := components.AlmanacMonth{Label: first.Format("Jan")}
		for d := first; d.Month() == first.Month(); d = d.AddDate(0, 0, 1) {
			month.Days = append(month.Days, almanacDay(d))
		}
		months = append(months, month)
	}
	return components.AlmanacData{
		Title: "The year", Summary: "How heavy each day was, by your check-ins. A speck is a day without one.",
		Caption: "October 2025 to September 2026, one mark a day", Months: months,
	}
}

func almanacDay(d time.Time) components.AlmanacDay {
	n := int(d.Sub(day(2025, 10, 1)).Hours() / 24)
	mark := components.Light + components.Heaviness(min(max(math.Round(wave(n, 2.2)-float64(n)/200), 0), 3))
	switch {
	case d.After(day(2026, 9, 24)):
		mark = components.NoDay
	case n%11 == 2 || n%17 == 9:
		mark = components.NoEntry
	}
	return components.AlmanacDay{Mark: mark, Break: !d.Before(day(2026, 8, 3))}
}

func options() components.CompareData {
	row := func(id, title, note string, cells ...components.CompareCell) components.CompareRow {
		return components.CompareRow{ID: id, Title: title, Note: note, Cells: cells}
	}
	says := func(l components.Leaning, words string) components.CompareCell {
		return components.CompareCell{Leaning: l, Words: words}
	}
	return components.CompareData{
		Caption: "Three options by what matters",
		Options: []components.CompareOption{{Name: "Full break"}, {Name: "Fewer sessions"}, {Name: "Change what we work on", Short: "Change focus"}},
		Rows: []components.CompareRow{
			row("keeping", "Keeping what I gained", "matters most to you",
				says(components.SpeaksSome, "I have skills that work."),
				says(components.SpeaksFor, "A session a month would keep me honest."),
				says(components.SpeaksNeither, "The old work would rest for a while.")),
			row("money", "Money", "a good deal",
				says(components.SpeaksFor, "£240 a month stays here."),
				says(components.SpeaksSome, "£60 a month instead of £240."),
				says(components.SpeaksAgainst, "Costs the same.")),
		},
	}
}

func returnBrief(fixed bool) components.LetterData {
	measures := components.TableData{
		ID: "measures", Caption: "Measures",
		Head:    []string{"Measure", "1 Aug", "29 Aug", "26 Sep", "24 Oct", "Change"},
		Figures: []int{1, 2, 3, 4, 5},
		Rows:    [][]string{{"PHQ-9", "5", "6", "9", "9", "+4"}, {"GAD-7", "5", "7", "8", "8", "+3"}},
	}
	return components.LetterData{
		ID: "brief", Action: "/letter/return-brief", Fixed: fixed,
		Title: "Coming back: where I am",
		For:   "For Dr Okafor, for our session on Tuesday 3 November 2026. From Mira.",
		About: "Break from 3 August to 2 November 2026, thirteen weeks. Agreed together on 27 July.",
		Sections: []components.LetterSection{
			{Heading: "Why now", Lines: []components.LetterLine{
				{ID: "1", Picked: true, Text: "My sleep slipped in the middle of September and has not come back. I noticed it in week 7 and waited two weeks, as my plan said."},
				{ID: "2", Picked: true, Text: "My own rule was: “If two of my warning signs last a week, I write to Dr Okafor.”"},
			}},
			{Heading: "What needs attention first", Lines: []components.LetterLine{
				{ID: "3", Picked: true, Text: "The nights. I lie awake from four and go through work."},
				{ID: "4", Text: "A message from my father that I have not answered."},
			}},
			{Heading: "Measures", Table: &measures, Note: "A change of 6 (PHQ-9) or 4 (GAD-7) is more than measurement error. Neither is reached."},
			{Heading: "What I would rather say myself", Lines: []components.LetterLine{
				{ID: "5", Text: "I would have liked a first check-in after two weeks, not four."},
			}},
		},
		Foot: "Written with Fermata from Mira’s own entries, 1 November 2026. It is a personal account, not a clinical report.",
	}
}
