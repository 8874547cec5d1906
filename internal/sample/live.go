package sample

import "fermata/internal/entry"

// living is what the break was for: moments met alone, skills in real
// situations, and a look back each month.
func (d *diary) living() {
	for _, h := range handled {
		d.tell(h.day, h.minutes, h.body)
	}
	for _, p := range practised {
		d.tell(p.day, at9pm+20, entry.Practice{Skill: p.skill, Situation: p.situation, Before: ten(p.before), After: ten(p.after), Change: p.change})
	}
	d.tell(128, at9pm+40, thoughtRecord)
	for _, r := range reviews {
		d.tell(r.day, at9pm+50, r.body)
	}
}

var handled = []step[entry.HandledIt]{
	{35, at10pm + 20, entry.HandledIt{What: "The flat above had a party, and I had work at eight", Did: "Went up and said so. They turned it down. My knees shook on the stairs.", Before: ten(3), After: ten(6)}},
	{57, at9pm + 30, entry.HandledIt{What: "The extra shift", Did: "Said no, once, and bit my tongue.", Before: ten(4), After: ten(8)}},
	{72, at10pm + 20, entry.HandledIt{What: "Lost my place in the talk", Did: "Looked at the map and told them what I like about it.", Before: ten(4), After: ten(9)}},
	{86, at9pm + 30, entry.HandledIt{What: "The tax office", Did: "Rang them myself.", Before: ten(5), After: ten(8)}},
	{99, at9pm + 30, entry.HandledIt{What: "The landlord in my kitchen, telling me about the market", Did: "Asked for it in writing and showed him the door, politely.", Before: ten(4), After: ten(7)}},
	{124, at10pm + 20, entry.HandledIt{What: "Could not answer Pia", Did: "Sent one word: later. It was true.", Before: ten(2), After: ten(3)}},
	{144, at9pm + 30, entry.HandledIt{What: "The old thought at three in the morning", Did: "Wrote it down, put the light out, and it had nothing new to say.", Before: ten(3), After: ten(6)}},
	{158, at9pm + 30, entry.HandledIt{What: "A meeting that went over my head", Did: "Asked the second question.", Before: ten(5), After: ten(8)}},
	{172, at9pm + 30, entry.HandledIt{What: "Jonas was hurt and said so", Did: "Listened to the end before I said anything.", Before: ten(6), After: ten(8)}},
}

// practice is a skill in a real situation.
type practice struct {
	day              int
	skill, situation string
	before, after    int
	change           string
}

var practised = []practice{
	{34, "worry-time", "At night in bed", 7, 5, "A bench is better than the bed."},
	{41, "slow-breathing", "Before a meeting", 6, 4, ""},
	{48, "worry-time", "At night in bed", 6, 4, ""},
	{56, "slow-breathing", "Before a meeting", 6, 3, "Begin in the lift, not in the room."},
	{63, "worry-time", "After work", 5, 3, ""},
	{71, "slow-breathing", "Before the talk", 8, 5, ""},
	{84, "slow-breathing", "On the phone", 5, 4, ""},
	{108, "slow-breathing", "In the empty flat", 8, 7, "It was not the breath that I needed, it was Jonas."},
	{117, "slow-breathing", "At night in bed", 7, 7, ""},
	{130, "worry-time", "At night in bed", 8, 6, ""},
	{132, "moving", "When nothing moves", 7, 5, ""},
	{136, "moving", "When nothing moves", 6, 4, "Shoes by the door."},
	{140, "worry-time", "After work", 7, 4, ""},
	{143, "moving", "After work", 6, 3, ""},
	{147, "worry-time", "After work", 6, 3, ""},
	{155, "worry-time", "After work", 5, 2, ""},
	{162, "moving", "After work", 4, 2, ""},
	{169, "slow-breathing", "Before a meeting", 5, 3, ""},
	{176, "worry-time", "After work", 4, 2, ""},
}

var thoughtRecord = entry.Practice{
	Skill: "thought-record", Situation: "At night in bed", Before: ten(8), After: ten(6),
	Thought:  "You wanted to do it alone, now look.",
	For:      "I am lower than in spring. I have not answered anyone for days.",
	Against:  "I moved house three weeks ago. I saw the signs myself. The staying-well page has a line for this.",
	Balanced: "Alone never meant without anyone. It meant that I notice and that I ask.",
}

var reviews = []step[entry.Review]{
	{59, 0, review(
		"reflection", "That I went to the hour partly to be seen going. That is not nothing, and it can stop.",
		"self-reliance", "The party upstairs, the shift. Too much was: nothing yet.",
		"skills", "Worry time, on a bench. In bed it turns into thinking.",
		"other-ways", "The walk. I had not known that it counts.")},
	{88, 0, review(
		"self-reliance", "The talk. A year ago I would have left the building.",
		"goals", "The talk is done. New: people round a table of mine.",
		"therapy", "From here: it taught me to stay in a room with a feeling. I hoped it would also make me cheerful. That was not its job.")},
	{134, 0, review(
		"reflection", "Sleep goes first, then the legs, then the colours. I saw the first two and called them boxes.",
		"self-reliance", "I asked for half an hour. It was not the end of the break, it was the break working.",
		"skills", "Breathing did not help at the bottom. Moving did, once my shoes were on.",
		"other-ways", "Soup. People who come without being asked.")},
	{165, 0, review(
		"goals", "The table: four chairs of three kinds. The guitar may go.",
		"skills", "Worry time works better than it has a right to.",
		"therapy", "What holds: “You can be frightened and still answer the door.”")},
}

// review makes a monthly look of pairs of gain and answer; its page is what
// was written, in the order of the questions.
func review(pairs ...string) entry.Review {
	r := entry.Review{Answers: map[string]string{}}
	for n := 0; n < len(pairs); n += 2 {
		r.Answers[pairs[n]] = pairs[n+1]
	}
	return r
}
