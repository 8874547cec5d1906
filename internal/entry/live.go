package entry

import "fermata/internal/fault"

// HandledIt is a hard situation met alone.
type HandledIt struct {
	What   string `json:"what"`             // what happened
	Did    string `json:"did,omitempty"`    // what I did
	Before *int   `json:"before,omitempty"` // confidence 0..10 before it
	After  *int   `json:"after,omitempty"`
}

// Kind is "handled-it".
func (HandledIt) Kind() Kind { return KindHandledIt }

// Validate checks the fields what, did, before and after.
func (h HandledIt) Validate() error {
	var fields fault.Fields
	if h.What == "" {
		fields.Add("what", "Say in a few words what happened.")
	}
	checkText(&fields, "what", h.What, TextLimit)
	checkText(&fields, "did", h.Did, TextLimit)
	checkOptionalTen(&fields, "before", h.Before)
	checkOptionalTen(&fields, "after", h.After)
	return fields.Err()
}

func checkOptionalTen(fields *fault.Fields, name string, value *int) {
	if value != nil {
		checkTen(fields, name, *value)
	}
}

// Practice is a skill used in a real situation.
type Practice struct {
	Skill     string `json:"skill"`
	Situation string `json:"situation,omitempty"` // a few words, to compare by
	Before    *int   `json:"before,omitempty"`    // distress 0..10 before
	After     *int   `json:"after,omitempty"`
	Change    string `json:"change,omitempty"` // what I would change
	// Thought record, where the skill is one.
	Thought  string `json:"thought,omitempty"`
	For      string `json:"for,omitempty"`
	Against  string `json:"against,omitempty"`
	Balanced string `json:"balanced,omitempty"`
}

// Kind is "practice".
func (Practice) Kind() Kind { return KindPractice }

// Validate checks the fields skill, situation, before, after, change, thought,
// for, against and balanced.
func (p Practice) Validate() error {
	var fields fault.Fields
	if !IsKey(p.Skill) {
		fields.Add("skill", "Choose the skill you used.")
	}
	checkText(&fields, "situation", p.Situation, LineLimit)
	checkOptionalTen(&fields, "before", p.Before)
	checkOptionalTen(&fields, "after", p.After)
	checkTexts(&fields, []namedText{
		{"change", p.Change}, {"thought", p.Thought}, {"for", p.For}, {"against", p.Against}, {"balanced", p.Balanced},
	})
	return fields.Err()
}

// Review is a monthly look at the six gains of a break.
type Review struct {
	// Answers holds what was written about each gain by its key in guide.
	Answers map[string]string `json:"answers,omitempty"`
	// Quoted names private entries the person chose to look at again.
	Quoted []ID `json:"quoted,omitempty"`
	// Page is the page as it was saved, in plain words.
	Page string `json:"page,omitempty"`
}

// Kind is "review".
func (Review) Kind() Kind { return KindReview }

// Validate checks the fields answer-KEY and page.
func (r Review) Validate() error {
	var fields fault.Fields
	empty := true
	for key, text := range r.Answers {
		if !IsKey(key) {
			fields.Add("answer-"+key, "This question is not part of the review. Open the page again.")
		}
		checkText(&fields, "answer-"+key, text, TextLimit)
		empty = empty && text == ""
	}
	if empty {
		fields.Add("answers", "Nothing is written yet. One sentence is enough.")
	}
	checkText(&fields, "page", r.Page, 4*TextLimit)
	checkMost(&fields, "quoted", len(r.Quoted), 100)
	return fields.Err()
}
