package views

import (
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// prepareNext is the one next step while a break is prepared; some is false
// when nothing of it is left. It never goes on to another phase by itself, and
// proposes no last session to someone who is not safe with the therapist.
func prepareNext(j *journey.Journey, today entry.Day) (step Step, some bool) {
	if j.PhaseOn(today) != entry.Preparing {
		return Step{}, false
	}
	_, agenda := j.Latest(entry.KindAgenda)
	_, agreed := j.Latest(entry.KindAgreement)
	step = Step{Title: guide.Say("today.next-step"), Other: guide.Say("today.check-in"), OtherURL: "/check-in"}
	start := j.Plan.Agreement.Start
	switch {
	case agreed && start != 0 && start <= today:
		step.Words, step.Do, step.URL = guide.Say("agreement.begun", "date", guide.FullDate(start.Time())), guide.Say("prepare.agreement.do"), "/agreement"
	case !agenda && !j.Deciding.Unsafe:
		step.Words, step.Do, step.URL = guide.Say("today.step.preparing"), guide.Say("prepare.session.do"), "/prepare/last-session"
	case !agreed && j.Deciding.Unsafe:
		step.Words, step.Do, step.URL = guide.Say("prepare.agree.own"), guide.Say("prepare.agree.do"), "/agreement"
	case !agreed:
		step.Words, step.Do, step.URL = guide.Say("prepare.agree"), guide.Say("prepare.agree.do"), "/agreement"
	case !j.HasRhythm:
		step.Words, step.Do, step.URL = guide.Say("prepare.rhythm"), guide.Say("prepare.rhythm.do"), "/plan/rhythm"
	default:
		return Step{}, false
	}
	return step, true
}
