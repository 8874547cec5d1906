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
	return Say("date.short.year", "weekday", weekday, "day", date.Day(), "month", month, "year", Year(date))
}

// LongDay writes a date as "Thursday 24 September".
func LongDay(date time.Time) string {
	return Say("date.long", "weekday", Say("weekday.long."+weekdayNumber(date)),
		"day", date.Day(), "month", Say("month.long."+monthNumber(date)))
}

// FullDate writes a date as "3 November 2026".
func FullDate(date time.Time) string {
	return Say("date.full", "day", date.Day(), "month", Say("month.long."+monthNumber(date)),
		"year", Year(date))
}

// DayMonth writes a date as "13 Oct", for a chart.
func DayMonth(date time.Time) string {
	return Say("date.day", "day", date.Day(), "month", Month(date))
}

// DayMonthYear writes a date as "13 Oct 2026", for a table.
func DayMonthYear(date time.Time) string {
	return Say("date.day.year", "day", date.Day(), "month", Month(date), "year", Year(date))
}

// Month names the month of a date in short: "Oct".
func Month(date time.Time) string { return Say("month.short." + monthNumber(date)) }

// MonthYear writes the month of a date and its year as "Oct 2026".
func MonthYear(date time.Time) string {
	return Say("date.month.year", "month", Month(date), "year", Year(date))
}

// MonthShortYear writes the same where there is little room: "Oct 26".
func MonthShortYear(date time.Time) string {
	return Say("date.month.year", "month", Month(date), "year", Year(date)[2:])
}

// LongMonthYear writes it where there is room: "October 2026".
func LongMonthYear(date time.Time) string {
	return Say("date.month.year", "month", Say("month.long."+monthNumber(date)), "year", Year(date))
}

// LongDayMonth writes a day of a month as "3 April".
func LongDayMonth(day int, month time.Month) string {
	return Say("date.long.day", "day", day, "month", Say("month.long."+strconv.Itoa(int(month))))
}

// Clock writes the time of day as "21:40".
func Clock(t time.Time) string {
	return Say("time.clock", "hour", t.Format("15"), "minute", t.Format("04"))
}

// DayAndTime joins a day in words and a time of day: "yesterday, 21:40".
func DayAndTime(day, clock string) string {
	return Say("when.day-and-time", "day", day, "time", clock)
}

// Year writes the four digits of a year, which take no separator.
func Year(date time.Time) string { return date.Format("2006") }

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
