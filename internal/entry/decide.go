package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// SignWeights are the statements that point towards a break or towards
// talking first, each weighed. The latest counts.
type SignWeights struct {
	// Weights holds a weight from 0 to 5 for each statement by its key in
	// guide; a statement that was passed over is missing.
	Weights map[string]int `json:"weights,omitempty"`
	Own     []OwnSign      `json:"own,omitempty"`
	// Unsafe holds the keys of statements about not being safe or respected
	// with the therapist.
	Unsafe []string `json:"unsafe,omitempty"`
}

// OwnSign is a statement of the person's own.
type OwnSign struct {
	Key    string  `json:"key"`
	Words  string  `json:"words"`
	Points Towards `json:"points"`
	Weight int     `json:"weight"` // 0..5
}

// Towards says where a statement points.
type Towards string

// The directions.
const (
	TowardsBreak   Towards = "break"
	TowardsTalking Towards = "talk-first"
)

// WeightMax bounds the weight of a statement.
const WeightMax = 5

// Kind is "sign-weights".
func (SignWeights) Kind() Kind { return KindSignWeights }

// Validate checks the fields weight-KEY, own-1, own-2 … and unsafe.
func (s SignWeights) Validate() error {
	var fields fault.Fields
	for key, weight := range s.Weights {
		if !IsKey(key) || weight < 0 || weight > WeightMax {
			fields.Add("weight-"+key, "Choose a weight from 0 to 5.")
		}
	}
	checkMost(&fields, "own", len(s.Own), 30)
	for n, own := range s.Own {
		field := "own-" + strconv.Itoa(n+1)
		if !IsKey(own.Key) || own.Words == "" {
			fields.Add(field, "Say it in a few words, or leave the line empty.")
		}
		if own.Points != TowardsBreak && own.Points != TowardsTalking || own.Weight < 0 || own.Weight > WeightMax {
			fields.Add(field, "Choose where this points, and a weight from 0 to 5.")
		}
		checkText(&fields, field, own.Words, LineLimit)
	}
	checkKeys(&fields, "unsafe", s.Unsafe)
	return fields.Err()
}

// OptionWeights holds what is good and bad about each option, for this
// person. The latest counts.
type OptionWeights struct {
	// Matters is what matters to the person, most important first.
	Matters []Matter `json:"matters,omitempty"`
	// Leaning is the option the person leans to, or "".
	Leaning string `json:"leaning,omitempty"`
}

// Matter is one thing that matters, and how each option does on it.
type Matter struct {
	Key    string            `json:"key"`
	Words  string            `json:"words"`
	Weight int               `json:"weight"`          // 0..5
	Fits   map[string]int    `json:"fits,omitempty"`  // option key → −2 bad … 2 good
	Notes  map[string]string `json:"notes,omitempty"` // option key → in own words
}

// Options are the keys of the five options, in no order of worth.
func Options() []string {
	return []string{"full-break", "fewer-sessions", "change-the-work", "another-therapist", "go-on"}
}

// Kind is "option-weights".
func (OptionWeights) Kind() Kind { return KindOptionWeights }

// Validate checks the fields matter-1, matter-2 … and leaning.
func (o OptionWeights) Validate() error {
	var fields fault.Fields
	checkMost(&fields, "matters", len(o.Matters), 20)
	for n, m := range o.Matters {
		m.check(&fields, "matter-"+strconv.Itoa(n+1))
	}
	if o.Leaning != "" && !isOption(o.Leaning) {
		fields.Add("leaning", "Choose one of the five, or leave it open.")
	}
	return fields.Err()
}

func (m Matter) check(fields *fault.Fields, field string) {
	if !IsKey(m.Key) || m.Words == "" {
		fields.Add(field, "Say in a few words what matters, or leave the line empty.")
	}
	if m.Weight < 0 || m.Weight > WeightMax {
		fields.Add(field, "Choose a weight from 0 to 5.")
	}
	checkText(fields, field, m.Words, LineLimit)
	for option, fit := range m.Fits {
		if !isOption(option) || fit < -2 || fit > 2 {
			fields.Add(field, "Choose how well this option does, from bad to good.")
		}
	}
	for option, note := range m.Notes {
		if !isOption(option) {
			fields.Add(field, "This option is not one of the five. Open the page again.")
		}
		checkText(fields, field, note, LineLimit)
	}
}

func isOption(key string) bool {
	for _, option := range Options() {
		if option == key {
			return true
		}
	}
	return false
}

// Sureness answers four yes/no questions before deciding. An answer may be
// empty.
type Sureness struct {
	Know    Answer `json:"know,omitempty"`    // knows enough about the options
	Matters Answer `json:"matters,omitempty"` // clear about what matters most
	Support Answer `json:"support,omitempty"` // has enough support and advice
	Sure    Answer `json:"sure,omitempty"`    // feels sure
}

// Answer is yes, no, or "".
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Kind is "sureness".
func (Sureness) Kind() Kind { return KindSureness }

// Validate checks the fields know, matters, support and sure.
func (s Sureness) Validate() error {
	var fields fault.Fields
	checkAnswer(&fields, "know", s.Know)
	checkAnswer(&fields, "matters", s.Matters)
	checkAnswer(&fields, "support", s.Support)
	checkAnswer(&fields, "sure", s.Sure)
	if s == (Sureness{}) {
		fields.Add("know", "No question is answered yet. One is enough to begin with.")
	}
	return fields.Err()
}

func checkAnswer(fields *fault.Fields, name string, answer Answer) {
	if answer != "" && answer != Yes && answer != No {
		fields.Add(name, "Choose yes or no, or leave it open.")
	}
}

// TalkGuide is the letter for the conversation with the therapist, and what
// came of it. The latest counts.
type TalkGuide struct {
	Reasons   string `json:"reasons,omitempty"`
	Worries   string `json:"worries,omitempty"`
	Agree     string `json:"agree,omitempty"` // what the person would like to agree
	Questions string `json:"questions,omitempty"`
	// Afterwards.
	Said    string `json:"said,omitempty"`
	Advised string `json:"advised,omitempty"` // when, how long, how to come back
}

// Kind is "talk-guide".
func (TalkGuide) Kind() Kind { return KindTalkGuide }

// Validate checks the fields reasons, worries, agree, questions, said and advised.
func (t TalkGuide) Validate() error {
	var fields fault.Fields
	checkTexts(&fields, []namedText{
		{"reasons", t.Reasons}, {"worries", t.Worries}, {"agree", t.Agree}, {"questions", t.Questions}, {"said", t.Said}, {"advised", t.Advised},
	})
	if t == (TalkGuide{}) {
		fields.Add("reasons", "There is nothing to keep yet. One sentence is enough.")
	}
	return fields.Err()
}

// Decision is what was decided, and why. Earlier decisions stay.
type Decision struct {
	Option  string `json:"option"` // one of Options, or "not-yet"
	Reasons string `json:"reasons,omitempty"`
	LookAt  Day    `json:"look_at,omitempty"` // the day to look at it again
}

// NotYet is the decision to decide later.
const NotYet = "not-yet"

// Kind is "decision".
func (Decision) Kind() Kind { return KindDecision }

// Validate checks the fields option, reasons and look-at.
func (d Decision) Validate() error {
	var fields fault.Fields
	if d.Option != NotYet && !isOption(d.Option) {
		fields.Add("option", "Choose one of these. “Not yet” is a decision too.")
	}
	checkText(&fields, "reasons", d.Reasons, TextLimit)
	checkFarDay(&fields, "look-at", d.LookAt)
	return fields.Err()
}

// CareAtTheEdge answers what has to be thought of before stopping.
type CareAtTheEdge struct {
	Risk       []string `json:"risk,omitempty"` // keys of risk statements that hold
	Medicine   Answer   `json:"medicine,omitempty"`
	Prescriber string   `json:"prescriber,omitempty"` // who looks after it
}

// Kind is "care-at-the-edge".
func (CareAtTheEdge) Kind() Kind { return KindCareAtTheEdge }

// Validate checks the fields risk, medicine and prescriber.
func (c CareAtTheEdge) Validate() error {
	var fields fault.Fields
	checkKeys(&fields, "risk", c.Risk)
	checkAnswer(&fields, "medicine", c.Medicine)
	checkText(&fields, "prescriber", c.Prescriber, LineLimit)
	return fields.Err()
}

// namedText is a text and the field it comes from.
type namedText struct{ name, text string }

func checkTexts(fields *fault.Fields, texts []namedText) {
	for _, t := range texts {
		checkText(fields, t.name, t.text, TextLimit)
	}
}

func checkMost(fields *fault.Fields, name string, have, most int) {
	if have > most {
		fields.Add(name, "That is more than "+strconv.Itoa(most)+". Keep the ones that matter most.")
	}
}

// checkFarDay accepts no day, or one that can be recorded.
func checkFarDay(fields *fault.Fields, name string, day Day) {
	if day != 0 && (day < FirstDay || day > LastDay) {
		fields.Add(name, "That day is too far away. Choose a day between 1900 and 2199.")
	}
}
