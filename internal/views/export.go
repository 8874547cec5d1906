package views

import (
	"strings"

	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Export is the page that makes the files to take along.
type Export struct {
	Empty   bool // nothing was told yet
	Entries string
	Files   []ExportFile
}

// ExportFile is a file, or a sort of files, of an export.
type ExportFile struct {
	Name  string // "tables/days.csv"
	Title string
	Note  string // may be empty
}

// exportFiles is what every export holds, in its order.
var exportFiles = []struct{ name, key string }{
	{"entries.jsonl", "entries"},
	{"tables/days.csv", "days"},
	{"tables/check-ins.csv", "check-ins"},
	{"tables/reflections.csv", "reflections"},
	{"tables/measures.csv", "measures"},
	{"tables/life-events.csv", "life-events"},
	{"tables/hard-situations.csv", "hard-situations"},
	{"tables/practice.csv", "practice"},
	{"tables/goals.csv", "goals"},
	{"tables/goal-progress.csv", "goal-progress"},
	{"tables/experiments.csv", "experiments"},
	{"tables/experiment-days.csv", "experiment-days"},
	{"tables/agreements.csv", "agreements"},
	{"tables/return-criteria.csv", "return-criteria"},
	{"tables/return-checks.csv", "return-checks"},
	{"tables/support-circle.csv", "support-circle"},
	{"tables/resources.csv", "resources"},
	{"tables/care-options.csv", "care-options"},
	{"tables/letters-sent.csv", "letters-sent"},
	{"fhir/bundle.json", "bundle"},
	{"reminders.ics", "reminders"},
}

// ExportFiles says what the files of every export are; letters come after.
func ExportFiles() []ExportFile {
	files := make([]ExportFile, 0, len(exportFiles))
	for _, f := range exportFiles {
		files = append(files, ExportFile{
			Name: f.name, Title: guide.Say("export.file." + f.key), Note: guide.Say("export.file." + f.key + ".note"),
		})
	}
	return files
}

// NewExport says how much there is.
func NewExport(j *journey.Journey) Export {
	v := Export{Empty: j.Entries == 0, Entries: guide.Say("count.entries", "n", j.Entries), Files: ExportFiles()}
	v.Files = append(v.Files, ExportFile{
		Name: "letters/", Title: guide.Say("export.file.letters"), Note: guide.Say("export.file.letters.note"),
	})
	return v
}

// ExportReadme is the page inside an export that says what each file is.
func ExportReadme(letters []ExportFile) string {
	var text strings.Builder
	text.WriteString(guide.Say("export.readme.opening") + "\n\n")
	for _, f := range append(ExportFiles(), letters...) {
		text.WriteString(f.Name + "\n    " + f.Title + "\n")
		if f.Note != "" {
			text.WriteString("    " + f.Note + "\n")
		}
	}
	for _, key := range []string{"tables", "formulas", "bundle", "codes", "closing"} {
		text.WriteString("\n" + guide.Say("export.readme."+key) + "\n")
	}
	return text.String()
}
