package sample

import "fermata/internal/entry"

// deciding is how Mira came to the break: days 1 to 12.
func (d *diary) deciding() {
	const evening = at7pm
	d.tell(1, evening, entry.SignWeights{
		Weights: map[string]int{
			"not-necessary": 2, "milestone": 4, "practise-alone": 5, "growth": 4, "time": 1,
			"therapist-does-not-know": 3, "unsaid": 1,
		},
		Own: []entry.OwnSign{{Key: "own-1", Words: "I rehearse good weeks in the waiting room.", Points: entry.TowardsTalking, Weight: 3}},
	})
	d.tell(2, evening, entry.CareAtTheEdge{Medicine: entry.No})
	d.tell(3, evening, weighed)
	d.tell(5, evening, entry.Sureness{Know: entry.Yes, Matters: entry.Yes, Support: entry.Yes, Sure: entry.No})
	d.tell(6, evening, talkGuide)
	d.tell(8, at9pm, afterTheTalk())
	d.tell(9, evening, entry.Decision{
		Option:  "full-break",
		Reasons: "I want to find out what is mine by now. Dr Holt thinks so too, if we put a day in the diary and I know how to come back.",
		LookAt:  d.first + Days + 10,
	})
	d.tell(11, evening, care)
}

var weighed = entry.OptionWeights{
	Matters: []entry.Matter{
		{
			Key: "alone", Words: "Finding out whether I can do it alone", Weight: 5,
			Fits:  map[string]int{"full-break": 2, "fewer-sessions": 1, "change-the-work": -1, "another-therapist": -2, "go-on": -2},
			Notes: map[string]string{"full-break": "Only then nobody asks on Thursday.", "fewer-sessions": "Half alone. I would save things up."},
		},
		{
			Key: "gains", Words: "Keeping what I gained", Weight: 4,
			Fits:  map[string]int{"full-break": 0, "fewer-sessions": 1, "change-the-work": 1, "go-on": 1},
			Notes: map[string]string{"full-break": "Depends on whether I keep walking and writing."},
		},
		{
			Key: "someone", Words: "Someone to turn to", Weight: 3,
			Fits:  map[string]int{"full-break": -1, "fewer-sessions": 1, "change-the-work": 2, "go-on": 2},
			Notes: map[string]string{"full-break": "Jonas and Pia. And half an hour by phone, if I ask."},
		},
		{
			Key: "time", Words: "Time", Weight: 1,
			Fits: map[string]int{"full-break": 2, "fewer-sessions": 1, "go-on": 0},
		},
	},
	Leaning: "full-break",
}

var talkGuide = entry.TalkGuide{
	Reasons:   "I came because of the telephone and the trams. Both work. I would like to know how much of the rest I can carry.",
	Worries:   "That I only hold together because somebody looks in once a week. That you think I am running away from something.",
	Agree:     "Half a year, a day to look at it together, and a way to ring you in between that does not feel like an alarm.",
	Questions: "What have you seen me do without you?\nWhat would make you ring me?\nHow long is the wait if I want the hour back?",
}

// afterTheTalk is the same page with what came of it.
func afterTheTalk() entry.TalkGuide {
	after := talkGuide
	after.Said = "She had thought of it too, in spring, and waited for me to say it. She asked what I would miss. I said: the moment you put the pen down."
	after.Advised = "Not before the end of the month, so that there are three sessions to finish. Half a year, then a talk. If two of my signs last a week, tell one person. If three weeks do not help, come back in."
	return after
}

// care is what getting care would cost her: amounts in pence.
var care = entry.CareOptions{
	Currency: "£",
	Options: []entry.CareOption{
		{
			Key: "dr-holt", Sort: "in-person", Name: "Dr Holt, as now", Fee: amount(65_00), Travel: 5_60, PerYear: 44,
			Fits:  map[string]int{"someone": 2, "time": -1},
			Notes: map[string]string{"someone": "She knows the whole story."},
		},
		{
			Key: "dr-holt-booster", Sort: "in-person", Name: "Dr Holt, once in two months", Fee: amount(65_00), Travel: 5_60, PerYear: 6,
			Fits: map[string]int{"someone": 1, "time": 2},
		},
		{
			Key: "library-group", Sort: "group", Name: "The evening group at the library", Fee: amount(0), PerYear: 22,
			Fits:  map[string]int{"someone": 1, "time": 1},
			Notes: map[string]string{"someone": "People I may meet at work on Monday. Not sure."},
		},
	},
}

func amount(pence int) *int { return &pence }
