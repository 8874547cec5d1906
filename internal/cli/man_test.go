package cli

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// A program small enough that its whole page can be read here.
type toy struct {
	Home string   `help:"Where it lives." env:"TOY_HOME" placeholder:"DIR"`
	Ring toyRing  `cmd:"" help:"Ring the bell."`
	Mute struct{} `cmd:"" hidden:""`
}

type toyRing struct {
	Times string `arg:"" help:"How often."`
	Loud  bool   `help:"So that all hear."`
}

func (toyRing) Help() string {
	return ".Leading dots and back\\slashes stand for themselves.\n\nExample:\n  toy ring 3"
}

const toyPage = `.TH "TOY" "1" "" "Toy 1.0" ""
.SH "NAME"
toy \- a bell
.SH "SYNOPSIS"
\fBtoy\fR [\fIcommand\fR] [\fIoptions\fR]
.SH "DESCRIPTION"
A bell. It rings.
.SH "COMMANDS"
.SS \fBtoy ring\fR <times>
Ring the bell.
.PP
\&.Leading dots and back\eslashes stand for themselves.
.PP
Example:
.EX
  toy ring 3
.EE
.TP
\fB<times>\fR
How often.
.TP
\fB\-\-loud\fR
So that all hear.
.SH "OPTIONS"
.TP
\fB\-h, \-\-help\fR
Show context\-sensitive help.
.TP
\fB\-\-home=DIR\fR
Where it lives.
.SH "ENVIRONMENT"
.TP
\fBTOY_HOME\fR
Stands for \-\-home when that is not given.
.SH "EXIT STATUS"
`

func TestAManualPageIsTheGrammar(t *testing.T) {
	parser, err := kong.New(&toy{}, kong.Name("toy"), kong.Description("A bell. It rings."))
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := writeManual(&page, parser.Model.Node, "Toy 1.0"); err != nil {
		t.Fatal(err)
	}
	if got, rest, _ := strings.Cut(page.String(), `.SH "EXIT STATUS"`+"\n"); got+`.SH "EXIT STATUS"`+"\n" != toyPage || rest == "" {
		t.Errorf("got\n%s", page.String())
	}
}

func manualPage(t *testing.T) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Main([]string{"man"}, IO{Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return out.String()
}

func TestTheManualPageNamesAllThereIs(t *testing.T) {
	page := strings.ReplaceAll(manualPage(t), `\-`, "-")
	for _, want := range []string{
		"fermata check-in", "fermata help-now", "--alarms-per-year", "<target>", "FERMATA_DATA", "fermata export fermata.zip", "130",
		"The record is locked.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

func TestGroffReadsTheManualPage(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("no groff here: install it to try the manual page")
	}
	command := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z")
	command.Stdin = strings.NewReader(manualPage(t))
	if out, err := command.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
