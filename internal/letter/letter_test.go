package letter_test

import (
	"bytes"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"pgregory.net/rapid"

	"fermata/internal/letter"
	"fermata/internal/views"
)

// brief is a letter with a line in, a line out, and a part that is out whole.
func brief() views.Letter {
	return views.Letter{
		Key: "return-brief", Title: "Return brief", For: "For Dr Ada", About: "A break of twelve weeks.",
		Notes: "Dear Dr Ada,\n\nI would like to talk.\nBy telephone, if you can.",
		Foot:  "Written on 2 March 2026.",
		Sections: []views.LetterSection{
			{Heading: "What happened", Lines: []views.LetterLine{
				{Key: "event-1", Text: "A new job, weight 4."}, {Key: "event-2", Text: "A gooseberry, weight 9.", Left: true},
			}},
			{Heading: "A gooseberry heading", Lines: []views.LetterLine{{Key: "sign-1", Text: "gooseberry: 4 days.", Left: true}}},
		},
	}
}

func markdown(t fataler, l views.Letter) string { return written(t, letter.Markdown, l) }

func page(t fataler, l views.Letter) string { return written(t, letter.HTML, l) }

// fataler is what *testing.T and *rapid.T have in common.
type fataler interface{ Fatal(args ...any) }

func written(t fataler, write func(io.Writer, views.Letter) error, l views.Letter) string {
	var out bytes.Buffer
	if err := write(&out, l); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestALetterAsMarkdown(t *testing.T) {
	want := `# Return brief

For Dr Ada

A break of twelve weeks.

Dear Dr Ada,

I would like to talk.\
By telephone, if you can.

## What happened

- A new job, weight 4.

*Written on 2 March 2026.*
`
	if got := markdown(t, brief()); got != want {
		t.Errorf("got:\n%s", got)
	}
}

// What is left out is not there, and nothing tells that there was more.
func TestWhatIsLeftOutIsNotHintedAt(t *testing.T) {
	for name, text := range map[string]string{"Markdown": markdown(t, brief()), "HTML": page(t, brief())} {
		if strings.Contains(text, "gooseberry") {
			t.Errorf("%s holds what was left out:\n%s", name, text)
		}
		if !strings.Contains(text, "A new job, weight 4.") || !strings.Contains(text, "I would like to talk.") {
			t.Errorf("%s lacks what was left in:\n%s", name, text)
		}
	}
}

func TestNoLineOfAnyLetterIsSentThatWasLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := brief()
		l.Sections = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) views.LetterSection {
			return views.LetterSection{Heading: "Part", Lines: rapid.SliceOfN(rapid.Custom(someLine), 0, 4).Draw(t, "lines")}
		}), 0, 4).Draw(t, "sections")
		in := 0
		for _, section := range l.Sections {
			for _, line := range section.Lines {
				if !line.Left {
					in++
				}
			}
		}
		for name, text := range map[string]string{"Markdown": markdown(t, l), "HTML": page(t, l)} {
			if strings.Contains(text, "OUT") || strings.Count(text, "IN") != in {
				t.Fatalf("%s, with %d lines in:\n%s", name, in, text)
			}
		}
	})
}

func someLine(t *rapid.T) views.LetterLine {
	if rapid.Bool().Draw(t, "left out") {
		return views.LetterLine{Text: "OUT", Left: true}
	}
	return views.LetterLine{Text: "IN"}
}

func TestTheHTMLFetchesNothingAndRunsNothing(t *testing.T) {
	l := brief()
	l.Notes = `<script>alert(1)</script><img src="https://example.org/x.png"> </style> {{.Title}}`
	text := page(t, l)
	if strings.Contains(text, "<script") || strings.Contains(text, "<img") || strings.Contains(text, "src=") && !strings.Contains(text, "src=&#34;") {
		t.Errorf("words became markup:\n%s", text)
	}
	if outside := regexp.MustCompile(`(?i)<link|@import|url\(`).FindString(text); outside != "" {
		t.Errorf("the page asks for something else: %s", outside)
	}
}

var (
	tag    = regexp.MustCompile(`<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// words is the text of a page without its tags.
func words(page string) string {
	page = strings.ReplaceAll(page, "<br>", " ")
	return strings.TrimSpace(blanks.ReplaceAllString(html.UnescapeString(tag.ReplaceAllString(page, "")), " "))
}

// awkward are words that mean something to Markdown.
var awkward = []string{
	"*", "**", "_", "`", "```", "#", "##", "-", "--", "---", "+", "=", "===", "1.", "23)", ">", "<b>", "<!--", "&amp;", "&#35;",
	"[a](b)", "![a](b)", "[a]: b", "|", "~~", "~~~", "\\", "http://a.org", "<http://a.org>", "a@b.org", "\t", "\n", "\n\n", "\r\n", "    ", "word", "Wort", "слово",
}

// Whatever a person writes: read as Markdown, it is those words again, and
// none of them became markup.
func TestMarkdownKeepsAPersonsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(awkward), 1, 8).Draw(t, "words"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		for _, l := range []views.Letter{
			{Title: "T", Notes: text},
			{Title: "T", Sections: []views.LetterSection{{Heading: "H", Lines: []views.LetterLine{{Text: text}, {Text: "and"}}}}},
			{Title: text + "."},
			{Title: "T", Foot: text + "."},
		} {
			var out bytes.Buffer
			if err := goldmark.Convert([]byte(markdown(t, l)), &out); err != nil {
				t.Fatal(err)
			}
			var all []string
			all = append(all, l.Title, l.Notes)
			for _, s := range l.Sections {
				all = append(all, s.Heading, s.Lines[0].Text, s.Lines[1].Text)
			}
			want := strings.Join(strings.Fields(strings.Join(append(all, l.Foot), " ")), " ")
			if got := words(out.String()); got != want {
				t.Fatalf("wrote %q, read %q from\n%s", want, got, out.String())
			}
			if odd := regexp.MustCompile(`<(a|b|img|code|pre|ol|hr|h3|blockquote|table|strong|del)[ >]`).FindString(out.String()); odd != "" {
				t.Fatalf("%q became %s in\n%s", text, odd, out.String())
			}
		}
	})
}

// A line of a person's that ends in a backslash stays one, and ends there.
func TestALineThatEndsInABackslashEnds(t *testing.T) {
	var out bytes.Buffer
	if err := goldmark.Convert([]byte(markdown(t, views.Letter{Title: "T", Notes: "C:\\\n*"})), &out); err != nil {
		t.Fatal(err)
	}
	if got := words(out.String()); got != `T C:\ *` || !strings.Contains(out.String(), "<br") {
		t.Errorf("read %q from\n%s", got, out.String())
	}
}
