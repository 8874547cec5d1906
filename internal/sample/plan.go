package sample

import "fermata/internal/entry"

// planning is what Mira sets down for the time alone, and how it changes.
func (d *diary) planning() {
	const evening = at7pm
	d.tell(15, evening, goals(d.first, 0))
	d.tell(16, evening, stayingWell)
	d.tell(17, evening, circle(d.first))
	d.tell(18, evening, safetyPlan)
	d.tell(19, evening, criteria)
	d.tell(20, evening, shelf)
	d.tell(21, evening, kettleCard)
	d.tell(74, at10pm, goals(d.first, 1))
	d.tell(164, evening, goals(d.first, 2))
	for _, near := range nearness {
		d.tell(near.day, at10pm+10, near.body)
	}
}

// The keys of the goals.
const (
	phone  = "goal-phone"
	talk   = "goal-talk"
	people = "goal-people"
	guitar = "goal-guitar"
)

// goals as they stand at first, after the talk at the library, and now.
func goals(first entry.Day, chapter int) entry.Goals {
	list := []entry.Goal{
		{Key: phone, Words: "Ring people back within two days", Why: "It is how I lose them, and it is so small.", Status: entry.GoalKept, Since: first + 15,
			Steps: []entry.GoalStep{{Words: "Answer one person a day", Done: chapter > 0}, {Words: "Ring the tax office myself", Done: chapter > 0}}},
		{Key: talk, Words: "Give the talk about the harbour maps", Status: entry.GoalNew, Since: first + 15,
			Steps: []entry.GoalStep{{Words: "Tell my head of department that I want to", Done: chapter > 0}, {Words: "Try it out on Jonas", Done: chapter > 0}, {Words: "Do it", Done: chapter > 0}}},
		{Key: guitar, Words: "Learn the guitar", Status: entry.GoalNew, Since: first + 15},
	}
	if chapter > 0 {
		list[1].Status, list[1].Since = entry.GoalReached, first+72
		list = append(list, entry.Goal{Key: people, Words: "Have people round a table of mine", Why: "Aunt Lene's birthday.", Status: entry.GoalNew, Since: first + 74,
			Steps: []entry.GoalStep{{Words: "Four chairs", Done: chapter > 1}, {Words: "Ask two friends for a date", Done: chapter > 1}}})
	}
	if chapter > 1 {
		list[2].Status, list[2].Since = entry.GoalLetGo, first+164
		list[3].Status, list[3].Since = entry.GoalReached, first+164
	}
	return entry.Goals{Goals: list}
}

var nearness = []step[entry.GoalProgress]{
	{15, 0, entry.GoalProgress{Goal: phone, Value: 3}},
	{30, 0, entry.GoalProgress{Goal: talk, Value: 2}},
	{57, 0, entry.GoalProgress{Goal: phone, Value: 5, Words: "Two days is a good rule. Three begins to itch."}},
	{66, 0, entry.GoalProgress{Goal: talk, Value: 7}},
	{72, 0, entry.GoalProgress{Goal: talk, Value: 10}},
	{86, 0, entry.GoalProgress{Goal: phone, Value: 7, Words: "The tax office. Eight minutes."}},
	{127, 0, entry.GoalProgress{Goal: phone, Value: 2, Words: "Unopened post, all of it."}},
	{145, 0, entry.GoalProgress{Goal: phone, Value: 5}},
	{161, 0, entry.GoalProgress{Goal: people, Value: 9}},
	{174, 0, entry.GoalProgress{Goal: phone, Value: 7}},
}

var stayingWell = entry.StayingWell{
	Well:      "I hum at work. I answer messages on the day. I cook with more than four ingredients. I walk as far as the lock.",
	SetsOff:   "Moving house. Other people's anger. Three grey weeks in a row. Being praised and then left alone with it.",
	Helps:     "The walk at five. Bed at eleven, whatever happens. Worry time on the bench. Saying it aloud to one person. Choir.",
	IfThen:    "If two signs last a week, I tell one person. If three weeks of that do not help, I ring the practice.",
	Others:    "Pia: come round, do not ask first. Jonas: stay on the line, it does not matter what we say.",
	NotHelp:   "Reading about other people's mornings. “Have you tried …”. A long letter at night.",
	NotToTell: "Work, until I say so.",
}

func circle(first entry.Day) entry.SupportCircle {
	return entry.SupportCircle{People: []entry.Supporter{
		{Key: "jonas", Name: "Jonas", Who: "my brother", Helps: "Up late. Says nothing for a while, which is what I need.", Tel: "+44 7700 900123", Last: first + 14},
		{Key: "pia", Name: "Pia", Who: "friend", Helps: "Ten minutes away, has a kettle, tells me the truth.", Tel: "+44 7700 900456", Last: first + 16},
		{Key: "choir", Name: "The Tuesday choir", Who: "a group", Helps: "Two hours in which nobody asks."},
		{Key: "dr-holt", Name: "Dr Holt", Who: "therapist", Helps: "Half an hour by phone if I ask.", Mail: "practice@holt.example", Last: first + 14},
	}}
}

var safetyPlan = entry.SafetyPlan{
	Signs:         "The sentence “it would be quieter without me”. Not eating. Awake at three and sure that nobody would mind.",
	Alone:         "Put the light on. Cold water on my face. Name ten things in the room. Write it down to have it out of the bed.",
	Places:        "The bakery that never closes. The reading room, from nine.",
	Ask:           "Jonas, at any hour. Pia.",
	Professionals: "The practice by day. Samaritans on 116 123 at night. 999 if it cannot wait.",
	Room:          "Jonas keeps what I asked him to keep. I do not stay alone on such a night.",
}

// criteria are her rules for looking at coming back, none of which has held
// since the first time it could.
var criteria = entry.ReturnCriteria{Criteria: []entry.Criterion{
	{Key: "rule-1", If: entry.IfMeasure, What: "phq-9", Level: 15, Times: 2, Then: "I ring the practice and ask for the hour back."},
	{Key: "rule-2", If: entry.IfSilence, Times: 21, Then: "I tell Pia why I stopped writing."},
	{Key: "rule-3", If: entry.IfOwn, Words: "Jonas or Pia say that they are worried", Then: "I believe them and ring Dr Holt."},
}}

var shelf = entry.Resources{Resources: []entry.Resource{
	{Key: "old-notebook", Name: "My notebook from the first sessions", Sort: "book", Status: entry.ResourceUsing, Took: "How frightened I was, and that I went anyway."},
	{Key: "walk", Name: "The walk along the water", Sort: "other", Status: entry.ResourceUsing, Took: "By the lock I mostly know what I think."},
	{Key: "course", Name: "Evening course: drawing what is there", Sort: "course", Status: entry.ResourceToTry},
}}

// kettleCard is a skill of her own.
var kettleCard = entry.OwnSkill{
	Key: "own-kettle", Name: "The card by the kettle", When: "When the day has no handle",
	Steps: "Write three things on a card, small ones.\nPut it by the kettle.\nDo the first before the water boils.",
}
