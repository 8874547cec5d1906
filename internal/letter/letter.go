// Package letter writes a letter as a file: Markdown, PDF, or one HTML page
// that needs nothing else and prints on A4. The web shows the same letter as a
// page of its own. A safety plan is written as a card for the wallet and as a
// picture for the phone besides.
//
// PDFs and pictures are set in fonts that the program carries. They are the
// same bytes for the same letter at the same time.
//
// What a person left out is not in the file at all.
package letter

import (
	"html/template"
	"io"
	"strings"

	"fermata/internal/views"
)

// Markdown writes the letter as Markdown. Characters that would mark up text
// are escaped, so the words stay the person's own.
func Markdown(w io.Writer, l views.Letter) error {
	var out strings.Builder
	l = Fit(l).Sent()
	out.WriteString("# " + oneLine(l.Title) + "\n\n")
	for _, text := range []string{l.For, l.About, l.Notes} {
		if strings.TrimSpace(text) != "" {
			out.WriteString(paragraphs(text) + "\n\n")
		}
	}
	for _, section := range l.Sections {
		out.WriteString("## " + oneLine(section.Name()) + "\n\n")
		for _, line := range section.Lines {
			text := oneLine(line.Text)
			if line.Strong && text != "" {
				text = "**" + text + "**"
			}
			out.WriteString("- " + text + "\n")
		}
		out.WriteString("\n")
	}
	if foot := oneLine(l.Foot); foot != "" {
		out.WriteString("*" + foot + "*\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// oneLine keeps a text that stands in a list or a heading on its line.
func oneLine(text string) string {
	return escape(strings.Join(strings.Fields(text), " "))
}

// paragraphs keeps the lines of a text as they were written.
func paragraphs(text string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimSpace(strings.ReplaceAll(text, "\r", "\n"))) {
		line = oneLine(line)
		switch {
		case line == "":
			out.WriteString("\n\n")
			continue
		case strings.HasSuffix(out.String(), `\`):
			out.WriteString("  \n") // three backslashes in a row are not read alike everywhere
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "\n"):
			out.WriteString("\\\n") // a backslash at the end breaks the line
		}
		out.WriteString(line)
	}
	return out.String()
}

// escape keeps Markdown from reading a person's words as markup: anywhere,
// and at the beginning of a line, where more signs mean something.
func escape(line string) string {
	line = markdownEscapes.Replace(line)
	if line != "" && strings.ContainsRune("-+=", rune(line[0])) {
		return `\` + line
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < len(line) && (line[digits] == '.' || line[digits] == ')') {
		return line[:digits] + `\` + line[digits:]
	}
	return line
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`,
	"<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "!", `\!`, "&", `\&`,
)

// HTML writes the letter as one page with its own print style and without
// scripts or anything fetched from elsewhere.
func HTML(w io.Writer, l views.Letter) error {
	return page.Execute(w, Fit(l).Sent())
}

var page = template.Must(template.New("letter").Funcs(template.FuncMap{"picture": picture}).Parse(`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{{.Title}}</title>
<style>
body { margin: 0 auto; max-width: 40rem; padding: 3rem 1.25rem; background: #fdfaf3; color: #18231d; font: 1.125rem/1.5 "Alegreya Sans", Optima, Candara, "Segoe UI", sans-serif; }
h1, h2 { font-family: Newsreader, "Iowan Old Style", Palatino, Georgia, serif; font-weight: 400; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; font-style: italic; color: #414d45; }
li { margin: .25rem 0; break-inside: avoid; overflow-wrap: anywhere; }
p, h1, h2 { overflow-wrap: anywhere; }
.chart { display: block; width: 100%; margin: .5rem 0; font-size: 11px; fill: #414d45; break-inside: avoid; }
.chart svg { overflow: visible; }
.chart path { fill: none; vector-effect: non-scaling-stroke; }
.chart .band { fill: #dfe6da; } .chart .zone { fill: #f0eadb; }
.chart .grid { stroke: #d8cfbb; } .chart .phase { stroke: #586259; }
.chart .line { stroke: #2f5d46; stroke-width: 2; } .chart .dot { stroke: #586259; stroke-width: 3; stroke-linecap: round; } .chart .answer { stroke: #2f5d46; stroke-width: 7; stroke-linecap: round; }
.notes { white-space: pre-line; }
footer { margin-top: 2.5rem; border-top: 1px solid #d8cfbb; padding-top: .75rem; font-size: .9375rem; color: #586259; }
@media print { @page { size: A4; margin: 18mm 20mm; } body { padding: 0; max-width: none; background: none; font-size: 9.5pt; line-height: 1.35; } h1 { margin: 0; } h2 { margin: 1rem 0 .25rem; break-after: avoid; } p { margin: .4rem 0; } ul { margin: 0; } li { margin: .1rem 0; } footer { margin-top: 1rem; } }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{with .For}}<p>{{.}}</p>{{end}}
{{with .About}}<p>{{.}}</p>{{end}}
{{with .Notes}}<p class="notes" dir="auto">{{.}}</p>{{end}}
{{range .Sections}}<section>
<h2>{{.Name}}</h2>
<ul>
{{range .Lines}}<li dir="auto">{{if .Strong}}<strong>{{.Text}}</strong>{{else}}{{.Text}}{{end}}{{with .Chart}}{{picture .}}{{end}}</li>
{{end}}</ul>
</section>
{{end}}</main>
<footer><p>{{.Foot}}</p></footer>
</body>
</html>
`))
