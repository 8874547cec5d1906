package letter

import (
	"fermata/internal/guide"
	"io"
	"strconv"
	"time"

	"fermata/internal/fault"
	"fermata/internal/views"
)

// stepBlocks are the steps, numbered on from after.
func stepBlocks(steps []views.PlanStep, after int) []block {
	var blocks []block
	for n, step := range steps {
		blocks = append(blocks, block{
			text: step.Heading, style: serif, scale: 1.2, before: 1.1, indent: 1.6, mark: strconv.Itoa(after + n + 1), keep: true,
		})
		for _, line := range step.Lines {
			blocks = append(blocks, block{text: line, indent: 1.6, before: 0.1})
		}
	}
	return blocks
}

func numberBlocks(card views.SafetyCard) []block {
	blocks := []block{{text: card.Numbers, style: serif, scale: 1.2, before: 1.1, indent: 1.6, keep: true}}
	for n, call := range card.Calls {
		b := block{text: call, indent: 1.6, before: 0.1}
		if n == 0 {
			b.style = bold
		}
		blocks = append(blocks, b)
	}
	for _, person := range card.People {
		blocks = append(blocks, block{text: person, indent: 1.6, before: 0.1})
	}
	return blocks
}

// A bank card, in points (85.6 × 54 mm), and the room inside it.
const (
	cardWidth, cardHeight = 242.65, 153.07
	cardMargin            = 11.0
)

// SafetyWallet writes the safety plan as a strip of four bank cards to cut out
// and fold in half twice: numbers first, then the steps. fault.TooLarge when
// the plan does not fit in type that can be read; fault.Invalid as in [PDF].
func SafetyWallet(w io.Writer, card views.SafetyCard, now time.Time) error {
	const op = "letter.safetywallet"
	f := newFile(card.Title, now)
	f.AddPage()
	x, y := (pageWidth-cardWidth)/2, (pageHeight-4*cardHeight)/2
	f.cutLines(x, y, card.Fold)
	for n, blocks := range walletPanels(card) {
		if err := checkScript(op, blocks); err != nil {
			return err
		}
		lines, _, fits := largest(blocks, cardWidth-2*cardMargin, cardHeight-2*cardMargin+4, 9.5, 5.8)
		if !fits {
			return tooLong(op)
		}
		f.draw(lines, x+cardMargin, y+cardMargin-4+float64(n)*cardHeight)
	}
	return f.write(op, w)
}

func tooLong(op string) error {
	return fault.New(fault.TooLarge, op, guide.Say("safetyplan.too-long"))
}

func walletPanels(card views.SafetyCard) [4][]block {
	panels := [4][]block{{{text: card.Title, style: serif, scale: 1.4}}}
	for n, call := range card.Calls {
		b := block{text: call, before: 0.2}
		if n == 0 {
			b.style, b.before = bold, 0.5
		}
		panels[0] = append(panels[0], b)
	}
	for _, person := range card.People {
		panels[0] = append(panels[0], block{text: person, before: 0.2})
	}
	panels[0] = append(panels[0], block{text: card.Foot, scale: 0.8, soft: true, before: 0.6})
	each := (len(card.Steps) + 2) / 3
	for n := range 3 {
		from, to := min(n*each, len(card.Steps)), min((n+1)*each, len(card.Steps))
		panels[n+1] = stepBlocks(card.Steps[from:to], from)
	}
	return panels
}

// cutLines draws where to cut and where to fold.
func (f *file) cutLines(x, y float64, fold string) {
	f.SetDrawColor(int(inkRule.r), int(inkRule.g), int(inkRule.b))
	f.SetLineWidth(0.6)
	f.Rect(x, y, cardWidth, 4*cardHeight, "D")
	f.SetDashPattern([]float64{3, 3}, 0)
	for n := 1; n < 4; n++ {
		at := y + float64(n)*cardHeight
		f.Line(x, at, x+cardWidth, at)
		f.draw([]line{{size: 7, style: sans, text: fold, soft: true}}, x+cardWidth+6, at+2)
	}
	f.SetDashPattern(nil, 0)
}
