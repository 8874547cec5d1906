package views

import (
	"fermata/internal/guide"
	"fermata/internal/instrument"
)

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
			e.add(guide.Say("evidence.range"), rangeWords(scale.Range.Low, scale.Range.High), scale.Range.Provenance)
			for _, band := range scale.Bands {
				e.add(guide.Say("evidence.band", "band", band.Label), rangeWords(band.From, band.To), band.Provenance)
			}
			for _, cutoff := range scale.Cutoffs {
				e.add(guide.Say("evidence.cut-off", "purpose", cutoff.Purpose), number(cutoff.At), cutoff.Provenance)
			}
			if scale.Reliable.Points > 0 {
				e.add(guide.Say("evidence.reliable"), number(scale.Reliable.Points), scale.Reliable.Provenance)
			}
			for _, notice := range scale.Notices {
				e.add(guide.Say("evidence.noticed"), thresholdWords(notice), notice.Provenance)
			}
		}
		v.Instruments = append(v.Instruments, e)
	}
	return v
}

func thresholdWords(t instrument.Threshold) string {
	switch {
	case t.Points > 0 && t.Percent > 0:
		return guide.Say("evidence.points-and-percent", "points", number(t.Points), "percent", number(t.Percent))
	case t.Percent > 0:
		return guide.Say("evidence.percent", "percent", number(t.Percent))
	}
	return guide.Say("evidence.points", "points", number(t.Points))
}

func rangeWords(low, high float64) string {
	return guide.Say("evidence.from-to", "low", number(low), "high", number(high))
}

func (e *EvidenceOf) add(what, value string, p instrument.Provenance) {
	source := p.String()
	if !p.Verified() {
		source = guide.Say("evidence.not-verified", "source", source)
	}
	e.Rows = append(e.Rows, []string{what, value, source})
}
