package instrument

import (
	"embed"
	"slices"
	"strings"

	"fermata/internal/fault"
	"fermata/internal/instrument/who5"
)

//go:embed files/*.json
var files embed.FS

// Library is a set of instruments. It never changes: [Library.Add] gives a new
// one. The zero value is empty.
type Library struct {
	all []Instrument
}

// Load reads the built-in instruments, WHO-5 among them unless the build left
// it out. It fails, with fault.Damaged, only if the program itself is damaged.
func Load() (Library, error) {
	var l Library
	for _, data := range builtIn() {
		in, err := read(data)
		if err != nil {
			return Library{}, fault.Wrap("instrument.load", err)
		}
		l.all = append(l.all, in)
	}
	slices.SortFunc(l.all, func(a, b Instrument) int { return strings.Compare(a.Code, b.Code) })
	return l, nil
}

// builtIn gives the embedded files. Reading an embedded directory cannot fail:
// its name is checked when the program is built.
func builtIn() [][]byte {
	var all [][]byte
	entries, _ := files.ReadDir("files")
	for _, entry := range entries {
		data, _ := files.ReadFile("files/" + entry.Name())
		all = append(all, data)
	}
	if who5.Included {
		all = append(all, who5.Questionnaire())
	}
	return all
}

// All gives the instruments, ordered by code, a person's own last.
func (l Library) All() []Instrument { return slices.Clone(l.all) }

// Codes gives the codes of all instruments, in the order of [Library.All].
func (l Library) Codes() []string {
	codes := make([]string, len(l.all))
	for i, in := range l.all {
		codes[i] = in.Code
	}
	return codes
}

// Lookup finds an instrument by its code; case, spaces and dashes do not
// matter ("phq9"). It fails with fault.NotFound, and with fault.Invalid for a
// name that several instruments share ("K10" is scored in two ways).
func (l Library) Lookup(code string) (Instrument, error) {
	const op = "instrument.lookup"
	for _, in := range l.all { // as almost always
		if strings.EqualFold(in.Code, code) {
			return in, nil
		}
	}
	wanted := plain(code)
	var family []string
	for _, in := range l.all {
		if plain(in.Code) == wanted {
			return in, nil
		}
		if plain(in.Family) == wanted {
			family = append(family, in.Code)
		}
	}
	if len(family) > 0 {
		return Instrument{}, fault.New(fault.Invalid, op,
			"That name stands for more than one measure. Choose "+strings.Join(family, " or ")+".")
	}
	return Instrument{}, fault.New(fault.NotFound, op,
		"Fermata has no measure of that name. It has "+strings.Join(l.Codes(), ", ")+".")
}

// ByCoding finds instruments by the code of their panel, as LOINC 44249-1.
// Built-in ones come before a person's own.
func (l Library) ByCoding(system, code string) (Instrument, bool) {
	for _, in := range l.all {
		if hasCode(in.Codes, loincSystem(system), code) {
			return in, true
		}
	}
	return Instrument{}, false
}

// ByTotalCoding finds the instrument and scale by the code of a score, as
// LOINC 44261-6.
func (l Library) ByTotalCoding(system, code string) (Instrument, Scale, bool) {
	for _, in := range l.all {
		for _, scale := range in.Scales {
			if hasCode(scale.Codes, loincSystem(system), code) {
				return in, scale, true
			}
		}
	}
	return Instrument{}, Scale{}, false
}

// Add gives a library that also holds an instrument read with [Parse]. Items
// that carry the code of one of our safety items get its rule. It refuses, with
// fault.Conflict, a code that is taken and an English copy of a built-in
// instrument, and with fault.Invalid a file whose title and code disagree.
func (l Library) Add(own Instrument) (Library, error) {
	const op = "instrument.add"
	for _, in := range l.all {
		if plain(in.Code) == plain(own.Code) {
			return l, fault.New(fault.Conflict, op, "A measure with this name is already there. Give the new one another name.")
		}
	}
	for _, doubt := range Doubts(own) {
		if doubt.Kind == CodeOfAnother {
			return l, fault.New(fault.Invalid, op,
				"The title of this file and its code "+doubt.Code+" name two different measures. Ask whoever made it, or take the code out.")
		}
	}
	if twin, ok := l.twin(own); ok {
		return l, fault.New(fault.Conflict, op, "Fermata already has "+twin.Code+", with its thresholds. Use that one.")
	}
	return Library{all: append(slices.Clone(l.all), l.withSafety(own))}, nil
}

// twin finds the built-in instrument that an English file repeats. A
// translation is no twin: it is welcome.
func (l Library) twin(own Instrument) (Instrument, bool) {
	if own.Language != "" && !strings.HasPrefix(strings.ToLower(own.Language), "en") {
		return Instrument{}, false
	}
	for _, code := range own.Codes {
		if in, ok := l.ByCoding(code.System, code.Code); ok && !in.Own {
			return in, true
		}
	}
	return Instrument{}, false
}

func (l Library) withSafety(own Instrument) Instrument {
	own.Items = slices.Clone(own.Items)
	for i := range own.Items {
		for _, in := range l.all {
			if rule, ok := in.safetyOf(own.Items[i].Codes); ok {
				own.Items[i].Safety = rule
			}
		}
	}
	return own
}

func (in Instrument) safetyOf(codes []Coding) (Safety, bool) {
	for _, item := range in.Items {
		for _, code := range codes {
			if item.Safety.Marked && hasCode(item.Codes, code.System, code.Code) {
				return item.Safety, true
			}
		}
	}
	return Safety{}, false
}

// plain is a name without case and punctuation.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}
