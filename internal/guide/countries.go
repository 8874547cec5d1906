package guide

import (
	"path"
	"slices"
)

// Country is one line of the list to choose from.
type Country struct {
	Code     string // ISO 3166 alpha-2
	Name     string
	HasLines bool // HelpFor has at least one crisis line for it
}

// Countries lists the countries and territories of ISO 3166, and Kosovo, in
// the order of their names.
func Countries() []Country { return slices.Clone(english().countries) }

func (b *book) readCountries(dir string) error {
	found, err := lines(path.Join(dir, "countries.txt"))
	withLines := map[string]bool{}
	for _, c := range helpLines().Countries {
		withLines[c.Code] = len(c.Lines) > 0
	}
	for _, line := range found {
		b.countries = append(b.countries, Country{line.key, line.text, withLines[line.key]})
	}
	return err
}

// countryName is "" for a code that the list does not have.
func countryName(code string) string {
	for _, c := range english().countries {
		if c.Code == code {
			return c.Name
		}
	}
	return ""
}
