package importer

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"fermata/internal/fault"
)

// The limits of an Apple Health export, which is read as it streams by.
const (
	AppleLimit = 8 << 30 // bytes of XML, packed or not
	tokenLimit = 1 << 20 // bytes between two tags
	nightLimit = 200_000 // stretches of sleep that are kept until the end
)

// isApple: XML that is an export of Apple Health.
func isApple(first []byte) bool {
	begin := bytes.TrimLeft(bytes.TrimPrefix(first, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(begin, []byte("<")) && bytes.Contains(begin, []byte("HealthData"))
}

// metered gives up when a single tag or text is longer than any program
// writes, so that no file can make one string fill the memory.
type metered struct {
	source io.Reader
	whole  int64 // bytes that may still be read
	part   int   // bytes that may still be read before the next tag
}

var errTooLong = errors.New("more bytes than are allowed")

func (m *metered) Read(p []byte) (int, error) {
	if m.part <= 0 || m.whole <= 0 {
		return 0, errTooLong
	}
	n, err := m.source.Read(p[:min(len(p), 16<<10)])
	m.part, m.whole = m.part-n, m.whole-int64(n)
	return n, err
}

// apple reads an export of Apple Health, tag by tag.
type apple struct {
	*gatherer
	depth int
	mind  *stateOfMind // the one that is open
	left  map[string]*Group
	sleep []stretch
}

// stretch is a time asleep.
type stretch struct {
	from, to time.Time
	offset   int
	line     int
}

func readApplePack(f *zip.File, name string, opts Options) (*File, error) {
	inside, err := f.Open()
	if err != nil {
		return nil, damagedPack("importer.apple", err)
	}
	defer inside.Close()
	return readApple("importer.apple", inside, name, opts)
}

// readApple reads a file of any size in the same memory. What the file
// declares of itself is read over, and a file that declares entities is
// refused: they can make a small file endless.
func readApple(op string, source io.Reader, name string, opts Options) (*File, error) {
	file := newFile(name, "apple-health")
	a := apple{gatherer: gather(file, "date", "record", "feelings", "state of mind", "kind", "sleep (hours)"), left: map[string]*Group{}}
	meter := &metered{source: source, whole: AppleLimit, part: tokenLimit}
	decoder := xml.NewDecoder(meter)
	decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("letters other than UTF-8") }
	for n := 0; ; n++ {
		meter.part = tokenLimit
		token, err := decoder.RawToken()
		if err == io.EOF && a.depth == 0 && n > 0 {
			break
		}
		if err != nil {
			return nil, appleFault(op, err)
		}
		line, _ := decoder.InputPos()
		if err := a.token(token, line); err != nil {
			return nil, fault.Wrap(op, err)
		}
		if opts.Progress != nil && n%100_000 == 0 {
			opts.Progress(decoder.InputOffset(), 0)
		}
	}
	if err := a.nights(); err != nil {
		return nil, fault.Wrap(op, err)
	}
	a.tellLeft()
	return file, fault.Wrap(op, a.finish())
}

func appleFault(op string, err error) error {
	var wrong *xml.SyntaxError
	switch {
	case errors.Is(err, errTooLong):
		return fault.New(fault.TooLarge, op, "A part of this file is larger than any that Apple Health writes. Export it again and choose the new file.")
	case errors.As(err, &wrong), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return notWhole(op, err)
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat):
		return damagedPack(op, err)
	}
	if strings.HasPrefix(err.Error(), "xml:") || strings.HasPrefix(err.Error(), "flate:") {
		return notWhole(op, err)
	}
	return stopped(op, err)
}

func (a *apple) token(token xml.Token, line int) error {
	switch t := token.(type) {
	case xml.Directive:
		if bytes.Contains(bytes.ToUpper(t), []byte("<!ENTITY")) || bytes.HasPrefix(bytes.ToUpper(t), []byte("ENTITY")) || bytes.Contains(t, []byte("SYSTEM")) || bytes.Contains(t, []byte("PUBLIC")) {
			return fault.New(fault.Invalid, "importer.apple", "This file declares words of its own, which Apple Health does not do. Export it again and choose the new file.")
		}
	case xml.StartElement:
		a.depth++
		return a.open(t, line)
	case xml.EndElement:
		a.depth--
		if a.depth == 1 && a.mind != nil {
			mind := a.mind
			a.mind = nil
			return a.keepMind(mind)
		}
	}
	return nil
}

// open takes in what stands right below the root; what is inside another
// record is there once more.
func (a *apple) open(t xml.StartElement, line int) error {
	if a.depth > 100 {
		return notWhole("importer.apple", errTooLong)
	}
	if a.mind != nil {
		a.mind.feel(t)
		return nil
	}
	name := t.Name.Local
	switch {
	case a.depth == 2 && name == "StateOfMind":
		a.mind = newStateOfMind(t, line)
	case a.depth == 2 && name == "Record" && attribute(t, "type") == "HKCategoryTypeIdentifierSleepAnalysis":
		a.asleep(t, line)
	case a.depth == 2 && name == "Record":
		a.leaveNamed(OtherType, shortType(attribute(t, "type")), line)
	case a.depth == 2:
		a.leaveNamed(OtherType, name, line)
	case a.depth > 2 && name == "Record":
		a.leaveNamed(Inside, shortType(attribute(t, "type")), line)
	}
	return nil
}

// leaveNamed counts what is left out by its name. There are millions, so it is
// counted here and not row by row.
func (a *apple) leaveNamed(why Reason, name string, line int) {
	a.file.Read++
	key := string(why) + " " + name
	group := a.left[key]
	if group == nil && len(a.left) >= namesLimit {
		name, key = "", string(why)
		group = a.left[key]
	}
	if group == nil {
		group = &Group{Reason: why, Name: clip(strings.ToValidUTF8(strings.ReplaceAll(strings.Clone(name), "\x00", ""), "�"), nameLimit)}
		a.left[strings.Clone(key)] = group
	}
	group.Count++
	if len(group.Lines) < shownLines {
		group.Lines = append(group.Lines, line)
	}
}

func (a *apple) tellLeft() {
	var groups []Group
	for _, group := range a.left {
		groups = append(groups, *group)
	}
	slices.SortFunc(groups, func(x, y Group) int {
		if x.Count != y.Count {
			return y.Count - x.Count
		}
		return strings.Compare(string(x.Reason)+x.Name, string(y.Reason)+y.Name)
	})
	a.file.ignored.groups = append(a.file.ignored.groups, groups...)
}

// shortType is a type without what stands before all of them.
func shortType(name string) string {
	for _, prefix := range []string{"HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier", "HKDataType"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" {
			return rest
		}
	}
	return name
}

func attribute(t xml.StartElement, names ...string) string {
	for _, name := range names {
		for _, attr := range t.Attr {
			if strings.EqualFold(attr.Name.Local, name) {
				return attr.Value
			}
		}
	}
	return ""
}

// stateOfMind is a feeling with a valence from −1 to 1.
type stateOfMind struct {
	line                int
	date, kind, valence string
	feelings            []string
}

func newStateOfMind(t xml.StartElement, line int) *stateOfMind {
	m := &stateOfMind{line: line, date: attribute(t, "startDate", "date"), kind: attribute(t, "kind"), valence: attribute(t, "valence")}
	for _, name := range []string{"labels", "associations"} {
		for word := range strings.SplitSeq(attribute(t, name), ",") {
			m.add(word)
		}
	}
	return m
}

// feel takes in the words that stand inside a state of mind.
func (m *stateOfMind) feel(t xml.StartElement) {
	if name := strings.ToLower(t.Name.Local); strings.Contains(name, "label") || strings.Contains(name, "association") {
		m.add(attribute(t, "value", "name", "label", "association"))
	}
}

func (m *stateOfMind) add(word string) {
	if word = strings.TrimSpace(word); word != "" && len(m.feelings) < tagLimit {
		m.feelings = append(m.feelings, strings.Clone(word))
	}
}

func (a *apple) keepMind(m *stateOfMind) error {
	if len(a.rows) >= RowLimit {
		return tooManyRows()
	}
	a.file.Read++
	value, err := strconv.ParseFloat(m.valence, 64)
	if err != nil || !(value >= -1 && value <= 1) {
		a.file.unread.addNamed(BadValue, "StateOfMind", m.line)
		return nil
	}
	return a.keepRow(m.line, field{"date", appleDate(m.date)}, field{"record", "StateOfMind"}, field{"feelings", strings.Join(m.feelings, daylioSeparator)},
		field{"state of mind", m.valence}, field{"kind", m.kind})
}

// keepRow is row without its count, which goes by all records here.
func (a *apple) keepRow(line int, fields ...field) error {
	count := a.file.Read
	a.file.Read = 0
	err := a.row(line, fields...)
	a.file.Read = count
	return err
}

// appleTime is how Apple Health writes a time.
const appleTime = "2006-01-02 15:04:05 -0700"

// appleDate is a time as the rest of the importer reads it; one that Apple
// does not write stays as it is, to be counted as unreadable.
func appleDate(text string) string {
	if at, err := time.Parse(appleTime, text); err == nil {
		return at.Format("2006-01-02T15:04:05-07:00")
	}
	return text
}

// asleep keeps a stretch of sleep; being in bed or awake is none.
func (a *apple) asleep(t xml.StartElement, line int) {
	if !strings.Contains(attribute(t, "value"), "Asleep") {
		a.leaveNamed(OtherType, "SleepAnalysis: in bed or awake", line)
		return
	}
	from, errFrom := time.Parse(appleTime, attribute(t, "startDate"))
	to, errTo := time.Parse(appleTime, attribute(t, "endDate"))
	if errFrom != nil || errTo != nil || to.Before(from) || to.Sub(from) > 36*time.Hour || len(a.sleep) >= nightLimit {
		a.file.Read++
		a.file.unread.addNamed(BadValue, "SleepAnalysis", line)
		return
	}
	a.file.Read++
	_, offset := to.Zone()
	a.sleep = append(a.sleep, stretch{from: from.UTC(), to: to.UTC(), offset: offset, line: line})
}

// nights makes one row of all sleep that ended on one day. Time that two
// devices told is counted once.
func (a *apple) nights() error {
	slices.SortStableFunc(a.sleep, func(x, y stretch) int { return x.from.Compare(y.from) })
	asleep, lines, told := map[string]time.Duration{}, map[string]int{}, []string{}
	var until time.Time
	for _, s := range a.sleep {
		day := s.to.Add(time.Duration(s.offset) * time.Second).Format(time.DateOnly)
		if _, known := asleep[day]; known {
			a.file.ignored.addNamed(Joined, "SleepAnalysis", s.line)
		} else {
			told = append(told, day)
			lines[day] = s.line
		}
		from := s.from
		if from.Before(until) {
			from = until
		}
		asleep[day] += max(0, s.to.Sub(from))
		if s.to.After(until) {
			until = s.to
		}
	}
	for _, day := range told {
		if err := a.keepRow(lines[day], field{"date", day}, field{"record", "SleepAnalysis"}, field{"sleep (hours)", hundredths(asleep[day].Hours())}); err != nil {
			return err
		}
	}
	return nil
}

func appleRoles(f *File) Mapping {
	date := f.column("date")
	return Mapping{Date: date, Time: date, Tags: f.column("feelings"), Separator: daylioSeparator}
}

func appleUse(_ *File, c Column) (Use, bool) {
	if c.Name != "state of mind" {
		return Use{As: AsItIs}, true
	}
	use := Use{As: AsItem, From: -1, To: 1}
	use.Item.Low, use.Item.High, use.Item.BetterHigh = "very unpleasant", "very pleasant", true
	return use, true
}
