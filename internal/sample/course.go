package sample

import (
	"time"

	"fermata/internal/entry"
)

// course is how one item goes: its level at some days of the story, in
// hundredths of a point, with straight lines between; what a weekday adds;
// and how far single days wander.
type course struct {
	key    string
	points []point
	week   [7]int // from Sunday
	wander int
}

type point struct{ day, level int }

// courses hold the story in numbers: sleep and tension turn on day 105, the
// rest about two weeks later.
var courses = []course{
	{sleep, []point{{0, 590}, {27, 620}, {49, 710}, {104, 720}, {113, 330}, {134, 350}, {156, 690}, {Days, 730}},
		[7]int{50, -50, 0, 0, 0, 0, 60}, 110},
	{tension, []point{{0, 450}, {26, 440}, {31, 480}, {49, 320}, {104, 300}, {114, 710}, {134, 690}, {156, 340}, {Days, 290}},
		[7]int{50, 20, 0, 0, 0, -40, -40}, 105},
	{mood, []point{{0, 560}, {26, 580}, {31, 520}, {49, 690}, {120, 690}, {131, 400}, {138, 390}, {158, 680}, {Days, 720}},
		[7]int{-20, -20, 0, 0, 0, 50, 30}, 95},
	{energy, []point{{0, 540}, {27, 560}, {49, 650}, {108, 640}, {122, 410}, {138, 400}, {160, 650}, {Days, 680}},
		[7]int{0, -20, 0, 0, 0, 10, 30}, 105},
	{done, []point{{0, 560}, {27, 570}, {49, 680}, {115, 670}, {128, 370}, {139, 380}, {160, 670}, {Days, 720}},
		[7]int{-60, 10, 20, 20, 10, 10, -50}, 100},
}

// level is the course's level on a day, between its points.
func (c course) level(day int) int {
	before := c.points[0]
	for _, p := range c.points {
		if p.day >= day {
			if p.day == before.day {
				return p.level
			}
			return before.level + (p.level-before.level)*(day-before.day)/(p.day-before.day)
		}
		before = p
	}
	return before.level
}

// generator is the package's own fixed chance: splitmix64.
type generator uint64

func (g *generator) next() uint64 {
	*g += 0x9e3779b97f4a7c15
	z := uint64(*g)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (g *generator) below(n int) int { return int(g.next() % uint64(n)) }

// percent is true in p of 100 draws.
func (g *generator) percent(p int) bool { return g.below(100) < p }

// wander is a bell-shaped number around 0 whose standard deviation is about
// spread: twelve even draws, added up.
func (g *generator) wander(spread int) int {
	sum := -12 * 500
	for range 12 {
		sum += g.below(1001)
	}
	return sum * spread / 1000
}

// seed is fixed: another one tells the same story with other days missing.
const seed generator = 28

// weather is what a day brings beyond the course. A third of yesterday's
// stays, as in most people's days.
type weather map[string]int

func (w weather) turn(g *generator) {
	for _, c := range courses {
		w[c.key] = w[c.key]*35/100 + g.wander(c.wander)
	}
}

// value is an item on a day, 0 to 10.
func (c course) value(day int, weekday time.Weekday, w weather) float64 {
	hundredths := c.level(day) + c.week[weekday] + w[c.key] + 50
	return float64(min(max(hundredths/100, entry.ItemMin), entry.ItemMax))
}

// checkIns are told on six days of seven, mostly in the evening.
func (d *diary) checkIns() {
	g, w, words := seed, weather{}, map[int]int{}
	for day := range Days {
		w.turn(&g)
		chance := seed + generator(day)<<32 // a day's own, so that one day never shifts the next
		if !chance.percent(missing) && !betweenFlats(day) {
			d.checkIn(day, &chance, w, words)
		}
	}
}

// missing is how many days of 100 have no check-in, beside the move.
const missing = 15

// betweenFlats: two days with everything in boxes.
func betweenFlats(day int) bool { return day == 109 || day == 110 }

func (d *diary) checkIn(day int, g *generator, w weather, words map[int]int) {
	weekday := (d.first + entry.Day(day)).Time().Weekday()
	body := entry.CheckIn{
		Items: map[string]float64{}, Signs: noticed(signs, day, g), Skills: noticed(skills, day, g),
		Line: line(day, g, words),
	}
	for _, c := range courses {
		if !g.percent(5) {
			body.Items[c.key] = c.value(day, weekday, w)
		}
	}
	if day > 0 && g.percent(6) {
		d.tell(day, 7*60+30+g.below(40), entry.CheckIn{Items: map[string]float64{sleep: courses[0].value(day, weekday, w)}})
	}
	switch {
	case day < Days-1 && g.percent(7):
		d.tellLater(day, body)
	case awake(day) && g.percent(20):
		d.tell(day, 24*60+10+g.below(70), body)
	default:
		d.tell(day, 20*60+20+g.below(110), body)
	}
}

// awake: the weeks in which some check-ins come after midnight.
func awake(day int) bool { return day >= 105 && day < 142 }

// line is the next line of the day's chapter, on about half of the days, or
// "" when the chapter has none left.
func line(day int, g *generator, words map[int]int) string {
	if !g.percent(62) {
		return ""
	}
	at := 0
	for n, c := range chapters {
		if c.from <= day {
			at = n
		}
	}
	used := words[at]
	if used == len(chapters[at].lines) {
		return ""
	}
	words[at]++
	return chapters[at].lines[used]
}

// habit is a warning sign or a skill, and in how many of 100 check-ins it
// stands: as a rule, and in a stretch of days.
type habit struct {
	key, name    string
	usual        int
	from, to     int // days of the stretch, to not included
	inTheStretch int
}

// signs are Mira's early warning signs. The first two come early.
var signs = []habit{
	{"awake-early", "I wake hours before the alarm", 6, 105, 152, 46},
	{"wired", "I cannot sit through a meal or a film", 4, 106, 148, 38},
	{"same-thoughts", "The same thoughts go round and round", 9, 118, 150, 42},
	{"not-answering", "I leave messages unread", 5, 120, 147, 34},
	{"dropping-skills", "I let go of the things that help me", 3, 114, 136, 30},
}

// skills are those she keeps at hand.
var skills = []habit{
	{"slow-breathing", "Slow breathing", 18, 106, 158, 34},
	{"moving", "Moving", 34, 112, 136, 10},
	{"worry-time", "Worry time", 9, 122, 160, 32},
	{"writing-it-out", "Writing it out", 12, 105, 140, 14},
	{"asking-for-help", "Asking for help", 3, 128, 146, 26},
	{"three-good-things", "Three good things", 12, 112, 138, 4},
}

// noticed draws which of the habits stand in a day's check-in.
func noticed(habits []habit, day int, g *generator) []string {
	var keys []string
	for _, h := range habits {
		often := h.usual
		if day >= h.from && day < h.to {
			often = h.inTheStretch
		}
		if g.percent(often) {
			keys = append(keys, h.key)
		}
	}
	return keys
}

func warningSigns() entry.WarningSigns { return entry.WarningSigns{Signs: named(signs)} }

func skillsAtHand() entry.Skills { return entry.Skills{Skills: named(skills)} }

func named(habits []habit) []entry.Named {
	list := make([]entry.Named, len(habits))
	for n, h := range habits {
		list[n] = entry.Named{Key: h.key, Name: h.name}
	}
	return list
}

// firstSheet is the day of the first questionnaires; the next ones follow
// every two weeks.
const firstSheet = 13

// answered are the questionnaires, an answer each digit. The ninth question of
// the PHQ-9 stays at 0 throughout.
var answered = []struct{ phq9, gad7 string }{
	{"111211000", "1110110"}, // day 13, preparing
	{"111101000", "1110110"}, // 27, the day before the last session
	{"111111000", "1110110"}, // 41
	{"110101000", "1110010"}, // 55
	{"010100000", "1010010"}, // 69
	{"000101000", "0010010"}, // 83
	{"010100000", "0010010"}, // 97
	{"011201000", "1110110"}, // 111, in the week after the move
	{"112221100", "2121120"}, // 125: over the line, three weeks after sleep
	{"122221110", "2221220"}, // 139
	{"111211100", "1111110"}, // 153
	{"010101000", "1010010"}, // 167
	{"000101000", "0010010"}, // 181, yesterday
}
