package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
)

// scoreCommand adds up one sheet. It needs no record and keeps nothing. A
// probability is never printed.
type scoreCommand struct {
	Code    string   `arg:"" help:"The questionnaire, as PHQ-9."`
	Answers []string `arg:"" optional:"" help:"The numbers of the sheet, - for one that is missing. Without them, or with - alone: a line of standard input."`
	Total   *float64 `help:"A total that was added up elsewhere, in the place of answers." placeholder:"N"`
	JSON    bool     `name:"json" help:"Print JSON."`
}

func (scoreCommand) Help() string {
	return "Numbers given here can be seen in the list of processes while it runs; from standard input they cannot.\nA sheet whose first answer is missing comes from standard input.\n\n" +
		"Example:\n  fermata score PHQ-9 1,2,0,1,0,1,0,0,0\n  fermata score gad-7 < answers.txt\n  fermata score PHQ-9 --total 12"
}

func (c scoreCommand) Run(ctx context.Context, world *IO) error {
	library, err := instrument.Load()
	if err != nil {
		return err
	}
	in, err := library.Lookup(c.Code)
	if err != nil {
		return err
	}
	result, err := c.result(in, world)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(world.Out, scoreAnswer(in, result))
	}
	sayScores(world.Out, in, result)
	return nil
}

func (c scoreCommand) result(in instrument.Instrument, world *IO) (instrument.Result, error) {
	if c.Total != nil {
		if len(c.Answers) > 0 {
			return instrument.Result{}, fault.New(fault.Invalid, "cli.score", "Give either answers or a --total.")
		}
		return in.Enter(instrument.Entered{Value: *c.Total})
	}
	text := strings.Join(c.Answers, " ")
	if len(c.Answers) == 0 || text == "-" { // no sheet is one missing answer
		if world.Asks {
			fmt.Fprintf(world.Err, "%s, the numbers in order, - for one that is missing: ", in.Code)
		}
		var err error
		if text, err = world.line(); err != nil {
			return instrument.Result{}, err
		}
	}
	answers, err := in.ParseAnswers(text)
	if err != nil {
		return instrument.Result{}, err
	}
	result, err := in.Score(answers)
	if err != nil && len(in.Safety(answers)) > 0 { // support never waits for a full sheet
		saySafety(world.Out)
	}
	return result, err
}

func sayScores(to io.Writer, in instrument.Instrument, result instrument.Result) {
	for _, score := range result.Scores {
		sayScore(to, in, score)
	}
	if len(result.Safety) > 0 {
		fmt.Fprintln(to)
		saySafety(to)
	}
}

func saySafety(to io.Writer) {
	fmt.Fprintf(to, "%s. %s\n%s\n", guide.Say("safety.title"), guide.Say("safety.text"), guide.Say("safety.not-watched"))
	fmt.Fprintln(to, "People to talk to, now: fermata help-now")
}

func sayScore(to io.Writer, in instrument.Instrument, score instrument.Score) {
	name := in.Code
	if score.Scale != instrument.Total {
		name += ", " + score.Title
	}
	line := guide.Say("measure.score", "measure", name, "score", guide.Number(score.Value))
	if score.Band.Label != "" {
		line += ", " + guide.Say("measure.band", "band", score.Band.Label)
	}
	fmt.Fprintln(to, line+".")
	if score.Band.Label == "" {
		fmt.Fprintln(to, "  "+guide.Say("measure.no-band"))
	}
	if score.Missing > 0 {
		fmt.Fprintf(to, "  Missing: %s.", guide.Number(float64(score.Missing)))
		if score.Prorated {
			fmt.Fprint(to, " The mean of the others stands in for it.")
		}
		fmt.Fprintln(to)
	}
	if score.Band.Label != "" && !score.Band.Provenance.Verified() {
		fmt.Fprintln(to, "  The bands are known from memory and not checked yet "+score.Band.Provenance.String()+".")
	}
}

// scored is what --json prints.
type scored struct {
	Code   string        `json:"code"`
	Title  string        `json:"title"`
	Scores []scoredScale `json:"scores"`
	Safety []string      `json:"safety"` // link IDs of answers that call for support
}

type scoredScale struct {
	Scale        string  `json:"scale"`
	Score        float64 `json:"score"`
	Answered     int     `json:"answered"`
	Missing      int     `json:"missing"`
	Prorated     bool    `json:"prorated"`
	Band         string  `json:"band,omitempty"`
	BandSource   string  `json:"band_source,omitempty"`
	BandVerified bool    `json:"band_verified"`
}

func scoreAnswer(in instrument.Instrument, result instrument.Result) scored {
	answer := scored{Code: in.Code, Title: in.Title, Scores: []scoredScale{}, Safety: []string{}}
	for _, s := range result.Scores {
		answer.Scores = append(answer.Scores, scoredScale{
			Scale: s.Scale, Score: s.Value, Answered: s.Answered, Missing: s.Missing, Prorated: s.Prorated,
			Band: s.Band.Label, BandSource: s.Band.Provenance.String(), BandVerified: s.Band.Provenance.Verified(),
		})
	}
	for _, flag := range result.Safety {
		answer.Safety = append(answer.Safety, flag.LinkID)
	}
	return answer
}
