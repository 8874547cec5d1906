package web

import (
	"fermata/internal/guide"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/importer"
	"fermata/internal/journey"
	"fermata/internal/views"
)

// importLook is a file with a mapping and, where that can be followed, a plan.
type importLook struct {
	file    *importer.File
	mapping importer.Mapping
	journey *journey.Journey
	form    views.Form
	token   string
	plan    *importer.Plan // nil while an answer is missing
	known   int
}

// view is what the page shows. Fields hold what was typed, or else the
// mapping; after a plan they hold the mapping, whose numbers are the same.
func (l importLook) view() views.ImportLook {
	columns := fileColumns(l.file, l.mapping, l.journey.Items)
	v := views.ImportLook{
		Form: l.form, URL: "/import/" + l.token, File: views.ClipName(l.file.Name, 48),
		Kind: views.ImportKind(l.file.Source, l.mapping.Date > 0), Ready: l.plan != nil,
		Roles: roleSelects(l.file), TagsDo: views.TagOptions(l.journey), About: fileWords(l.file),
	}
	values := roleValues(l.mapping)
	room := views.LevelRoom(columns)
	for _, c := range columns {
		views.FillColumn(values, c)
		v.Columns = append(v.Columns, views.NewImportColumn(c, l.journey.Items, l.form, room))
	}
	if writing := l.dates(); writing.NeedsOrder() {
		v.Order = views.DateOrders(writing.Example, string(importer.DayFirst), string(importer.MonthFirst))
		v.Example = views.ClipName(writing.Example, 20)
	}
	for _, group := range l.file.Unreadable() {
		v.Left = append(v.Left, views.NewImportGroup(group.Say(), group.Count, group.Lines))
	}
	if l.plan != nil {
		l.addPlan(&v, columns, values)
	}
	if len(l.form.Errors) > 0 {
		for name, typed := range l.form.Values {
			values[name] = typed
		}
	}
	v.Form.Values = values
	return v
}

func (l importLook) dates() importer.DateWriting {
	if l.mapping.Date < 1 || l.mapping.Date > len(l.file.Columns) {
		return importer.DateWriting{}
	}
	return l.file.Columns[l.mapping.Date-1].Dates
}

// addPlan adds what would happen.
func (l importLook) addPlan(v *views.ImportLook, columns []views.FileColumn, values url.Values) {
	report := l.plan.Report
	v.Left, v.Remarks = nil, groups(report.Remarks)
	v.Left = append(groups(report.Unreadable), groups(report.Ignored)...)
	left := 0
	for _, group := range v.Left {
		left += group.Count
	}
	fresh := report.Mapped - l.known
	v.Nothing = fresh == 0
	v.Facts = views.ImportFacts(fresh, l.known, left, report.Days, report.First, report.Last)
	if kinds := texts(report.Kinds); len(kinds) > 0 {
		v.Facts = append(v.Facts, views.KindsFact(kinds))
	}
	if items := views.NewItemsFact(columns); items != "" && !v.Nothing {
		v.Facts = append(v.Facts, items)
	}
	v.Tags, v.More = views.NewImportTags(texts(report.Tags), l.mapping.Meaning, values)
}

func groups(list []importer.Group) []views.ImportGroup {
	var out []views.ImportGroup
	for _, g := range list {
		out = append(out, views.NewImportGroup(g.Say(), g.Count, g.Lines))
	}
	return out
}

func texts(counts []importer.Count) []views.TextCount {
	var out []views.TextCount
	for _, c := range counts {
		out = append(out, views.TextCount{Text: c.Text, Count: c.Count})
	}
	return out
}

// fileColumns are the columns that are asked about: all but those that are
// the date, the note and so on.
func fileColumns(f *importer.File, m importer.Mapping, items []entry.Item) []views.FileColumn {
	var columns []views.FileColumn
	for n, column := range f.Columns {
		if slices.Contains([]int{m.Date, m.Year, m.Time, m.Title, m.Note, m.Tags}, n+1) {
			continue
		}
		use, scale := m.Columns[n], column.Scale()
		known := slices.ContainsFunc(items, func(i entry.Item) bool { return i.Key == use.Item.Key })
		columns = append(columns, views.FileColumn{
			Number: n + 1, Name: column.Name, Becomes: string(use.As), Item: use.Item, New: use.As == importer.AsItem && !known,
			Levels: use.Levels, From: use.From, To: use.To, Texts: texts(column.Levels),
			Filled: column.Filled, Numbers: column.Numbers, GuessFrom: scale.From, GuessTo: scale.To,
		})
	}
	return columns
}

// roles are the columns that are something by themselves, by the name of
// their field.
func roles(m *importer.Mapping) []struct {
	name, label string
	number      *int
} {
	return []struct {
		name, label string
		number      *int
	}{
		{"date", guide.Say("import.role.day"), &m.Date},
		{"year", guide.Say("import.role.year"), &m.Year},
		{"time", guide.Say("import.role.time"), &m.Time},
		{"title", guide.Say("import.role.title"), &m.Title},
		{"note", guide.Say("import.role.note"), &m.Note},
		{"tags", guide.Say("import.role.tags"), &m.Tags},
	}
}

func roleSelects(f *importer.File) []views.ImportSelect {
	if len(f.Columns) == 0 {
		return nil
	}
	options := []views.Option{{Value: "", Title: guide.Say("import.role.none")}}
	for n, column := range f.Columns {
		options = append(options, views.Option{Value: strconv.Itoa(n + 1), Title: views.ClipName(column.Name, 48)})
	}
	var selects []views.ImportSelect
	for _, role := range roles(&importer.Mapping{}) {
		selects = append(selects, views.ImportSelect{Name: role.name, Label: role.label, Options: options})
	}
	return selects
}

func roleValues(m importer.Mapping) url.Values {
	values := url.Values{"date-order": {string(m.Order)}, "separator": {m.Separator}}
	for _, role := range roles(&m) {
		if *role.number > 0 {
			values.Set(role.name, strconv.Itoa(*role.number))
		}
	}
	return values
}

// readMapping reads what a form makes of a first guess; what it does not
// mention stays as guessed.
func readMapping(f *importer.File, guess importer.Mapping, items []entry.Item, form views.Form) (importer.Mapping, fault.Fields) {
	m := guess
	m.Columns = slices.Clone(guess.Columns)
	if len(f.Columns) == 0 {
		return m, nil
	}
	fields := readRoles(&m, form)
	m.Meaning = views.ReadTags(form, guess.Meaning)
	taken := map[string]bool{}
	for _, item := range items {
		taken[item.Key] = true
	}
	for _, use := range guess.Columns {
		taken[use.Item.Key] = true
	}
	for _, c := range fileColumns(f, m, items) {
		read, wrong := views.ReadColumn(form, c, items, func(key string) bool { return taken[key] })
		fields = append(fields, wrong...)
		taken[read.Item.Key] = true
		m.Columns[c.Number-1] = importer.Use{As: importer.As(read.Becomes), Item: read.Item, Levels: maps.Clone(read.Levels), From: read.From, To: read.To}
	}
	return m, fields
}

func readRoles(m *importer.Mapping, form views.Form) fault.Fields {
	var fields fault.Fields
	for _, role := range roles(m) {
		if !form.Values.Has(role.name) {
			continue
		}
		number, err := strconv.Atoi(form.Value(role.name))
		if err != nil && form.Value(role.name) != "" {
			fields.Add(role.name, guide.Say("import.role.choose"))
		}
		*role.number = max(number, 0)
	}
	if form.Values.Has("date-order") {
		m.Order = importer.DateOrder(form.Value("date-order"))
	}
	if form.Values.Has("separator") {
		m.Separator = separator(form.Value("separator"), m.Separator)
	}
	return fields
}

// separator keeps the spaces of the one that was guessed, which a field does
// not show.
func separator(typed, guessed string) string {
	if typed == "" || typed == guessed || typed == strings.TrimSpace(guessed) {
		return guessed
	}
	return typed
}
