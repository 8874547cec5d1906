package guide

import (
	"strconv"
	"time"
)

// RelativeDay says which day a date is, seen from today: "today",
// "yesterday", "3 days ago" up to six days back, "tomorrow", and otherwise
// "Mon 2 Nov", with the year when it is not this one. Only the calendar dates
// of both count, not their hours or zones.
func RelativeDay(date, today time.Time) string {
	switch days := daysBetween(date, today); {
	case days == 0:
		return Say("day.today")
	case days == 1:
		return Say("day.yesterday")
	case days == -1:
		return Say("day.tomorrow")
	case days > 1 && days < 7:
		return Say("day.ago", "days", days)
	}
	return ShortDay(date, today)
}

// ShortDay writes a date as "Mon 2 Nov", or "Mon 2 Nov 2025" when its year is
// not today's.
func ShortDay(date, today time.Time) string {
	weekday, month := Say("weekday.short."+weekdayNumber(date)), Say("month.short."+monthNumber(date))
	if date.Year() == today.Year() {
		return Say("date.short", "weekday", weekday, "day", date.Day(), "month", month)
	}
	return Say("date.short.year", "weekday", weekday, "day", date.Day(), "month", month, "year", strconv.Itoa(date.Year()))
}

// LongDay writes a date as "Thursday 24 September".
func LongDay(date time.Time) string {
	return Say("date.long", "weekday", Say("weekday.long."+weekdayNumber(date)),
		"day", date.Day(), "month", Say("month.long."+monthNumber(date)))
}

// FullDate writes a date as "3 November 2026".
func FullDate(date time.Time) string {
	return Say("date.full", "day", date.Day(), "month", Say("month.long."+monthNumber(date)),
		"year", strconv.Itoa(date.Year()))
}

// PartOfDay names the time of day of an hour from 0 to 23.
func PartOfDay(hour int) string {
	switch {
	case hour < 4:
		return Say("part.night")
	case hour < 12:
		return Say("part.morning")
	case hour < 18:
		return Say("part.afternoon")
	}
	return Say("part.evening")
}

func weekdayNumber(date time.Time) string { return strconv.Itoa(int(date.Weekday())) }

func monthNumber(date time.Time) string { return strconv.Itoa(int(date.Month())) }

// daysBetween counts calendar days from date to today.
func daysBetween(date, today time.Time) int {
	from := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, time.UTC)
	to := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	return int(to.Sub(from) / (24 * time.Hour))
}
