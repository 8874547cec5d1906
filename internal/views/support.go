package views

import (
	"net/url"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// supportMost is how many people the circle holds.
const supportMost = 60

// Support is who there is.
type Support struct {
	People []Supporter
}

// Supporter is one of them. The addresses are safe to follow: the first holds
// digits only, the second what a mail address is made of.
type Supporter struct {
	Key, Name, Who, Helps string
	Tel, TelHref          string
	Mail, MailHref        string
	Last                  string
	Today                 bool // they were in touch today
	OnHelp                bool // the number stands on Help now
	TouchID, HelpID       entry.ID
}

// NewSupport lays out the circle, in the person's own order.
func NewSupport(j *journey.Journey, newID func() entry.ID, now time.Time) Support {
	var v Support
	today := j.Today(now)
	for _, p := range j.Plan.Support {
		one := Supporter{
			Key: p.Key, Name: p.Name, Who: p.Who, Helps: p.Helps, Tel: p.Tel, TelHref: guide.TelHref(p.Tel), Mail: p.Mail,
			Last: guide.Say("support.last.never"), Today: p.Last == today, OnHelp: onHelp(j.HelpCard, p.Tel),
			TouchID: newID(), HelpID: newID(),
		}
		if p.Last != 0 {
			one.Last = guide.Say("support.last.on", "when", dayWords(p.Last, today))
		}
		if p.Mail != "" {
			one.MailHref = "mailto:" + url.PathEscape(p.Mail)
		}
		v.People = append(v.People, one)
	}
	return v
}

func onHelp(card entry.HelpCard, tel string) bool {
	href := guide.TelHref(tel)
	return href != "" && slices.ContainsFunc(card.Numbers, func(n entry.HelpNumber) bool { return guide.TelHref(n.Tel) == href })
}

// FindSupporter is the person with a key.
func FindSupporter(j *journey.Journey, key string) (entry.Supporter, bool) {
	at := slices.IndexFunc(j.Plan.Support, func(p entry.Supporter) bool { return p.Key == key })
	if at < 0 {
		return entry.Supporter{}, false
	}
	return j.Plan.Support[at], true
}

// SupportForm is the form for one of them: new, or to change.
type SupportForm struct {
	Form     Form
	Key      string // "" for a new one
	Name     string
	Day      string // the latest day that can be chosen
	RemoveID entry.ID
	Repeat   bool
}

// NewSupportForm lays out the form, filled from what is kept unless something
// was typed.
func NewSupportForm(j *journey.Journey, p entry.Supporter, form Form, removeID entry.ID, now time.Time) SupportForm {
	v := SupportForm{Form: form, Key: p.Key, Name: p.Name, Day: j.Today(now).String(), RemoveID: removeID}
	if len(form.Values) == 0 {
		v.Form.Values = url.Values{"name": {p.Name}, "who": {p.Who}, "helps": {p.Helps}, "tel": {p.Tel}, "mail": {p.Mail}}
		if p.Last != 0 {
			v.Form.Values.Set("last", p.Last.String())
		}
	}
	return v
}

// ReadSupporter makes the whole circle with one person written anew.
func ReadSupporter(j *journey.Journey, key string, form Form, today entry.Day) (entry.SupportCircle, fault.Fields) {
	p := entry.Supporter{
		Key: key, Name: form.Value("name"), Who: form.Value("who"), Helps: form.Value("helps"),
		Tel: form.Value("tel"), Mail: form.Value("mail"),
	}
	fields := supporterFields(p)
	if text := form.Value("last"); text != "" {
		day, err := entry.ParseDay(text)
		switch {
		case err != nil:
			fields.Add("last", fault.Sentence(err))
		case day > today:
			fields.Add("last", guide.Say("form.future"))
		}
		p.Last = day
	}
	if _, known := FindSupporter(j, key); !known && len(j.Plan.Support) >= supportMost {
		fields.Add("name", guide.Say("support.most"))
	}
	return withSupporter(j, p), fields
}

// supporterFields puts what is wrong beside its field. The circle names only
// the person, so each part is tried alone.
func supporterFields(p entry.Supporter) fault.Fields {
	var fields fault.Fields
	for _, part := range []struct {
		field string
		alone entry.Supporter
	}{
		{"name", entry.Supporter{Name: p.Name}},
		{"who", entry.Supporter{Name: "name", Who: p.Who}},
		{"helps", entry.Supporter{Name: "name", Helps: p.Helps}},
		{"tel", entry.Supporter{Name: "name", Tel: p.Tel}},
		{"mail", entry.Supporter{Name: "name", Mail: p.Mail}},
	} {
		part.alone.Key = "one"
		given, _ := entry.SupportCircle{People: []entry.Supporter{part.alone}}.Validate().(fault.Fields)
		for _, f := range given {
			fields.Add(part.field, f.Say)
		}
	}
	return fields
}

func withSupporter(j *journey.Journey, p entry.Supporter) entry.SupportCircle {
	people := slices.Clone(j.Plan.Support)
	if at := slices.IndexFunc(people, func(q entry.Supporter) bool { return q.Key == p.Key }); at >= 0 {
		people[at] = p
	} else {
		people = append(people, p)
	}
	return entry.SupportCircle{People: people}
}

// TouchSupporter is the circle with a person in touch on a day.
func TouchSupporter(j *journey.Journey, p entry.Supporter, day entry.Day) entry.SupportCircle {
	p.Last = day
	return withSupporter(j, p)
}

// WithoutSupporter is the circle without a person.
func WithoutSupporter(j *journey.Journey, key string) entry.SupportCircle {
	people := slices.DeleteFunc(slices.Clone(j.Plan.Support), func(p entry.Supporter) bool { return p.Key == key })
	return entry.SupportCircle{People: people}
}

// ToHelpCard is the help card with a person's number on it.
func ToHelpCard(card entry.HelpCard, p entry.Supporter) entry.HelpCard {
	if !onHelp(card, p.Tel) {
		card.Numbers = append(slices.Clone(card.Numbers), entry.HelpNumber{Name: p.Name, Tel: p.Tel, Note: p.Helps})
		card.Checked = 0 // nobody has tried the new number yet
	}
	return card
}
