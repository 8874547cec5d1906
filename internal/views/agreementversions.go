package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// AgreementVersions are all versions of the agreement, newest first, each with
// what it changed.
type AgreementVersions struct {
	Versions []AgreementVersion
}

// AgreementVersion is one of them.
type AgreementVersion struct {
	Title   string
	Note    string // "The first version."; "" where something changed
	Changes []AgreementChange
	Parts   []AgreementPart
}

// AgreementChange is one answer that is another now. Lines that stayed are
// left out.
type AgreementChange struct {
	Title     string
	Gone, New []string
}

// ToldAgreement is a version with its place in the record.
type ToldAgreement struct {
	Ref  journey.Ref
	Body entry.Agreement
}

// NewAgreementVersions compares each version, given from the first to the
// latest, with the one before it.
func NewAgreementVersions(j *journey.Journey, told []ToldAgreement, now time.Time) AgreementVersions {
	var v AgreementVersions
	today := j.Today(now)
	for n, t := range told {
		version := AgreementVersion{
			Title: guide.Say("agreement.version", "n", n+1, "when", dayWords(j.Turn().Day(t.Ref.At.Instant, j.Location()), today)),
			Parts: agreementParts(t.Body),
		}
		if n == 0 {
			version.Note = guide.Say("agreement.version.first")
		} else if version.Changes = AgreementChanges(told[n-1].Body, t.Body); len(version.Changes) == 0 {
			version.Note = guide.Say("agreement.version.same")
		}
		v.Versions = append(v.Versions, version)
	}
	slices.Reverse(v.Versions)
	return v
}

// AgreementChanges are the answers that differ between two versions, in the
// order they are asked.
func AgreementChanges(before, after entry.Agreement) []AgreementChange {
	was, is := factsOf(before), factsOf(after)
	var changes []AgreementChange
	for _, step := range agreementSteps() {
		for _, f := range step.Fields {
			old, now := was[f.Name], is[f.Name]
			if slices.Equal(old, now) {
				continue
			}
			change := AgreementChange{Title: f.Said, Gone: without(old, now), New: without(now, old)}
			if len(change.Gone) == 0 && len(change.New) == 0 { // the same lines in another order
				change.Gone, change.New = old, now
			}
			changes = append(changes, change)
		}
	}
	return changes
}

func factsOf(a entry.Agreement) map[string][]string {
	facts := map[string][]string{"status": {guide.Say("agreement.status." + string(a.Status))}}
	for _, part := range agreementParts(a) {
		for _, f := range part.Facts {
			facts[f.Name] = f.Lines
		}
	}
	return facts
}

// without are the lines of a list that another does not have, counting each
// as often as it stands there.
func without(list, other []string) []string {
	left := map[string]int{}
	for _, line := range other {
		left[line]++
	}
	var rest []string
	for _, line := range list {
		if left[line]--; left[line] < 0 {
			rest = append(rest, line)
		}
	}
	return rest
}
