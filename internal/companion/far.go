package companion

import (
	"context"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/views"
)

// Far sets the start of the break beside now, with the words that were chosen
// to be quoted, and no others.
func (h *Home) Far(ctx context.Context) (views.Far, error) {
	j, err := h.Look(ctx)
	if err != nil {
		return views.Far{}, err
	}
	texts, err := h.quoteTexts(ctx, views.QuotedRefs(j))
	if err != nil {
		return views.Far{}, fault.Wrap("companion.far", err)
	}
	return views.NewFar(j, h.Library(), texts, h.now()), nil
}

// FarQuotes lists what can be quoted there.
func (h *Home) FarQuotes(ctx context.Context, form views.Form) (views.FarQuotes, error) {
	j, err := h.Look(ctx)
	if err != nil {
		return views.FarQuotes{}, err
	}
	reflections, handled := views.QuotableRefs(j)
	texts, err := h.quoteTexts(ctx, slices.Concat(reflections, handled))
	if err != nil {
		return views.FarQuotes{}, fault.Wrap("companion.far", err)
	}
	return views.NewFarQuotes(j, texts, form), nil
}

func (h *Home) quoteTexts(ctx context.Context, refs []views.QuoteRef) (map[entry.ID]string, error) {
	var ids []entry.ID
	for _, ref := range refs {
		ids = append(ids, ref.Text)
	}
	entries, err := h.Entries(ctx, ids...)
	if err != nil {
		return nil, err
	}
	texts := map[entry.ID]string{}
	for _, e := range entries {
		texts[e.ID] = Words(e.Body)
	}
	return texts, nil
}
