package instrument_test

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"fermata/internal/instrument"
	"fermata/internal/instrument/who5"
)

var update = flag.Bool("update", false, "write docs/evidence-instruments.md anew")

const evidencePage = "../../docs/evidence-instruments.md"

const evidenceHead = `# Instruments: every number and where it comes from

Written from the files in ` + "`internal/instrument`" + ` by ` + "`go test ./internal/instrument -update`" + ` and read by a person; a test fails when
page and files differ. To change a number, change the file.

Each number says what stands behind it: **[F: …]** found in the source named · **[C]** computed from other numbers · **[D]** a design
choice, not evidence · **[M]** ⚠ from memory, unverified: check it against the original before you rely on it.

"Reliable" is a change beyond measurement error. "Noticed" is the smallest change that people tend to notice. They are two
statements, and Fermata shows them as two. Where a source gives a percentage and points, both must be reached.

The studies behind these numbers differ in people, language and setting. We know of none that was done with people on a break from therapy.
"Source unnamed" means that the number was found, but the note of it does not say where.

## The rules over several numbers

| rule | content | source |
| --- | --- | --- |
| missing answers | up to the number in the table, the mean of the given answers stands in; a sum is rounded to a whole number, halves up | [D] |
| reliable change index | (later − first) / (√2 · SD · √(1 − r)), beyond 1.96 | [F: Jacobson & Truax as in R clinicalsignificance] |
| NHS Talking Therapies | improvement: PHQ-9 by 6 or more, or GAD-7 by 4 or more, and neither worse by as much; recovery: from caseness on either (10, 8) to neither; reliable recovery: both | [F: NHS England data dictionary 2024-25; BMC Psych 2018 MindStep table] |
| deterioration | the mirror image of improvement | [M] ⚠ |
| one up, one down | no reliable change | [C: from the clauses] |
| goal attainment | T = 50 + 10·Σwx / √(0.7·Σw² + 0.3·(Σw)²) | [M] ⚠ |
| not on track | reliably worse: raise now; by session 6 not reliably better and less than 20 % of the way: worth discussing | [D: reasons F: Beard & Delgadillo 2019, Delgadillo 2014, Saunders 2019] |
| LOINC check digit | mod 10; answer codes (LA…) do not follow it | [C] |

This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation
Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license.
`

func evidence(in instrument.Instrument) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n%s. %s\n\n", in.Code, in.Title, in.About)
	fmt.Fprintf(&b, "- Licence: %s\n- Source: %s\n", licence(in), in.Source)
	fmt.Fprintf(&b, "- Asks about: %s %s\n", in.Recall.Text, tag(in.Recall.Provenance))
	if len(in.Codes) > 0 {
		fmt.Fprintf(&b, "- Panel: %s\n", codings(in.Codes))
	}
	if items := itemLine(in); items != "" {
		fmt.Fprintf(&b, "- Items: %s\n", items)
	}
	for i, item := range in.Items {
		if item.Safety.Marked {
			fmt.Fprintf(&b, "- Safety: item %d above %d %s\n", i+1, item.Safety.Above, tag(item.Safety.Provenance))
		}
	}
	for _, scale := range in.Scales {
		b.WriteString(scaleTable(scale))
	}
	return b.String()
}

// licence leaves the LOINC notice to the head of the page.
func licence(in instrument.Instrument) string {
	own, _, _ := strings.Cut(in.Licence, " This material contains content from LOINC")
	return own
}

func itemLine(in instrument.Instrument) string {
	if len(in.Items) == 0 {
		return ""
	}
	var reversed, codes []string
	scored := 0
	for i, item := range in.Items {
		if item.Scored {
			scored++
		}
		if item.Reversed {
			reversed = append(reversed, strconv.Itoa(i+1)+" "+tag(item.ReversedSource))
		}
		if len(item.Codes) > 0 {
			codes = append(codes, fmt.Sprintf("%d = %s", i+1, codings(item.Codes)))
		}
	}
	line := fmt.Sprintf("%d scored, each %d–%d", scored, in.Items[0].Low, in.Items[0].High)
	if len(reversed) > 0 {
		line += "; reversed " + strings.Join(reversed, ", ")
	}
	if len(codes) > 0 {
		line += "; " + strings.Join(codes, ", ")
	}
	return line
}

func codings(codes []instrument.Coding) string {
	var texts []string
	for _, c := range codes {
		texts = append(texts, "LOINC "+c.Code+" "+tag(c.Provenance))
	}
	return strings.Join(texts, ", ")
}

func tag(p instrument.Provenance) string {
	if p.Verified() {
		return p.String()
	}
	return p.String() + " ⚠"
}

func scaleTable(s instrument.Scale) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s (`%s`), %s, %s\n\n| number | value | source |\n| --- | --- | --- |\n",
		s.Title, s.Name, strings.ReplaceAll(string(s.Direction), "-", " "), s.Method)
	row := func(what, value string, p instrument.Provenance) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", what, value, tag(p))
	}
	row("range", num(s.Range.Low)+"–"+num(s.Range.High), s.Range.Provenance)
	if s.Factor.By != 1 {
		row("factor", "×"+num(s.Factor.By), s.Factor.Provenance)
	}
	if len(s.Items) > 0 {
		row("may be missing", strconv.Itoa(s.Missing.Max), s.Missing.Provenance)
	}
	for _, code := range s.Codes {
		row("LOINC", code.Code, code.Provenance)
	}
	for _, band := range s.Bands {
		row("band", num(band.From)+"–"+num(band.To)+" "+band.Label, band.Provenance)
	}
	for _, c := range s.Cutoffs {
		row("cut-off, "+c.Purpose+primary(c.Primary), map[bool]string{true: "≤ ", false: "≥ "}[c.Below]+num(c.At)+note(c.Accuracy), c.Provenance)
	}
	if s.Reliable.Known() {
		row("reliable", "≥ "+num(s.Reliable.Points)+note(s.Reliable.Note), s.Reliable.Provenance)
	}
	for _, n := range s.Notices {
		row("noticed"+primary(n.Primary), size(n)+note(n.Note), n.Provenance)
	}
	if s.NeverForChange.Tag != "" {
		row("never for change", "", s.NeverForChange)
	}
	for _, c := range s.Precision {
		value := num(c.Low)
		if c.High != c.Low {
			value += "–" + num(c.High)
		}
		row(c.Kind, value, c.Provenance)
	}
	for _, n := range s.Norms {
		value := "SD " + num(n.SD)
		if n.HasMean {
			value = "mean " + num(n.Mean) + ", " + value
		}
		row("norm, "+n.Population, value, n.Provenance)
	}
	return b.String()
}

func num(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func note(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

func primary(is bool) string {
	if is {
		return " (used)"
	}
	return ""
}

func size(t instrument.Threshold) string {
	var parts []string
	if t.Points > 0 {
		parts = append(parts, "≥ "+num(t.Points)+" points")
	}
	if t.Percent > 0 {
		parts = append(parts, "≥ "+num(t.Percent)+" %")
	}
	return strings.Join(parts, " and ")
}

// The page is a picture of the files: -update draws it anew, and the
// difference is to be read.
func TestTheEvidencePageShowsEveryNumber(t *testing.T) {
	all := load(t).All()
	if *update && who5.Included {
		page := evidenceHead
		for _, in := range all {
			page += evidence(in)
		}
		if err := os.WriteFile(evidencePage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(evidencePage)
	if err != nil {
		t.Fatal(err)
	}
	rest, ok := strings.CutPrefix(string(data), evidenceHead)
	if !ok {
		t.Error("the head of the page differs; run with -update")
	}
	for _, in := range all {
		section := evidence(in)
		if !strings.Contains(rest, section) {
			t.Errorf("the page does not show %s as the file has it; run with -update", in.Code)
		}
		rest = strings.Replace(rest, section, "", 1)
	}
	if who5.Included && rest != "" {
		t.Errorf("the page holds what no file says:\n%s", rest)
	}
}
