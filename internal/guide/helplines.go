package guide

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Help is what a person in a country can dial: emergency first, then lines.
type Help struct {
	Country string // ISO 3166 alpha-2; "" when the country is not known
	Name    string // of the country; "" when it is not known
	// Emergency holds the numbers in the order of the table; none for a
	// country that the table does not have. EmergencySay is a sentence either
	// way, and never names a number that the table does not have.
	Emergency    []Contact
	EmergencySay string
	Lines        []Line // crisis lines that have a source; may be none
	// Waiting is a sentence when a line is known but was left out until
	// someone has checked it, else "".
	Waiting  string
	FindLine string // how to find a line; always a sentence
	Checked  string // who has dialled these numbers; always a sentence
}

// Line is one crisis line.
type Line struct {
	Name     string // the line's own, or "Crisis line" when no source gave one
	Note     string // place or language, when the source named one, else ""
	Contacts []Contact
}

// Contact is one way to reach someone.
type Contact struct {
	How     How
	Number  string // as one reads it, "0800 111 0 111"
	Keyword string // the word to text, "SHOUT"; often ""
	Label   string // ready to show, "Text SHOUT to 85258"
	// Href is a tel: or sms: address made of digits, a plus in front and at
	// most "?body=" with capital letters, so it is safe in a page as it is.
	Href    string
	Status  Status
	Sources []string // as in HelpSources; none for an emergency number
	Caveat  string   // a sentence on a number with a single source, else ""
}

// How says how a contact is reached.
type How string

// The ways.
const (
	Call      How = "call"
	SendText  How = "text"
	Emergency How = "emergency"
)

// Status says how well a number is known. Nobody dialled any for us.
type Status string

// The states [F: clinical notes §7.1]. A number known from memory only is not
// in the content at all.
const (
	TwoSources   Status = "two-sources"   // at least two stored sources agree
	SingleSource Status = "single-source" // one stored source
	Unrated      Status = ""              // an emergency number: the notes give none
)

// HelpSource is one of the sources that help lines come from.
type HelpSource struct{ Letter, Text string }

type helpFile struct {
	Title, Source, Review string
	Sources               []HelpSource
	Countries             []helpCountry
}

type helpCountry struct {
	Code      string
	Emergency []string
	Lines     []Line
	Waiting   bool
}

var helpLines = sync.OnceValue(func() helpFile {
	var f helpFile
	raw, err := files.ReadFile("content/help-lines.json")
	if err == nil {
		err = json.Unmarshal(raw, &f)
	}
	if err != nil {
		panic("guide: help-lines.json: " + err.Error())
	}
	return f
})

// HelpFor returns what can be dialled in a country, by its ISO 3166 alpha-2
// code in either case. For "" or a code that the table does not have, it holds
// no number, only sentences: show HelpEverywhere then.
func HelpFor(country string) Help {
	code := strings.ToUpper(country)
	for _, c := range helpLines().Countries {
		if c.Code == code {
			return c.help()
		}
	}
	h := Help{EmergencySay: Say("help.emergency.unknown"), FindLine: Say("help.find"), Checked: Say("help.not-dialled")}
	if name := countryName(code); name != "" {
		h.Country, h.Name = code, name
	}
	return h
}

// HelpEverywhere returns every country of the table, in the order of names.
func HelpEverywhere() []Help {
	var all []Help
	for _, c := range helpLines().Countries {
		all = append(all, c.help())
	}
	slices.SortFunc(all, func(a, b Help) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// HelpSources lists the sources of the help lines with the letters that
// Contact.Sources uses.
func HelpSources() []HelpSource { return slices.Clone(helpLines().Sources) }

func (c helpCountry) help() Help {
	h := Help{
		Country: c.Code, Name: countryName(c.Code), EmergencySay: Say("help.emergency"),
		FindLine: Say("help.find"), Checked: Say("help.not-dialled"),
	}
	if c.Waiting {
		h.Waiting = Say("help.waiting")
	}
	for _, number := range c.Emergency {
		h.Emergency = append(h.Emergency, Contact{How: Emergency, Number: number}.ready())
	}
	for _, line := range c.Lines {
		if line.Name == "" {
			line.Name = Say("help.line")
		}
		contacts := slices.Clone(line.Contacts)
		for i := range contacts {
			contacts[i].Sources = slices.Clone(contacts[i].Sources)
			contacts[i] = contacts[i].ready()
		}
		line.Contacts = contacts
		h.Lines = append(h.Lines, line)
	}
	return h
}

// ready fills in what is computed: label, address and caveat.
func (c Contact) ready() Contact {
	if c.How == Emergency {
		c.Label = Say("help.call", "number", c.Number)
	} else {
		c.Label = Say("help."+string(c.How), "number", c.Number)
	}
	c.Href = TelHref(c.Number)
	if c.How == SendText {
		c.Href = SMSHref(c.Number, c.Keyword)
	}
	if c.Keyword != "" {
		c.Label = Say("help.text.keyword", "keyword", c.Keyword, "number", c.Number)
	}
	if c.Status == SingleSource {
		c.Caveat = Say("help.single-source")
	}
	return c
}

// TelHref is the tel: address of a number a person wrote, "tel:+4420…": its
// digits, and a plus in front if there was one. A text without digits has no
// address: "".
func TelHref(number string) string { return address("tel:", number) }

// SMSHref is the sms: address of a number, with a keyword of ASCII letters
// and digits as the message; any other keyword is left out. A text without
// digits has no address: "".
func SMSHref(number, keyword string) string {
	href := address("sms:", number)
	if href == "" || keyword == "" || strings.ContainsFunc(keyword, notWord) {
		return href
	}
	return href + "?body=" + keyword
}

func address(scheme, number string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	if digits == "" {
		return ""
	}
	if strings.HasPrefix(strings.TrimSpace(number), "+") {
		digits = "+" + digits
	}
	return scheme + digits
}

func notWord(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9')
}

// UnmarshalJSON reads a status and refuses one that is not known, so that no
// number from memory slips in.
func (s *Status) UnmarshalJSON(raw []byte) error {
	known := map[string]Status{`"two-sources"`: TwoSources, `"single-source"`: SingleSource}
	status, found := known[string(raw)]
	if !found {
		return fmt.Errorf("status %s: not one of %v", raw, slices.Sorted(maps.Keys(known)))
	}
	*s = status
	return nil
}
