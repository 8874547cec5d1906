package sample

import "fermata/internal/entry"

// preparing are the three weeks before the last session, and what was agreed.
func (d *diary) preparing() {
	const evening = at7pm
	d.tell(12, evening, agenda(d.first+28, false))
	d.tell(14, at9pm, agreement(d.first, entry.AgreementTold))
	d.tell(24, at10pm, entry.MixedFeelings{Loss: ten(6), Relief: ten(5), Worry: ten(6),
		Words: "Like the last week of a school year, and I always cried then too."})
	d.tell(28, at7pm+20, agenda(d.first+28, true))
	d.tell(28, at7pm+30, agreement(d.first, entry.AgreedTogether))
	d.tell(29, at9pm, entry.MixedFeelings{After: true, Loss: ten(7), Relief: ten(4), Worry: ten(5),
		Words: "I keep thinking of things to tell her. I have started a page for them."})
	d.tell(33, evening, entry.Rhythm{
		Measures:    []entry.Measured{{Instrument: "phq-9", EveryDays: 14}, {Instrument: "gad-7", EveryDays: 14}},
		CheckInDays: 1, RemindAt: "20:30",
	})
}

func agenda(day entry.Day, after bool) entry.Agenda {
	points := []entry.AgendaPoint{
		{Key: "looking-back", Words: "Looking back: how it was at the start, and how it is now", Note: "Bring the first page of the old notebook."},
		{Key: "unsaid", Words: "Something I have not said yet", Note: "The rehearsed weeks."},
		{Key: "loss", Words: "Feelings about pausing: what I will miss"},
		{Key: "signs", Words: "My early warning signs"},
		{Key: "gets-worse", Words: "What I do if it gets worse"},
		{Key: "coming-back", Words: "How I come back: whom I call, and how long it may take"},
		{Key: "own-1", Words: "Who waters the fern in the corridor now?"},
		{Key: "goodbye", Words: "Saying goodbye, for now or for good"},
	}
	if after {
		for n := range points {
			points[n].Talked = points[n].Key != "own-1"
		}
		points[1].Note = "The rehearsed weeks. She laughed, kindly. She had known since the second winter."
		points[3].Note = "She adds one: I stop telling stories and begin to report."
	}
	return entry.Agenda{Day: day, Points: points}
}

func agreement(first entry.Day, status entry.AgreementStatus) entry.Agreement {
	a := entry.Agreement{
		Status: status,
		Reason: "To find out what I can carry by myself, with the door open.",
		Start:  first + 28, End: first + Days + 28, Review: first + Days + 10,
		Mine:      "Check in most evenings. The walk and the page. Tell one person when two signs last a week.",
		Theirs:    "Answers a message within the week. Half an hour by phone if one of us asks.",
		Contact:   "A few lines every two months, and in between only if I ask.",
		EndsEarly: "If three weeks of trying do not help, or if Jonas or Pia say that they are worried.",
		ComeBack:  "Ring the practice. Usually two or three weeks until the first hour.",
		Covers:    "My GP, and the lines on the help page at night.",
		Silence:   "If nothing comes from me at the agreed time, Dr Holt rings once in the week after.", SilenceDays: 7,
	}
	if status == entry.AgreedTogether {
		a.EveryDays, a.Channel, a.Address = 60, "email", "practice@holt.example"
		a.Permission, a.Permitted = entry.Yes, first+28
		a.Sees, a.SeesUntil = "A page that I choose line by line: how the weeks went, the questionnaires, what helped.", first+Days+28
	}
	return a
}

func ten(n int) *int { return &n }
