package entry

import (
	"time"

	"fermata/internal/fault"
)

// Day is a local calendar date, as days since 1 January 1970. Rules count
// days, never 24 hours. In JSON it is "2026-09-24".
type Day int32

// FirstDay and LastDay bound what can be recorded.
const (
	FirstDay Day = -25567 // 1 January 1900
	LastDay  Day = 84005  // 31 December 2199
)

// DayOf is the date of a calendar day.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads "2026-09-24". The error's sentence can stand beside a field.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "entry.day", "This date cannot be read. Write it as year-month-day, like 2026-09-24.")
	}
	if t.Year() < 1900 || t.Year() > 2199 {
		return 0, fault.New(fault.Invalid, "entry.day", "That day is too far away. Choose a day between 1900 and 2199.")
	}
	return DayOf(t.Date()), nil
}

// Time is midnight of the day in UTC, for formatting.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date gives year, month and day of month.
func (d Day) Date() (int, time.Month, int) { return d.Time().Date() }

// String is the date as "2026-09-24".
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes the date as "2026-09-24".
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-09-24".
func (d *Day) UnmarshalText(text []byte) error {
	parsed, err := ParseDay(string(text))
	*d = parsed
	return err
}

// Turn is when a person's day begins, in minutes after midnight: someone
// awake at one in the morning is still living yesterday.
type Turn int

// DefaultTurn is 04:00.
const DefaultTurn Turn = 4 * 60

// Day is the local date that an instant belongs to for a person in this
// place whose day turns then. It looks at the clock on the wall, so a day
// with a change to summer time is still one day.
func (t Turn) Day(instant time.Time, place *time.Location) Day {
	local := instant.In(place)
	day := DayOf(local.Date())
	if local.Hour()*60+local.Minute() < int(t) {
		day--
	}
	return day
}

// Moment is an instant as it was lived: with the offset of the clock on the
// wall and the name of the zone, so that it reads the same for ever.
type Moment struct {
	Instant time.Time // UTC, microseconds
	Offset  int       // seconds east of UTC
	Zone    string    // IANA name, as "Europe/London"
}

// MomentIn is the instant as the clock in that place shows it, cut to
// microseconds. Offsets of old local times that had seconds are cut to
// minutes, as RFC 3339 writes them.
func MomentIn(instant time.Time, place *time.Location) Moment {
	_, offset := instant.In(place).Zone()
	offset -= offset % 60
	return Moment{Instant: instant.UTC().Truncate(time.Microsecond), Offset: offset, Zone: place.String()}
}

// Local is the moment with its own offset, for showing.
func (m Moment) Local() time.Time {
	return m.Instant.In(time.FixedZone(m.Zone, m.Offset))
}

// Day is the calendar date on the wall, without regard to the turn of the day.
func (m Moment) Day() Day { return DayOf(m.Local().Date()) }

func (m Moment) validate() error {
	const op, say = "entry.moment", "The time cannot be read. Choose the day and time again."
	if m.Offset < -15*3600 || m.Offset > 15*3600 || m.Offset%60 != 0 {
		return fault.New(fault.Invalid, op, say)
	}
	if m.Zone == "" || len(m.Zone) > 64 || m.Instant.Year() < 1899 || m.Instant.Year() > 2201 {
		return fault.New(fault.Invalid, op, say)
	}
	return nil
}
