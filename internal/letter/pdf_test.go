package letter_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fermata/internal/fault"
	"fermata/internal/letter"
	"fermata/internal/views"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func safetyCard() views.SafetyCard {
	return views.SafetyCard{
		Title: "Your safety plan", Lead: "Start at the top. If a step does not help, go on to the next.",
		Steps: []views.PlanStep{
			{Heading: "How I know it is coming", Lines: []string{"Everything goes quiet and far away.", "I stop answering messages."}},
			{Heading: "What I can do on my own", Lines: []string{"Cold water on my hands. Walk to the bridge café, the long way."}},
			{Heading: "Where there are people", Lines: []string{"The library.", "The Thursday choir, even just to sit."}},
			{Heading: "Who I ask for help", Lines: []string{"Noor, then my sister. I say: “Stay on the phone with me.”"}},
			{Heading: "Professionals I call", Lines: []string{"Dr Okafor’s practice, 020 7946 0018, weekdays 9 to 5."}},
			{Heading: "Making the room safer", Lines: []string{"Noor keeps what we agreed at her place."}},
		},
		Numbers: "Numbers", Calls: []string{"In danger now: call 999.", "Samaritans: call 116 123", "Shout: text SHOUT to 85258"},
		People: []string{"Noor: +44 7700 900123"}, Foot: "Written 23 November 2026. In danger now: call the emergency number.", Fold: "Fold here",
	}
}

func longBrief(lines int) views.Letter {
	l := views.Letter{Title: "Return brief", For: "For Dr Okafor", About: "From 3 August to 20 November 2026.", Notes: "Zażółć gęślą jaźń.\nСпасибо. Ευχαριστώ.", Foot: "Written by me."}
	section := views.LetterSection{Heading: "What happened"}
	for n := range lines {
		section.Lines = append(section.Lines, views.LetterLine{Key: fmt.Sprint(n), Text: fmt.Sprintf("Line number %d, which goes on for a while so that it has to be broken once or twice before it ends.", n)})
	}
	section.Lines = append(section.Lines, views.LetterLine{Key: "out", Text: "left out", Left: true})
	l.Sections = []views.LetterSection{section}
	return l
}

// madeTwice is what a letter becomes, twice the same.
func madeTwice(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var first, second bytes.Buffer
	if err := write(&first); err != nil {
		t.Fatal(err)
	}
	if err := write(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same letter at the same time has other bytes")
	}
	return first.Bytes()
}

// pdfWords reads a PDF back, page by page; the test is skipped where the tool
// for it is missing.
func pdfWords(t *testing.T, pdf []byte) []string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	name := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

func TestALetterAsPDF(t *testing.T) {
	pdf := madeTwice(t, func(w *bytes.Buffer) error { return letter.PDF(w, longBrief(90), noon) })
	pages := pdfWords(t, pdf)
	all := strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	for _, want := range []string{"Return brief", "For Dr Okafor", "Zażółć gęślą jaźń.", "Спасибо. Ευχαριστώ.", "What happened", "Line number 89, which", "Written by me.", "1/3"} {
		if !strings.Contains(all, want) {
			t.Errorf("the PDF does not say %q", want)
		}
	}
	if strings.Contains(all, "left out") {
		t.Error("what was left out is in the PDF")
	}
	if len(pages) != 3 {
		t.Errorf("%d pages", len(pages))
	}
	for n := range 90 {
		if count := strings.Count(all, fmt.Sprintf("Line number %d,", n)); count != 1 {
			t.Errorf("line %d stands there %d times", n, count)
		}
	}
}

func TestAnEmptyLetterIsAPageAllTheSame(t *testing.T) {
	madeTwice(t, func(w *bytes.Buffer) error { return letter.PDF(w, views.Letter{}, noon) })
}

func TestPL6TheSafetyPlanOnOnePage(t *testing.T) {
	pdf := madeTwice(t, func(w *bytes.Buffer) error { return letter.PDF(w, safetyCard().Letter(), noon) })
	pages := pdfWords(t, pdf)
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	last := -1
	for _, step := range safetyCard().Steps {
		at := strings.Index(pages[0], step.Heading)
		if at <= last {
			t.Errorf("%q is out of place", step.Heading)
		}
		last = at
	}
	for _, want := range []string{"Samaritans: call 116 123", "Noor: +44 7700 900123", "Written 23 November 2026."} {
		if !strings.Contains(pages[0], want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestPL6ALongPlanGoesOnOverPages(t *testing.T) {
	long := safetyCard()
	for n := range long.Steps {
		long.Steps[n].Lines = append(long.Steps[n].Lines, strings.Repeat("many words ", 180)+"end"+fmt.Sprint(n))
	}
	all := strings.Join(pdfWords(t, madeTwice(t, func(w *bytes.Buffer) error { return letter.PDF(w, long.Letter(), noon) })), " ")
	for n := range long.Steps {
		if !strings.Contains(all, "end"+fmt.Sprint(n)) {
			t.Errorf("the end of step %d is missing", n+1)
		}
	}
}

func TestPL6TheWalletCardHoldsAllSteps(t *testing.T) {
	pages := pdfWords(t, madeTwice(t, func(w *bytes.Buffer) error { return letter.SafetyWallet(w, safetyCard(), noon) }))
	for _, want := range []string{"In danger now: call 999.", "How I know it is coming", "Making the room safer", "Fold here"} {
		if !strings.Contains(pages[0], want) {
			t.Errorf("the card does not say %q", want)
		}
	}
	if len(pages) != 1 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestPL6WhatDoesNotFitACardIsSaid(t *testing.T) {
	long := safetyCard()
	long.Steps[2].Lines = []string{strings.Repeat("many words ", 200)}
	if err := letter.SafetyWallet(&bytes.Buffer{}, long, noon); !errors.Is(err, fault.TooLarge) {
		t.Errorf("the card: %v", err)
	}
}

func TestALetterInAScriptTheFontsLack(t *testing.T) {
	for _, text := range []string{"日本語", "שלום", "hello 🙂", "नमस्ते"} {
		l := longBrief(1)
		l.Notes = text
		err := letter.PDF(&bytes.Buffer{}, l, noon)
		if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "Print the page") || strings.Contains(fault.Sentence(err), text) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAccentsMayBeTypedApart(t *testing.T) {
	l := longBrief(1)
	l.Notes = "cafe\u0301"
	if all := strings.Join(pdfWords(t, madeTwice(t, func(w *bytes.Buffer) error { return letter.PDF(w, l, noon) })), " "); !strings.Contains(all, "café") {
		t.Error("the letter and its accent came apart")
	}
}

func TestPL6ThePictureForThePhone(t *testing.T) {
	drawn := madeTwice(t, func(w *bytes.Buffer) error { return letter.SafetyPhone(w, safetyCard()) })
	picture, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 1080 || size.Y != 1920 {
		t.Errorf("it is %v pixels", size)
	}
	inked := 0
	for y := range 1920 {
		for x := range 1080 {
			r, _, _, _ := picture.At(x, y).RGBA()
			if r>>8 >= 0x80 {
				continue
			}
			inked++
			if x < 70 || x > 1010 || y < 140 || y > 1830 {
				t.Fatalf("ink at %d, %d, in the margin", x, y)
			}
		}
	}
	if inked < 20000 || inked > 400000 {
		t.Errorf("%d pixels hold ink, which is no text", inked)
	}
	long := safetyCard()
	long.Steps[2].Lines = []string{strings.Repeat("many words ", 400)}
	if err := letter.SafetyPhone(&bytes.Buffer{}, long); !errors.Is(err, fault.TooLarge) {
		t.Errorf("a plan too long for a phone: %v", err)
	}
}
