package assets_test

import (
	"io/fs"
	"maps"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"fermata/internal/web/assets"
)

// pairs that must be told apart: WCAG 2.2 AA asks 4.5 of text and 3 of the edges
// and marks of what can be used. --hairline is ornament and is not among them.
var pairs = map[float64][]string{
	4.5: {
		"ink page", "ink-soft page", "ink-faint page", "ink leaf", "ink-soft leaf", "ink-faint leaf",
		"ink sunk", "ink-soft sunk", "ink-faint sunk", "accent page", "accent-deep page", "look page", "help page",
		"help-deep page", "accent leaf", "accent-deep leaf", "look leaf", "help leaf", "help-deep leaf",
		"on-accent accent", "on-accent accent-deep", "on-help help", "on-help help-deep", "ink accent-wash",
		"ink look-wash", "ink help-wash", "look look-wash", "help help-wash", "help-deep help-wash",
		"accent help-wash", "ink-soft chart-band",
	},
	3: {
		"control-line page", "control-line leaf", "control-line sunk", "focus page", "focus leaf",
		"accent accent-wash", "chart-line page", "chart-dot page", "chart-out page", "chart-mark page",
		"chart-line chart-band", "chart-dot chart-band", "chart-out chart-band", "chart-mark chart-band",
		"chart-line sunk",
	},
}

func TestEveryPairOfColoursCanBeToldApart(t *testing.T) {
	light, dark, _ := schemes(t)
	for name, scheme := range map[string]map[string]string{"light": light, "dark": dark} {
		for least, list := range pairs {
			for _, pair := range list {
				over, under, _ := strings.Cut(pair, " ")
				if got := contrast(t, scheme[over], scheme[under]); got < least {
					t.Errorf("%s: %s on %s is %.2f, needs %.1f", name, over, under, got, least)
				}
			}
		}
	}
}

func TestWhatIsDrawnAroundAPageHasItsColour(t *testing.T) {
	light, dark, _ := schemes(t)
	if light["page"] != assets.PageLight || dark["page"] != assets.PageDark {
		t.Errorf("the page is %s and %s, around it is %s and %s", light["page"], dark["page"], assets.PageLight, assets.PageDark)
	}
}

func TestBothWaysToDarkAreTheSame(t *testing.T) {
	light, dark, asked := schemes(t)
	if !maps.Equal(dark, asked) {
		t.Error("dark by the system's wish and data-scheme=\"dark\" differ")
	}
	for name := range light {
		if dark[name] == "" {
			t.Errorf("--%s has no dark colour", name)
		}
	}
}

var declaration = regexp.MustCompile(`--([a-z0-9-]+):\s*(?:var\(--([a-z0-9-]+)\)|(#[0-9a-f]{6}));`)

// schemes reads the intents of tokens.css as colours: light, dark as the system
// wishes, dark as asked for.
func schemes(t *testing.T) (light, dark, asked map[string]string) {
	t.Helper()
	sheet, err := fs.ReadFile(assets.FS, "css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	intents := regexp.MustCompile(`\n\s+color-scheme: `).Split(string(sheet), -1)
	if len(intents) != 4 {
		t.Fatalf("%d blocks of intents, want 3", len(intents)-1)
	}
	raw := map[string]string{}
	for _, m := range declaration.FindAllStringSubmatch(intents[0], -1) {
		raw[m[1]] = m[3]
	}
	read := func(block string) map[string]string {
		block, _, _ = strings.Cut(block, "}")
		scheme := map[string]string{}
		for _, m := range declaration.FindAllStringSubmatch(block, -1) {
			scheme[m[1]] = raw[m[2]]
		}
		return scheme
	}
	return read(intents[1]), read(intents[2]), read(intents[3])
}

// contrast is the ratio WCAG 2.2 defines under "contrast ratio".
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance WCAG 2.2 defines, of a colour #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("%q is not a colour", colour)
	}
	linear := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgb>>16) + 0.7152*linear(rgb>>8) + 0.0722*linear(rgb)
}
