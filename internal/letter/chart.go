package letter

import (
	"html/template"
	"strings"

	"fermata/internal/plot"
	"fermata/internal/views"
)

// A chart in a PDF, in points: the plot, and the words around it in a size
// that suits where package plot puts them.
const (
	chartPlot   = 92.0
	chartText   = 7.5
	chartLane   = 10.0 // a line of phase names above the plot
	chartTicks  = 12.0 // the words along the bottom
	chartFigure = 16.0 // the figures at the left of the plot
)

// The inks of a chart.
var (
	inkBand = ink{0xdf, 0xe6, 0xda}
	inkZone = ink{0xf0, 0xea, 0xdb}
	inkGrid = ink{0xd8, 0xcf, 0xbb}
	inkDot  = ink{0x58, 0x62, 0x59}
	inkLine = ink{0x2f, 0x5d, 0x46}
)

// chart is a picture to be set among lines.
type chart struct {
	plot.Drawing
}

func newChart(c views.Chart) chart { return chart{plot.Draw(c.Plot())} }

func (c chart) height() float64 {
	return float64(c.Lanes)*chartLane + chartPlot + chartTicks + 2
}

// text is every word in the picture.
func (c chart) text() string {
	var all []string
	for _, words := range [][]plot.Word{c.Words, c.PhaseWords, c.Axis, c.Ticks} {
		for _, word := range words {
			all = append(all, word.Lines...)
		}
	}
	return strings.Join(all, " ")
}

// frame is where the plot of a chart lies on the page.
type frame struct{ left, top, width, height float64 }

func (p frame) x(at float64) float64 { return p.left + at/plot.Side*p.width }
func (p frame) y(at float64) float64 { return p.top + at/plot.Side*p.height }

// chart draws a picture whose foot is at y and that begins at x.
func (f *file) chart(c chart, x, y float64) {
	left := x + chartFigure
	p := frame{left: left, top: y - chartTicks - chartPlot, width: pageWidth - marginSide - left, height: chartPlot}
	for _, zone := range c.Zones {
		f.fill(inkZone)
		f.Rect(p.left, p.y(zone.Top), p.width, zone.Height/plot.Side*p.height, "F")
	}
	f.fill(inkBand)
	f.path(p, c.Band, "F")
	f.stroke(inkGrid, 0.5)
	f.path(p, c.Grid, "D")
	f.stroke(inkDot, 0.6)
	f.path(p, c.Phases, "D")
	f.SetDashPattern([]float64{1, 2}, 0)
	f.path(p, c.Events, "D")
	f.SetDashPattern(nil, 0)
	f.dots(p, c.Dots, inkDot, 1)
	f.stroke(inkLine, 1.2)
	f.path(p, c.Line, "D")
	f.dots(p, c.Rings, inkLine, 1.6)
	f.dots(p, c.Answers, inkLine, 2.2)
	f.chartWords(p, c)
}

func (f *file) fill(i ink) { f.SetFillColor(int(i.r), int(i.g), int(i.b)) }

func (f *file) stroke(i ink, width float64) {
	f.SetDrawColor(int(i.r), int(i.g), int(i.b))
	f.SetLineWidth(width)
}

// path draws path data: "D" strokes it, "F" fills it.
func (f *file) path(p frame, data, style string) {
	if data == "" {
		return
	}
	plot.Walk(data,
		func(x, y float64) { f.MoveTo(p.x(x), p.y(y)) },
		func(x, y float64) { f.LineTo(p.x(x), p.y(y)) },
		f.ClosePath)
	f.DrawPath(style)
}

func (f *file) dots(p frame, data string, i ink, radius float64) {
	f.fill(i)
	plot.Walk(data, func(x, y float64) { f.Circle(p.x(x), p.y(y), radius, "F") }, func(_, _ float64) {}, func() {})
}

func (f *file) chartWords(p frame, c chart) {
	for _, word := range c.Axis {
		figure := word.Lines[0]
		f.chartWord(figure, p.left-4-faces()[sans].width(figure, chartText), p.y(word.Y*10)+chartText*0.35)
	}
	for _, word := range c.Ticks {
		f.chartWord(word.Lines[0], anchored(p, word, word.Lines[0]), p.top+p.height+chartText+2)
	}
	for _, word := range c.PhaseWords {
		f.chartWord(word.Lines[0], anchored(p, word, word.Lines[0]), p.top-3-float64(word.Lane)*chartLane)
	}
	for _, word := range c.Words {
		for n, line := range word.Lines {
			f.chartWord(line, anchored(p, word, line), p.y(word.Y*10)+float64(n)*chartText*1.15)
		}
	}
}

// anchored is where a word begins that hangs on its place at its beginning,
// its middle or its end.
func anchored(p frame, word plot.Word, text string) float64 {
	x := p.x(word.X * 10)
	switch word.Anchor {
	case "end":
		return x - faces()[sans].width(text, chartText)
	case "middle":
		return x - faces()[sans].width(text, chartText)/2
	}
	return x
}

func (f *file) chartWord(text string, x, y float64) {
	f.draw([]line{{size: chartText, style: sans, text: text, soft: true}}, x, y)
}

// A chart in an HTML file, in units of its own: as wide as the text, with its
// words at a size that suits where package plot puts them.
const (
	svgWidth, svgPlot        = 640.0, 112.0
	svgFigure, svgText       = 24.0, 11.0
	svgLane, svgTicks, svgUp = 14.0, 16.0, 4.0
)

// picture is a chart as SVG that needs nothing from elsewhere. The line above
// it says in words what it shows.
func picture(c *views.Chart) template.HTML {
	d := plot.Draw(c.Plot())
	p := frame{left: svgFigure, top: float64(d.Lanes)*svgLane + svgUp, width: svgWidth - svgFigure, height: svgPlot}
	var out strings.Builder
	out.WriteString(`<svg class="chart" viewBox="0 0 ` + plot.Figure(svgWidth) + ` ` + plot.Figure(p.top+p.height+svgTicks) + `" aria-hidden="true">`)
	out.WriteString(`<svg x="` + plot.Figure(p.left) + `" y="` + plot.Figure(p.top) + `" width="` + plot.Figure(p.width) + `" height="` + plot.Figure(p.height) + `" viewBox="0 0 1000 1000" preserveAspectRatio="none">`)
	for _, zone := range d.Zones {
		out.WriteString(`<rect class="zone" width="1000" y="` + plot.Figure(zone.Top) + `" height="` + plot.Figure(zone.Height) + `"/>`)
	}
	for _, part := range []struct{ class, data string }{
		{"band", d.Band}, {"grid", d.Grid}, {"phase", d.Phases}, {"phase", d.Events}, {"dot", d.Dots}, {"line", d.Line}, {"dot", d.Rings}, {"answer", d.Answers},
	} {
		if part.data != "" {
			out.WriteString(`<path class="` + part.class + `" d="` + part.data + `"/>`)
		}
	}
	out.WriteString(`</svg>`)
	svgWords(&out, p, d)
	out.WriteString(`</svg>`)
	return template.HTML(out.String()) // numbers of our own, and words that are escaped
}

func svgWords(out *strings.Builder, p frame, d plot.Drawing) {
	put := func(text, anchor string, x, y float64) {
		out.WriteString(`<text text-anchor="` + anchor + `" x="` + plot.Figure(x) + `" y="` + plot.Figure(y) + `">` + template.HTMLEscapeString(text) + `</text>`)
	}
	for _, word := range d.Axis {
		put(word.Lines[0], "end", p.left-6, p.y(word.Y*10)+svgText*0.35)
	}
	for _, word := range d.Ticks {
		put(word.Lines[0], word.Anchor, p.x(word.X*10), p.top+p.height+svgText+3)
	}
	for _, word := range d.PhaseWords {
		put(word.Lines[0], word.Anchor, p.x(word.X*10), p.top-4-float64(word.Lane)*svgLane)
	}
	for _, word := range d.Words {
		for n, line := range word.Lines {
			put(line, word.Anchor, p.x(word.X*10), p.y(word.Y*10)+float64(n)*svgText*1.15)
		}
	}
}
