package importer

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
)

// loopHabits names the table with the habits; each habit's days are in a
// table of its own, or all of them in one with a column for each habit.
const (
	loopHabits = "Habits.csv"
	loopDays   = "Checkmarks.csv"
)

// habit is one habit of Loop.
type habit struct {
	position int
	name     string // of its column
	target   float64
	told     bool // its days were found
	line     int  // in Habits.csv
}

// loop reads a packed export of Loop Habit Tracker.
type loop struct {
	*gatherer
	habits []*habit
}

// readLoop joins habits and their days by position, and counts every day of
// every habit. A habit without days is named, so that none is lost unseen.
func readLoop(f *File, files map[string]string) error {
	l := loop{gatherer: gather(f, "date", "habit", "file", "done", "notes")}
	root := ""
	for name, text := range files {
		if path.Base(name) == loopHabits {
			root = path.Dir(name)
			l.readHabits(text)
		}
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		folder := path.Dir(name)
		if path.Base(name) != loopDays || folder == root {
			continue
		}
		if err := l.readDays(name, path.Base(folder), files[name]); err != nil {
			return err
		}
	}
	if err := l.readAllDays(path.Join(root, loopDays), files[path.Join(root, loopDays)]); err != nil {
		return err
	}
	for _, h := range l.habits {
		if !h.told {
			if err := l.unread(NoHistory, h.name, h.line); err != nil {
				return err
			}
		}
	}
	f.habits = l.habits
	return l.finish()
}

// tableRows gives each row of a small table by the names of its columns.
func tableRows(text string, row func(cells []string, line int, why Reason) error) (header []string, err error) {
	s := scanner{text: text, line: 1, delimiter: ','}
	header, _, _, _ = s.next(nil)
	for {
		cells, line, why, more := s.next(nil)
		if !more {
			return header, nil
		}
		if why == "" && len(cells) == 1 && cells[0] == "" {
			continue
		}
		if err := row(cells, line, why); err != nil {
			return header, err
		}
	}
}

// under gives the cell below one of the names in the header.
func under(header, cells []string, name string) string {
	at := slices.IndexFunc(header, func(cell string) bool { return strings.EqualFold(cell, name) })
	if at < 0 || at >= len(cells) {
		return ""
	}
	return cells[at]
}

func (l *loop) readHabits(text string) {
	header, _ := tableRows(text, func([]string, int, Reason) error { return nil })
	_, _ = tableRows(text, func(cells []string, line int, why Reason) error {
		if why != "" || len(l.habits) >= ColumnLimit {
			return nil
		}
		name, unit := under(header, cells, "Name"), under(header, cells, "Unit")
		if unit != "" {
			name += " (" + unit + ")"
		}
		target, _ := number(under(header, cells, "Target Value"))
		l.habits = append(l.habits, &habit{position: atoi(under(header, cells, "Position")), name: l.freeHabit(name), target: target, line: line})
		return nil
	})
}

// freeHabit tells habits of the same name apart, and from our own columns.
func (l *loop) freeHabit(name string) string {
	name = columnName(name)
	taken := func(name string) bool {
		_, own := l.index[strings.ToLower(name)]
		return own || slices.ContainsFunc(l.habits, func(h *habit) bool { return h.name == name })
	}
	for n, first := 2, name; taken(name); n++ {
		name = first + " (" + strconv.Itoa(n) + ")"
	}
	return name
}

// of is the habit with the position at the beginning of a folder's name.
func (l *loop) of(folder string) *habit {
	head, rest := digits(folder)
	for _, h := range l.habits {
		if head != "" && h.position == atoi(head) {
			return h
		}
	}
	h := &habit{position: -1, name: l.freeHabit(rest)}
	l.habits = append(l.habits, h)
	return h
}

func (l *loop) readDays(file, folder, text string) error {
	h := l.of(folder)
	_, err := tableRows(text, func(cells []string, line int, why Reason) error {
		h.told = true
		if why == "" && len(cells) < 2 {
			why = Ragged
		}
		if why != "" {
			return l.unread(why, file, line)
		}
		notes := ""
		if len(cells) > 2 {
			notes = cells[2]
		}
		return l.day(h, file, line, cells[0], cells[1], notes)
	})
	return err
}

// readAllDays reads the table of all habits, for those that have none of
// their own. Its last column is empty.
func (l *loop) readAllDays(file, text string) error {
	if text == "" {
		return nil
	}
	header, _ := tableRows(text, func([]string, int, Reason) error { return nil })
	columns := map[int]*habit{}
	for n, name := range header {
		if at := l.untold(n, name); at >= 0 && n > 0 {
			columns[n] = l.habits[at]
		}
	}
	_, err := tableRows(text, func(cells []string, line int, why Reason) error {
		for n := 1; n < len(header); n++ {
			h := columns[n]
			switch {
			case h == nil:
				continue
			case why != "" || n >= len(cells):
				if err := l.unread(Ragged, file, line); err != nil {
					return err
				}
			default:
				if err := l.day(h, file, line, cells[0], cells[n], ""); err != nil {
					return err
				}
			}
			h.told = true
		}
		return nil
	})
	return err
}

// untold is the habit of a column, by place among those without days, or by name.
func (l *loop) untold(n int, name string) int {
	if n >= 1 && n <= len(l.habits) && !l.habits[n-1].told && strings.HasPrefix(l.habits[n-1].name, name) && name != "" {
		return n - 1
	}
	return slices.IndexFunc(l.habits, func(h *habit) bool { return !h.told && h.name == name })
}

// day keeps one day of one habit. What Loop filled in by itself is no time
// that the habit was done.
func (l *loop) day(h *habit, file string, line int, date, value, notes string) error {
	done := ""
	switch {
	case notes == "" && (value == "UNKNOWN" || value == "" || value == "-1"):
		return l.leave(Unanswered, h.name, line)
	case value == "YES_AUTO" && notes == "":
		return l.leave(Automatic, h.name, line)
	case value == "YES_MANUAL":
		done = h.name
	}
	return l.row(line, field{"date", date}, field{"habit", h.name}, field{"file", file}, field{"done", done}, field{"notes", notes}, field{h.name, value})
}

func loopRoles(f *File) Mapping {
	return Mapping{Date: f.column("date"), Note: f.column("notes"), Tags: f.column("done"), Separator: daylioSeparator}
}

// loopIdentity leaves out which of its tables told a day.
func loopIdentity(f *File) identifier {
	whole := tableIdentity(f)
	file := f.column("file") - 1
	return func(r row) []string {
		cells := slices.Clone(r.cells)
		cells[file] = ""
		return whole(row{line: r.line, cells: cells})
	}
}

// loopUse counts a habit that was done as 10 and one that was not as 0; a
// number by the goal that the person set. No habit is asked in a check-in by
// itself.
func loopUse(f *File, c Column) (Use, bool) {
	at := slices.IndexFunc(f.habits, func(h *habit) bool { return h.name == c.Name })
	if at < 0 {
		return Use{As: AsItIs}, true
	}
	item := entry.Item{BetterHigh: true, Retired: true}
	if c.Numbers == 0 {
		return Use{As: AsItem, Item: item, Levels: levelsOf(c, map[string]float64{"yes_manual": 10, "no": 0})}, true
	}
	if top := max(f.habits[at].target, c.Max); top > 0 && c.Min >= 0 {
		return Use{As: AsItem, Item: item, From: 0, To: top}, true
	}
	return Use{As: AsItIs}, true
}
