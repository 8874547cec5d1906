package importer

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// bearableHeader is what every form of a Bearable table has.
var bearableHeader = []string{"date", "time of day", "category", "rating/amount", "detail"}

func isBearable(h head) bool { return isTable(h) && hasColumns(h.header, bearableHeader) }

// bearableWeights are the words Bearable puts behind a symptom, from 0 to 10.
// The steps are even, which is a guess to be shown and corrected.
var bearableWeights = map[string]float64{"none": 0, "mild": 2.5, "moderate": 5, "severe": 7.5, "extreme": 10, "unbearable": 10}

// weighed is a symptom with its weight: Neck pain (Moderate).
var weighed = regexp.MustCompile(`^(.*\S)\s*\(([^()]*)\)$`)

// readBearable reads a table with one reading a row. Each sort of reading
// gets a column of its own.
func readBearable(f *File, h head, opts Options) error {
	if err := readTable(f, h, opts); err != nil {
		return err
	}
	category, amount, detail := f.column("category"), f.column("rating/amount"), f.column("detail")
	return f.spread(func(r row) (name, text string) {
		return bearablePart(r.cell(category), r.cell(amount), r.cell(detail))
	})
}

func bearablePart(category, amount, detail string) (name, text string) {
	switch strings.ToLower(category) {
	case "symptom", "symptoms":
		what, weight := detail, ""
		if parts := weighed.FindStringSubmatch(detail); parts != nil {
			what, weight = parts[1], parts[2]
		}
		if what == "" {
			return "", ""
		}
		if _, known := bearableWeights[strings.ToLower(weight)]; known || amount == "" {
			return "Symptom: " + what, weight
		}
		return "Symptom: " + what, amount
	case "sleep":
		if hours, ok := hoursOf(amount); ok {
			return "Sleep (hours)", hours
		}
		return "Sleep", amount
	case "mood", "energy", "sleep quality":
		return category, amount
	}
	return "", "" // factors, food and medicines are words, not readings
}

func bearableRoles(f *File) Mapping {
	date := f.column("date")
	if f.Columns[date-1].dates == 0 && f.column("date formatted") > 0 {
		date = f.column("date formatted")
	}
	return Mapping{Date: date, Time: f.column("time of day"), Note: f.column("notes")}
}

func bearableUse(f *File, c Column) (Use, bool) {
	if strings.HasPrefix(c.Name, "Symptom: ") && c.Numbers < c.Filled {
		return Use{As: AsItem, Levels: levelsOf(c, bearableWeights)}, len(levelsOf(c, bearableWeights)) > 0
	}
	if strings.HasSuffix(c.Name, " (hours)") || f.column(c.Name) <= f.own {
		return Use{As: AsItIs}, true
	}
	return seriesUse(f, c)
}

// trackHeader is what every Track & Graph table has.
var trackHeader = []string{"FeatureName", "Timestamp", "Value"}

func isTrack(h head) bool { return isTable(h) && hasColumns(h.header, trackHeader) }

// labelled is a value with its label, as older tables have it: 2:good.
var labelled = regexp.MustCompile(`^(-?[0-9]+(?:\.[0-9]+)?):(\D.*)$`)

// readTrack reads a table with one value of one thing a row. A duration
// becomes hours.
func readTrack(f *File, h head, opts Options) error {
	if err := readTable(f, h, opts); err != nil {
		return err
	}
	feature, value := f.column("FeatureName"), f.column("Value")
	return f.spread(func(r row) (name, text string) {
		name, text = r.cell(feature), r.cell(value)
		if hours, ok := hoursOf(text); ok {
			return name + " (hours)", hours
		}
		if parts := labelled.FindStringSubmatch(text); parts != nil {
			text = parts[1]
		}
		return name, text
	})
}

func trackRoles(f *File) Mapping {
	return Mapping{Date: f.column("Timestamp"), Time: f.column("Timestamp"), Note: f.column("Note")}
}

func seriesUse(f *File, c Column) (Use, bool) {
	if strings.HasSuffix(c.Name, " (hours)") || f.column(c.Name) <= f.own {
		return Use{As: AsItIs}, true
	}
	return Use{}, false
}

// duration is 7:30, 07:30 or 1:05:30.
var duration = regexp.MustCompile(`^([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?$`)

// hoursOf reads a duration as hours, to the hundredth.
func hoursOf(text string) (string, bool) {
	parts := duration.FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	hours := float64(atoi(parts[1])) + float64(atoi(parts[2]))/60 + float64(atoi(parts[3]))/3600
	return hundredths(hours), true
}

func hundredths(value float64) string {
	return strconv.FormatFloat(math.Round(value*100)/100, 'f', -1, 64)
}
