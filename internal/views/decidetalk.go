package views

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// TalkGuideKey is the key of the talk guide among the letters.
const TalkGuideKey = "talk-guide"

// TalkSteps are the steps of writing the talk guide, in order; each is the
// name of its field.
func TalkSteps() []string { return []string{"reasons", "worries", "agree", "questions"} }

// Talk is the talk guide as it stands, and what came of the conversation.
type Talk struct {
	Form   Form
	Letter Letter
	Told   bool
	Draft  bool // a half-written one is kept
	Unsafe bool // it is not proposed
	Repeat bool
}

// NewTalk lays out the page.
func NewTalk(j *journey.Journey, latest entry.TalkGuide, told, draft bool, form Form, now time.Time) Talk {
	if len(form.Values) == 0 {
		form.Values = url.Values{"said": {latest.Said}, "advised": {latest.Advised}}
	}
	return Talk{Form: form, Letter: NewTalkGuide(j, latest, now), Told: told, Draft: draft, Unsafe: j.Deciding.Unsafe}
}

// NewTalkGuide is the letter for the conversation. What was said and advised
// afterwards is not in it.
func NewTalkGuide(j *journey.Journey, body entry.TalkGuide, now time.Time) Letter {
	l := Letter{
		Key: TalkGuideKey, Page: "/decide/talk", Title: guide.Say("decide.talk.title"), About: guide.Say("decide.talk.about"),
		Foot: guide.Say("brief.written.nameless", "date", guide.FullDate(j.Today(now).Time())),
	}
	if j.Profile.Therapist != "" {
		l.For = guide.Say("brief.for", "name", j.Profile.Therapist)
	}
	for _, step := range TalkSteps() {
		l.add("decide.talk."+step, textLines(step, TalkText(body, step)))
	}
	return l
}

// textLines makes a line of the letter of each line of a text.
func textLines(key, text string) []LetterLine {
	var lines []LetterLine
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, LetterLine{Key: key + "-" + itoa(len(lines)+1), Text: line})
		}
	}
	return lines
}

// TalkText is one step of a talk guide.
func TalkText(body entry.TalkGuide, step string) string {
	switch step {
	case "reasons":
		return body.Reasons
	case "worries":
		return body.Worries
	case "agree":
		return body.Agree
	case "questions":
		return body.Questions
	}
	return ""
}

// TalkStep is one step of writing the talk guide.
type TalkStep struct {
	Form        Form
	Step        string
	Place, Of   int
	Back        string // the step before, or ""
	Last        bool
	Suggestions []Option // what was weighed, to take along on purpose
	Repeat      bool
}

// NewTalkStep lays out one step; one that is not known is the first.
func NewTalkStep(signs entry.SignWeights, step string, form Form) TalkStep {
	steps := TalkSteps()
	at := max(0, slices.Index(steps, step))
	v := TalkStep{Form: form, Step: steps[at], Place: at + 1, Of: len(steps), Last: at == len(steps)-1}
	if at > 0 {
		v.Back = steps[at-1]
	}
	direction := map[string]string{"reasons": "break", "worries": "talk"}[v.Step]
	if direction == "" {
		return v
	}
	for _, w := range weighed(signs, direction) {
		if !strings.Contains(form.Value(v.Step), w.words) {
			v.Suggestions = append(v.Suggestions, Option{Value: w.words, Title: w.words})
		}
	}
	return v
}

// NextTalkStep is the step after one; "" after the last.
func NextTalkStep(step string) string {
	steps := TalkSteps()
	at := slices.Index(steps, step)
	if at < 0 || at+1 >= len(steps) {
		return ""
	}
	return steps[at+1]
}

// TalkValues fills the form from what was written before.
func TalkValues(body entry.TalkGuide) url.Values {
	values := url.Values{}
	for _, step := range TalkSteps() {
		values.Set(step, TalkText(body, step))
	}
	return values
}

// ReadTalk makes the body of the four steps; what came of the conversation is
// kept as it was.
func ReadTalk(latest entry.TalkGuide, form Form) entry.TalkGuide {
	latest.Reasons, latest.Worries = form.Value("reasons"), form.Value("worries")
	latest.Agree, latest.Questions = form.Value("agree"), form.Value("questions")
	return latest
}

// ReadTalkAfter puts what was said and advised into the guide.
func ReadTalkAfter(latest entry.TalkGuide, form Form) entry.TalkGuide {
	latest.Said, latest.Advised = form.Value("said"), form.Value("advised")
	return latest
}

// TalkStepBefore is the step before one, or the first.
func TalkStepBefore(step string) string {
	steps := TalkSteps()
	return steps[max(0, slices.Index(steps, step)-1)]
}

// IsTalkStep says whether a form names one of the steps.
func IsTalkStep(step string) bool { return slices.Contains(TalkSteps(), step) }
