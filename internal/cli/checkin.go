package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
)

// checkInCommand asks what the check-in page asks, a line each. Questions go
// to standard error, so that standard output holds only what was saved.
type checkInCommand struct {
	Day  string `help:"Another day: 2026-09-24, today or yesterday." placeholder:"DAY"`
	Time string `help:"The time of day: 21:40." placeholder:"TIME"`
	JSON bool   `name:"json" help:"Print what was saved as JSON."`
}

func (checkInCommand) Help() string {
	return "Every question can be left empty. From a pipe: the passphrase (if there is one), then an answer each line.\n\n" +
		"Example:\n  fermata check-in\n  fermata check-in --day yesterday --time 22:15"
}

func (c checkInCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	j, err := home.Look(ctx)
	if err != nil {
		return err
	}
	when, err := c.when(j, world.Now())
	if err != nil {
		return err
	}
	answers, err := (&interview{world: world, j: j}).checkIn(when)
	if err != nil {
		return err
	}
	body, fields := views.ReadCheckIn(j, views.Form{Values: answers})
	if err := errors.Join(fields.Err(), body.Validate()); err != nil {
		return err
	}
	id := companion.NewID()
	if _, err := home.Tell(ctx, companion.Telling{ID: id, When: when, Body: body}); err != nil {
		return err
	}
	return c.show(ctx, home, id, world)
}

// when reads --day and --time, and refuses what has not come yet before any
// question is asked.
func (c checkInCommand) when(j *journey.Journey, now time.Time) (companion.When, error) {
	when, err := c.whenTold(j.Today(now))
	if err != nil {
		return companion.When{}, err
	}
	day := j.Today(now)
	if when.HasDay {
		day = when.Day
	}
	year, month, date := day.Date()
	if when.HasTime && when.Minutes < int(j.Turn()) {
		date++
	}
	at := time.Date(year, month, date, 0, when.Minutes, 0, 0, j.Location())
	if day > j.Today(now) || when.HasTime && at.After(now.Add(time.Minute)) {
		return companion.When{}, fault.New(fault.Invalid, "cli.checkin", "That has not come yet. Choose an earlier --day or --time.")
	}
	return when, nil
}

func (c checkInCommand) whenTold(today entry.Day) (when companion.When, err error) {
	switch c.Day {
	case "":
	case "today", "yesterday":
		when.Day, when.HasDay = today, true
		if c.Day == "yesterday" {
			when.Day--
		}
	default:
		if when.Day, err = entry.ParseDay(c.Day); err != nil {
			return when, err
		}
		when.HasDay = true
	}
	if c.Time != "" {
		at, err := time.Parse("15:04", c.Time)
		if err != nil {
			return when, fault.New(fault.Invalid, "cli.checkin", "This time cannot be read. Write it as 21:40.")
		}
		when.Minutes, when.HasTime = at.Hour()*60+at.Minute(), true
	}
	return when, nil
}

// interview asks the questions of one check-in.
type interview struct {
	world *IO
	j     *journey.Journey
}

func (i *interview) say(line string) { fmt.Fprintln(i.world.Err, line) }

func (i *interview) checkIn(when companion.When) (url.Values, error) {
	today := i.j.Today(i.world.Now())
	if when.HasDay && when.Day != today {
		i.say(guide.Say("checkin.heading.other", "date", guide.FullDate(when.Day.Time())))
	} else {
		i.say(guide.Say("checkin.heading"))
	}
	i.say(guide.Say("notice.only-you") + " For people to talk to: fermata help-now")
	i.say("Type a number from 0 to 10, or press Enter to skip.")
	answers := url.Values{}
	for _, item := range i.j.Asked() {
		if err := i.item(answers, item); err != nil {
			return nil, err
		}
	}
	if err := i.choose(answers, "signs", guide.Say("checkin.signs"), i.j.Signs); err != nil {
		return nil, err
	}
	if err := i.choose(answers, "skills", guide.Say("checkin.skills"), i.j.Skills); err != nil {
		return nil, err
	}
	if err := i.line(answers); err != nil {
		return nil, err
	}
	return answers, i.safe(answers)
}

// until asks, at a terminal, until the answer fits; from a pipe the first
// answer that does not fit ends the command.
func (i *interview) until(question string, take func(answer string) error) error {
	for {
		fmt.Fprint(i.world.Err, question+": ")
		answer, err := i.world.line()
		if !i.world.Asks {
			i.say("")
		}
		if err != nil {
			return err
		}
		err = take(strings.TrimSpace(answer))
		if err == nil || !i.world.Asks {
			return err
		}
		i.say(fault.Sentence(err))
	}
}

func (i *interview) item(answers url.Values, item entry.Item) error {
	question := item.Name
	if item.Low != "" && item.High != "" {
		question += " (" + guide.Say("checkin.scale.ends", "low", item.Low, "high", item.High) + ")"
	}
	return i.until(question, func(answer string) error {
		if answer == "" {
			return nil
		}
		value, err := strconv.ParseFloat(answer, 64)
		if err != nil || !(value >= entry.ItemMin && value <= entry.ItemMax) {
			return fault.New(fault.Invalid, "cli.checkin", item.Name+": "+guide.Say("form.number", "low", entry.ItemMin, "high", entry.ItemMax))
		}
		answers.Set("item-"+item.Key, answer)
		return nil
	})
}

// choose asks for lines of a list by their numbers.
func (i *interview) choose(answers url.Values, field, heading string, list []entry.Named) error {
	list = slices.DeleteFunc(slices.Clone(list), func(n entry.Named) bool { return n.Retired })
	if len(list) == 0 {
		return nil
	}
	i.say(heading)
	for n, line := range list {
		i.say(fmt.Sprintf("  %d  %s", n+1, line.Name))
	}
	return i.until("Their numbers, with spaces between", func(answer string) error {
		var keys []string
		for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' }) {
			n, err := strconv.Atoi(word)
			if err != nil || n < 1 || n > len(list) {
				return fault.New(fault.Invalid, "cli.checkin", heading+": "+guide.Say("form.number", "low", 1, "high", len(list)))
			}
			if !slices.Contains(keys, list[n-1].Key) {
				keys = append(keys, list[n-1].Key)
			}
		}
		answers[field] = keys
		return nil
	})
}

func (i *interview) line(answers url.Values) error {
	return i.until(guide.Say("checkin.line"), func(answer string) error {
		if err := (entry.CheckIn{Line: answer, Signs: []string{"any"}}).Validate(); err != nil {
			return err
		}
		answers.Set("line", answer)
		return nil
	})
}

// show prints what the record now says, and not what was typed.
func (c checkInCommand) show(ctx context.Context, home *companion.Home, id entry.ID, world *IO) error {
	j, err := home.Look(ctx)
	if err != nil {
		return err
	}
	entries, err := home.Entries(ctx, id)
	checkIn, day, found := j.FindCheckIn(id)
	if err != nil || !found || len(entries) != 1 {
		return errors.Join(err, fault.New(fault.NotFound, "cli.checkin", "The check-in was saved, but it cannot be shown. Look at it with: fermata"))
	}
	body, _ := entries[0].Body.(entry.CheckIn)
	if c.JSON {
		return writeJSON(world.Out, savedCheckIn{
			ID: id, Day: day, At: checkIn.At.Local().Format(time.RFC3339), Items: body.Items, Signs: body.Signs, Skills: body.Skills, Line: body.Line,
		})
	}
	told := views.ToldCheckIn(j, checkIn, day, body, "", world.Now())
	for _, line := range append(append([]string{told.Title}, told.Facts...), told.Paragraphs...) {
		fmt.Fprintln(world.Out, line)
	}
	_, err = fmt.Fprintln(world.Out, guide.Say("checkin.saved"))
	return err
}

// savedCheckIn is what --json prints.
type savedCheckIn struct {
	ID     entry.ID           `json:"id"`
	Day    entry.Day          `json:"day"`
	At     string             `json:"at"`
	Items  map[string]float64 `json:"items,omitempty"`
	Signs  []string           `json:"signs,omitempty"`
	Skills []string           `json:"skills,omitempty"`
	Line   string             `json:"line,omitempty"`
}
