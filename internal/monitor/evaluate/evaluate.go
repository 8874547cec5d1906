// Package evaluate tries the charts of package monitor on made-up lives and
// prints how often they alarm when nothing happened, and how often when
// something did.
//
// The lives are simulated, with fixed seeds, so that anyone gets the same
// tables. The constants of the personal chart were chosen on one set of seeds
// (tuning) and what is printed comes from another (reporting). It remains
// simulation: it shows how the charts behave if people were like this, and
// nothing about whether an alarm helps anyone.
package evaluate

import (
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"text/tabwriter"

	"fermata/internal/monitor"
)

// Main runs what the arguments ask for and prints it.
func Main(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("evaluate", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "fewer lives: seconds, not minutes")
	again := flags.Bool("calibrate", false, "print the table in internal/monitor/strictness.go instead")
	if err := flags.Parse(args); err != nil {
		return err
	}
	people := 20_000
	if *quick {
		people = 600
	}
	if *again {
		calibrate(out, 3*people)
		return nil
	}
	return tables(out, people)
}

func tables(out io.Writer, people int) error {
	r := report{tabwriter.NewWriter(out, 0, 0, 1, ' ', 0), people}
	r.sideBySide()
	r.variety()
	r.stories()
	r.asked()
	r.eightItems()
	return r.w.Flush()
}

// estimate is a mean over lives with its standard error.
type estimate struct{ value, err float64 }

func (e estimate) String() string {
	if math.IsNaN(e.value) {
		return "–"
	}
	return fmt.Sprintf("%.3f ±%.3f", e.value, e.err)
}

// count is how many of how many.
type count struct{ yes, all float64 }

func (c *count) add(yes bool) {
	c.all++
	if yes {
		c.yes++
	}
}

func (c count) share() estimate {
	p := c.yes / c.all
	return estimate{p, math.Sqrt(p * (1 - p) / c.all)}
}

// report prints tables as Markdown.
type report struct {
	w      *tabwriter.Writer
	people int
}

func (r report) title(text, note string) { fmt.Fprintf(r.w, "\n### %s\n\n%s\n\n", text, note) }

func (r report) head(cells ...string) {
	r.row(cells...)
	r.row(slices.Repeat([]string{"---"}, len(cells))...)
}

func (r report) row(cells ...string) {
	fmt.Fprintf(r.w, "| %s |\n", strings.Join(cells, "\t| "))
}

// turn is the day on which something happens, in the tables that say no other:
// four weeks after charting begins, as in docs/evidence-monitor.md.
const turn = 56

// event is something that happens to a life; the zero event is nothing.
type event struct {
	turn  int
	worse float64
	ramp  int
	lasts int
}

// firsts gives each method the same lives and notes the day of its first alarm.
func (r report) firsts(p population, e event, days int) [][]int {
	found := make([][]int, len(methods))
	for i := range r.people {
		rnd := rand.New(rand.NewPCG(reporting+uint64(e.turn), uint64(i)))
		l := p.life(rnd, i)
		l.turn, l.worse, l.ramp, l.lasts = e.turn, e.worse, e.ramp, e.lasts
		s := l.days(rnd, days)
		for m, method := range methods {
			found[m] = append(found[m], method.first(s, l))
		}
	}
	return found
}

// within is the share of those who have an alarm from one day until before
// another, among those who had none earlier.
func within(firsts []int, from, until int) estimate {
	var c count
	for _, day := range firsts {
		if day >= from {
			c.add(day < until)
		}
	}
	return c.share()
}

func (r report) sideBySide() {
	r.title("All methods on the simulation of the target",
		"Whole numbers from 0 to 10, mean 4, SD 1.5, one day in five missing, autocorrelation 0, .2 or .4, four weeks to learn. "+
			"FA: share of steady people with a false alarm within 84 or 180 days. D28: share caught within 28 days of a lasting change on day 28, 56 or 112. "+
			"Delay: median days to the alarm after +1.5 SD. Ramp: +2 SD over 42 days, caught within 56.")
	r.head("method", "FA84", "φ 0 / .2 / .4", "FA180", "D28 +1 SD", "+1.5 SD", "delay", "ramp", "+1 on day 28", "+1.5", "+1 on day 112", "+1.5")
	steady := r.firsts(target, event{}, 208)
	one, more := r.firsts(target, event{turn, 1, 0, 0}, 84), r.firsts(target, event{turn, 1.5, 0, 0}, 140)
	ramp := r.firsts(target, event{turn, 2, 42, 0}, 112)
	early, earlyMore := r.firsts(target, event{28, 1, 0, 0}, 56), r.firsts(target, event{28, 1.5, 0, 0}, 56)
	late, lateMore := r.firsts(target, event{112, 1, 0, 0}, 140), r.firsts(target, event{112, 1.5, 0, 0}, 140)
	for m, method := range methods {
		r.row(method.name, within(steady[m], 0, 112).String(), byPhi(steady[m], 112), within(steady[m], 0, 208).String(),
			within(one[m], turn, turn+28).String(), within(more[m], turn, turn+28).String(), delay(more[m], turn),
			within(ramp[m], turn, turn+56).String(),
			within(early[m], 28, 56).String(), within(earlyMore[m], 28, 56).String(),
			within(late[m], 112, 140).String(), within(lateMore[m], 112, 140).String())
	}
}

// byPhi splits the false alarms by autocorrelation, which goes round the people.
func byPhi(firsts []int, until int) string {
	var c [3]count
	for i, day := range firsts {
		c[i%3].add(day < until)
	}
	return fmt.Sprintf("%.3f / %.3f / %.3f", c[0].share().value, c[1].share().value, c[2].share().value)
}

// delay is the median number of days from the turn to the alarm, among those
// who had none before; "–" if most have none.
func delay(firsts []int, turn int) string {
	var days []int
	for _, day := range firsts {
		if day >= turn {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	if len(days) == 0 || days[len(days)/2] == never {
		return "–"
	}
	return fmt.Sprintf("%d d", days[len(days)/2]-turn)
}

func (r report) variety() {
	r.title("People who are not like that",
		"FA84, and D28 for +1 and +1.5 SD of the person on day 56. The limits are those set for the people above.")
	r.head("people", "method", "FA84", "D28 +1 SD", "D28 +1.5 SD")
	for _, p := range populations[1:] {
		steady := r.firsts(p, event{}, 112)
		one, more := r.firsts(p, event{turn, 1, 0, 0}, 84), r.firsts(p, event{turn, 1.5, 0, 0}, 84)
		for m, method := range methods {
			r.row(p.name, method.name, within(steady[m], 0, 112).String(), within(one[m], turn, 84).String(), within(more[m], turn, 84).String())
		}
	}
}

func (r report) stories() {
	r.title("Slow slides and one bad week",
		"Share with an alarm, among those with none before. The slides go on for good and are watched until 28 days after they are complete; the bad week (+2 SD for 7 days) is watched for 28 days.")
	r.head("method", "+2 SD over 42 days", "+2 SD over 90 days", "+2 SD over 180 days", "one bad week")
	var columns [][][]int
	for _, ramp := range []int{42, 90, 180} {
		columns = append(columns, r.firsts(target, event{turn, 2, ramp, 0}, turn+ramp+28))
	}
	week := r.firsts(target, event{turn, 2, 0, 7}, turn+28)
	for m, method := range methods {
		r.row(method.name, within(columns[0][m], turn, turn+70).String(), within(columns[1][m], turn, turn+118).String(),
			within(columns[2][m], turn, turn+208).String(), within(week[m], turn, turn+28).String())
	}
}

func (r report) asked() {
	r.title("False alarms asked for and given", "Alarms in the first charted year of steady people; later alarms of a person count too.")
	r.head("people", "0.05 a year", "0.22 (default)", "1 a year", "2 a year")
	for _, p := range populations {
		cells := []string{p.name}
		for _, f := range []float64{.05, monitor.DefaultAlarms, 1, 2} {
			cells = append(cells, alarmsPerYear(p, monitor.Options{AlarmsPerYear: f}, reporting, r.people/2).String())
		}
		r.row(cells...)
	}
	for _, days := range []int{14, 56} {
		o := monitor.Options{Baseline: days}
		r.row(fmt.Sprintf("target, baseline of %d days", days), "–", alarmsPerYear(target, o, reporting, r.people/2).String(), "–", "–")
	}
}
