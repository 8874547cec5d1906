package signals

import (
	"time"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/monitor"
)

// How far the rules look. All [D].
const (
	lookBack = 400 // days of the record that count
	lingers  = 3   // days without its cause for which a signal stays
	validFor = 28  // days for which a sheet, an event or the last check-in speaks for today
	mostIDs  = 20  // entries named behind a signal
)

// state is what the rules look at, read once.
type state struct {
	past
	now        time.Time
	today      entry.Day
	breakStart entry.Day
	onBreak    bool
	start      map[string]scored // by instrument key: the sheet the break began with
	told       []told
	items      []daily
	drift      monitor.Result
}

func newState(j *journey.Journey, library instrument.Library, now time.Time) *state {
	place := j.Location()
	today := j.Turn().Day(now, place)
	s := &state{past: read(j, library, today-lookBack, today), now: now, today: today}
	s.breakStart, s.onBreak = j.BreakStart(today)
	if s.onBreak {
		s.start = s.startSheets()
	}
	s.told = s.safetyTold(place)
	s.chart()
	return s
}

// past is a stretch of a journey with its sheets scored.
type past struct {
	j       *journey.Journey
	library instrument.Library
	from    entry.Day // firings before it do not count
	to      entry.Day
	days    []*journey.Day
	courses []course
	known   map[string]*instrument.Instrument // by what sheets call them; nil: not in the library
}

// read takes the days back..to.
func read(j *journey.Journey, library instrument.Library, back, to entry.Day) past {
	p := past{j: j, library: library, from: back, to: to, known: map[string]*instrument.Instrument{}}
	at := map[string]int{}
	for day := range j.Days(back, to) {
		p.days = append(p.days, day)
		for _, sheet := range day.Sheets {
			one, ok := p.score(sheet, day.Day)
			if !ok {
				continue
			}
			n, seen := at[one.of.Code]
			if !seen {
				n = len(p.courses)
				at[one.of.Code] = n
				p.courses = append(p.courses, course{of: one.of})
			}
			p.courses[n].sheets = append(p.courses[n].sheets, one)
		}
	}
	return p
}

// course is the sheets of one instrument that have a score, oldest first.
type course struct {
	of     *instrument.Instrument
	sheets []scored
}

// scored is one sheet with its scores.
type scored struct {
	journey.Ref
	day    entry.Day
	of     *instrument.Instrument
	result instrument.Result
}

func (p *past) score(sheet journey.Sheet, day entry.Day) (scored, bool) {
	of := p.instrument(sheet.Instrument)
	if of == nil {
		return scored{}, false
	}
	result, err := of.Read(sheet.Answers, sheet.Total)
	return scored{Ref: sheet.Ref, day: day, of: of, result: result}, err == nil
}

// instrument is the one with this key, or nil.
func (p *past) instrument(key string) *instrument.Instrument {
	of, seen := p.known[key]
	if !seen {
		if found, err := p.library.Lookup(key); err == nil {
			of = &found
		}
		p.known[key] = of
	}
	return of
}

// name is what a sentence calls an instrument.
func name(of *instrument.Instrument) string {
	if of.Own {
		return of.Title
	}
	return of.Code
}

// speaks says for which days sheet i speaks: until the next one of its
// instrument, or for 28 days. open: it is the latest and still speaks.
func (p *past) speaks(c course, i int) (last entry.Day, open bool) {
	last = c.sheets[i].day + validFor
	if i+1 < len(c.sheets) {
		return max(c.sheets[i].day, min(last, c.sheets[i+1].day-1)), false
	}
	return min(last, p.to), last >= p.to
}

// course finds the sheets of an instrument.
func (p *past) course(key string) (course, bool) {
	of := p.instrument(key)
	for _, c := range p.courses {
		if of != nil && c.of.Code == of.Code {
			return c, true
		}
	}
	return course{}, false
}
