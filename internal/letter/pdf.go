package letter

import (
	"fermata/internal/guide"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"fermata/internal/fault"
	"fermata/internal/views"
)

// A4, in points, and its margins.
const (
	pageWidth, pageHeight = 595.28, 841.89
	marginSide, marginTop = 65.0, 60.0
	marginFoot            = 62.0
	textWidth             = pageWidth - 2*marginSide
	textHeight            = pageHeight - marginTop - marginFoot
)

// ink is a colour as a PDF and a picture take it.
type ink struct{ r, g, b uint8 }

// The inks are those of the pages by day.
var (
	inkText  = ink{0x18, 0x23, 0x1d}
	inkSoft  = ink{0x41, 0x4d, 0x45}
	inkRule  = ink{0xb9, 0xb0, 0x9c}
	inkPaper = ink{0xfd, 0xfa, 0xf3}
)

// sizeOf is the size a letter is set in, in points: a little smaller where few
// pages have to hold it.
func sizeOf(l views.Letter) float64 {
	if l.Pages > 0 {
		return 10.5
	}
	return 11
}

// PDF writes the letter as a PDF on A4: the same bytes for the same letter and
// time. fault.Invalid when it has letters that the fonts lack.
func PDF(w io.Writer, l views.Letter, now time.Time) error {
	const op = "letter.pdf"
	blocks := letterBlocks(Fit(l).Sent())
	if err := checkScript(op, blocks); err != nil {
		return err
	}
	lines, fits := []line(nil), false
	if l.OnePage {
		lines, _, fits = largest(blocks, textWidth, textHeight, 14, 9)
	}
	if !fits {
		lines, _ = set(blocks, textWidth, sizeOf(l))
	}
	file := newFile(l.Title, now)
	file.flow(lines)
	return file.write(op, w)
}

func letterBlocks(l views.Letter) []block {
	blocks := []block{{text: l.Title, style: serif, scale: 2, keep: true}}
	for _, text := range []string{l.For, l.About} {
		blocks = append(blocks, block{text: text, soft: true, before: 0.5})
	}
	blocks = append(blocks, block{text: l.Notes, before: 1.4})
	for _, section := range l.Sections {
		blocks = append(blocks, sectionBlocks(section)...)
	}
	return append(blocks, block{text: l.Foot, scale: 0.85, soft: true, before: 2, rule: true})
}

// sectionBlocks are a heading and its lines; a step has its number in the
// margin and its lines under the words.
func sectionBlocks(section views.LetterSection) []block {
	heading := block{text: section.Heading, style: serif, scale: 1.3, before: 1.6, keep: true}
	if section.Step > 0 {
		heading.mark, heading.indent = strconv.Itoa(section.Step), 1.6
	}
	blocks := []block{heading}
	for _, l := range section.Lines {
		blocks = append(blocks, lineBlocks(l, lineBlock(section))...)
	}
	return blocks
}

// lineBlock is how the lines of a section are set.
func lineBlock(section views.LetterSection) block {
	if section.Step > 0 {
		return block{indent: 1.6, before: 0.1}
	}
	return block{mark: "·", indent: 1, before: 0.35}
}

// lineBlocks are a line, and its picture.
func lineBlocks(l views.LetterLine, b block) []block {
	b.text = l.Text
	if l.Strong {
		b.style = bold
	}
	if l.Chart == nil {
		return []block{b}
	}
	b.keep = true
	c := newChart(*l.Chart)
	return []block{b, {chart: &c, indent: b.indent, before: 0.3}}
}

// file is a PDF that is being made.
type file struct {
	*fpdf.Fpdf
}

func newFile(title string, now time.Time) *file {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetTitle(title, true)
	pdf.SetCreator("Fermata", true)
	pdf.SetProducer("Fermata", true)
	pdf.SetLang("en-GB")
	pdf.SetCreationDate(now.UTC())
	pdf.SetModificationDate(now.UTC())
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	for i, f := range fontFiles {
		pdf.AddUTF8FontFromBytes(f.family, f.style, faces()[i].bytes)
	}
	return &file{Fpdf: pdf}
}

// flow lays lines out over as many pages as they need.
func (f *file) flow(lines []line) {
	starts := breaks(lines)
	for n, start := range starts {
		end := len(lines)
		if n+1 < len(starts) {
			end = starts[n+1]
		}
		f.AddPage()
		from := 0.0
		if n > 0 {
			from = lines[start].top
		}
		f.draw(lines[start:end], marginSide, marginTop-from)
		if len(starts) > 1 {
			f.draw([]line{{size: 9, style: sans, text: strconv.Itoa(n+1) + "/" + strconv.Itoa(len(starts)), soft: true}}, marginSide, pageHeight-34)
		}
	}
}

// breaks are the lines with which pages begin: at least one.
func breaks(lines []line) []int {
	starts, from := []int{0}, 0.0
	for n := range lines {
		if n > 0 && blockEnd(lines, n)-from > textHeight && lines[n].top > from && !lines[n-1].keep {
			from = lines[n].top
			starts = append(starts, n)
		}
	}
	return starts
}

// blockEnd is where the line ends that has to stand on the same page as n.
func blockEnd(lines []line, n int) float64 {
	for lines[n].keep && n+1 < len(lines) {
		n++
	}
	return lines[n].y
}

// draw sets lines, shifted by x and y.
func (f *file) draw(lines []line, x, y float64) {
	for _, l := range lines {
		if l.rule {
			f.SetDrawColor(int(inkRule.r), int(inkRule.g), int(inkRule.b))
			f.SetLineWidth(0.5)
			at := y + l.y - l.size*1.5
			f.Line(x, at, pageWidth-marginSide, at)
		}
		if l.chart != nil {
			f.chart(*l.chart, x+l.x, y+l.y)
			continue
		}
		f.SetFont(fontFiles[l.style].family, fontFiles[l.style].style, l.size)
		colour := inkText
		if l.soft {
			colour = inkSoft
		}
		f.SetTextColor(int(colour.r), int(colour.g), int(colour.b))
		f.Text(x+l.x, y+l.y, l.text)
	}
}

func (f *file) write(op string, w io.Writer) error {
	if err := f.Output(w); err != nil {
		return fault.Because(fault.Unavailable, op, guide.Say("letter.pdf.stopped"), err)
	}
	return nil
}
