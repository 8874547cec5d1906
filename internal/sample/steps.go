package sample

import "fermata/internal/entry"

// at9pm and the like are when Mira writes, in minutes after midnight.
const (
	at6pm  = 18 * 60
	at7pm  = 19*60 + 10
	at9pm  = 21*60 + 5
	at10pm = 22 * 60
)

var phases = []step[entry.Phase]{
	{0, at7pm, entry.Phase{Name: entry.Considering, Note: "Three years with Dr Holt. I wonder whether I could carry it myself for a while."}},
	{10, at9pm, entry.Phase{Name: entry.Preparing, Note: "We agreed: a break of half a year, and we look at it together afterwards."}},
	{28, at7pm, entry.Phase{Name: entry.OnBreak, Note: "Last session today."}},
}

var events = []step[entry.LifeEvent]{
	{28, at6pm, entry.LifeEvent{What: "The last session before the break", Weight: 5, Good: true,
		Note: "We went through my page. She said goodbye in the doorway, as always, and this time it counted."}},
	{61, at10pm, entry.LifeEvent{What: "Aunt Lene's seventieth birthday", Weight: 3, Good: true,
		Note: "Everyone round one table, and I stayed to the end."}},
	{72, at6pm, entry.LifeEvent{What: "My first talk in front of the whole library", Weight: 5, Good: true}},
	{98, at6pm, entry.LifeEvent{What: "The landlord is selling, I have to move out", Weight: 6,
		Note: "Eight years in these rooms."}},
	{108, at10pm, entry.LifeEvent{What: "Moved to another flat", Weight: 8,
		Note: "Jonas drove the van. Two rooms by the canal. I handed over the keys and could not say anything."}},
	{131, at6pm, entry.LifeEvent{What: "Half an hour on the phone with Dr Holt", Weight: 3, Good: true,
		Note: "A check-in, as we had agreed. The break goes on. She asked what helped last time and I had the list here."}},
	{161, at10pm, entry.LifeEvent{What: "First supper with friends in the new flat", Weight: 2, Good: true}},
}

var reflections = []step[entry.Reflection]{
	{4, at10pm, entry.Reflection{
		Prompt: "Which sentence from therapy has stayed with you?",
		Text:   "“You can be frightened and still answer the door.” I did not like it when she said it. I have used it about a hundred times since.\n\nIf I take a break, I think I would like to find out whether I can say such a sentence to myself."}},
	{13, at9pm, entry.Reflection{
		Text: "What I am afraid of about stopping: that I only hold together because somebody looks in once a week. What I hope: that it is the other way round by now, and I go because it is the habit of a Thursday.\n\nBoth can be true. I wrote both on the page for the last session."}},
	{25, at10pm, entry.Reflection{
		Prompt: "When did you last surprise yourself, in a good way?",
		Text:   "When I went back after the second session. I had stood at the tram stop for three trams, and then I was on the fourth."}},
	{30, at9pm, entry.Reflection{
		Prompt: "What do you miss about the hour itself, and what do you not miss?",
		Text:   "I miss the chair, and the moment when she puts the pen down. I do not miss the waiting room, where I always rehearsed a better week than the one I had had."}},
	{43, at10pm, entry.Reflection{
		Text: "Three weeks. The hour has become a walk along the water. I talk to myself under my breath like the old men do, and by the lock I mostly know what I think."}},
	{58, at9pm, entry.Reflection{
		Prompt: "What did you handle this week that you would once have brought to a session?",
		Text:   "The extra shift. Last year I would have said yes, lain awake, and told Dr Holt about it. This time I said “No, I can't that week” and then bit my tongue so that no reasons could follow. Nothing happened. The sentence stood there and was enough."}},
	{73, at10pm, entry.Reflection{
		Prompt: "Which small thing went better than you had feared?",
		Text:   "The talk. I lost my place at the slide with the tidal gates and there was a silence in which, a few years ago, I would have left the building. I looked at the map, because I like that map, and told them what I like about it. Then I had my place again."}},
	{90, at9pm, entry.Reflection{
		Text: "Two months and it is going well, and I notice that I distrust it. As if being well were a room I am only allowed to look after for someone. Written down it looks a bit silly. Leaving it here anyway."}},
	{112, at10pm, entry.Reflection{
		Prompt: "Which sign does your body give first when things get too much?",
		Text:   "Waking early. Then the legs: I cannot sit through a meal. It has been a week now, with the move, and I say that it is the move. My mood is all right. I am writing it down so that I cannot claim later not to have seen it."}},
	{126, at10pm, entry.Reflection{
		Text: "It is not the boxes. The boxes are gone and I am lower than before. I lie awake and go round: you wanted to do it alone, now look.\n\nThe staying-well page says: when two signs last a week, tell one person. It has been nearly three. I wrote that page, on a good day, for exactly this me."}},
	{131, at9pm, entry.Reflection{
		Prompt: "What did you ask someone for, or what would you like to ask?",
		Text:   "Asked Dr Holt for half an hour and got it. I had been sure that it would mean the break was over. She said it was the break working as we had drawn it: I noticed, I told someone, we look.\n\nThree things until we speak next: bed at eleven whatever happens, the walk at five, answer one person a day. If it is not better in three weeks, I come back in and we go on from there."}},
	{146, at9pm, entry.Reflection{
		Prompt: "What is half better, and what would the other half need?",
		Text:   "Sleep is half better. What got it there, in this order: saying it aloud to Pia, the window open again, the worry bench at five. What did not help: reading about other people's mornings.\n\nThe other half needs a curtain, and some more weeks of being bored at eleven."}},
	{163, at10pm, entry.Reflection{
		Prompt: "What is a little different from how it was three months ago?",
		Text:   "Three months ago I was well and thought that it was luck. Now I have been low and come up again with my own hands and three people. That is less shiny and I trust it more."}},
	{177, at9pm, entry.Reflection{
		Text: "The half year is nearly round and there is the talk with Dr Holt to prepare. I do not think that I want the weekly hour back. Perhaps once in two months, like looking after a boiler. I would like to ask her what she saw on the phone that I did not."}},
}
