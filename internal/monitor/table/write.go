package table

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"fermata/internal/monitor"
)

// writer turns what charts say into text or JSON Lines.
type writer struct {
	out    *bufio.Writer
	json   bool
	buffer bytes.Buffer
	name   string // whose text is in the buffer
}

func (w *writer) write(text []byte) error {
	_, err := w.out.Write(text)
	return unavailable(err)
}

// finding is one line of the result.
type finding struct {
	item  string
	found monitor.Result
}

// person charts all items of one person. The text holds until the next call.
func (w *writer) person(p *person, items []column, o Options) []byte {
	var findings []finding
	together := make([]monitor.Item, len(items))
	for i, item := range items {
		s := daily(p.items[i])
		together[i] = monitor.Item{Series: s, BetterHigh: item.betterHigh}
		found, err := monitor.Chart(s, o.chart(item.betterHigh))
		findings = append(findings, finding{item.name, must(found, err)})
	}
	if len(items) > 1 {
		found, err := monitor.Together(together, o.chart(false))
		findings = append(findings, finding{All, must(found, err)})
	}
	slices.SortFunc(findings, func(a, b finding) int { return strings.Compare(a.item, b.item) })
	w.buffer.Reset()
	w.name = p.name
	for _, f := range findings {
		if w.json {
			w.object(p.name, f)
		} else {
			w.text(p.name, f)
		}
	}
	return w.buffer.Bytes()
}

// must holds because options and rows have been checked before.
func must(found monitor.Result, err error) monitor.Result {
	if err != nil {
		panic(err)
	}
	return found
}

// The shape of a line of JSON, which is a contract: see docs.
type (
	object struct {
		Person   string   `json:"person"`
		Item     string   `json:"item"`
		N        int      `json:"n"`
		Baseline baseline `json:"baseline"`
		Alarms   []alarm  `json:"alarms"`
	}
	baseline struct {
		From            *string  `json:"from"` // null without a value
		To              *string  `json:"to"`
		N               int      `json:"n"`
		Mean            *float64 `json:"mean"`
		SD              *float64 `json:"sd"`
		Autocorrelation *float64 `json:"autocorrelation"`
	}
	alarm struct {
		Date  string        `json:"date"`
		Level monitor.Level `json:"level"`
		Value float64       `json:"value"`
		Limit float64       `json:"limit"`
		Since string        `json:"since"`
	}
)

func (w *writer) object(person string, f finding) {
	line := object{person, f.item, f.found.N, baselineOf(f.found.Baseline), []alarm{}}
	for _, a := range f.found.Alarms {
		line.Alarms = append(line.Alarms, alarm{date(a.Date), a.Level, rounded(a.Value), rounded(a.Limit), date(a.Since)})
	}
	encoder := json.NewEncoder(&w.buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		panic(err) // strings and finite numbers always encode
	}
}

func baselineOf(b monitor.Baseline) baseline {
	if b.N == 0 {
		return baseline{}
	}
	from, to := date(b.From), date(b.To)
	mean, sd, phi := rounded(b.Mean), rounded(b.SD), rounded(b.Autocorrelation)
	return baseline{&from, &to, b.N, &mean, &sd, &phi}
}

// rounded keeps six decimals, more than any chart can mean.
func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// printable keeps a name from moving the cursor of a terminal.
func printable(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

func (w *writer) text(person string, f finding) {
	name := strings.Map(printable, f.item)
	if person != "" {
		name = strings.Map(printable, person) + " · " + name
	}
	b := f.found.Baseline
	switch {
	case b.N == 0:
		fmt.Fprintf(&w.buffer, "%s: no values.\n", name)
	case f.found.Status == monitor.Learning:
		fmt.Fprintf(&w.buffer, "%s: %s. Still learning what is usual.\n", name, days(f.found.N))
	default:
		fmt.Fprintf(&w.buffer, "%s: %s. Usual is %.1f, give or take %.1f (%s to %s, %s).\n",
			name, days(f.found.N), b.Mean, b.SD, date(b.From), date(b.To), days(b.N))
	}
	if f.found.Status == monitor.NotEnough {
		w.buffer.WriteString("    Lately there are too few days to say anything.\n")
	}
	for _, a := range f.found.Alarms {
		fmt.Fprintf(&w.buffer, "    %s  %s  Worse since %s: smoothed %.2f, limit %.2f.\n",
			date(a.Date), a.Level, date(a.Since), a.Value, a.Limit)
	}
}
