package companion

import (
	"context"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/views"
)

// Bodies unseals entries, by the ID of the entry that holds the words.
func (h *Home) Bodies(ctx context.Context, ids ...entry.ID) (map[entry.ID]entry.Body, error) {
	entries, err := h.Entries(ctx, ids...)
	if err != nil {
		return nil, fault.Wrap("companion.bodies", err)
	}
	bodies := map[entry.ID]entry.Body{}
	for _, e := range entries {
		bodies[e.ID] = e.Body
	}
	return bodies, nil
}

// SentLetters unseals the letters to the therapist, by the ID of the entry
// that holds them.
func (h *Home) SentLetters(ctx context.Context, j *journey.Journey) (map[entry.ID]entry.TherapistLetter, error) {
	var ids []entry.ID
	for _, ref := range j.Versions[entry.KindTherapistLetter] {
		ids = append(ids, ref.Text)
	}
	bodies, err := h.Bodies(ctx, ids...)
	letters := map[entry.ID]entry.TherapistLetter{}
	for id, body := range bodies {
		letters[id], _ = body.(entry.TherapistLetter)
	}
	return letters, err
}

// PickLetter lays out what a letter to the therapist can be made of.
func (h *Home) PickLetter(ctx context.Context, form views.Form) (views.PickLetter, error) {
	j, err := h.Look(ctx)
	if err != nil {
		return views.PickLetter{}, err
	}
	bodies, err := h.Bodies(ctx, views.LetterRefs(j, h.now())...)
	if err != nil {
		return views.PickLetter{}, err
	}
	var before entry.TherapistLetter
	if ref, told := j.Latest(entry.KindTherapistLetter); told {
		e, err := h.Entry(ctx, ref)
		if err != nil {
			return views.PickLetter{}, err
		}
		before, _ = e.Body.(entry.TherapistLetter)
	}
	return views.NewPickLetter(j, h.Library(), bodies, before, form, h.now()), nil
}

// ReturnSaid is what the record says about coming back.
func (h *Home) ReturnSaid(ctx context.Context) ([]views.LetterPart, error) {
	j, o, err := h.Outlook(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := h.TextsOf(ctx, j, o.Signals)
	if err != nil {
		return nil, err
	}
	events, err := h.eventWords(ctx, j)
	if err != nil {
		return nil, err
	}
	found := views.ReturnSignals(j, o, h.Library(), texts, h.now())
	return views.ReturnSaid(j, h.Library(), events, found, h.now()), nil
}

// eventWords unseals all life events, by the ID of the entry that holds them.
func (h *Home) eventWords(ctx context.Context, j *journey.Journey) (map[entry.ID]entry.LifeEvent, error) {
	var ids []entry.ID
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, event := range day.Events {
			ids = append(ids, event.Text)
		}
	}
	bodies, err := h.Bodies(ctx, ids...)
	events := map[entry.ID]entry.LifeEvent{}
	for id, body := range bodies {
		if event, ok := body.(entry.LifeEvent); ok {
			events[id] = event
		}
	}
	return events, err
}
