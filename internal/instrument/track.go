package instrument

import "math"

// Track is what a course of therapy looks like so far. It never says that
// therapy is not working.
type Track string

const (
	TrackUnknown    Track = "unknown"          // the scale has no reliable change
	TooEarly        Track = "too-early"        // fewer sessions than the rule asks for
	OnTrack         Track = "on-track"         // reliably better, or moved enough
	WorthDiscussing Track = "worth-discussing" // little movement by now
	RaiseNow        Track = "raise-now"        // reliably worse
)

// TrackRule is the rule for "not on track" as data.
type TrackRule struct {
	FromSession int     // little movement counts from this session on
	Share       float64 // of the way from the first score to the best possible one
	Provenance  Provenance
}

// NotOnTrack is the rule used: any reliable worsening is raised at once; no
// reliable improvement and less than 20 % of movement by session 6 is worth
// discussing. A rule at session 3 would miss those who change late
// [F: Saunders 2019]; the rule itself is a design choice [D]. For scales where
// lower is better and best is 0, the share is the plain reduction.
func NotOnTrack() TrackRule {
	return TrackRule{FromSession: 6, Share: 0.20,
		Provenance: Provenance{Tag: Chosen, Source: "session 6–8; reasons F: Beard & Delgadillo 2019, Delgadillo 2014, Saunders 2019"}}
}

// Track applies the rule to a change after a number of sessions.
func (r TrackRule) Track(scale Scale, change Change, sessions int) Track {
	switch {
	case change.BeyondError == Unknown || change.Trend == TrendUnknown:
		return TrackUnknown
	case change.ReliablyWorse():
		return RaiseNow
	case change.ReliablyBetter():
		return OnTrack
	case sessions < r.FromSession:
		return TooEarly
	case scale.progress(change.From, change.To) < r.Share-tiny:
		return WorthDiscussing
	}
	return OnTrack
}

// progress is the share of the way from the first score to the best end of the
// range; negative when things got worse, 1 when the first was the best already.
func (s Scale) progress(from, to float64) float64 {
	best := s.Range.Low
	if s.Direction == HigherIsBetter {
		best = s.Range.High
	}
	if from == best {
		return 1 - math.Abs(to-best)/(s.Range.High-s.Range.Low)
	}
	return (to - from) / (best - from)
}
