package journey

import (
	"maps"
	"slices"

	"fermata/internal/entry"
)

// Ended is where a person stands who closed a break as done. It is told by an
// episode-summary and cannot be moved to in another way.
const Ended entry.PhaseName = "ended"

// Episode is a break that was closed with a summary.
type Episode struct {
	Ref
	Day        entry.Day // from which the person is back in therapy, or done
	How        entry.EpisodeEnd
	Start, End entry.Day // first and last day of the break
	LookBacks  []entry.Day
	// Versions are the papers of that break: what was weighed and decided, the
	// list for the last session, the agreement. A later break begins without.
	Versions map[entry.Kind][]Ref
}

// Look is a look back at a closed break.
type Look struct {
	Ref
	Summary entry.ID
	Due     entry.Day // which look back it was; 0: none that was planned
}

// papers are the kinds that belong to one break. Goals, skills, people, the
// safety plan and the rules for coming back are the person's own and stay.
var papers = []entry.Kind{
	entry.KindSignWeights, entry.KindOptionWeights, entry.KindSureness, entry.KindTalkGuide, entry.KindDecision,
	entry.KindCareAtTheEdge, entry.KindAgenda, entry.KindAgreement,
}

// episodeSummary closes a break: what comes after it in the record begins
// without its papers. Whether one is safe with the therapist is not forgotten.
func (b *builder) episodeSummary(ref Ref, e entry.Entry) {
	body, ok := e.Body.(entry.EpisodeSummary)
	if !ok {
		return
	}
	name := entry.InTherapy
	if body.How == entry.EndsDone {
		name = Ended
	}
	closed := Episode{Ref: ref, Day: e.Day, How: body.How, Start: body.Start, End: body.End, LookBacks: body.LookBacks}
	b.ownVersions()
	for _, kind := range papers {
		if told := b.j.Versions[kind]; len(told) > 0 {
			if closed.Versions == nil {
				closed.Versions = map[entry.Kind][]Ref{}
			}
			closed.Versions[kind] = slices.Clone(told)
			delete(b.j.Versions, kind)
		}
	}
	b.j.Deciding = Deciding{Unsafe: b.j.Deciding.Unsafe}
	b.j.Plan.Agenda, b.j.Plan.Agreement = entry.Agenda{}, entry.Agreement{}
	b.j.Closed = add(b, b.j.Closed, closed)
	b.j.Phases = add(b, b.j.Phases, PhaseChange{ID: ref.ID, Day: e.Day, Name: name})
	if b.fold == nil {
		slices.SortStableFunc(b.j.Phases, byDay)
	}
}

func (b *builder) lookBack(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.LookBack); ok {
		b.j.Looks = add(b, b.j.Looks, Look{Ref: ref, Summary: body.Summary, Due: body.Due})
	}
}

func (b *builder) ownVersions() {
	if b.versions {
		return
	}
	b.j.Versions = maps.Clone(b.j.Versions)
	if b.j.Versions == nil {
		b.j.Versions = map[entry.Kind][]Ref{}
	}
	b.versions = true
}

// FindEpisode finds a closed break by the ID of its summary.
func (j *Journey) FindEpisode(id entry.ID) (Episode, bool) {
	for _, closed := range j.Closed {
		if closed.ID == id {
			return closed, true
		}
	}
	return Episode{}, false
}

// FindLook finds a look back by its ID.
func (j *Journey) FindLook(id entry.ID) (Look, bool) {
	for _, look := range j.Looks {
		if look.ID == id {
			return look, true
		}
	}
	return Look{}, false
}

// Break is a stretch of days on a break.
type Break struct {
	Start, End entry.Day // End is the last day; of one that goes on, today
	Over       bool
}

// Breaks are the breaks up to a day, oldest first. A look towards returning
// still belongs to its break.
func (j *Journey) Breaks(today entry.Day) []Break {
	var list []Break
	on := false
	for n, change := range j.Phases {
		if change.Day > today {
			break
		}
		if n+1 < len(j.Phases) && j.Phases[n+1].Day == change.Day {
			continue // another move on the same day counts
		}
		resting := change.Name == entry.OnBreak || on && change.Name == entry.Returning
		switch {
		case resting && !on:
			list = append(list, Break{Start: change.Day, End: today})
		case on && !resting:
			list[len(list)-1].End, list[len(list)-1].Over = change.Day-1, true
		}
		on = resting
	}
	return list
}

// ReturnCheck is the way that was chosen, and when to look again.
type ReturnCheck struct {
	Ref
	Day    entry.Day
	Way    entry.ReturnWay
	LookAt entry.Day // 0: none
}

func (b *builder) returnCheck(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.ReturnCheck); ok {
		b.j.Check = ReturnCheck{Ref: ref, Day: e.Day, Way: body.Way, LookAt: body.LookAt}
	}
}
