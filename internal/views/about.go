package views

import "fermata/internal/guide"

// About is where everything comes from.
type About struct {
	Sources []Row      // of the help lines
	Texts   [][]string // title, source, review of each file of words
	Made    [][]string // part, licence, what it is for
}

// made lists what others wrote and the program carries, with the licence each
// came under.
var made = [][]string{
	{"Newsreader", "OFL 1.1", "headings"},
	{"Alegreya Sans", "OFL 1.1", "text"},
	{"htmx", "0BSD", "parts of a page"},
	{"uPlot", "MIT", "charts"},
	{"Go and its libraries golang.org/x", "BSD-3-Clause", "the language; cryptography, text, terminal"},
	{"templ", "MIT", "pages"},
	{"SQLite, modernc.org/sqlite", "public domain, BSD-3-Clause", "your record on disk"},
	{"pgx", "MIT", "PostgreSQL, if chosen"},
	{"goose", "MIT", "changes of the tables"},
	{"Tink", "Apache-2.0", "sealing"},
	{"age", "BSD-3-Clause", "the recovery key"},
	{"uuid", "BSD-3-Clause", "numbers of entries"},
	{"kong", "MIT", "the command line"},
	{"fpdf", "MIT", "letters as PDF"},
	{"gonum", "BSD-3-Clause", "statistics"},
	{"protobuf and go-retry", "BSD-3-Clause, Apache-2.0", "beneath Tink and goose"},
}

// NewAbout gathers the sources.
func NewAbout() About {
	v := About{Made: made}
	for _, source := range guide.HelpSources() {
		v.Sources = append(v.Sources, Row{Title: source.Letter, Note: source.Text})
	}
	for _, text := range guide.Texts() {
		v.Texts = append(v.Texts, []string{text.Title, text.Source, text.Review})
	}
	return v
}
