package entry

import (
	"fermata/internal/fault"
)

// TherapistLetter is a letter to the therapist word for word as it left, and
// the reply to it. Its day is the day it was sent.
type TherapistLetter struct {
	Title string    `json:"title"`
	For   string    `json:"for,omitempty"`
	About string    `json:"about,omitempty"`
	Way   LetterWay `json:"way"`
	// Notes are the words above everything else.
	Notes    string        `json:"notes,omitempty"`
	Sections []SentSection `json:"sections,omitempty"`
	Foot     string        `json:"foot,omitempty"`
	// Picked are the keys of the lines that were picked, for the next letter.
	Picked []string `json:"picked,omitempty"`
	// Quoted names private entries that were put in on purpose.
	Quoted []ID `json:"quoted,omitempty"`

	Reply   string `json:"reply,omitempty"`
	Replied Day    `json:"replied,omitempty"` // when the reply came
}

// SentSection is a part of a letter under a heading.
type SentSection struct {
	Heading string   `json:"heading"`
	Lines   []string `json:"lines"`
}

// LetterWay is how a letter left.
type LetterWay string

// The ways.
const (
	ByMail   LetterWay = "email"
	ByPost   LetterWay = "post"
	ByHand   LetterWay = "by-hand"
	ByOthers LetterWay = "other"
)

// LetterWays lists the ways a letter can leave.
func LetterWays() []LetterWay { return []LetterWay{ByMail, ByPost, ByHand, ByOthers} }

// Kind is "therapist-letter".
func (TherapistLetter) Kind() Kind { return KindTherapistLetter }

// Validate checks the fields way, notes, lines, reply and replied.
func (l TherapistLetter) Validate() error {
	var fields fault.Fields
	known := false
	for _, way := range LetterWays() {
		known = known || way == l.Way
	}
	if !known {
		fields.Add("way", "Choose how it went.")
	}
	if l.Title == "" || len(l.Sections) == 0 && l.Notes == "" {
		fields.Add("notes", "The letter is still empty. One line is enough.")
	}
	checkText(&fields, "notes", l.Notes, TextLimit)
	for _, text := range []string{l.Title, l.For, l.About, l.Foot} {
		checkText(&fields, "notes", text, LineLimit)
	}
	checkSections(&fields, "lines", l.Sections)
	checkMost(&fields, "lines", len(l.Picked), 500)
	checkMost(&fields, "lines", len(l.Quoted), 100)
	checkText(&fields, "reply", l.Reply, TextLimit)
	checkFarDay(&fields, "replied", l.Replied)
	return fields.Err()
}

// sectionsMost and sectionLinesMost bound what is kept of a letter.
const (
	sectionsMost     = 20
	sectionLinesMost = 500
)

func checkSections(fields *fault.Fields, name string, sections []SentSection) {
	checkMost(fields, name, len(sections), sectionsMost)
	for _, section := range sections {
		checkText(fields, name, section.Heading, LineLimit)
		checkMost(fields, name, len(section.Lines), sectionLinesMost)
		for _, line := range section.Lines {
			checkText(fields, name, line, TextLimit)
		}
	}
}

// ReturnCheck is a look at whether to come back: what the record said, what
// the person added, and the way they chose. It is private.
type ReturnCheck struct {
	// Answers holds what the record cannot know, by the question's key.
	Answers map[string]string `json:"answers,omitempty"`
	Way     ReturnWay         `json:"way"`
	Reasons string            `json:"reasons,omitempty"`
	LookAt  Day               `json:"look_at,omitempty"` // the day to look again
	// Said is what the record said then, in plain words.
	Said []SentSection `json:"said,omitempty"`
}

// ReturnWay is one of the five ways on.
type ReturnWay string

// The ways on, in no order of worth.
const (
	WayWait      ReturnWay = "wait"
	WayCheckIn   ReturnWay = "check-in"
	WayBooster   ReturnWay = "booster"
	WayReturn    ReturnWay = "return"
	WayOtherCare ReturnWay = "other-care"
)

// ReturnWays lists the ways on.
func ReturnWays() []ReturnWay {
	return []ReturnWay{WayWait, WayCheckIn, WayBooster, WayReturn, WayOtherCare}
}

// Kind is "return-check".
func (ReturnCheck) Kind() Kind { return KindReturnCheck }

// Validate checks the fields answer-KEY, way, reasons and look-at.
func (c ReturnCheck) Validate() error {
	var fields fault.Fields
	checkAnswers(&fields, c.Answers)
	known := false
	for _, way := range ReturnWays() {
		known = known || way == c.Way
	}
	if !known {
		fields.Add("way", "Choose one of the five. You can look again any day.")
	}
	checkText(&fields, "reasons", c.Reasons, TextLimit)
	checkFarDay(&fields, "look-at", c.LookAt)
	checkSections(&fields, "way", c.Said)
	return fields.Err()
}

func checkAnswers(fields *fault.Fields, answers map[string]string) {
	checkMost(fields, "answers", len(answers), 50)
	for key, text := range answers {
		if !IsKey(key) {
			fields.Add("answers", "This question is not known. Open the page again.")
		}
		checkText(fields, "answer-"+key, text, TextLimit)
	}
}

// EpisodeSummary closes a break: from its day on the person is back in
// therapy, or done.
type EpisodeSummary struct {
	How   EpisodeEnd `json:"how"`
	Start Day        `json:"start"` // the first day of the break
	End   Day        `json:"end"`   // the last one
	// Words are what the person writes about it.
	Words string `json:"words,omitempty"`
	// Sections are the summary as it was when the break was closed.
	Sections []SentSection `json:"sections,omitempty"`
	// LookBacks are the days on which to look back, in order.
	LookBacks []Day `json:"look_backs,omitempty"`
}

// EpisodeEnd says how a break ended.
type EpisodeEnd string

// The two ends.
const (
	EndsInTherapy EpisodeEnd = "in-therapy"
	EndsDone      EpisodeEnd = "done"
)

// Kind is "episode-summary".
func (EpisodeSummary) Kind() Kind { return KindEpisodeSummary }

// Validate checks the fields how, day, words and look-back.
func (s EpisodeSummary) Validate() error {
	var fields fault.Fields
	if s.How != EndsInTherapy && s.How != EndsDone {
		fields.Add("how", "Choose how the break ends.")
	}
	if s.Start == 0 || s.End < s.Start {
		fields.Add("day", "The break ends before it begins. Choose a later day.")
	}
	checkFarDay(&fields, "day", s.Start)
	checkFarDay(&fields, "day", s.End)
	checkText(&fields, "words", s.Words, TextLimit)
	checkSections(&fields, "words", s.Sections)
	checkMost(&fields, "look-back", len(s.LookBacks), 12)
	for n, day := range s.LookBacks {
		if day <= s.End || n > 0 && day <= s.LookBacks[n-1] {
			fields.Add("look-back", "A look back comes after the break, each later than the one before.")
		}
		checkFarDay(&fields, "look-back", day)
	}
	return fields.Err()
}

// LookBack is a look back at a closed break, some months later. It is private.
type LookBack struct {
	Summary ID  `json:"summary"`       // the episode-summary it looks back at
	Due     Day `json:"due,omitempty"` // which of its look backs it is; 0: none of them
	// Answers holds what was written, by the question's key.
	Answers map[string]string `json:"answers,omitempty"`
	// Said is then and now, as it was shown.
	Said []SentSection `json:"said,omitempty"`
}

// Kind is "look-back".
func (LookBack) Kind() Kind { return KindLookBack }

// Validate checks the fields answer-KEY and answers.
func (l LookBack) Validate() error {
	var fields fault.Fields
	if l.Summary == "" {
		fields.Add("answers", "This break is not here any more. Open the page again.")
	}
	checkAnswers(&fields, l.Answers)
	empty := true
	for _, text := range l.Answers {
		empty = empty && text == ""
	}
	if empty {
		fields.Add("answers", "Nothing is written yet. One sentence is enough.")
	}
	checkFarDay(&fields, "answers", l.Due)
	checkSections(&fields, "answers", l.Said)
	return fields.Err()
}
