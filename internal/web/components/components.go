// Package components turns typed values into markup: the parts every page is
// made of, as the look of Fermata draws them.
//
// A component takes a struct or plain arguments and writes HTML. It knows no
// store, no request and no clock; what a page says arrives ready to be read, and
// the few words of a part itself are in package guide. The
// stylesheet it relies on is in package assets, one file per part with the same
// prefix. A page is [Layout] around an [Opening] and whatever the page is about:
//
//	@components.Layout(components.Page{Title: "Check in", Place: components.PlaceCheckIn}) {
//		@components.Opening("Thursday 24 September, evening", "How is it today?", "")
//		@components.Form("/check-in") {
//			@components.Scale(components.ScaleData{Name: "mood", Legend: "Mood", Low: "very low", High: "very good"})
//			@components.Actions() {
//				@components.Button("Save", components.Primary, nil)
//			}
//		}
//	}
//
// Rules that hold for all of them, and that tests check on the gallery page:
//
//   - The content security policy is strict, so there is no style attribute, no
//     inline script or style and no on… attribute anywhere.
//   - Addresses are strings, never templ.SafeURL: templ then refuses
//     javascript: and its like.
//   - Every input has one label, every page one h1, every error stands beside
//     its field and is tied to it, and what was typed stays.
//   - Everything works without JavaScript. The Attrs of a button or a field
//     are for htmx (hx-post, hx-target…) and must not change what happens
//     without it.
package components

import (
	"strings"

	"fermata/internal/plot"
)

// idPart makes a name usable in an id: letters, digits, - and _ stay, the rest
// becomes a dash.
func idPart(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
}

// orName returns id, or the id made from name when none was given.
func orName(id, name string) string {
	if id != "" {
		return id
	}
	return idPart(name)
}

// describedBy joins the ids of the hint and the error that exist.
func describedBy(id, hint, err string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, id+"-hint")
	}
	if err != "" {
		ids = append(ids, id+"-error")
	}
	return strings.Join(ids, " ")
}

// figure writes a number with as few digits as it needs, two decimals at most.
func figure(v float64) string { return plot.Figure(v) }
