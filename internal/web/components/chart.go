package components

import (
	"fermata/internal/guide"
	"math"
	"strconv"
	"strings"
	"time"

	"fermata/internal/plot"
)

// A Direction says which end of a scale is the better one.
type Direction int

// The directions. NoBetter says nothing about it.
const (
	NoBetter Direction = iota
	HigherBetter
	LowerBetter
)

// The parts of a chart, as package plot places them.
type (
	ChartPoint = plot.Point
	ChartXY    = plot.XY
	ChartBand  = plot.Band
	ChartZone  = plot.Zone
	ChartMark  = plot.Mark

	chartWord = plot.Word
)

// ChartData is one series over time and what happened meanwhile. Values outside
// Min and Max are drawn at the edge; days outside From and To are not drawn.
type ChartData struct {
	ID          string // empty: made from Title
	Title       string
	Summary     string // one or two sentences above the picture: what is seen
	Description string // the picture in words, for those who do not see it; empty: Summary
	Unit        string // what a value is, for the numbers: "Mean" over weeks, "Score"; empty: "Mean" or "Value"

	Min, Max float64   // of the scale, Min < Max
	From, To time.Time // first and last day; only their dates count

	Points   []ChartPoint // in order of days; a day without a value is left out
	Answers  bool         // points are answers of a questionnaire: large dots
	Smoothed []ChartXY    // in order; a gap longer than two weeks breaks the line unless Answers
	Band     []ChartBand  // one: the same all along; several: from day to day; none: no band
	Zones    []ChartZone
	Phases   []ChartMark
	Events   []ChartMark
	Levels   []float64   // the hairlines; empty: Min, the middle, Max
	Ticks    []ChartMark // along the bottom; empty: weeks, months or years
	Better   Direction

	DotName string // what a dot is, for the key; empty: "a day"
	OutName string // what a ring is; empty: "a day behind the signal"
	Numbers *TableData
}

// chartSide is the width and the height of the square a plot is drawn in.
const chartSide = plot.Side

// chartMonthly is from how many days on the numbers are listed by the month.
const chartMonthly = 400

// plot is the chart without its words.
func (c ChartData) plot() plot.Chart {
	return plot.Chart{
		Min: c.Min, Max: c.Max, From: c.From, To: c.To, Points: c.Points, Answers: c.Answers, Smoothed: c.Smoothed,
		Band: c.Band, Zones: c.Zones, Phases: c.Phases, Events: c.Events, Levels: c.Levels, Ticks: c.Ticks,
	}
}

func draw(c ChartData) plot.Drawing { return plot.Draw(c.plot()) }

func (c ChartData) days() int              { return c.plot().Days() }
func (c ChartData) date(day int) time.Time { return c.plot().Date(day) }
func (c ChartData) shows(day float64) bool { return c.plot().Shows(day) }
func (c ChartData) visible() []ChartPoint  { return c.plot().Visible() }

// coord writes a place in the plot, to a tenth of a unit.
func coord(v float64) string { return figure(math.Round(v*10) / 10) }

// percent writes a place as a share of the plot's width or height.
func percent(v float64) string { return figure(v) + "%" }

// laneTop is where the baseline of a phase name is, in em from the top of its strip.
func laneTop(p plot.Drawing, lane int) string {
	return strconv.FormatFloat(float64(p.Lanes-lane)*1.5-0.45, 'f', 2, 64) + "em"
}

// laneHeight is the height of the strip of phase names.
func laneHeight(p plot.Drawing) string {
	return strconv.FormatFloat(float64(p.Lanes)*1.5, 'f', 1, 64) + "em"
}

func (c ChartData) id() string {
	if c.ID != "" {
		return c.ID
	}
	return "chart-" + strings.ToLower(idPart(c.Title))
}

func (c ChartData) description() string {
	if c.Description != "" {
		return c.Description
	}
	return guide.Say("chart.description", "title", c.Title, "summary", c.Summary)
}

func (c ChartData) betterWords() string {
	switch c.Better {
	case HigherBetter:
		return guide.Say("chart.higher-better")
	case LowerBetter:
		return guide.Say("chart.lower-better")
	}
	return ""
}

func (c ChartData) dotName(weekly bool) string {
	switch {
	case weekly:
		return guide.Say("chart.dot.week")
	case c.DotName != "":
		return c.DotName
	case c.Answers:
		return guide.Say("chart.dot.answer")
	}
	return guide.Say("progress.a-day")
}

func (c ChartData) outName(weekly bool) string {
	switch {
	case weekly:
		return guide.Say("chart.out.week")
	case c.OutName != "":
		return c.OutName
	}
	return guide.Say("progress.behind")
}
