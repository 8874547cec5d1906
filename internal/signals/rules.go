package signals

import "slices"

// Rule is one row of the table.
type Rule struct {
	Code     string
	Tier     int
	Level    Standing // the most it can ask for; progress asks for nothing
	Evidence string   // where it comes from, with the tags of docs/evidence
	Quiet    int      // days it stays quiet once handled; 0: it cannot be kept quiet
	Needs    string   // the data it needs
	detect   func(*state) []Signal
}

// The tiers.
const (
	TierProgress = 0
	TierDrift    = 1
	TierMeasures = 2
	TierOwn      = 3
	TierSafety   = 4
)

// Rules is the table of rules, strongest tier first.
func Rules() []Rule {
	return slices.Concat(aboutSafety(), aboutOwn(), aboutMeasures(), aboutDrift(), aboutProgress())
}

func aboutSafety() []Rule {
	return []Rule{
		{
			Code: safetyUnsafe, Tier: TierSafety, Level: Help,
			Evidence: "[D: clinical §7]",
			Needs:    "a check-in or a sheet on which the person answered “no” or “not sure” to “Do you feel safe right now?”, about a day at most 14 days before it was told",
			detect:   func(s *state) []Signal { return s.unsafe(safetyUnsafe) },
		},
		{
			Code: safetyItem, Tier: TierSafety, Level: Help,
			Evidence: "the item: PHQ-9 item 9 [F: Simon 2013, 2016]; what follows from it [D: clinical §7]",
			Needs:    "a sheet told by the person, about a day at most 14 days before, with an answer above zero to an item about harm",
			detect:   func(s *state) []Signal { return s.unsafe(safetyItem) },
		},
	}
}

func aboutOwn() []Rule {
	return []Rule{
		{
			Code: "return-criterion", Tier: TierOwn, Level: Return, Quiet: 14,
			Evidence: "the person's own rule [D]",
			Needs:    "return criteria, and what each of them looks at; not while in therapy, considering or preparing",
			detect:   (*state).criteria,
		},
		{
			Code: "silence", Tier: TierOwn, Level: Return, Quiet: 14,
			Evidence: "the person's own rule [D]",
			Needs:    "a return criterion about silence, and at least one check-in of the person's own",
			detect:   (*state).silence,
		},
		{
			Code: "warning-signs", Tier: TierOwn, Level: Watch, Quiet: 14,
			Evidence: "three of seven days [D]",
			Needs:    "warning signs noticed in check-ins",
			detect:   (*state).warningSigns,
		},
		{
			Code: "heavy-event", Tier: TierOwn, Level: Watch, Quiet: 14,
			Evidence: "weight 7 or more within 7 days [D]",
			Needs:    "life events with their weight",
			detect:   (*state).heavyEvents,
		},
	}
}

func aboutMeasures() []Rule {
	return []Rule{
		{
			Code: "measure-high", Tier: TierMeasures, Level: ReachOut, Quiet: 14,
			Evidence: "the lowest score of the severe band: PHQ-9 20 [F: LOINC LL382-3], PHQ-8 20 [M], GAD-7 15 [F]; that once is enough [D]",
			Needs:    "a sheet of PHQ-9, PHQ-8 or GAD-7, at most 28 days old",
			detect:   (*state).high,
		},
		{
			Code: "measure-high-twice", Tier: TierMeasures, Level: ReachOut, Quiet: 14,
			Evidence: "cut-offs for caseness: PHQ-9 and PHQ-8 10 [F: CamCOPS], GAD-7 8 [F: MindStep]; twice, at least 7 days apart [D]",
			Needs:    "two sheets of PHQ-9, PHQ-8 or GAD-7, 7 to 84 days apart, the later at most 28 days old",
			detect:   (*state).highTwice,
		},
		{
			Code: "measure-deteriorated", Tier: TierMeasures, Level: ReachOut, Quiet: 14,
			Evidence: "reliable change: PHQ-9 6, GAD-7 4 [F: BMC Psych 2018 MindStep table]; others as in their files",
			Needs:    "a break; a sheet from its start, or up to 28 days before, or the first after it; a later sheet of the same instrument, at most 28 days old",
			detect:   (*state).deteriorated,
		},
	}
}

func aboutDrift() []Rule {
	return []Rule{
		{
			Code: "drift-composite", Tier: TierDrift, Level: Watch, Quiet: 14,
			Evidence: "personal chart [D: clinical §3.5], set by simulation [C]; no clinical validation",
			Needs:    "check-ins on at least half of 28 days for a baseline, and some of the items still asked",
			detect:   (*state).drifted,
		},
	}
}

func aboutProgress() []Rule {
	return []Rule{
		{
			Code: "better-measure", Tier: TierProgress, Level: Steady, Quiet: 14,
			Evidence: "reliable change, as for measure-deteriorated",
			Needs:    "as measure-deteriorated",
			detect:   (*state).better,
		},
		{
			Code: "confidence-grown", Tier: TierProgress, Level: Steady, Quiet: 28,
			Evidence: "surer after three of four moments, by a point on average [D]; before and after alone do not say why",
			Needs:    "eight hard moments handled within 90 days, with both numbers, the latest at most 28 days old",
			detect:   (*state).confidenceGrown,
		},
		{
			Code: "skill-holds", Tier: TierProgress, Level: Steady, Quiet: 28,
			Evidence: "less distress after three of four tries [D]; distress also eases by itself",
			Needs:    "six practices of a skill within 90 days, with both numbers, the latest at most 28 days old",
			detect:   (*state).skillsHold,
		},
		{
			Code: "goal-reached", Tier: TierProgress, Level: Steady, Quiet: 28,
			Evidence: "the person's own word [D]",
			Needs:    "a goal marked as reached, or put at 10 of 10, within 14 days",
			detect:   (*state).goalsReached,
		},
	}
}
