package gallery_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"fermata/internal/web/gallery"
)

func TestTheGalleryLeadsToEveryPageOfItsOwn(t *testing.T) {
	var index bytes.Buffer
	if err := gallery.Index("dark").Render(context.Background(), &index); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(index.String(), `data-scheme="dark"`) {
		t.Error("the gallery does not show the scheme that was asked for")
	}
	names := map[string]bool{}
	for _, s := range gallery.Specimens() {
		if names[s.Name] {
			t.Errorf("two specimens are called %s", s.Name)
		}
		names[s.Name] = true
		_, ok := gallery.Alone(s.Name, "")
		if ok != s.Alone || s.Alone != strings.Contains(index.String(), `href="/gallery/`+s.Name+`"`) {
			t.Errorf("%s: alone %v, has a page %v", s.Name, s.Alone, ok)
		}
	}
	if _, ok := gallery.Alone("no such page", ""); ok {
		t.Error("there is a page that nobody made")
	}
}
