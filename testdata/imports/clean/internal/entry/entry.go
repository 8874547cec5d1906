// Package entry breaks no rule.
package entry

import (
	"time"
	_ "time/tzdata"

	"fermata/internal/fault"
	"github.com/google/uuid"
)

type Entry struct{ ID uuid.UUID }

func Noon(day time.Time, zone string) (time.Time, error) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "entry.noon", "")
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, place), nil
}
