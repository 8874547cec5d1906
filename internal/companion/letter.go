package companion

import (
	"context"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/views"
)

// letters is the table of all letters, in the order of the path: each makes
// its letter from a journey, and an empty one while there is nothing to write.
var letters = []struct {
	key  string
	make func(*Home, context.Context, *journey.Journey) (views.Letter, error)
}{
	{views.TalkGuideKey, (*Home).talkGuide},
	{views.LastSessionKey, (*Home).lastSession},
	{views.AgreementKey, (*Home).agreement},
	{views.SafetyPlanKey, (*Home).safetyPlan},
	{views.CheckInLetter, (*Home).checkInLetter},
	{views.ReturnBrief, (*Home).returnBrief},
	{views.EpisodeSummaryKey, (*Home).episodeSummary},
}

// LetterKeys are the keys of all letters, in the order of the path.
func LetterKeys() []string {
	keys := make([]string, 0, len(letters))
	for _, l := range letters {
		keys = append(keys, l.key)
	}
	return keys
}

// Letter makes one letter as it stands now. It is empty while there is nothing
// to write. fault.NotFound when there is no letter of that key.
func (h *Home) Letter(ctx context.Context, key string) (views.Letter, error) {
	const op = "companion.letter"
	for _, l := range letters {
		if l.key != key {
			continue
		}
		j, err := h.Look(ctx)
		if err != nil {
			return views.Letter{}, err
		}
		made, err := l.make(h, ctx, j)
		return made, fault.Wrap(op, err)
	}
	return views.Letter{}, fault.New(fault.NotFound, op, "There is no letter of that name. Open it again from Contents.")
}

// ReturnBrief makes the return brief as it stands now.
func (h *Home) ReturnBrief(ctx context.Context) (views.Letter, error) {
	return h.Letter(ctx, views.ReturnBrief)
}

// talkGuide is empty while no letter to this therapist is proposed.
func (h *Home) talkGuide(ctx context.Context, j *journey.Journey) (views.Letter, error) {
	body, err := latestOf[entry.TalkGuide](ctx, h, j, entry.KindTalkGuide)
	if err != nil || j.Deciding.Unsafe {
		body = entry.TalkGuide{}
	}
	return views.NewTalkGuide(j, body, h.now()), err
}

func (h *Home) lastSession(_ context.Context, j *journey.Journey) (views.Letter, error) {
	return views.AgendaLetter(j, h.now()), nil
}

func (h *Home) agreement(_ context.Context, j *journey.Journey) (views.Letter, error) {
	return views.AgreementLetter(j, h.now()), nil
}

func (h *Home) safetyPlan(_ context.Context, j *journey.Journey) (views.Letter, error) {
	return views.NewSafetyCard(j, h.now()).Letter(), nil
}

// checkInLetter is the letter that was sent last.
func (h *Home) checkInLetter(ctx context.Context, j *journey.Journey) (views.Letter, error) {
	body, err := latestOf[entry.TherapistLetter](ctx, h, j, entry.KindTherapistLetter)
	return views.SentLetter(body), err
}

// episodeSummary is the summary of the break that was closed last.
func (h *Home) episodeSummary(ctx context.Context, j *journey.Journey) (views.Letter, error) {
	if len(j.Closed) == 0 {
		return views.EpisodeLetter(entry.EpisodeSummary{}), nil
	}
	e, err := h.Entry(ctx, j.Closed[len(j.Closed)-1].Ref)
	body, _ := e.Body.(entry.EpisodeSummary)
	return views.EpisodeLetter(body), err
}

func (h *Home) returnBrief(ctx context.Context, j *journey.Journey) (views.Letter, error) {
	source, err := h.briefSource(ctx)
	return views.NewReturnBrief(j, source), err
}

// Brief is the page on which the return brief is put together, with a choice
// of lines and words that is not kept yet, or with the one that is.
func (h *Home) Brief(ctx context.Context, choice *entry.Letter) (views.Brief, error) {
	const op = "companion.brief"
	j, err := h.Look(ctx)
	if err != nil {
		return views.Brief{}, err
	}
	if choice == nil {
		kept := j.Letters[views.ReturnBrief]
		choice = &kept
	}
	source, err := h.briefSource(ctx)
	if err != nil {
		return views.Brief{}, fault.Wrap(op, err)
	}
	return views.NewBrief(j, source, *choice), nil
}

// briefSource unseals what a brief quotes.
func (h *Home) briefSource(ctx context.Context) (views.BriefSource, error) {
	j, outlook, err := h.Outlook(ctx)
	if err != nil {
		return views.BriefSource{}, err
	}
	source := views.BriefSource{
		Library: h.Library(), Events: map[entry.ID]entry.LifeEvent{}, Handled: map[entry.ID]entry.HandledIt{}, Now: h.now(),
	}
	for _, s := range slices.Concat(outlook.Signals, outlook.Quiet) {
		if _, own := s.Facts["rule"].(entry.Criterion); own {
			source.Rules = append(source.Rules, s)
		}
	}
	if source.Edge, err = latestOf[entry.CareAtTheEdge](ctx, h, j, entry.KindCareAtTheEdge); err != nil {
		return source, err
	}
	if source.Check, err = latestOf[entry.ReturnCheck](ctx, h, j, entry.KindReturnCheck); err != nil {
		return source, err
	}
	entries, err := h.Entries(ctx, views.BriefTexts(j, h.now())...)
	for _, e := range entries {
		switch body := e.Body.(type) {
		case entry.LifeEvent:
			source.Events[e.ID] = body
		case entry.HandledIt:
			source.Handled[e.ID] = body
		}
	}
	return source, err
}

// latestOf unseals the latest body of a kind of which the latest counts; the
// zero body when there is none.
func latestOf[T entry.Body](ctx context.Context, h *Home, j *journey.Journey, kind entry.Kind) (body T, err error) {
	ref, told := j.Latest(kind)
	if !told {
		return body, nil
	}
	e, err := h.Entry(ctx, ref)
	if err != nil {
		return body, err
	}
	body, _ = e.Body.(T)
	return body, nil
}
