package importer

import (
	"strings"
	"time"
	"unicode"

	"fermata/internal/entry"
)

// DateOrder says which of the two short numbers in 3/4/2024 is the day.
type DateOrder string

// The orders. A date with the year first, or with the month as a word, needs
// none.
const (
	DayFirst   DateOrder = "day-first"
	MonthFirst DateOrder = "month-first"
)

// DateWriting is how the dates of a column are written, over all its rows.
type DateWriting struct {
	DayFirst   int // dates that can only be day, month, year
	MonthFirst int // dates that can only be month, day, year
	Unclear    int // dates that can be either, as 3/4/2024
	Example    string
}

// NeedsOrder says that some dates mean different days in different orders.
func (w DateWriting) NeedsOrder() bool { return w.Unclear+w.DayFirst+w.MonthFirst > 0 }

// Order is the order that the whole column shows, or "" when nothing in it
// tells, or when it holds both.
func (w DateWriting) Order() DateOrder {
	switch {
	case w.DayFirst > 0 && w.MonthFirst == 0:
		return DayFirst
	case w.MonthFirst > 0 && w.DayFirst == 0:
		return MonthFirst
	}
	return ""
}

func (w *DateWriting) note(d writtenDate) {
	switch {
	case d.first == 0:
		return
	case d.first > 12:
		w.DayFirst++
	case d.second > 12:
		w.MonthFirst++
	case d.first != d.second:
		w.Unclear++
	}
	if w.Example == "" && d.first <= 12 && d.second <= 12 && d.first != d.second {
		w.Example = d.text
	}
}

// writtenDate is a date as it is written. Either month and day are known, or
// first and second are the two short numbers whose order is not.
type writtenDate struct {
	text             string
	year, month, day int // year is 0 where it is not written
	first, second    int
	instant          time.Time // for seconds since 1970
	rest             string    // what follows: a time, perhaps
}

// readDate knows 2026-09-24, 2026/9/24, 20260924, 24.9.2026, 9/24/26,
// 18 May 2018, May 18th, 2018, Friday 18 May, 8th Dec 2021, seconds and
// milliseconds since 1970, each with a time behind it.
func readDate(text string) (writtenDate, bool) {
	d := writtenDate{text: text}
	if text == "" || len(text) > 64 {
		return d, false
	}
	head, after := digits(text)
	switch {
	case head == "" || after != "" && strings.IndexByte("-/.", after[0]) < 0:
		if d.compact(head, after) {
			return d, true
		}
		return d, d.readWords(text)
	case len(head) == 4 && after != "":
		return d, d.readYearFirst(atoi(head), after)
	case len(head) <= 2 && after != "":
		if d.readShort(atoi(head), after) {
			return d, true
		}
		return d, d.readWords(text)
	}
	return d, d.compact(head, after)
}

// compact reads dates of digits only.
func (d *writtenDate) compact(head, after string) bool {
	switch {
	case len(head) == 8 && (after == "" || after[0] == 'T' || after[0] == ' '):
		d.year, d.month, d.day, d.rest = atoi(head[:4]), atoi(head[4:6]), atoi(head[6:]), spread(trimRest(after))
		return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
	case len(head) == 10 && after == "":
		d.instant = time.Unix(int64(atoi(head)), 0).UTC()
	case len(head) == 13 && after == "":
		d.instant = time.UnixMilli(int64(atoi(head))).UTC()
	default:
		return false
	}
	return true
}

// spread writes the time 213015 as 21:30:15.
func spread(rest string) string {
	switch clock, after := digits(rest); len(clock) {
	case 4:
		return clock[:2] + ":" + clock[2:] + after
	case 6:
		return clock[:2] + ":" + clock[2:4] + ":" + clock[4:] + after
	}
	return rest
}

func (d *writtenDate) readYearFirst(year int, after string) bool {
	month, rest := digits(after[1:])
	if len(month) < 1 || len(month) > 2 || rest == "" || rest[0] != after[0] {
		return false
	}
	day, rest := digits(rest[1:])
	if len(day) < 1 || len(day) > 2 || !separate(rest) {
		return false
	}
	d.year, d.month, d.day, d.rest = year, atoi(month), atoi(day), trimRest(rest)
	return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
}

func (d *writtenDate) readShort(first int, after string) bool {
	second, rest := digits(after[1:])
	if len(second) < 1 || len(second) > 2 || rest == "" || rest[0] != after[0] {
		return false
	}
	year, rest := digits(strings.TrimLeft(rest[1:], " "))
	if len(year) != 4 && len(year) != 2 || !separate(rest) {
		return false
	}
	d.first, d.second, d.year, d.rest = first, atoi(second), wholeYear(year), trimRest(rest)
	return d.first >= 1 && d.second >= 1 && d.first <= 31 && d.second <= 31 && (d.first <= 12 || d.second <= 12)
}

// separate: nothing, or something that is not part of the number before.
func separate(rest string) bool {
	return rest == "" || strings.IndexByte(" ,T", rest[0]) >= 0
}

// readWords reads a date whose month is a word.
func (d *writtenDate) readWords(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",./-", r) })
	for n, word := range words {
		lower := strings.ToLower(word)
		head, after := digits(lower)
		switch {
		case strings.Contains(word, ":"):
			d.rest = restFrom(text, words[n:])
			return d.month > 0 && d.day > 0
		case months[lower] > 0 && d.month == 0:
			d.month = months[lower]
		case weekdays[lower]:
		case len(head) == 4 && after == "" && d.year == 0:
			d.year = atoi(head)
		case len(head) >= 1 && len(head) <= 2 && ordinals[after] && d.day == 0:
			d.day = atoi(head)
		case len(head) == 2 && after == "" && d.month > 0 && d.day > 0 && d.year == 0:
			d.year = wholeYear(head)
		default:
			return false
		}
	}
	return d.month > 0 && d.day >= 1 && d.day <= 31
}

// restFrom is the part of the text that begins with the first of the words.
func restFrom(text string, words []string) string {
	return text[strings.Index(text, words[0]):]
}

var ordinals = map[string]bool{"": true, "st": true, "nd": true, "rd": true, "th": true}

var (
	months   = names(12, func(n int) string { return time.Month(n + 1).String() })
	weekdays = weekdayNames()
)

// names gives each name and its first three letters the number from 1.
func names(count int, name func(int) string) map[string]int {
	numbers := map[string]int{}
	for n := range count {
		lower := strings.ToLower(name(n))
		numbers[lower], numbers[lower[:3]] = n+1, n+1
	}
	if count == 12 {
		numbers["sept"] = 9
	}
	return numbers
}

func weekdayNames() map[string]bool {
	known := map[string]bool{"tues": true, "thur": true, "thurs": true}
	for name := range names(7, func(n int) string { return time.Weekday(n).String() }) {
		known[name] = true
	}
	return known
}

// calendarDay is the day that is meant, in an order and, where the date has
// no year of its own, in the given one.
func (d writtenDate) calendarDay(order DateOrder, year int) (entry.Day, bool) {
	month, day := d.month, d.day
	switch {
	case d.first == 0:
	case order == DayFirst, d.first == d.second:
		day, month = d.first, d.second
	case order == MonthFirst:
		month, day = d.first, d.second
	default:
		return 0, false
	}
	if d.year > 0 {
		year = d.year
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1 || t.Day() != day || int(t.Month()) != month {
		return 0, false
	}
	return entry.DayOf(t.Date()), true
}

// wholeYear reads 24 as 2024 and 87 as 1987.
func wholeYear(text string) int {
	year := atoi(text)
	if len(text) == 2 {
		if year += 2000; year >= 2070 {
			year -= 100
		}
	}
	return year
}

// digits cuts the digits at the beginning of a text off.
func digits(text string) (head, after string) {
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	return text[:end], text[end:]
}

// atoi reads up to 18 digits.
func atoi(digits string) int {
	value := 0
	for i := range min(len(digits), 18) {
		value = value*10 + int(digits[i]-'0')
	}
	return value
}

func trimRest(rest string) string {
	rest = strings.TrimLeft(rest, " ,")
	if len(rest) > 1 && rest[0] == 'T' && rest[1] >= '0' && rest[1] <= '9' {
		return rest[1:]
	}
	return rest
}
