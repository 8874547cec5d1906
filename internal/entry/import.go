package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// Import says that a file was brought in. Its rows are entries of their own,
// told by [ByImport] with the same batch.
type Import struct {
	Batch  string `json:"batch"`
	Source string `json:"source"` // "daylio-csv", "csv", "fermata" …
	File   string `json:"file,omitempty"`
	Read   int    `json:"read"`   // rows in the file
	Added  int    `json:"added"`  // rows that became entries
	Known  int    `json:"known"`  // rows that were here already
	Unread int    `json:"unread"` // rows that could not be read
}

// Kind is "import".
func (Import) Kind() Kind { return KindImport }

// Validate checks batch, source and counts.
func (i Import) Validate() error {
	var fields fault.Fields
	if i.Batch == "" || len(i.Batch) > 64 || !IsKey(i.Source) {
		fields.Add("file", "This import has lost its name. Start it again.")
	}
	if i.Read < 0 || i.Added < 0 || i.Known < 0 || i.Unread < 0 {
		fields.Add("file", "The rows were not counted rightly. Start the import again.")
	}
	checkText(&fields, "file", i.File, LineLimit)
	return fields.Err()
}

// ImportMapping says what the words and numbers of an import count as. It is
// applied when the record is folded, so a correction of this entry changes
// every row without touching one.
type ImportMapping struct {
	Batch   string   `json:"batch"`
	Columns []Column `json:"columns"`
	// Tags says which activities count as a skill or a warning sign.
	Tags map[string]Tag `json:"tags,omitempty"`
}

// Column is how one column of the file becomes a 0–10 item.
type Column struct {
	Name string `json:"name"` // as the importer calls it in Origin.Values
	Item string `json:"item"` // key of the item
	// Levels gives names their value on the 0–10 item, as "good" → 7.5. It
	// is looked up first.
	Levels map[string]float64 `json:"levels,omitempty"`
	// From and To are the file's numbers that become 0 and 10; From may be
	// the larger. Both 0: the column has no numbers.
	From float64 `json:"from,omitempty"`
	To   float64 `json:"to,omitempty"`
}

// Tag says what an activity counts as. Both may be empty.
type Tag struct {
	Skill string `json:"skill,omitempty"`
	Sign  string `json:"sign,omitempty"`
}

// Value is what a text of this column counts as, 0..10, and whether it counts
// at all: an unknown name, a number outside From..To or no number does not.
func (c Column) Value(text string) (float64, bool) {
	if value, ok := c.Levels[text]; ok {
		return value, true
	}
	if c.From == c.To {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, false
	}
	value := (number - c.From) / (c.To - c.From) * ItemMax
	return value, value >= ItemMin && value <= ItemMax
}

// Kind is "import-mapping".
func (ImportMapping) Kind() Kind { return KindImportMapping }

// Validate checks the fields column-1, column-2 … and tags.
func (m ImportMapping) Validate() error {
	var fields fault.Fields
	if m.Batch == "" || len(m.Batch) > 64 {
		fields.Add("file", "This import has lost its name. Start it again.")
	}
	if len(m.Columns) > ListLimit {
		fields.Add("columns", "That is more than "+strconv.Itoa(ListLimit)+" columns. Choose the ones that matter.")
	}
	for n, column := range m.Columns {
		column.check(&fields, "column-"+strconv.Itoa(n+1))
	}
	if len(m.Tags) > 2000 {
		fields.Add("tags", "That is more than 2000 activities. Choose the ones that matter.")
	}
	for _, tag := range m.Tags {
		if tag.Skill != "" && !IsKey(tag.Skill) || tag.Sign != "" && !IsKey(tag.Sign) {
			fields.Add("tags", "One activity points to something that is not in your lists. Choose again.")
		}
	}
	return fields.Err()
}

func (c Column) check(fields *fault.Fields, field string) {
	if c.Name == "" || !IsKey(c.Item) {
		fields.Add(field, "Choose what this column counts as, or leave it out.")
	}
	checkText(fields, field, c.Name, NameLimit*2)
	for _, value := range c.Levels {
		if !(value >= ItemMin && value <= ItemMax) {
			fields.Add(field, "Each name stands for a number from 0 to 10.")
		}
	}
	if c.From-c.From != 0 || c.To-c.To != 0 {
		fields.Add(field, "The ends of the scale are plain numbers, like 1 and 5.")
	}
}

// Erasure says whose bodies were removed for good. The ledger removes them in
// the same transaction.
type Erasure struct {
	Entries []ID `json:"entries,omitempty"`
	// Ranges names entries by their place in the record, ends included.
	Ranges []Range `json:"ranges,omitempty"`
}

// Range is a stretch of the record, From and To included.
type Range struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Covers says whether an erasure names the entry.
func (e Erasure) Covers(id ID, seq int64) bool {
	for _, named := range e.Entries {
		if named == id {
			return true
		}
	}
	for _, r := range e.Ranges {
		if seq >= r.From && seq <= r.To {
			return true
		}
	}
	return false
}

// Kind is "erasure".
func (Erasure) Kind() Kind { return KindErasure }

// Validate checks that something is named and ranges are in order.
func (e Erasure) Validate() error {
	var fields fault.Fields
	if len(e.Entries)+len(e.Ranges) == 0 || len(e.Entries) > 10000 || len(e.Ranges) > 10000 {
		fields.Add("entries", "Choose at least one entry, and at most 10,000 at a time.")
	}
	for _, id := range e.Entries {
		if _, err := ParseID(string(id)); err != nil {
			fields.Add("entries", "One of these entries cannot be found. Open the page again.")
			break
		}
	}
	for _, r := range e.Ranges {
		if r.From < 1 || r.To < r.From {
			fields.Add("entries", "This stretch ends before it begins. Choose it again.")
			break
		}
	}
	return fields.Err()
}
