package sample

import "fermata/internal/entry"

// staying is what goes to the therapist, and what Mira thinks of the therapy
// and of coming back.
func (d *diary) staying() {
	for _, l := range letters {
		d.tell(l.day, l.minutes, l.letter(d.first))
	}
	d.tell(150, at9pm+30, fit)
	d.tell(178, at9pm, entry.Letter{Letter: "return-brief", Notes: "I would like to begin with the move, and with what you heard on the phone that I did not."})
	d.tell(179, at9pm, entry.ReturnCheck{
		Answers: map[string]string{
			"want":    "Not the weekly hour. Someone who looks at the whole thing with me, now and then.",
			"changed": "The flat. And I have been low and come up again, which I had not done by myself before.",
		},
		Way:     entry.WayBooster,
		Reasons: "What held, held without her. What I missed was somebody who sees what I do not see.",
	})
}

// letter is one letter to the therapist, and the answer to it.
type letter struct {
	day, minutes int
	notes        string
	sections     []entry.SentSection
	reply        string
	after        int // days until the reply
}

func (l letter) letter(first entry.Day) entry.TherapistLetter {
	return entry.TherapistLetter{
		Title: "How the weeks have been", For: "Dr Holt", Way: entry.ByMail, Notes: l.notes, Sections: l.sections,
		Reply: l.reply, Replied: first + entry.Day(l.day+l.after),
	}
}

var letters = []letter{
	{
		day: 88, minutes: at10pm, after: 0,
		notes: "Two months. It goes well, and I distrust it a little. I wanted you to know both.",
		sections: []entry.SentSection{
			{Heading: "Measures", Lines: []string{"PHQ-9: 2 on the last sheet, 5 before the last session.", "GAD-7: 2 on the last sheet, 5 before the last session."}},
			{Heading: "What held", Lines: []string{"The walk, the page, worry time on a bench.", "The talk at the library."}},
		},
		reply: "She is glad, and says that distrust may sit at the table as long as it does not order for everyone.",
	},
	{
		day: 148, minutes: at10pm, after: 1,
		notes: "Three weeks after our half hour. Better, slowly. The plan on the card was the right size.",
		sections: []entry.SentSection{
			{Heading: "Measures", Lines: []string{"PHQ-9: 12 on the last sheet, 5 before the last session.", "GAD-7: 11 on the last sheet, 5 before the last session."}},
			{Heading: "Since then", Lines: []string{"Six hours of sleep in one piece, most nights.", "Back at choir. Pia comes with soup."}},
		},
		reply: "She reads it as I do. We look at it together on the review day, unless I ring before.",
	},
}

var fit = entry.TherapyFit{
	Fits: map[string]int{"bond": 9, "goals": 7, "ways": 6},
	Words: map[string]string{
		"bond":       "I could say what was hard to say, except for the rehearsed weeks, and she knew those too.",
		"goals":      "The telephone and the trams: done. Being cheerful: was never agreed, I had only hoped.",
		"ways":       "Talking and silence suited me. The tasks for the week I did on Wednesday night.",
		"helped":     "“You can be frightened and still answer the door.”",
		"not-helped": "Going every week out of habit, for the last year.",
	},
	Next: "same-therapist",
}

// trying is an experiment in the good months: weeks with and weeks without.
func (d *diary) trying() {
	quiet := entry.Experiment{
		Key: "quiet-evenings", Sort: "own", What: "No telephone after nine", Often: "every evening", Long: "until I sleep",
		Item: sleep, BetterHigh: true, Begin: d.first + 49, Try: d.first + 63, End: d.first + 90, Alternate: 7,
	}
	d.tell(48, at9pm, quiet)
	for day := 63; day <= 90; day++ {
		if quiet.Meant(d.first + entry.Day(day)) {
			d.tell(day, at10pm+40, entry.ExperimentDay{Experiment: quiet.Key, Done: day != 72 && day != 80})
		}
	}
	quiet.Took = "Hard to say from this. I liked the quiet, so I keep it on work nights."
	d.tell(91, at9pm, quiet)
}
