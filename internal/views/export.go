package views

import (
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Export is the page that makes the files to take along.
type Export struct {
	Empty   bool // nothing was told yet
	Entries string
}

// NewExport says how much there is.
func NewExport(j *journey.Journey) Export {
	return Export{Empty: j.Entries == 0, Entries: guide.Say("count.entries", "n", j.Entries)}
}
