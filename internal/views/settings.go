package views

import (
	"fmt"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Settings is the page for zone, turn of the day, passphrase and keys.
type Settings struct {
	Form       Form // zone and turn
	Pass       Form // the passphrase
	Zones      []Option
	Turns      []Option
	Passphrase bool // the record opens with a passphrase, so it can be locked
	Recovery   bool // there is a recovery key
	Repeat     bool
}

// NewSettings lays out the page; the forms are filled from the profile unless
// something was typed.
func NewSettings(j *journey.Journey, form, pass Form, passphrase, recovery bool, now time.Time) Settings {
	v := Settings{Form: form, Pass: pass, Passphrase: passphrase, Recovery: recovery, Zones: Zones(now)}
	if len(form.Values) == 0 {
		v.Form.Values = map[string][]string{"zone": {j.Location().String()}, "turn": {itoa(int(j.Turn()))}}
	}
	v.Zones = WithZone(v.Zones, v.Form.Value("zone"), now)
	v.Turns = turns(j.Turn())
	return v
}

// turns lists the hours at which a day can turn. A turn of 0 would mean the
// usual one, so midnight is the first minute after it.
func turns(now entry.Turn) []Option {
	list := []Option{{Value: "1", Title: guide.Say("settings.turn.midnight")}}
	for hour := 1; hour <= 12; hour++ {
		list = append(list, turnOption(entry.Turn(hour*60)))
	}
	if !slices.ContainsFunc(list, func(o Option) bool { return o.Value == itoa(int(now)) }) {
		list = append(list, turnOption(now))
	}
	return list
}

func turnOption(turn entry.Turn) Option {
	return Option{Value: itoa(int(turn)), Title: fmt.Sprintf("%02d:%02d", turn/60, turn%60)}
}

// ReadSettings makes the profile from what is kept and the form.
func ReadSettings(profile entry.Profile, form Form) (entry.Profile, fault.Fields) {
	profile.Zone = form.Value("zone")
	turn := atoi(form.Value("turn"))
	profile.Turn = entry.Turn(turn)
	var fields fault.Fields
	if turn == 0 {
		fields.Add("turn", guide.Say("settings.turn.choose"))
	}
	return profile, append(fields, besideRows(profile.Validate(), "", nil)...)
}

// ReadLock makes the profile from what is kept and the form.
func ReadLock(profile entry.Profile, form Form) (entry.Profile, fault.Fields) {
	profile.LockAfter = atoi(form.Value("lock-after"))
	if form.Value("lock-after") == neverLocks {
		profile.LockAfter = entry.NeverLock
	}
	var fields fault.Fields
	if profile.LockAfter == 0 {
		fields.Add("lock-after", guide.Say("measure.choose-time"))
	}
	return profile, append(fields, besideRows(profile.Validate(), "", nil)...)
}

// ReadDays reads a stretch of days.
func ReadDays(form Form) (from, to entry.Day, fields fault.Fields) {
	for name, day := range map[string]*entry.Day{"from": &from, "to": &to} {
		var err error
		if *day, err = entry.ParseDay(form.Value(name)); err != nil {
			fields.Add(name, fault.Sentence(err))
		}
	}
	return from, to, fields
}

// Verified is what a check of the whole record found, in words.
type Verified struct {
	Well     bool
	Heading  string
	Facts    []string
	Findings []Row
}

// Flaw is one thing that is wrong with the record.
type Flaw struct {
	From, To int64 // places in the record; 0 when it is about the whole of it
	What     string
}

// flawsMost is how many flaws are listed one by one.
const flawsMost = 50

// NewVerified says what was looked at and what is wrong.
func NewVerified(rows, erased int64, flaws []Flaw) Verified {
	v := Verified{
		Well:    len(flaws) == 0,
		Heading: guide.Say("verify.well"),
		Facts:   []string{guide.Say("verify.opened", "entries", int(rows-erased))},
	}
	if erased > 0 {
		v.Facts = append(v.Facts, guide.Say("verify.erased", "n", int(erased)))
	}
	if v.Well {
		return v
	}
	v.Heading = guide.Say("verify.damaged")
	v.Facts = []string{
		guide.Say("verify.found", "places", int(rows), "n", len(flaws)),
		guide.Say("verify.nothing-changed"),
	}
	for _, flaw := range flaws[:min(len(flaws), flawsMost)] {
		v.Findings = append(v.Findings, Row{Title: upperFirst(flaw.What), End: flawPlace(flaw)})
	}
	return v
}

func flawPlace(flaw Flaw) string {
	switch {
	case flaw.From == 0:
		return guide.Say("verify.whole")
	case flaw.To > flaw.From:
		return guide.Say("evidence.from-to", "low", guide.Number(float64(flaw.From)), "high", guide.Number(float64(flaw.To)))
	}
	return guide.Number(float64(flaw.From))
}
