package views

import (
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Keep is the page "Keep it safe": backups, the lock, keys, erasing.
type Keep struct {
	Lock       Form // the time after which it locks
	Recover    Form // the passphrase for a new recovery key
	Times      []Option
	Passphrase bool // the record opens with a passphrase
	Recovery   bool // there is a recovery key
	Folder     bool // Fermata makes backups by itself
	Backups    []Row
	Repeat     bool
}

// KeptBackup is a backup as the page lists it.
type KeptBackup struct {
	Name  string
	Made  time.Time
	Bytes int64
}

// backupsShown is how many backups are listed.
const backupsShown = 17

// NewKeep lays out the page.
func NewKeep(j *journey.Journey, lock Form, backups []KeptBackup, now time.Time) Keep {
	v := Keep{Lock: lock}
	if len(lock.Values) == 0 {
		v.Lock.Values = map[string][]string{"lock-after": {lockAfter(j.Profile)}}
	}
	for _, minutes := range []int{5, 10, entry.DefaultLock, 30, 60, 240} {
		v.Times = append(v.Times, Option{Value: itoa(minutes), Title: guide.Say("idle.minutes", "minutes", minutes)})
	}
	v.Times = append(v.Times, Option{Value: neverLocks, Title: guide.Say("idle.never")})
	for i, b := range backups {
		if i == backupsShown {
			break
		}
		made := b.Made.In(j.Location())
		v.Backups = append(v.Backups, Row{
			Title: upperFirst(guide.DayAndTime(guide.RelativeDay(made, Now(j, now)), guide.Clock(made))),
			Note:  sizeWords(b.Bytes), End: guide.Say("backup.download"), URL: "/keep/backups/" + b.Name,
		})
	}
	return v
}

// neverLocks is the choice of no lock by itself.
const neverLocks = "never"

func lockAfter(p entry.Profile) string {
	switch p.LockAfter {
	case 0:
		return itoa(entry.DefaultLock)
	case entry.NeverLock:
		return neverLocks
	}
	return itoa(p.LockAfter)
}

// sizeWords is a size as file managers write it.
func sizeWords(bytes int64) string {
	if bytes < 1_000_000 {
		return guide.Number(float64((bytes+999)/1000)) + " kB"
	}
	return guide.Number(float64(bytes/100_000)/10) + " MB"
}

// Erasing is the page on which days or everything are chosen.
type Erasing struct {
	Days, All  Form
	Passphrase bool // everything asks for the passphrase, else for a word
}

// AskErase asks once more, with what quotes it.
type AskErase struct {
	Heading  string
	Lead     string
	Action   string // where the form goes
	ID       entry.ID
	From, To string // days, or ""
	Quoted   []string
	Back     string
}

// QuotedIn says in words where something is quoted.
func QuotedIn(j *journey.Journey, kind entry.Kind, day entry.Day, now time.Time) string {
	return guide.Say("erase.quoted."+string(kind)) + ", " + dayWords(day, j.Today(now))
}

// AskEraseDays asks about a stretch of days.
func AskEraseDays(j *journey.Journey, id entry.ID, from, to entry.Day, told int, quoted []string, now time.Time) AskErase {
	return AskErase{
		Heading: guide.Say("erase.days.heading"), Action: "/keep/erase/days", ID: id, From: from.String(), To: to.String(), Back: "/keep/erase",
		Lead:   guide.Say("erase.days.ask", "entries", told, "from", guide.FullDate(from.Time()), "to", guide.FullDate(to.Time())),
		Quoted: quoted,
	}
}

// RecoveryCheck asks for two groups of a recovery key.
type RecoveryCheck struct {
	Form   Form
	Groups []RecoveryGroup
	Later  string // where one goes without it
}

// RecoveryGroup is one group to type.
type RecoveryGroup struct{ Name, Label string }

// NewRecoveryCheck asks for the groups at these places, counted from 0.
func NewRecoveryCheck(form Form, at [2]int, later string) RecoveryCheck {
	v := RecoveryCheck{Form: form, Later: later}
	for i, place := range at {
		v.Groups = append(v.Groups, RecoveryGroup{
			Name: "group-" + itoa(i+1), Label: guide.Say("recovery.check.group", "number", place+1),
		})
	}
	return v
}
