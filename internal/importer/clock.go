package importer

import (
	"strings"
	"time"

	"fermata/internal/entry"
)

// clock is a time of day as it is written.
type clock struct {
	seconds   int // after midnight
	precision entry.Precision
	// offset is the written distance from UTC in seconds, where told is true.
	offset int
	told   bool
}

// partsOfDay are words for a stretch of the day, with an hour in its middle.
// am, mid and pm alone are how Bearable writes them.
var partsOfDay = map[string]int{
	"early morning": 6, "morning": 9, "am": 9, "noon": 12, "midday": 12, "mid": 13,
	"afternoon": 15, "pm": 18, "evening": 19, "night": 22,
}

// readClock knows 20:39, 20:39:05, 8:39 pm, 8.39 p.m., 8pm, 20h39, and words
// like evening; a zone may follow: 20:39:05.123+02:00, 20:39Z.
func readClock(text string) (clock, bool) {
	if text == "" || len(text) > 40 {
		return clock{}, false
	}
	text = plainSpaces(strings.ToLower(text))
	if hour, ok := partsOfDay[text]; ok {
		return clock{seconds: hour * 3600, precision: entry.PartOfDay}, true
	}
	c := clock{precision: entry.Minute}
	text = c.cutOffset(text)
	text, half := cutHalf(text)
	var ok bool
	c.seconds, ok = secondsOf(text, half)
	return c, ok
}

// plainSpaces: phones put narrow and unbreakable spaces before am and pm.
func plainSpaces(text string) string {
	if strings.IndexByte(text, 0xe2) < 0 && strings.IndexByte(text, 0xc2) < 0 {
		return text
	}
	return strings.TrimSpace(strings.NewReplacer("\u202f", " ", "\u00a0", " ", "\u2009", " ").Replace(text))
}

// cutHalf takes am or pm off the end: 'a', 'p', or 0 for neither.
func cutHalf(text string) (string, byte) {
	for _, half := range []string{"am", "pm", "a.m.", "p.m.", "a.m", "p.m"} {
		if rest, ok := strings.CutSuffix(text, half); ok {
			return strings.TrimRight(rest, " "), half[0]
		}
	}
	return text, 0
}

func secondsOf(text string, half byte) (int, bool) {
	hours, after := digits(text)
	if len(hours) < 1 || len(hours) > 2 || after == "" && half == 0 {
		return 0, false
	}
	minutes, seconds := "0", "0"
	if after != "" {
		if strings.IndexByte(":.h", after[0]) < 0 {
			return 0, false
		}
		mark := after[0]
		if minutes, after = digits(after[1:]); len(minutes) != 2 {
			return 0, false
		}
		if after != "" && after[0] == ':' && mark == ':' {
			if seconds, after = digits(after[1:]); len(seconds) != 2 {
				return 0, false
			}
			after = cutFraction(after)
		}
	}
	hour, ok := wholeHour(atoi(hours), half)
	if !ok || after != "" || atoi(minutes) > 59 || atoi(seconds) > 59 {
		return 0, false
	}
	return hour*3600 + atoi(minutes)*60 + atoi(seconds), true
}

func cutFraction(after string) string {
	if after != "" && (after[0] == '.' || after[0] == ',') {
		_, after = digits(after[1:])
	}
	return after
}

// wholeHour turns an hour of twelve into one of twenty-four.
func wholeHour(hour int, half byte) (int, bool) {
	switch {
	case half == 0:
		return hour, hour <= 23
	case hour < 1 || hour > 12:
		return 0, false
	case half == 'p':
		return hour%12 + 12, true
	}
	return hour % 12, true
}

// cutOffset takes a distance from UTC off the end of a text.
func (c *clock) cutOffset(text string) string {
	for _, utc := range []string{" utc", " gmt", "z"} {
		if rest, ok := strings.CutSuffix(text, utc); ok {
			c.told = true
			return strings.TrimRight(rest, " ")
		}
	}
	sign := strings.LastIndexAny(text, "+-")
	if sign < 4 {
		return text
	}
	number := strings.Replace(text[sign+1:], ":", "", 1)
	if head, after := digits(number); after != "" || len(head) != 4 || atoi(head) > 1500 || atoi(head)%100 > 59 {
		return text
	}
	c.offset, c.told = atoi(number[:2])*3600+atoi(number[2:])*60, true
	if text[sign] == '-' {
		c.offset = -c.offset
	}
	return strings.TrimRight(text[:sign], " ")
}

// moment is what a row's date and time come to.
type moment struct {
	at        entry.Moment
	day       entry.Day
	precision entry.Precision
}

// wholeDay is a date without a time: at noon, where the person lives.
func (f Frame) wholeDay(day entry.Day) moment {
	return moment{at: f.onWall(day, 12*3600), day: day, precision: entry.WholeDay}
}

// at is a date with a time. A time to the minute belongs to the day by the
// person's turn; a part of the day to the date that is written.
func (f Frame) at(day entry.Day, c clock) moment {
	if c.precision == entry.PartOfDay {
		return moment{at: f.onWall(day, c.seconds), day: day, precision: entry.PartOfDay}
	}
	if c.told {
		return f.instant(day.Time().Add(time.Duration(c.seconds-c.offset) * time.Second))
	}
	at := f.onWall(day, c.seconds)
	return moment{at: at, day: f.turn().Day(at.Instant, f.Place), precision: entry.Minute}
}

func (f Frame) instant(instant time.Time) moment {
	return moment{at: wholeMinutes(entry.MomentIn(instant, f.Place)), day: f.turn().Day(instant, f.Place), precision: entry.Minute}
}

func (f Frame) onWall(day entry.Day, seconds int) entry.Moment {
	year, month, date := day.Date()
	return wholeMinutes(entry.MomentIn(time.Date(year, month, date, 0, 0, seconds, 0, f.Place), f.Place))
}

// wholeMinutes cuts the seconds off the offset, which a few places still had
// in 1970; the codec has no room for them.
func wholeMinutes(m entry.Moment) entry.Moment {
	m.Offset -= m.Offset % 60
	return m
}

func (f Frame) turn() entry.Turn {
	if f.Turn == 0 {
		return entry.DefaultTurn
	}
	return f.Turn
}
