package companion

import (
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// Hit is one entry that holds what was searched for.
type Hit struct {
	Entry entry.Entry
	Text  string // the text that holds it
	At    int    // where in Text it begins, in bytes of the folded text; for an excerpt
}

// Search goes through the record from the newest entry to the oldest and
// returns up to limit entries whose words hold every word of the query, and
// the seq to go on before, or 0 when the record is at its end. Case and
// accents do not matter. Nothing is kept of it.
func (h *Home) Search(ctx context.Context, query string, before int64, limit int) ([]Hit, int64, error) {
	const op = "companion.search"
	l, err := h.opened()
	if err != nil {
		return nil, 0, err
	}
	words := strings.Fields(plain(query))
	if len(words) == 0 {
		return nil, 0, nil
	}
	limit = max(limit, 1)
	var hits []Hit
	next := int64(0)
	corrected := map[entry.ID]bool{} // newest first: a correction is met before its original
	err = l.Backwards(ctx, func(e entry.Entry) bool {
		stale := corrected[e.ID] || corrected[e.Corrects]
		if e.Corrects != "" {
			corrected[e.Corrects] = true
		}
		if stale || before > 0 && e.Seq >= before {
			return true
		}
		text, at, ok := holds(e, words)
		if ok && len(hits) == limit {
			next = hits[len(hits)-1].Entry.Seq
			return false
		}
		if ok {
			hits = append(hits, Hit{Entry: e, Text: text, At: at})
		}
		return true
	})
	return hits, next, fault.Wrap(op, err)
}

// holds says whether an entry's words hold all words of a query.
func holds(e entry.Entry, words []string) (text string, at int, ok bool) {
	text = Words(e.Body)
	if text == "" {
		return "", 0, false
	}
	folded := plain(text)
	for i, word := range words {
		found := strings.Index(folded, word)
		if found < 0 {
			return "", 0, false
		}
		if i == 0 {
			at = found
		}
	}
	return text, at, true
}

// Words is the text of a body that a person wrote and may search for.
func Words(body entry.Body) string {
	switch b := body.(type) {
	case entry.CheckIn:
		return b.Line
	case entry.Reflection:
		return b.Text
	case entry.LifeEvent:
		if b.Note == "" {
			return b.What
		}
		return b.What + "\n" + b.Note
	case entry.HandledIt:
		return joined(b.What, b.Did)
	case entry.Practice:
		return joined(b.Situation, b.Thought, b.For, b.Against, b.Balanced, b.Change)
	case entry.Review:
		return b.Page
	case entry.TherapyFit:
		texts := make([]string, 0, len(b.Words))
		for _, key := range entry.FitWords() {
			texts = append(texts, b.Words[key])
		}
		return joined(texts...)
	case entry.MixedFeelings:
		return b.Words
	case entry.TherapistLetter:
		return joined(b.Notes, sectionWords(b.Sections), b.Reply)
	case entry.ReturnCheck:
		return joined(answerWords(b.Answers), b.Reasons)
	case entry.EpisodeSummary:
		return b.Words
	case entry.LookBack:
		return answerWords(b.Answers)
	}
	return ""
}

// answerWords is what was written to each question, in the order of their keys.
func answerWords(answers map[string]string) string {
	var texts []string
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		texts = append(texts, answers[key])
	}
	return joined(texts...)
}

func sectionWords(sections []entry.SentSection) string {
	var texts []string
	for _, section := range sections {
		texts = append(texts, section.Lines...)
	}
	return joined(texts...)
}

// joined is the texts that hold something, a line each.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), "\n")
}

// plain folds case and drops accents, so that "Cafe" finds "café".
func plain(text string) string {
	ascii := true
	for i := range len(text) {
		if text[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(text)
	}
	decomposed := norm.NFD.String(cases.Fold().String(text))
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, decomposed)
}
