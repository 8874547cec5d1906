package instrument_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/instrument"
	"fermata/internal/instrument/who5"
)

func load(t testing.TB) instrument.Library {
	t.Helper()
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func lookup(t testing.TB, code string) instrument.Instrument {
	t.Helper()
	if code == instrument.WHO5 && !who5.Included {
		t.Skip("this build leaves the WHO-5 out")
	}
	in, err := load(t).Lookup(code)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestTheLibraryHoldsEveryInstrument(t *testing.T) {
	want := []string{"AUDIT-C", "BRS", "CORE-10", "DASS-21", "GAD-2", "GAD-7", "GOAL", "GSE", "ISI", "K10-0-40", "K10-10-50",
		"K6", "ORS", "PCL-5", "PHQ-2", "PHQ-4", "PHQ-8", "PHQ-9", "PROMIS-ANXIETY", "PROMIS-DEPRESSION", "PSYCHLOPS",
		"SRS", "SWLS", "WHO-5", "WSAS"}
	if !who5.Included {
		want = slices.DeleteFunc(want, func(code string) bool { return code == instrument.WHO5 })
	}
	if got := load(t).Codes(); !slices.Equal(got, want) {
		t.Errorf("codes are %v, want %v", got, want)
	}
}

func TestTheWHO5IsThereExactlyWhenTheBuildIncludesIt(t *testing.T) {
	_, err := load(t).Lookup(instrument.WHO5)
	if who5.Included != (err == nil) {
		t.Errorf("included is %v, lookup says %v", who5.Included, err)
	}
	if who5.Included != (len(who5.Questionnaire()) > 0) {
		t.Error("the content pack and its own word do not agree")
	}
}

func TestANameIsFoundHoweverItIsTyped(t *testing.T) {
	for _, typed := range []string{"PHQ-9", "phq9", "Phq 9", "phq_9"} {
		if in, err := load(t).Lookup(typed); err != nil || in.Code != instrument.PHQ9 {
			t.Errorf("%q gives %q, %v", typed, in.Code, err)
		}
	}
}

func TestANameForTwoScoringsAsksWhich(t *testing.T) {
	_, err := load(t).Lookup("K10")
	if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "K10-0-40 or K10-10-50") {
		t.Errorf("got %v", err)
	}
}

func TestAnUnknownNameSaysWhatThereIs(t *testing.T) {
	_, err := load(t).Lookup("nothing like it")
	if !errors.Is(err, fault.NotFound) || !strings.Contains(fault.Sentence(err), "PHQ-9") {
		t.Errorf("got %v", err)
	}
	if strings.Contains(err.Error(), "nothing like it") {
		t.Error("the error repeats what was typed")
	}
}

func TestInstrumentsAreFoundByTheirCodes(t *testing.T) {
	library := load(t)
	if in, ok := library.ByCoding("https://loinc.org/", "69737-5"); !ok || in.Code != instrument.GAD7 {
		t.Errorf("69737-5 gives %q", in.Code)
	}
	if in, scale, ok := library.ByTotalCoding(instrument.LOINC, "44261-6"); !ok || in.Code != instrument.PHQ9 || scale.Name != instrument.Total {
		t.Errorf("44261-6 gives %q %q", in.Code, scale.Name)
	}
	if _, ok := library.ByCoding(instrument.LOINC, ""); ok {
		t.Error("an empty code finds something")
	}
	item, ok := lookup(t, instrument.PHQ9).ItemByCode(instrument.LOINC, "44260-8")
	if !ok || item.LinkID != "9" || !item.Safety.Marked {
		t.Errorf("44260-8 gives item %q", item.LinkID)
	}
	if option, ok := item.OptionByCode(instrument.LOINC, "LA6570-1"); !ok || option.Value != 2 {
		t.Errorf("LA6570-1 gives %d", option.Value)
	}
}

// Every number of ours names where it comes from; only a number without
// provenance would be worse than one marked as from memory.
func TestCodesAreShippedOnlyWhenFound(t *testing.T) {
	for _, in := range load(t).All() {
		codes := slices.Clone(in.Codes)
		for _, item := range in.Items {
			codes = append(codes, item.Codes...)
		}
		for _, scale := range in.Scales {
			codes = append(codes, scale.Codes...)
		}
		for _, code := range codes {
			if code.System != instrument.LOINC || code.Provenance.Tag != instrument.Found || !instrument.ValidLOINC(code.Code) {
				t.Errorf("%s: %s %s", in.Code, code.Code, code.Provenance)
			}
		}
	}
}

func TestTextIsShippedOnlyWhereThatIsAllowed(t *testing.T) {
	free := []string{"PHQ-9", "PHQ-8", "PHQ-2", "GAD-7", "GAD-2", "PHQ-4", "GSE", "BRS", "WHO-5", "GOAL"}
	for _, in := range load(t).All() {
		for _, item := range in.Items {
			if (item.Text != "") != slices.Contains(free, in.Code) {
				t.Errorf("%s item %s has the text %q", in.Code, item.LinkID, item.Text)
			}
		}
		if (in.Entry == instrument.ByItems) != slices.Contains(free, in.Code) {
			t.Errorf("%s is entered by %s", in.Code, in.Entry)
		}
	}
}

func TestShorterFormsRepeatTheLongOnesWordForWord(t *testing.T) {
	phq9, gad7 := lookup(t, "PHQ-9").Items, lookup(t, "GAD-7").Items
	forms := map[string][]instrument.Item{
		"PHQ-8": phq9[:8], "PHQ-2": phq9[:2], "GAD-2": gad7[:2],
		"PHQ-4": slices.Concat(gad7[:2], phq9[:2]),
	}
	for code, want := range forms {
		for i, item := range lookup(t, code).Items {
			if item.Text != want[i].Text || !slices.Equal(item.Codes, want[i].Codes) || !slices.Equal(item.Options, want[i].Options) {
				t.Errorf("%s item %d differs: %q", code, i+1, item.Text)
			}
		}
	}
}

func TestTheFileCanBePassedOn(t *testing.T) {
	in := lookup(t, instrument.PHQ9)
	file := in.FHIR()
	if !strings.Contains(string(file), `"resourceType": "Questionnaire"`) {
		t.Fatal("not a Questionnaire")
	}
	file[0] = 'x'
	if in.FHIR()[0] == 'x' {
		t.Error("a caller can change the library")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := instrument.Load(); err != nil {
			b.Fatal(err)
		}
	}
}
