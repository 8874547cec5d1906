package guide

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"pgregory.net/rapid"
)

// The table of the clinical notes §7.1, typed a second time: emergency
// numbers, then every number that has a source; "*" marks a single source.
var table = map[string]string{
	"US": "911 | call 988, text 988",
	"CA": "911 | call 988, text 988",
	"GB": "999 112 | call 116 123, text SHOUT 85258",
	"IE": "112 999 | call 116 123, text HELLO 50808*",
	"AU": "000 | call 13 11 14",
	"NZ": "111 | call 1737*, text 1737*",
	"DE": "112 | call 0800 111 0 111, call 0800 111 0 222, call 116 123",
	"AT": "112 | call 142",
	"CH": "112 | call 143",
	"FR": "112 15 | call 3114*",
	"BE": "112 | call 1813, call 0800 32 123*",
	"NL": "112 | call 113, call 0800 0113",
	"ES": "112 | call 024*",
	"PT": "112 | call 1411",
	"IT": "112 | ",
	"DK": "112 | call 70 201 201*",
	"NO": "112 113 | call 116 123*",
	"SE": "112 | ",
	"IN": "112 | call 14416",
	"SG": "995 999 | call 1767",
	"JP": "119 110 | ",
	"KR": "119 112 | ",
	"ZA": "10111 10177 | call 0800 567 567",
	"BR": "192 190 | call 188*",
	"MX": "911 | call 800 911 2000*",
	"AR": "911 107 | call 135",
	"IL": "101 100 | call 1201",
}

func TestTheHelpLinesAreThoseOfTheTable(t *testing.T) {
	for code, want := range table {
		if got := summary(HelpFor(code)); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
	if got := len(HelpEverywhere()); got != len(table) {
		t.Errorf("%d countries, the table has %d", got, len(table))
	}
}

func summary(h Help) string {
	var emergency, contacts []string
	for _, c := range h.Emergency {
		emergency = append(emergency, c.Number)
	}
	for _, line := range h.Lines {
		for _, c := range line.Contacts {
			text := string(c.How) + " " + strings.TrimSpace(c.Keyword+" "+c.Number)
			if c.Status == SingleSource {
				text += "*"
			}
			contacts = append(contacts, text)
		}
	}
	return strings.Join(emergency, " ") + " | " + strings.Join(contacts, ", ")
}

var safeHref = regexp.MustCompile(`^(tel:\+?[0-9]+|sms:\+?[0-9]+(\?body=[A-Z]+)?)$`)

func TestEveryNumberHasAnAddressASourceAndItsCaveat(t *testing.T) {
	letters := map[string]bool{}
	for _, s := range HelpSources() {
		letters[s.Letter] = true
	}
	for _, h := range HelpEverywhere() {
		if h.Name == "" || len(h.Emergency) == 0 || h.FindLine == "" || h.Checked == "" {
			t.Errorf("%s: incomplete: %+v", h.Country, h)
		}
		if len(h.Lines) == 0 && h.Waiting == "" {
			t.Errorf("%s: no line, and no word about why", h.Country)
		}
		for _, line := range h.Lines {
			for _, c := range line.Contacts {
				if line.Name == "" || !safeHref.MatchString(c.Href) || !strings.Contains(c.Label, c.Number) {
					t.Errorf("%s: %+v", h.Country, c)
				}
				if (c.Status == SingleSource) != (c.Caveat != "") || len(c.Sources) == 0 {
					t.Errorf("%s: %s: status %q, caveat %q, sources %v", h.Country, c.Number, c.Status, c.Caveat, c.Sources)
				}
				for _, s := range c.Sources {
					if !letters[s] {
						t.Errorf("%s: %s: source %q is not explained", h.Country, c.Number, s)
					}
				}
			}
		}
	}
}

func TestALineKnownFromMemoryOnlyIsLeftOut(t *testing.T) {
	raw, err := files.ReadFile("content/help-lines.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"2327 2327", "90101", "279-338", `"109"`, "1393", "221-4444"} {
		if strings.Contains(string(raw), number) {
			t.Errorf("%s is in the content", number)
		}
	}
	var s Status
	if err := s.UnmarshalJSON([]byte(`"memory"`)); err == nil {
		t.Error("a status “memory” was accepted")
	}
}

func TestACountryOutsideTheTableGetsNoInventedNumber(t *testing.T) {
	iceland := HelpFor("is")
	if iceland.Name != "Iceland" || iceland.Country != "IS" {
		t.Errorf("got %+v", iceland)
	}
	for _, h := range []Help{iceland, HelpFor(""), HelpFor("QQ"), HelpFor("javascript:")} {
		if len(h.Emergency)+len(h.Lines) > 0 || strings.ContainsAny(h.EmergencySay+h.FindLine, "0123456789") {
			t.Errorf("%q: a number from nowhere: %+v", h.Country, h)
		}
	}
	if h := HelpFor("QQ"); h.Country != "" || h.Name != "" {
		t.Errorf("QQ is no country: %+v", h)
	}
}

func TestASingleSourceIsSaid(t *testing.T) {
	spain := HelpFor("ES").Lines[0].Contacts[0]
	if !strings.Contains(spain.Caveat, "single source") {
		t.Errorf("caveat %q", spain.Caveat)
	}
	shout := HelpFor("GB").Lines[1].Contacts[0]
	if shout.Label != "Text SHOUT to 85258" || shout.Href != "sms:85258?body=SHOUT" {
		t.Errorf("%+v", shout)
	}
}

// Own numbers come from a person's keyboard or an old record.
func TestAnAddressHoldsDigitsOnlyWhateverWasTyped(t *testing.T) {
	shape := regexp.MustCompile(`^((tel|sms):\+?[0-9]+(\?body=[A-Za-z0-9]+)?)?$`)
	rapid.Check(t, func(t *rapid.T) {
		number, keyword := rapid.String().Draw(t, "number"), rapid.String().Draw(t, "keyword")
		for _, href := range []string{TelHref(number), SMSHref(number, keyword)} {
			if !shape.MatchString(href) {
				t.Fatalf("%q", href)
			}
		}
	})
	for number, want := range map[string]string{
		"+44 (20) 7946-0000": "tel:+442079460000", "116 123": "tel:116123", "*#": "", "javascript:alert(1)": "tel:1",
	} {
		if got := TelHref(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}

func TestChangingAnAnswerChangesNobodyElses(t *testing.T) {
	HelpFor("GB").Lines[0].Contacts[0].Number = "0"
	HelpFor("GB").Emergency[0].Number = "0"
	if got := summary(HelpFor("GB")); got != table["GB"] {
		t.Errorf("got %q", got)
	}
}

// Codes in the CLDR list that are no country of ISO 3166, or none any more.
var notCountries = []string{
	"AC", "AN", "CP", "CQ", "CS", "DG", "EA", "EZ", "FQ", "IC", "NT", "PC", "SU", "TA", "UN", "YU",
}

func TestEveryCountryIsInTheListOnce(t *testing.T) {
	codes := map[string]bool{}
	for _, c := range Countries() {
		if codes[c.Code] || c.Name == "" {
			t.Errorf("%s: twice, or without a name", c.Code)
		}
		codes[c.Code] = true
		if want := table[c.Code] != "" && !strings.HasSuffix(table[c.Code], "| "); c.HasLines != want {
			t.Errorf("%s: has lines: %v", c.Code, c.HasLines)
		}
	}
	for _, code := range cldrCodes() {
		if want := !slices.Contains(notCountries, code); codes[code] != want {
			t.Errorf("%s (%s): in the list: %v", code, display.English.Regions().Name(language.MustParseRegion(code)), codes[code])
		}
		delete(codes, code)
	}
	if len(codes) > 0 {
		t.Errorf("no such countries: %v", codes)
	}
}

func cldrCodes() []string {
	var codes []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			region, err := language.ParseRegion(code)
			if err == nil && region.IsCountry() && region.Canonicalize() == region && region.String() == code {
				codes = append(codes, code)
			}
		}
	}
	return codes
}
