package journey_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// The stories in testdata/*.txtar are read by people first. Each has what was
// told, the moment somebody looks, and what they see.
//
//	-- entries --
//	zone Europe/London
//	a  2026-03-02 21:30  check-in mood=6 sleep=4 !staying-in-bed +walk | a line
//	b  2026-03-03        check-in mood=7 ~a        (corrects a)
//	-  2026-03-04 08:00  erase a 3..5              (by name, and by place)
//	-- now --
//	2026-03-05 09:00
//	-- journey --
//	…
//
// An entry begins with a name for it, or -, and its date and time; without a
// time it is about the day. What follows the kind is the kind's own: see
// bodies. Words stand behind a bar.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d stories, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			s := readStory(t, file)
			j := journey.Fold(s.entries)
			got := s.show(&j)
			if diff := cmp.Diff(s.want, got); diff != "" {
				t.Errorf("-want +got:\n%s\nthe journey is:\n%s", diff, got)
			}
		})
	}
}

// story is one file.
type story struct {
	t       *testing.T
	place   *time.Location
	entries []entry.Entry
	names   map[entry.ID]string
	now     time.Time
	want    string
}

func readStory(t *testing.T, file string) *story {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &story{t: t, place: time.UTC, names: map[entry.ID]string{}}
	parts := map[string]string{}
	for _, f := range archive.Files {
		parts[f.Name] = string(f.Data)
	}
	for line := range strings.Lines(parts["entries"]) {
		s.line(strings.TrimSpace(line))
	}
	s.now = s.time(strings.TrimSpace(parts["now"]))
	s.want = parts["journey"]
	return s
}

func (s *story) time(text string) time.Time {
	s.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, s.place)
	if err != nil {
		s.t.Fatal(err)
	}
	return at
}

// line reads one line of -- entries --.
func (s *story) line(line string) {
	s.t.Helper()
	head, words, _ := strings.Cut(line, " | ")
	fields := strings.Fields(head)
	switch {
	case len(fields) == 0 || strings.HasPrefix(line, "#"):
		return
	case fields[0] == "zone":
		place, err := time.LoadLocation(fields[1])
		if err != nil {
			s.t.Fatal(err)
		}
		s.place = place
		return
	}
	e, rest := s.envelope(fields)
	for n, field := range rest {
		if name, ok := strings.CutPrefix(field, "~"); ok {
			e.Corrects = s.id(name)
			rest = slices.Delete(slices.Clone(rest), n, n+1)
			break
		}
	}
	read, ok := bodies[rest[0]]
	if !ok {
		s.t.Fatalf("no such kind: %s", line)
	}
	e.Body = read(s, &e, rest[1:], words)
	if err := e.Validate(); err != nil {
		s.t.Fatalf("%s: %v", line, err)
	}
	s.entries = append(s.entries, e)
}

// envelope reads name, date and time.
func (s *story) envelope(fields []string) (entry.Entry, []string) {
	seq := int64(len(s.entries) + 1)
	e := entry.Entry{ID: entry.ID(fmt.Sprintf("01900000-0000-7000-8000-%012d", seq)), Seq: seq, By: entry.BySelf(), Precision: entry.WholeDay}
	s.names[e.ID] = fields[0]
	if fields[0] == "-" {
		s.names[e.ID] = "#" + strconv.FormatInt(seq, 10)
	}
	date, clock, rest := fields[1], "12:00", fields[2:]
	if strings.Contains(rest[0], ":") {
		clock, rest, e.Precision = rest[0], rest[1:], entry.Minute
	}
	at := s.time(date + " " + clock)
	e.At, e.Day = entry.MomentIn(at, s.place), entry.DefaultTurn.Day(at, s.place)
	return e, rest
}

func (s *story) id(name string) entry.ID {
	s.t.Helper()
	for id, known := range s.names {
		if known == name {
			return id
		}
	}
	s.t.Fatalf("nothing was told under the name %s", name)
	return ""
}

// bodies reads what follows a kind.
var bodies = map[string]func(s *story, e *entry.Entry, fields []string, words string) entry.Body{
	"profile": func(s *story, _ *entry.Entry, fields []string, _ string) entry.Body {
		return entry.Profile{Zone: fields[0]}
	},
	"phase": func(s *story, _ *entry.Entry, fields []string, _ string) entry.Body {
		return entry.Phase{Name: entry.PhaseName(fields[0])}
	},
	"items": func(s *story, _ *entry.Entry, fields []string, _ string) entry.Body {
		var body entry.Items
		for _, key := range fields {
			name, retired := strings.CutSuffix(key, "(retired)")
			body.Items = append(body.Items, entry.Item{Key: name, Name: name, Retired: retired})
		}
		return body
	},
	"check-in": func(s *story, _ *entry.Entry, fields []string, words string) entry.Body {
		body := entry.CheckIn{Items: map[string]float64{}, Line: words}
		for _, field := range fields {
			key, value, numbered := strings.Cut(field, "=")
			switch {
			case numbered:
				body.Items[key] = s.number(value)
			case field[0] == '!':
				body.Signs = append(body.Signs, field[1:])
			case field[0] == '+':
				body.Skills = append(body.Skills, field[1:])
			}
		}
		return body
	},
	"reflection": func(s *story, _ *entry.Entry, _ []string, words string) entry.Body {
		return entry.Reflection{Text: words}
	},
	"event": func(s *story, _ *entry.Entry, fields []string, words string) entry.Body {
		return entry.LifeEvent{What: words, Weight: int(s.number(fields[0]))}
	},
	"sheet": func(s *story, _ *entry.Entry, fields []string, _ string) entry.Body {
		total := s.number(fields[1])
		return entry.AnswerSheet{Instrument: fields[0], Total: &total}
	},
	"unknown": func(s *story, _ *entry.Entry, fields []string, words string) entry.Body {
		return entry.Unknown{Name: entry.Kind(fields[0]), Version: int(s.number(fields[1])), In: entry.Shareable, Raw: []byte(words)}
	},
	"erase": func(s *story, _ *entry.Entry, fields []string, _ string) entry.Body {
		var body entry.Erasure
		for _, field := range fields {
			if from, to, ok := strings.Cut(field, ".."); ok {
				body.Ranges = append(body.Ranges, entry.Range{From: int64(s.number(from)), To: int64(s.number(to))})
			} else {
				body.Entries = append(body.Entries, s.id(field))
			}
		}
		return body
	},
	// mapping days mood:1..5 walked:+walk stayed:!staying-in-bed
	"mapping": func(s *story, e *entry.Entry, fields []string, _ string) entry.Body {
		body := entry.ImportMapping{Batch: fields[0], Tags: map[string]entry.Tag{}}
		e.By = entry.ByImport(fields[0])
		for _, field := range fields[1:] {
			name, means, _ := strings.Cut(field, ":")
			switch from, to, scale := strings.Cut(means, ".."); {
			case scale:
				body.Columns = append(body.Columns, entry.Column{Name: name, Item: name, From: s.number(from), To: s.number(to)})
			case means[0] == '+':
				body.Tags[name] = entry.Tag{Skill: means[1:]}
			case means[0] == '!':
				body.Tags[name] = entry.Tag{Sign: means[1:]}
			}
		}
		return body
	},
	// row days mood=4 walked
	"row": func(s *story, e *entry.Entry, fields []string, words string) entry.Body {
		origin := &entry.Origin{Batch: fields[0], Line: len(s.entries) + 1, Values: map[string]string{}}
		e.By = entry.ByImport(fields[0])
		for _, field := range fields[1:] {
			if column, value, ok := strings.Cut(field, "="); ok {
				origin.Values[column] = value
			} else {
				origin.Tags = append(origin.Tags, field)
			}
		}
		return entry.CheckIn{Line: words, Origin: origin}
	},
	"import": func(s *story, e *entry.Entry, fields []string, _ string) entry.Body {
		e.By = entry.ByImport(fields[0])
		return entry.Import{Batch: fields[0], Source: "csv", File: fields[0] + ".csv"}
	},
}

func (s *story) number(text string) float64 {
	s.t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		s.t.Fatal(err)
	}
	return value
}

// show writes a journey as the stories do.
func (s *story) show(j *journey.Journey) string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	today := j.Today(s.now)
	line("today %s in %s; %d entries, the last is #%d", today, j.Location(), j.Entries, j.Seq)
	if phase := j.PhaseOn(today); phase != "" {
		line("phase %s", phase)
	}
	if start, ok := j.BreakStart(today); ok {
		line("on a break since %s, day %d", start, today-start+1)
	}
	if len(j.Items) > 0 {
		line("asks about %s", strings.Join(keys(j.Asked()), " "))
	}
	for _, i := range j.Imports {
		line("import %s %d..%d", i.Batch, i.From, i.To)
	}
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		line("%s", day.Day)
		for _, c := range day.CheckIns {
			line("  %s", s.checkIn(c))
		}
		for _, r := range day.Reflections {
			line("  %s reflection%s", s.ref(r), s.words(r))
		}
		for _, e := range day.Events {
			line("  %s event %d%s", s.ref(e.Ref), e.Weight, s.words(e.Ref))
		}
		for _, sheet := range day.Sheets {
			line("  %s sheet %s %v", s.ref(sheet.Ref), sheet.Instrument, *sheet.Total)
		}
	}
	return out.String()
}

func (s *story) ref(r journey.Ref) string {
	clock := "--:--"
	if r.Precision == entry.Minute {
		clock = r.At.Local().Format("15:04")
	}
	return clock + " " + s.names[r.ID]
}

// words says where the words are when they are not the entry's own.
func (s *story) words(r journey.Ref) string {
	if r.Text == r.ID {
		return ""
	}
	return ", in the words of " + s.names[r.Text]
}

func (s *story) checkIn(c journey.CheckIn) string {
	text := s.ref(c.Ref) + " check-in"
	for _, v := range c.Values {
		text += fmt.Sprintf(" %s=%v", v.Item, v.Value)
	}
	for _, sign := range c.Signs {
		text += " !" + sign
	}
	for _, skill := range c.Skills {
		text += " +" + skill
	}
	if c.Words {
		text += " | …"
	}
	return text + s.words(c.Ref)
}

func keys(items []entry.Item) []string {
	var keys []string
	for _, i := range items {
		keys = append(keys, i.Key)
	}
	return keys
}
