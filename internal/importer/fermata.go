package importer

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// isFermata: the first line is an object that says which export it is.
func isFermata(h head) bool {
	first := strings.TrimLeft(h.text, " \t\r\n")
	line, _, _ := strings.Cut(first, "\n")
	return strings.HasPrefix(line, `{`) && strings.Contains(line[:min(len(line), 200)], `"fermata"`)
}

// readFermata reads an export of one's own: a line for each entry, in the
// order of the record. Each comes back as it was, with its ID. Erasures stay
// behind: what they name is not in the file, and places in one record mean
// nothing in another.
func readFermata(f *File, h head, opts Options) error {
	const op = "importer.fermata"
	seen := map[entry.ID]bool{}
	done, lines := 0, 0
	for text := range strings.Lines(h.text) {
		done, lines = done+len(text), lines+1
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if f.Read++; f.Read > RowLimit {
			return fault.New(fault.TooLarge, op, "This export has more than "+strconv.Itoa(RowLimit)+" entries. Split the file by lines and bring in one part after the other.")
		}
		e, err := entry.DecodeLine([]byte(text))
		if errors.Is(err, fault.Newer) && f.Read == 1 {
			return fault.Wrap(op, err)
		}
		f.keepEntry(e, err, lines, seen)
		if opts.Progress != nil && f.Read%1000 == 0 {
			opts.Progress(int64(done), int64(len(h.text)))
		}
	}
	slices.SortStableFunc(f.told, func(a, b entry.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	if opts.Progress != nil {
		opts.Progress(int64(len(h.text)), int64(len(h.text)))
	}
	return nil
}

func (f *File) keepEntry(e entry.Entry, err error, line int, seen map[entry.ID]bool) {
	switch {
	case errors.Is(err, fault.Newer):
		f.unread.add(NewerEntry, line)
	case err != nil:
		f.unread.add(BadEntry, line)
	case seen[e.ID]:
		f.ignored.add(Twice, line)
	case e.Kind() == entry.KindErasure:
		f.ignored.add(Erased, line)
		seen[e.ID] = true
	default:
		f.told = append(f.told, e)
		seen[e.ID] = true
	}
}

// planEntries counts what an export of one's own holds.
func (p *Plan) planEntries() {
	kinds := map[string]int{}
	for _, e := range p.file.told {
		kinds[string(e.Kind())]++
		p.days.note(e.Day)
	}
	p.Report.Mapped = len(p.file.told)
	p.Report.Kinds = counted(kinds)
}
