package views

import "fermata/internal/instrument"

// Evidence is every number the questionnaires use, with its source.
type Evidence struct {
	Instruments []EvidenceOf
}

// EvidenceOf is one questionnaire's numbers.
type EvidenceOf struct {
	ID, Title, About string
	Rows             [][]string // what, number, source
}

// NewEvidence lays out the evidence of every instrument.
func NewEvidence(library instrument.Library) Evidence {
	var v Evidence
	for _, of := range library.All() {
		e := EvidenceOf{ID: of.Key(), Title: of.Code, About: of.Title + ". " + of.Licence}
		for _, scale := range of.Scales {
			e.add("Range", number(scale.Range.Low)+" to "+number(scale.Range.High), scale.Range.Provenance)
			for _, band := range scale.Bands {
				e.add("Band: "+band.Label, number(band.From)+" to "+number(band.To), band.Provenance)
			}
			for _, cutoff := range scale.Cutoffs {
				e.add("Cut-off: "+cutoff.Purpose, number(cutoff.At), cutoff.Provenance)
			}
			if scale.Reliable.Points > 0 {
				e.add("Change beyond error", number(scale.Reliable.Points), scale.Reliable.Provenance)
			}
			for _, notice := range scale.Notices {
				e.add("Change people notice", thresholdWords(notice), notice.Provenance)
			}
		}
		v.Instruments = append(v.Instruments, e)
	}
	return v
}

func thresholdWords(t instrument.Threshold) string {
	switch {
	case t.Points > 0 && t.Percent > 0:
		return number(t.Points) + " points and " + number(t.Percent) + " %"
	case t.Percent > 0:
		return number(t.Percent) + " %"
	}
	return number(t.Points) + " points"
}

func (e *EvidenceOf) add(what, value string, p instrument.Provenance) {
	source := p.String()
	if !p.Verified() {
		source += " not verified"
	}
	e.Rows = append(e.Rows, []string{what, value, source})
}
