package companion

import (
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// dayText is a day, or nothing for none.
func dayText(day entry.Day) string {
	if day == 0 {
		return ""
	}
	return day.String()
}

// numberText is a whole number, or nothing where none was given.
func numberText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// countText is a whole number, or nothing for 0.
func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// day is the day a version was told on, by the person's own turn of the day.
func day(j *journey.Journey, ref journey.Ref) string {
	return j.Turn().Day(ref.At.Instant, j.Location()).String()
}

func goalRows(j *journey.Journey, row func(...string)) {
	row("key", "goal", "why", "steps", "steps done", "status", "since")
	for _, g := range j.Plan.Goals {
		var open, done []string
		for _, step := range g.Steps {
			if step.Done {
				done = append(done, step.Words)
			} else {
				open = append(open, step.Words)
			}
		}
		row(g.Key, g.Words, g.Why, strings.Join(open, "; "), strings.Join(done, "; "), string(g.Status), dayText(g.Since))
	}
}

func progressRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "goal", "how near", "words")
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, p := range day.Progress {
			body, _ := told[p.Text].(entry.GoalProgress)
			row(string(p.ID), day.Day.String(), p.Goal, strconv.Itoa(p.Value), body.Words)
		}
	}
}

func practiceRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "at", "skill", "situation", "distress before", "distress after", "thought", "for it", "against it", "balanced", "next time")
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, p := range day.Practices {
			b, _ := told[p.Text].(entry.Practice)
			row(string(p.ID), day.Day.String(), stamp(p.Ref), p.Skill, b.Situation, numberText(b.Before), numberText(b.After),
				b.Thought, b.For, b.Against, b.Balanced, b.Change)
		}
	}
}

func handledRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "at", "what", "what I did", "sure before", "sure after")
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, h := range day.HandledIts {
			b, _ := told[h.Text].(entry.HandledIt)
			row(string(h.ID), day.Day.String(), stamp(h.Ref), b.What, b.Did, numberText(b.Before), numberText(b.After))
		}
	}
}

func experimentRows(j *journey.Journey, row func(...string)) {
	row("key", "what", "sort", "how often", "how long", "item", "higher is better", "begin", "first day with it", "end", "takes turns after days", "stopped", "what I take from it")
	for _, e := range j.Plan.Experiments {
		row(e.Key, e.What, e.Sort, e.Often, e.Long, e.Item, strconv.FormatBool(e.BetterHigh), dayText(e.Begin), dayText(e.Try), dayText(e.End),
			countText(e.Alternate), dayText(e.Stopped), e.Took)
	}
}

func triedRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "experiment", "done", "note")
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, t := range day.Tried {
			body, _ := told[t.Text].(entry.ExperimentDay)
			row(string(t.ID), day.Day.String(), t.Experiment, strconv.FormatBool(t.Done), body.Note)
		}
	}
}

func agreementRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "status", "reason", "start", "end", "review", "mine", "theirs", "contact", "every days", "channel", "address",
		"may be written to", "said on", "sees", "sees until", "silence", "silence days", "ends early", "coming back", "covers", "medicines")
	for _, ref := range j.Versions[entry.KindAgreement] {
		a, _ := told[ref.Text].(entry.Agreement)
		row(string(ref.ID), day(j, ref), string(a.Status), a.Reason, dayText(a.Start), dayText(a.End), dayText(a.Review), a.Mine, a.Theirs,
			a.Contact, countText(a.EveryDays), a.Channel, a.Address, string(a.Permission), dayText(a.Permitted), a.Sees, dayText(a.SeesUntil),
			a.Silence, countText(a.SilenceDays), a.EndsEarly, a.ComeBack, a.Covers, a.Medicines)
	}
}

func criterionRows(j *journey.Journey, row func(...string)) {
	row("key", "if", "what", "level", "times", "of days", "day", "words", "came true", "then")
	for _, c := range j.Criteria {
		row(c.Key, string(c.If), c.What, number(c.Level), countText(c.Times), countText(c.Of), dayText(c.Day), c.Words, strconv.FormatBool(c.Came), c.Then)
	}
}

func checkRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "way", "reasons", "look again")
	for _, ref := range j.Versions[entry.KindReturnCheck] {
		c, _ := told[ref.Text].(entry.ReturnCheck)
		row(string(ref.ID), day(j, ref), string(c.Way), c.Reasons, dayText(c.LookAt))
	}
}

func supportRows(j *journey.Journey, row func(...string)) {
	row("key", "name", "who", "helps with", "telephone", "mail", "last contact")
	for _, p := range j.Plan.Support {
		row(p.Key, p.Name, p.Who, p.Helps, p.Tel, p.Mail, dayText(p.Last))
	}
}

func resourceRows(j *journey.Journey, row func(...string)) {
	row("key", "name", "sort", "status", "what I took from it")
	for _, r := range j.Plan.Resources {
		row(r.Key, r.Name, r.Sort, string(r.Status), r.Took)
	}
}

// careRows has amounts in hundredths made whole, as the person's money is
// written.
func careRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("key", "sort", "name", "currency", "fee", "lower fee", "paid by others", "travel", "time off", "besides each month", "sessions a year", "cost a month")
	ref, ok := j.Latest(entry.KindCareOptions)
	if !ok {
		return
	}
	list, _ := told[ref.Text].(entry.CareOptions)
	amount := func(hundredths int) string { return number(float64(hundredths) / 100) }
	for _, o := range list.Options {
		fee, lower, month := "", "", ""
		if o.Fee != nil {
			fee = amount(*o.Fee)
		}
		if o.Lower != nil {
			lower = amount(*o.Lower)
		}
		if cost, known := o.Cost(); known {
			month = amount(int(cost))
		}
		row(o.Key, o.Sort, o.Name, list.Currency, fee, lower, amount(o.Cover), amount(o.Travel), amount(o.TimeOff), amount(o.Monthly), countText(o.PerYear), month)
	}
}

// sentRows says when and how letters left; their words are in letters/.
func sentRows(j *journey.Journey, told map[entry.ID]entry.Body, row func(...string)) {
	row("id", "date", "title", "for", "way", "reply came")
	for _, ref := range j.Versions[entry.KindTherapistLetter] {
		l, _ := told[ref.Text].(entry.TherapistLetter)
		row(string(ref.ID), day(j, ref), l.Title, l.For, string(l.Way), dayText(l.Replied))
	}
}
