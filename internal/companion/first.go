package companion

import (
	"context"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
)

// FirstLists gives a new record the items a check-in begins with.
func (h *Home) FirstLists(ctx context.Context) error {
	var items entry.Items
	for _, i := range guide.DefaultItems() {
		items.Items = append(items.Items, entry.Item{Key: i.Key, Name: i.Name, Low: i.Low, High: i.High, BetterHigh: i.BetterHigh})
	}
	_, err := h.Tell(ctx, Telling{ID: NewID(), Body: items})
	return fault.Wrap("companion.first", err)
}
