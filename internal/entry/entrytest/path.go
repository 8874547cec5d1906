package entrytest

import (
	"pgregory.net/rapid"

	"fermata/internal/entry"
)

// pathBodies draws a body of each kind of the path: deciding, preparing,
// planning and living a break.
var pathBodies = map[entry.Kind]func(*rapid.T) entry.Body{
	entry.KindSignWeights: func(t *rapid.T) entry.Body {
		return entry.SignWeights{Weights: map[string]int{"stalled": ten(t) / 2}, Own: []entry.OwnSign{
			{Key: "own-1", Words: words(t), Points: entry.TowardsBreak, Weight: ten(t) / 2},
		}}
	},
	entry.KindOptionWeights: func(t *rapid.T) entry.Body {
		return entry.OptionWeights{Matters: []entry.Matter{{
			Key: "money", Words: words(t), Weight: ten(t) / 2, Fits: map[string]int{"full-break": ten(t)/3 - 1},
		}}}
	},
	entry.KindSureness: func(t *rapid.T) entry.Body {
		return entry.Sureness{Know: entry.Yes, Sure: rapid.SampledFrom([]entry.Answer{"", entry.Yes, entry.No}).Draw(t, "sure")}
	},
	entry.KindTalkGuide: func(t *rapid.T) entry.Body { return entry.TalkGuide{Reasons: words(t), Advised: words(t)} },
	entry.KindDecision: func(t *rapid.T) entry.Body {
		return entry.Decision{Option: rapid.SampledFrom(append(entry.Options(), entry.NotYet)).Draw(t, "option"), Reasons: words(t)}
	},
	entry.KindCareAtTheEdge: func(t *rapid.T) entry.Body {
		return entry.CareAtTheEdge{Risk: []string{"recent-crisis"}, Medicine: entry.No, Prescriber: words(t)}
	},
	entry.KindAgenda: func(t *rapid.T) entry.Body {
		return entry.Agenda{Points: []entry.AgendaPoint{{Key: "goodbye", Words: words(t), Talked: rapid.Bool().Draw(t, "talked")}}}
	},
	entry.KindMixedFeelings: func(t *rapid.T) entry.Body {
		return entry.MixedFeelings{After: rapid.Bool().Draw(t, "after"), Loss: maybeTen(t), Relief: maybeTen(t), Worry: maybeTen(t), Words: words(t)}
	},
	entry.KindAgreement: func(t *rapid.T) entry.Body {
		return entry.Agreement{Status: entry.OnMyOwn, Reason: words(t), Review: entry.Day(20000 + ten(t)), SilenceDays: ten(t)}
	},
	entry.KindGoals: func(t *rapid.T) entry.Body {
		return entry.Goals{Goals: []entry.Goal{{Key: "choir", Words: words(t), Status: entry.GoalNew, Steps: []entry.GoalStep{{Words: words(t)}}}}}
	},
	entry.KindGoalProgress: func(t *rapid.T) entry.Body { return entry.GoalProgress{Goal: "choir", Value: ten(t)} },
	entry.KindOwnSkill: func(t *rapid.T) entry.Body {
		return entry.OwnSkill{Key: rapid.SampledFrom(skillKeys).Draw(t, "skill"), Name: words(t)}
	},
	entry.KindSupportCircle: func(t *rapid.T) entry.Body {
		return entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: words(t), Tel: "+44 20 7946 0000"}}}
	},
	entry.KindResources: func(t *rapid.T) entry.Body {
		return entry.Resources{Resources: []entry.Resource{{Key: "book", Name: words(t), Status: entry.ResourceToTry}}}
	},
	entry.KindStayingWell: func(t *rapid.T) entry.Body { return entry.StayingWell{Well: words(t), NotHelp: words(t)} },
	entry.KindSafetyPlan: func(t *rapid.T) entry.Body {
		return entry.SafetyPlan{Alone: words(t), Readable: rapid.Bool().Draw(t, "readable")}
	},
	entry.KindHandledIt: func(t *rapid.T) entry.Body {
		before, after := ten(t), ten(t)
		return entry.HandledIt{What: words(t), Before: &before, After: &after}
	},
	entry.KindPractice: func(t *rapid.T) entry.Body {
		before := ten(t)
		return entry.Practice{Skill: rapid.SampledFrom(skillKeys).Draw(t, "skill"), Before: &before}
	},
	entry.KindCareOptions: func(t *rapid.T) entry.Body {
		fee := 100 * ten(t)
		return entry.CareOptions{Currency: "£", Options: []entry.CareOption{{
			Key: "online", Sort: "online", Name: words(t), Fee: &fee, Travel: ten(t), PerYear: ten(t), Notes: map[string]string{"wait": words(t)},
		}}, Own: []entry.Named{{Key: "own", Name: "Own " + words(t)}}}
	},
	entry.KindTherapistLetter: func(t *rapid.T) entry.Body {
		return entry.TherapistLetter{
			Title: words(t), Way: rapid.SampledFrom(entry.LetterWays()).Draw(t, "way"), Notes: words(t), Sections: sections(t), Reply: words(t),
		}
	},
	entry.KindReturnCheck: func(t *rapid.T) entry.Body {
		return entry.ReturnCheck{
			Answers: map[string]string{"want": words(t)}, Way: rapid.SampledFrom(entry.ReturnWays()).Draw(t, "way"),
			LookAt: entry.Day(20000 + ten(t)), Said: sections(t),
		}
	},
	entry.KindEpisodeSummary: func(t *rapid.T) entry.Body {
		first := entry.DefaultTurn.Day(start, start.Location()) + entry.Day(rapid.IntRange(-60, 0).Draw(t, "first"))
		last := first + entry.Day(ten(t))
		return entry.EpisodeSummary{
			How:   rapid.SampledFrom([]entry.EpisodeEnd{entry.EndsInTherapy, entry.EndsDone}).Draw(t, "how"),
			Start: first, End: last, Words: words(t), Sections: sections(t), LookBacks: []entry.Day{last + 92},
		}
	},
	entry.KindLookBack: func(t *rapid.T) entry.Body {
		return entry.LookBack{
			Summary: entry.ID("01900000-0000-7000-8000-000000000001"), Due: entry.Day(20000 + ten(t)),
			Answers: map[string]string{"stayed": words(t)}, Said: sections(t),
		}
	},
	entry.KindTherapyFit: func(t *rapid.T) entry.Body {
		return entry.TherapyFit{Fits: map[string]int{"bond": ten(t)}, Words: map[string]string{"helped": words(t)}, Next: rapid.SampledFrom(append(entry.FitWays(), "")).Draw(t, "next")}
	},
	entry.KindExperiment: experimentBody,
	entry.KindExperimentDay: func(t *rapid.T) entry.Body {
		return entry.ExperimentDay{Experiment: rapid.SampledFrom(experimentKeys).Draw(t, "experiment"), Done: rapid.Bool().Draw(t, "done"), Note: words(t)}
	},
	entry.KindReview: func(t *rapid.T) entry.Body {
		return entry.Review{Answers: map[string]string{"self-reliance": words(t)}}
	},
}

func sections(t *rapid.T) []entry.SentSection {
	return []entry.SentSection{{Heading: words(t), Lines: []string{words(t), words(t)}}}
}

var experimentKeys = []string{"walk", "group"}

func experimentBody(t *rapid.T) entry.Body {
	try := entry.Day(20000 + ten(t))
	return entry.Experiment{
		Key: rapid.SampledFrom(experimentKeys).Draw(t, "experiment"), Sort: rapid.SampledFrom(entry.ExperimentSorts()).Draw(t, "sort"), What: words(t),
		Item: rapid.SampledFrom(itemKeys).Draw(t, "item"), BetterHigh: rapid.Bool().Draw(t, "better high"),
		Begin: try - 14, Try: try, End: try + 28, Alternate: rapid.SampledFrom([]int{0, 7}).Draw(t, "alternate"),
	}
}

func ten(t *rapid.T) int { return rapid.IntRange(0, 10).Draw(t, "ten") }

func maybeTen(t *rapid.T) *int {
	if rapid.Bool().Draw(t, "left out") {
		return nil
	}
	return new(ten(t))
}

func words(t *rapid.T) string { return rapid.StringMatching(`[a-zäé ]{1,30}x`).Draw(t, "words") }
