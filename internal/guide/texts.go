package guide

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// readTexts notes where each file of content comes from.
func (b *book) readTexts(dir string) error {
	lines := helpLines()
	b.texts = append(b.texts, Text{"help-lines.json", lines.Title, lines.Source, lines.Review})
	return fs.WalkDir(files, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, _, err := open(name)
		if err != nil {
			return err
		}
		t := Text{strings.TrimPrefix(name, "content/"), f["title"], f["source"], f["review"]}
		if t.Title == "" || t.Source == "" || t.Review == "" {
			return fmt.Errorf("%s: the front matter needs title, source and review", path.Base(name))
		}
		b.texts = append(b.texts, t)
		return nil
	})
}
