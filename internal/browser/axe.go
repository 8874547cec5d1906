package browser

import (
	_ "embed"
	"fmt"
	"strings"
)

// axe-core 4.14.1; see axe/README.md for where it is from.
//
//go:embed axe/axe.min.js
var axe string

// inspect runs every rule for WCAG 2.2 A and AA and axe's own good practice.
// The size of targets is off in axe unless asked for by name.
const inspect = `axe.run(document, {
	resultTypes: ["violations"],
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	rules: {"target-size": {enabled: true}},
}).then(found => found.violations.map(v => ({
	rule: v.id, impact: v.impact || "", help: v.help,
	places: v.nodes.map(n => n.target.join(" ") + "  " + n.html.slice(0, 160)),
})))`

// Violation is one rule of accessibility that a page breaks.
type Violation struct {
	Rule   string   `json:"rule"`   // axe's name for it, as "color-contrast"
	Impact string   `json:"impact"` // minor, moderate, serious or critical
	Help   string   `json:"help"`   // what the rule asks for
	Places []string `json:"places"` // selector and markup of each place
}

// String gives the violation on one line and its places on one each.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s\n\t%s", v.Rule, v.Impact, v.Help, strings.Join(v.Places, "\n\t"))
}

// Axe inspects the page as it is, in the scheme and viewport it is in, and
// returns what is wrong. It works under any content security policy, because
// the browser and not the page runs it; it needs [Tab.JavaScript] on.
func (tab *Tab) Axe() []Violation {
	tab.t.Helper()
	var violations []Violation
	tab.Await(axe+"\n;"+inspect, &violations)
	return violations
}
