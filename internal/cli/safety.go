package cli

import (
	"errors"
	"io"
	"net/url"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
)

// safe asks, last of all, whether the person is safe. Enter, or the end of the
// input, says nothing. A "no" shows people to talk to before anything else is
// done.
func (i *interview) safe(answers url.Values) error {
	err := i.until(guide.Say("checkin.unsafe.ask"), func(answer string) error {
		switch strings.ToLower(answer) {
		case "", "y", "yes":
			return nil
		case "n", "no", "not sure":
			answers.Set("safe", string(entry.SafeNo))
			if answer == "not sure" {
				answers.Set("safe", string(entry.SafeNotSure))
			}
			i.help()
			return nil
		}
		return fault.New(fault.Invalid, "cli.checkin", guide.Say("checkin.unsafe.ask"))
	})
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// help prints the numbers of the person's country.
func (i *interview) help() {
	i.say(guide.Say("safety.no.text"))
	page := helpPage{to: i.world.Err}
	help := guide.HelpFor(i.j.HelpCard.Country)
	everywhere := guide.HelpEverywhere()
	if len(help.Emergency)+len(help.Lines) > 0 {
		everywhere = nil
	}
	page.country(help, everywhere)
	page.own(i.j.HelpCard)
}
