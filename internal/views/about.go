package views

import "fermata/internal/guide"

// About is where everything comes from.
type About struct {
	Sources []Row      // of the help lines
	Texts   [][]string // title, source, review of each file of words
	Made    [][]string // part, licence, what it is for
}

// made lists what others wrote and the program carries, with the licence each
// came under, and the key of what it is for.
var made = [][]string{
	{"Newsreader", "OFL 1.1", "headings"},
	{"Alegreya Sans", "OFL 1.1", "text"},
	{"htmx", "0BSD", "parts"},
	{"uPlot", "MIT", "charts"},
	{"Go and its libraries golang.org/x", "BSD-3-Clause", "language"},
	{"templ", "MIT", "pages"},
	{"SQLite, modernc.org/sqlite", "public domain, BSD-3-Clause", "disk"},
	{"pgx", "MIT", "postgres"},
	{"goose", "MIT", "tables"},
	{"Tink", "Apache-2.0", "sealing"},
	{"age", "BSD-3-Clause", "recovery"},
	{"uuid", "BSD-3-Clause", "ids"},
	{"kong", "MIT", "commands"},
	{"fpdf", "MIT", "pdf"},
	{"gonum", "BSD-3-Clause", "statistics"},
	{"protobuf and go-retry", "BSD-3-Clause, Apache-2.0", "beneath"},
}

// NewAbout gathers the sources.
func NewAbout() About {
	v := About{}
	for _, part := range made {
		v.Made = append(v.Made, []string{part[0], part[1], guide.Say("about.made." + part[2])})
	}
	for _, source := range guide.HelpSources() {
		v.Sources = append(v.Sources, Row{Title: source.Letter, Note: source.Text})
	}
	for _, text := range guide.Texts() {
		v.Texts = append(v.Texts, []string{text.Title, text.Source, text.Review})
	}
	return v
}
