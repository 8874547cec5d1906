package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// Reflection is a page of a journal. It is private.
type Reflection struct {
	Prompt string `json:"prompt,omitempty"` // the question it answers, if any
	Text   string `json:"text"`
}

// Kind is "reflection".
func (Reflection) Kind() Kind { return KindReflection }

// Validate checks the fields prompt and text.
func (r Reflection) Validate() error {
	var fields fault.Fields
	if r.Text == "" {
		fields.Add("text", "The page is still empty. One sentence is enough.")
	}
	checkText(&fields, "text", r.Text, TextLimit)
	checkText(&fields, "prompt", r.Prompt, LineLimit)
	return fields.Err()
}

// LifeEvent is something that happened and how heavy it is.
type LifeEvent struct {
	What   string `json:"what"`
	Weight int    `json:"weight"` // 0 light … 10 as heavy as it gets
	Note   string `json:"note,omitempty"`
	// Good: it was welcome. Welcome things can weigh too.
	Good bool `json:"good,omitempty"`
}

// Kind is "life-event".
func (LifeEvent) Kind() Kind { return KindLifeEvent }

// Validate checks the fields what, weight and note.
func (l LifeEvent) Validate() error {
	var fields fault.Fields
	if l.What == "" {
		fields.Add("what", "Say in a few words what happened.")
	}
	checkText(&fields, "what", l.What, LineLimit)
	checkText(&fields, "note", l.Note, TextLimit)
	if l.Weight < ItemMin || l.Weight > ItemMax {
		fields.Add("weight", "Choose a number from 0 to 10.")
	}
	return fields.Err()
}

// AnswerSheet is a published questionnaire, answered. Either Answers are
// given, one for each item, or only a Total that was scored elsewhere.
type AnswerSheet struct {
	Instrument string `json:"instrument"` // code in the catalogue, as "phq-9"
	// Answers holds the value of each item by its link ID; an item that was
	// left out is missing.
	Answers map[string]float64 `json:"answers,omitempty"`
	Total   *float64           `json:"total,omitempty"`
	// Safe answers "Do you feel safe right now?"; empty when not asked.
	Safe   Safe    `json:"safe,omitempty"`
	Origin *Origin `json:"origin,omitempty"`
}

// Kind is "answer-sheet".
func (AnswerSheet) Kind() Kind { return KindAnswerSheet }

// Validate checks the shape; whether the values fit is the instrument's to say.
func (a AnswerSheet) Validate() error {
	var fields fault.Fields
	if !IsKey(a.Instrument) {
		fields.Add("instrument", "This questionnaire is not known. Choose one from the list.")
	}
	if len(a.Answers) == 0 && a.Total == nil {
		fields.Add("answers", "No answer is given yet. Answer one question, or enter a total.")
	}
	for _, value := range a.Answers {
		if value-value != 0 {
			fields.Add("answers", "Answers are plain numbers. Choose again.")
			break
		}
	}
	if a.Total != nil && *a.Total-*a.Total != 0 {
		fields.Add("answers", "A score is a plain number. Type it again.")
	}
	if a.Origin != nil {
		a.Origin.check(&fields)
	}
	if len(a.Answers) > 100 {
		fields.Add("answers", "That is more than 100 answers. Check the questionnaire.")
	}
	switch a.Safe {
	case "", SafeYes, SafeNotSure, SafeNo:
	default:
		fields.Add("safe", "Choose yes, not sure or no.")
	}
	return fields.Err()
}

// HelpCard is what Help now shows while the record is locked: the one thing
// a person may choose to leave readable.
type HelpCard struct {
	Country string       `json:"country,omitempty"` // ISO 3166 alpha-2
	Numbers []HelpNumber `json:"numbers,omitempty"`
	// Checked is the day the person last tried the numbers; 0 means never.
	Checked Day `json:"checked,omitempty"`
}

// HelpNumber is someone to call, in the person's words.
type HelpNumber struct {
	Name string `json:"name"`
	Tel  string `json:"tel"`
	Note string `json:"note,omitempty"`
}

// Kind is "help-card".
func (HelpCard) Kind() Kind { return KindHelpCard }

// Validate checks the fields country, number-1, number-2 …
func (h HelpCard) Validate() error {
	var fields fault.Fields
	if h.Country != "" && !isCountry(h.Country) {
		fields.Add("country", "This country is not in the list. Choose one, or leave it open.")
	}
	if len(h.Numbers) > 20 {
		fields.Add("numbers", "Twenty numbers fit. Keep the ones you would really call.")
	}
	for n, number := range h.Numbers {
		field := "number-" + strconv.Itoa(n+1)
		if number.Name == "" || number.Tel == "" {
			fields.Add(field, "Give a name and a number, or leave the whole line empty.")
		} else if !isTel(number.Tel) {
			fields.Add(field, "A telephone number has digits, spaces and perhaps a plus. Write it as you would dial it.")
		}
		checkText(&fields, field, number.Name, NameLimit)
		checkText(&fields, field, number.Note, LineLimit)
	}
	return fields.Err()
}

func isTel(text string) bool {
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' && i == 0, c == ' ', c == '-', c == '/', c == '(', c == ')', c == '.', c == '*', c == '#':
		default:
			return false
		}
	}
	return digits >= 2 && len(text) <= 30
}

// Letter is what a person chose for a letter: which lines stay out, and what
// they added. The letter itself is composed from the record each time.
type Letter struct {
	Letter  string   `json:"letter"`             // "return-brief" …
	LeftOut []string `json:"left_out,omitempty"` // keys of lines
	// PutIn holds the keys of lines that are in only because the person said
	// so, as those about safety.
	PutIn []string `json:"put_in,omitempty"`
	Notes string   `json:"notes,omitempty"`
	// Words holds what the person wrote under a heading of the letter, by the
	// heading's key.
	Words map[string]string `json:"words,omitempty"`
	// Quoted names private entries the person put in on purpose.
	Quoted []ID `json:"quoted,omitempty"`
}

// lettersMost bounds the lines a choice names: a record may hold 500 goals,
// and as many life events.
const lettersMost = 2000

// Kind is "letter".
func (Letter) Kind() Kind { return KindLetter }

// Validate checks the fields letter, left-out and notes, and words-KEY for the
// words under the heading KEY.
func (l Letter) Validate() error {
	var fields fault.Fields
	if !IsKey(l.Letter) {
		fields.Add("letter", "This letter is not known. Open it again from Contents.")
	}
	if len(l.LeftOut) > lettersMost || len(l.PutIn) > lettersMost || len(l.Quoted) > 500 {
		fields.Add("left-out", "That is more than 2,000 lines. Open the letter again.")
	}
	checkText(&fields, "notes", l.Notes, TextLimit)
	checkMost(&fields, "words", len(l.Words), 50)
	for key, text := range l.Words {
		if !IsKey(key) {
			fields.Add("words", "This heading is not known. Open the letter again.")
		}
		checkText(&fields, "words-"+key, text, TextLimit)
	}
	return fields.Err()
}
